#!/usr/bin/env python
import os
import sys

from mentorship.up.environment import prepare

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")
    prepare(os.environ, sys.argv)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
