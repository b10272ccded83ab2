"""Ends with one message where the Python that runs this is too old for the service. Written so that any Python reads it."""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "django-service needs Python 3.11 or newer, and %s is %s. Name another one, such as: PYTHON=python3.12 npm start"
        % (sys.executable, sys.version.split()[0])
    )
