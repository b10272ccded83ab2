"""The Django project that the tests ask for pages. Every release from 1.8 on reads it."""
