"""`manage.py up`: the whole site on one machine, from one command."""
