"""GET /reports/{id}: answers with the report that its job wrote into the bucket."""

import json
import os
import re
from typing import Any

import boto3
from response import json_response

s3 = boto3.client("s3")

JOB_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """The function's entry. Environment: `BUCKET_NAME`."""
    id = (event.get("pathParameters") or {}).get("id") or ""
    # Checked before it becomes part of an object key.
    if not JOB_ID.fullmatch(id):
        return json_response(400, {"message": "A report id is a UUID in lower case."})
    try:
        stored = s3.get_object(Bucket=os.environ["BUCKET_NAME"], Key=f"reports/{id}.json")
    except s3.exceptions.NoSuchKey:
        return json_response(404, {"message": f"Report {id} does not exist, or is not finished yet."})
    return json_response(200, json.loads(stored["Body"].read()))
