"""What the package does where a module is missing, seen by hiding the module while the package is read again.

This stands in for releases that cannot run on the interpreters at hand: Django before 1.10 has no `MiddlewareMixin`,
Django before 3.0 comes without asgiref, asgiref before 3.6 has no functions that know coroutine functions.
"""

import importlib
import sys
import types
import unittest

from django.http import HttpResponse
from django.test import RequestFactory, SimpleTestCase

from tests.journal import JOURNAL
from tests.worlds import HAS_ASYNC_DEF, WORLDS, get

PACKAGE = "compatible_middleware"


class Hidden(object):
    """Reads the package and our recorders again while modules are missing or replaced; they stay so until the end.

    The modules themselves come back at once, as Django too imports some of them, when a request first needs them.
    """

    def __init__(self, **modules):
        self.modules = {name.replace("__", "."): module for name, module in modules.items()}

    def __enter__(self):
        self.before = {name: module for name, module in sys.modules.items() if is_ours(name)}
        hidden = {name: sys.modules.get(name) for name in self.modules}
        forget_ours()
        sys.modules.update(self.modules)
        try:
            for recorders in sorted({world.recorders for world in WORLDS if not world.missing}):
                importlib.import_module(recorders)
        finally:
            for name, module in hidden.items():
                del sys.modules[name]
                if module is not None:
                    sys.modules[name] = module
        return sys.modules[PACKAGE].CompatibleMiddleware

    def __exit__(self, *error):
        forget_ours()
        sys.modules.update(self.before)


def is_ours(name):
    return name.split(".")[0] == PACKAGE or name.endswith("_recorders")


def forget_ours():
    for name in list(sys.modules):
        if is_ours(name):
            del sys.modules[name]


def without(module, *names):
    """A copy of the module without these names."""
    copy = types.ModuleType(module)
    copy.__dict__.update(importlib.import_module(module).__dict__)
    for name in names:
        copy.__dict__.pop(name, None)
    return copy


def old_deprecation():
    return without("django.utils.deprecation", "MiddlewareMixin")


class Fallbacks(SimpleTestCase):
    def answers(self, asgi):
        """That each world of this release still answers, in the right order."""
        told = 0
        for world in WORLDS:
            if not world.missing and world.asgi in asgi:
                response = get(world, "/page", ["%s.%s" % (world.recorders, name) for name in ("Outer", "Inner")])
                self.assertEqual(response.content, b"page")
                self.assertEqual(
                    JOURNAL,
                    [
                        "Outer.request",
                        "Inner.request",
                        "Outer.view",
                        "Inner.view",
                        "view",
                        "Inner.response",
                        "Outer.response",
                    ],
                )
                told += 1
        self.assertGreater(told, 0)

    def test_without_the_mixin(self):
        with Hidden(django__utils__deprecation=old_deprecation()) as base:
            self.assertEqual([cls.__module__ for cls in base.__mro__[1:2]], ["compatible_middleware.mixin"])
            self.answers(asgi=(False, True))

    def test_without_the_module_of_the_mixin(self):
        with Hidden(django__utils__deprecation=None) as base:
            self.assertEqual([cls.__module__ for cls in base.__mro__[1:2]], ["compatible_middleware.mixin"])
            self.answers(asgi=(False, True))

    def test_without_asgiref(self):
        with Hidden(asgiref=None, asgiref__sync=None):
            self.assertEqual(
                sys.modules["compatible_middleware.modes"].to_sync.__module__, "compatible_middleware.modes"
            )
            self.answers(asgi=(False,))

    def test_without_mixin_and_asgiref(self):
        with Hidden(django__utils__deprecation=old_deprecation(), asgiref=None, asgiref__sync=None) as base:

            class Stamp(base):
                def process_response(self, request, response):
                    response["Stamp"] = "1"
                    return response

            response = Stamp(lambda request: HttpResponse("page"))(RequestFactory().get("/page"))
            self.assertEqual(response["Stamp"], "1")
            self.answers(asgi=(False,))

    @unittest.skipUnless(HAS_ASYNC_DEF, "asgiref needs Python 3")
    def test_with_an_asgiref_before_3_6(self):
        try:
            old = without("asgiref.sync", "iscoroutinefunction", "markcoroutinefunction")
        except ImportError:
            self.skipTest("this Django comes without asgiref")
        if sys.version_info >= (3, 12):
            self.skipTest("Django on Python 3.12 needs asgiref 3.6 or newer")
        with Hidden(asgiref__sync=old):
            modes = sys.modules["compatible_middleware.modes"]
            self.assertEqual(modes.is_coroutine_function.__module__, "compatible_middleware.modes")
            self.answers(asgi=(False, True))
