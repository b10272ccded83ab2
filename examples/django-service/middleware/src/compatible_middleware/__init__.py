"""A base class for middleware that works on every Django from 1.8 on, under both settings, sync and async."""

from compatible_middleware.base import CompatibleMiddleware

__all__ = ["CompatibleMiddleware"]
