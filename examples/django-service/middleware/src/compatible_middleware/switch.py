"""Whether a middleware is used at all, as a Django setting and an environment variable say."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

ON = ("1", "true", "yes", "on")
OFF = ("0", "false", "no", "off")


def reason_not_used(name, setting=None, variable=None, default=True):
    """Why the middleware called `name` is not used, as a sentence, or None where it is.

    The environment variable goes before the setting, so that an operator has the last word over the code; the setting
    before the default. A variable that is empty counts as absent.

    Raises `ImproperlyConfigured` for a variable that is none of the words above, and for a setting that is not a bool:
    the string "False" would otherwise switch a middleware on.
    """
    written = os.environ.get(variable, "").strip() if variable else ""
    if written:
        if written.lower() in ON:
            return None
        if written.lower() in OFF:
            return "the environment variable %s of %s is %s" % (variable, name, written)
        raise ImproperlyConfigured(
            "The environment variable %s of %s is %r. Set it to one of %s, or leave it out."
            % (variable, name, written, ", ".join(ON + OFF))
        )
    if setting and hasattr(settings, setting):
        used = getattr(settings, setting)
        if not isinstance(used, bool):
            raise ImproperlyConfigured(
                "The setting %s of %s is %r. Set it to True or False, or leave it out." % (setting, name, used)
            )
        return None if used else "the setting %s of %s is False" % (setting, name)
    if default:
        return None
    wanted = ["the setting %s" % setting] if setting else []
    wanted += ["the environment variable %s" % variable] if variable else []
    return "%s is off unless %s switches it on" % (name, " or ".join(wanted) or "a subclass")
