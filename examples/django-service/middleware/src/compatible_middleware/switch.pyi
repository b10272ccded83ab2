# Whether a middleware is used at all, typed.
from typing import Optional, Tuple

ON: Tuple[str, ...]
OFF: Tuple[str, ...]

def reason_not_used(
    name: str, setting: Optional[str] = None, variable: Optional[str] = None, default: bool = True
) -> Optional[str]: ...
