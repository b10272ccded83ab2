"""Coroutine functions on any Python, with or without asgiref: to know one, to be one, to call one from sync code.

asgiref comes with Django from 3.0 on; its functions that know and mark coroutine functions, from asgiref 3.6 on.
"""

import functools

try:
    import asyncio
except ImportError:  # Python 2.7, where no coroutine function can be written
    asyncio = None

try:
    from asgiref.sync import async_to_sync as to_sync
except ImportError:

    def to_sync(function):
        """A sync function that runs the coroutine function on an event loop of its own, in the caller's thread."""

        @functools.wraps(function)
        def call(*args, **kwargs):
            loop = asyncio.new_event_loop()
            try:
                return loop.run_until_complete(function(*args, **kwargs))
            finally:
                loop.close()

        return call


try:
    from asgiref.sync import iscoroutinefunction as is_coroutine_function
    from asgiref.sync import markcoroutinefunction as mark_coroutine_function
except ImportError:

    def is_coroutine_function(function):
        """Whether calling `function` gives something to await."""
        return asyncio is not None and asyncio.iscoroutinefunction(function)

    def mark_coroutine_function(function):
        """Makes `function`, which may be any object, count as a coroutine function."""
        # What Django 3.1 to 4.1 did themselves: asyncio had no public way before Python 3.12, which needs asgiref 3.6.
        function._is_coroutine = asyncio.coroutines._is_coroutine
        return function


__all__ = ["is_coroutine_function", "mark_coroutine_function", "to_sync"]
