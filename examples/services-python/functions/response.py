"""How the functions answer API Gateway: JSON, with headers that forbid caching and sniffing."""

import json
from typing import Any


def json_response(status_code: int, body: Any) -> dict[str, Any]:
    """An API Gateway proxy answer with a JSON body."""
    return {
        "statusCode": status_code,
        "headers": {
            "content-type": "application/json",
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
        },
        "body": json.dumps(body),
    }
