"""Django's `MiddlewareMixin` where there is one.

Django 1.10 brought it, with `MIDDLEWARE`. The base class inherits from it so that code which asks whether a middleware
is a `MiddlewareMixin` finds it to be one; nothing of it is called, as each release's differs.
"""

try:
    from django.utils.deprecation import MiddlewareMixin
except ImportError:

    class MiddlewareMixin(object):
        """Stands for Django's in releases that have none: an empty class."""


__all__ = ["MiddlewareMixin"]
