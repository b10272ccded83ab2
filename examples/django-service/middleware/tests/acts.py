"""Middleware that keeps a journal and acts as told; `sync_recorders` and `async_recorders` give it hooks."""

from django.http import Http404, HttpResponse

from tests.journal import JOURNAL

FAMILY = {
    "Outer": {},
    "Inner": {},
    "AnswersRequest": {"answers": "request"},
    "AnswersView": {"answers": "view"},
    "AnswersException": {"answers": "exception"},
    "ReplacesTemplate": {"answers": "template"},
    "ReplacesResponse": {"answers": "response"},
    "RaisesInRequest": {"raises": "request"},
    "RaisesInView": {"raises": "view"},
    "RaisesInResponse": {"raises": "response"},
    "MissingInResponse": {"raises": "response", "error": Http404},
    "ForgetsResponse": {"forgets": "response"},
    "SwitchedOff": {"enabled_by_default": False},
    "Switchable": {"enabled_setting": "RECORDS", "enabled_variable": "COMPATIBLE_MIDDLEWARE_TEST"},
    "SyncOnly": {"async_capable": False},
    "AsyncOnly": {"sync_capable": False},
}
"""Each class and what it does; each also writes every one of its hooks into the journal."""


class Acts(object):
    """What a hook does, apart from being `def` or `async def`."""

    answers = raises = forgets = None
    error = ArithmeticError

    def act(self, hook, response=None):
        """Writes `hook` into the journal; gives back `response`, or acts as told."""
        JOURNAL.append("%s.%s" % (type(self).__name__, hook))
        if hook == self.raises:
            raise self.error(hook)
        if hook == self.forgets:
            return None
        if hook != self.answers:
            return response
        if hook == "template":
            response.context_data["title"] = "from %s" % type(self).__name__
            return response
        return HttpResponse("%s answered" % type(self).__name__)


class WrapsCall(object):
    """Code around `get_response` in an overridden `__call__`."""

    def __call__(self, request):
        JOURNAL.append("WrapsCall.call")
        return super(WrapsCall, self).__call__(request)


def family(recorder, module):
    """A subclass of `recorder` for each member of the family, by name."""
    members = {name: type(name, (recorder,), dict(does, __module__=module)) for name, does in FAMILY.items()}
    members["WrapsCall"] = type("WrapsCall", (WrapsCall, recorder), {"__module__": module})
    return members
