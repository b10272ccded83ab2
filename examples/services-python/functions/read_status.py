"""GET /status: says whether reports can be asked for, which is whether the queue takes jobs."""

import os
from typing import Any

import boto3
from response import json_response

batch = boto3.client("batch")

RUNNING = ("VALID", "UPDATING")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """The function's entry. Environment: `JOB_QUEUE_ARN`."""
    queues = batch.describe_job_queues(jobQueues=[os.environ["JOB_QUEUE_ARN"]])["jobQueues"]
    # A queue takes jobs while it is being updated, as in a deployment.
    takes_reports = any(queue["state"] == "ENABLED" and queue.get("status") in RUNNING for queue in queues)
    # Many monitors look at the HTTP status alone.
    return json_response(200 if takes_reports else 503, {"takesReports": takes_reports})
