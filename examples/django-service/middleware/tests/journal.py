"""What happened during a request, in order: `Outer.request`, `view`, `Inner.response` and the like."""

JOURNAL = []
