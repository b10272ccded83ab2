"""The family of recorders with hooks that are `def`."""

from compatible_middleware import CompatibleMiddleware
from tests.acts import Acts, family


class Recorder(Acts, CompatibleMiddleware):
    def process_request(self, request):
        return self.act("request")

    def process_view(self, request, view, args, kwargs):
        return self.act("view")

    def process_exception(self, request, exception):
        return self.act("exception")

    def process_template_response(self, request, response):
        return self.act("template", response)

    def process_response(self, request, response):
        return self.act("response", response)


globals().update(family(Recorder, __name__))
