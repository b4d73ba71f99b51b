"""The WSGI application: gunicorn serves every page with it, one request a thread."""

import os

os.environ.setdefault("PROCESS", "web")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
