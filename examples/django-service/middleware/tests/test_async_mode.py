"""Async mode, where Django has it; the stories are in a file of their own, as Python 2.7 cannot read them."""

import unittest

from tests.worlds import HAS_ASGI

if HAS_ASGI:
    from tests.async_stories import AsyncMode  # noqa: F401
else:

    @unittest.skip("Django runs middleware in async mode from 3.1 on")
    class AsyncMode(unittest.TestCase):
        def test_async_mode(self):
            """Stands for all stories."""
