"""Django's command line for the service, such as `python manage.py test signpost`."""

import os
import sys

from django.core.management import execute_from_command_line

from signpost.environment import EnvironmentProblems

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "signpost.settings")
    try:
        execute_from_command_line(sys.argv)
    except EnvironmentProblems as problems:
        sys.exit(str(problems))
