"""The ways in which Django runs middleware, and stories told in every one that the release has.

A world is a setting (`MIDDLEWARE`, `MIDDLEWARE_CLASSES`), an interface (WSGI, ASGI) and a kind of hooks (`def`, `async
def`). A world that a release lacks is skipped, with the reason.
"""

import sys
import unittest

import django
from django.test import Client, SimpleTestCase, override_settings

from tests.journal import JOURNAL

NEW_STYLE = "MIDDLEWARE"
OLD_STYLE = "MIDDLEWARE_CLASSES"

HAS_NEW_STYLE = django.VERSION >= (1, 10)
HAS_OLD_STYLE = django.VERSION < (2, 0)
HAS_ASGI = django.VERSION >= (3, 1)
HAS_ASYNC_DEF = sys.version_info >= (3, 6)


class World(object):
    def __init__(self, name, setting, asgi=False, hooks="sync"):
        self.name = name
        self.setting = setting
        self.asgi = asgi
        self.recorders = "tests.%s_recorders" % hooks
        self.onion = setting == NEW_STYLE
        self.hooks = "def" if hooks == "sync" else "async def"
        self.missing = self._missing(hooks)

    def _missing(self, hooks):
        """Why this release has no such world, or None."""
        if self.setting == NEW_STYLE and not HAS_NEW_STYLE:
            return "Django has MIDDLEWARE from 1.10 on"
        if self.setting == OLD_STYLE and not HAS_OLD_STYLE:
            return "Django 2.0 removed MIDDLEWARE_CLASSES"
        if self.asgi and not HAS_ASGI:
            return "Django runs middleware in async mode from 3.1 on"
        if hooks == "async" and not HAS_ASYNC_DEF:
            return "async def needs Python 3.6 here"
        return None


WORLDS = [
    World("UnderMiddlewareClasses", OLD_STYLE),
    World("UnderMiddlewareClassesWithAsyncHooks", OLD_STYLE, hooks="async"),
    World("UnderMiddleware", NEW_STYLE),
    World("UnderMiddlewareWithAsyncHooks", NEW_STYLE, hooks="async"),
    World("UnderMiddlewareInAsgi", NEW_STYLE, asgi=True),
    World("UnderMiddlewareInAsgiWithAsyncHooks", NEW_STYLE, asgi=True, hooks="async"),
]


class QuietClient(Client):
    """A client that gives the 500 that a visitor would get; Django's raises the view's exception instead."""

    def store_exc_info(self, **kwargs):
        pass


def get(world, path, middleware, **settings):
    """The response to a request for `path` through `middleware`, dotted paths from the outermost inwards."""
    del JOURNAL[:]
    settings[world.setting] = middleware
    with override_settings(**settings):
        if not world.asgi:
            return QuietClient().get(path)
        from tests.async_client import get as get_async

        return get_async(path)


class Story(SimpleTestCase):
    """A test in one world."""

    world = None

    def get(self, path, *names, **settings):
        """The response through the recorders of these names."""
        return get(self.world, path, ["%s.%s" % (self.world.recorders, name) for name in names], **settings)

    def happened(self, *expected):
        """That the last request did exactly this, in this order."""
        self.assertEqual(JOURNAL, list(expected))


def in_every_world(stories):
    """Puts a test case into the module of `stories`, a plain class of tests, for each world."""
    module = sys.modules[stories.__module__]
    for world in WORLDS:
        name = stories.__name__ + world.name
        case = type(name, (stories, Story), {"world": world, "__module__": stories.__module__})
        if world.missing:
            case = unittest.skip(world.missing)(case)
        setattr(module, name, case)
    return stories
