"""The project's views. Each writes into the journal that it was called."""

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from tests.journal import JOURNAL


def page(request):
    JOURNAL.append("view")
    return HttpResponse("page")


def template(request):
    JOURNAL.append("view")
    return TemplateResponse(request, "page.html", {"title": "from the view"})


def missing(request):
    JOURNAL.append("view")
    raise Http404("missing")


def broken(request):
    JOURNAL.append("view")
    raise ArithmeticError("broken")


class BrokenResponse(TemplateResponse):
    """A response whose rendering fails."""

    @property
    def rendered_content(self):
        raise ArithmeticError("broken while rendering")


def broken_template(request):
    JOURNAL.append("view")
    return BrokenResponse(request, "page.html")
