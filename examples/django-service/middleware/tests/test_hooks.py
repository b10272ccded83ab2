"""Every hook is called, in the same order, in every world."""

from tests.worlds import in_every_world


@in_every_world
class Hooks(object):
    def test_go_inwards_and_then_outwards(self):
        response = self.get("/page", "Outer", "Inner")
        self.assertEqual(response.content, b"page")
        self.happened(
            "Outer.request", "Inner.request", "Outer.view", "Inner.view", "view", "Inner.response", "Outer.response"
        )

    def test_meet_a_template_response_outwards_before_it_is_rendered(self):
        response = self.get("/template", "ReplacesTemplate", "Inner")
        self.assertEqual(response.content, b"from ReplacesTemplate")
        self.happened(
            "ReplacesTemplate.request",
            "Inner.request",
            "ReplacesTemplate.view",
            "Inner.view",
            "view",
            "Inner.template",
            "ReplacesTemplate.template",
            "Inner.response",
            "ReplacesTemplate.response",
        )

    def test_view_is_not_called_when_process_view_answers(self):
        response = self.get("/page", "Outer", "AnswersView", "Inner")
        self.assertEqual(response.content, b"AnswersView answered")
        self.happened(
            "Outer.request",
            "AnswersView.request",
            "Inner.request",
            "Outer.view",
            "AnswersView.view",
            "Inner.response",
            "AnswersView.response",
            "Outer.response",
        )

    def test_exception_of_the_view_is_answered_by_the_innermost_that_wants_to(self):
        response = self.get("/broken", "Outer", "AnswersException", "Inner")
        self.assertEqual((response.status_code, response.content), (200, b"AnswersException answered"))
        self.happened(
            "Outer.request",
            "AnswersException.request",
            "Inner.request",
            "Outer.view",
            "AnswersException.view",
            "Inner.view",
            "view",
            "Inner.exception",
            "AnswersException.exception",
            "Inner.response",
            "AnswersException.response",
            "Outer.response",
        )

    def test_exception_that_nobody_answers_is_a_500_that_all_see(self):
        response = self.get("/broken", "Outer", "Inner")
        self.assertEqual(response.status_code, 500)
        self.happened(
            "Outer.request",
            "Inner.request",
            "Outer.view",
            "Inner.view",
            "view",
            "Inner.exception",
            "Outer.exception",
            "Inner.response",
            "Outer.response",
        )

    def test_missing_page_is_a_404_that_all_see(self):
        response = self.get("/missing", "Outer", "Inner")
        self.assertEqual(response.status_code, 404)
        self.happened(
            "Outer.request",
            "Inner.request",
            "Outer.view",
            "Inner.view",
            "view",
            "Inner.exception",
            "Outer.exception",
            "Inner.response",
            "Outer.response",
        )

    def test_response_may_be_replaced(self):
        response = self.get("/page", "ReplacesResponse", "Inner")
        self.assertEqual(response.content, b"ReplacesResponse answered")

    def test_process_response_that_returns_nothing_is_an_error(self):
        response = self.get("/page", "ForgetsResponse")
        self.assertEqual(response.status_code, 500)
        self.happened("ForgetsResponse.request", "ForgetsResponse.view", "view", "ForgetsResponse.response")
