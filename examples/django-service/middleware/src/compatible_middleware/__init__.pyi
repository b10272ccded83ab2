# The package's front door, typed.
from compatible_middleware.base import CompatibleMiddleware as CompatibleMiddleware

__all__ = ["CompatibleMiddleware"]
