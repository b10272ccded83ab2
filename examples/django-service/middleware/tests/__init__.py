"""Tests of compatible-middleware on whatever Django is importable. `matrix.py` runs them on many."""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.project.settings"
django.setup()
