"""A middleware that is switched off is left out, by default, setting or environment variable, in every world."""

import os

from django.core.exceptions import ImproperlyConfigured, MiddlewareNotUsed
from django.test import SimpleTestCase, override_settings

from compatible_middleware import CompatibleMiddleware
from tests.worlds import in_every_world

VARIABLE = "COMPATIBLE_MIDDLEWARE_TEST"


class Switched(CompatibleMiddleware):
    enabled_setting = "SWITCHED"
    enabled_variable = VARIABLE


class OffUntilSwitchedOn(Switched):
    enabled_by_default = False


class Environment(object):
    """Leaves the environment as it was."""

    def setUp(self):
        self.addCleanup(os.environ.pop, VARIABLE, None)
        os.environ.pop(VARIABLE, None)

    def reason(self, middleware):
        """Why it is not used, or None."""
        try:
            middleware(get_response=lambda request: None)
        except MiddlewareNotUsed as error:
            return str(error)


@in_every_world
class NotUsed(Environment):
    def test_is_left_out_and_the_others_stay(self):
        response = self.get("/page", "Outer", "SwitchedOff", "Inner")
        self.assertEqual(response.content, b"page")
        self.happened(
            "Outer.request", "Inner.request", "Outer.view", "Inner.view", "view", "Inner.response", "Outer.response"
        )

    def test_setting_leaves_it_out(self):
        self.get("/page", "Switchable", RECORDS=False)
        self.happened("view")
        self.get("/page", "Switchable", RECORDS=True)
        self.happened("Switchable.request", "Switchable.view", "view", "Switchable.response")

    def test_environment_variable_leaves_it_out(self):
        os.environ[VARIABLE] = "off"
        self.get("/page", "Switchable")
        self.happened("view")
        os.environ[VARIABLE] = "on"
        self.get("/page", "Switchable", RECORDS=False)
        self.happened("Switchable.request", "Switchable.view", "view", "Switchable.response")


class Switches(Environment, SimpleTestCase):
    def test_used_by_default(self):
        self.assertIsNone(self.reason(Switched))

    def test_off_by_default_says_what_switches_it_on(self):
        self.assertEqual(
            self.reason(OffUntilSwitchedOn),
            "OffUntilSwitchedOn is off unless the setting SWITCHED or the environment variable %s switches it on"
            % VARIABLE,
        )

    @override_settings(SWITCHED=True)
    def test_setting_switches_it_on(self):
        self.assertIsNone(self.reason(OffUntilSwitchedOn))

    @override_settings(SWITCHED=False)
    def test_setting_switches_it_off(self):
        self.assertEqual(self.reason(Switched), "the setting SWITCHED of Switched is False")

    @override_settings(SWITCHED="False")
    def test_setting_that_is_no_bool_is_refused(self):
        with self.assertRaises(ImproperlyConfigured) as refused:
            Switched()
        self.assertEqual(
            str(refused.exception),
            "The setting SWITCHED of Switched is 'False'. Set it to True or False, or leave it out.",
        )

    @override_settings(SWITCHED=True)
    def test_environment_variable_goes_before_the_setting(self):
        for word in ("0", "false", "No", "OFF"):
            os.environ[VARIABLE] = word
            self.assertEqual(self.reason(Switched), "the environment variable %s of Switched is %s" % (VARIABLE, word))

    @override_settings(SWITCHED=False)
    def test_environment_variable_switches_it_on(self):
        for word in ("1", "true", "Yes", " ON "):
            os.environ[VARIABLE] = word
            self.assertIsNone(self.reason(OffUntilSwitchedOn))

    @override_settings(SWITCHED=False)
    def test_empty_environment_variable_counts_as_absent(self):
        os.environ[VARIABLE] = ""
        self.assertEqual(self.reason(Switched), "the setting SWITCHED of Switched is False")

    def test_environment_variable_of_another_word_is_refused(self):
        os.environ[VARIABLE] = "maybe"
        with self.assertRaises(ImproperlyConfigured) as refused:
            Switched()
        self.assertIn("Set it to one of 1, true, yes, on, 0, false, no, off", str(refused.exception))
