"""`sync_capable` and `async_capable`: in every world each mixture gives the same pages and the same order."""

from tests.worlds import in_every_world


@in_every_world
class Capable(object):
    def test_mixture_keeps_the_order(self):
        for names in (
            ("SyncOnly", "AsyncOnly"),
            ("AsyncOnly", "SyncOnly"),
            ("SyncOnly", "Outer", "AsyncOnly"),
            ("AsyncOnly", "Outer", "SyncOnly"),
        ):
            response = self.get("/page", *names)
            self.assertEqual(response.content, b"page")
            self.happened(
                *(
                    ["%s.request" % name for name in names]
                    + ["%s.view" % name for name in names]
                    + ["view"]
                    + ["%s.response" % name for name in reversed(names)]
                )
            )

    def test_mixture_keeps_exceptions(self):
        response = self.get("/broken", "AnswersException", "SyncOnly", "AsyncOnly")
        self.assertEqual(response.content, b"AnswersException answered")

    def test_mixture_keeps_templates(self):
        response = self.get("/template", "SyncOnly", "ReplacesTemplate", "AsyncOnly")
        self.assertEqual(response.content, b"from ReplacesTemplate")

    def test_one_that_is_switched_off_leaves_a_mixture_whole(self):
        response = self.get("/page", "SyncOnly", "SwitchedOff", "AsyncOnly", "SwitchedOff", "SyncOnly")
        self.assertEqual(response.content, b"page")
