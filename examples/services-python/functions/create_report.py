"""POST /reports: checks the request and starts the Batch job that writes the report."""

import os
from typing import Any

import boto3
from report_request import ReportRequest, read_request
from response import json_response

batch = boto3.client("batch")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """The function's entry.

    Environment: `JOB_QUEUE_ARN`, `MONTHLY_JOB_DEFINITION_ARN`, `YEARLY_JOB_DEFINITION_ARN`.
    """
    request = read_request(event.get("body"))
    if not isinstance(request, ReportRequest):
        return json_response(400, {"message": "The request is not valid.", "errors": request})
    job = batch.submit_job(
        jobName=f"{request.kind}-report-{request.period}",
        jobQueue=os.environ["JOB_QUEUE_ARN"],
        jobDefinition=os.environ[f"{request.kind.upper()}_JOB_DEFINITION_ARN"],
        parameters={"period": request.period},
    )
    # The job's id is the report's id: the job finds it in its own environment, so nothing needs to be stored here.
    id = job["jobId"]
    return json_response(
        202, {"id": id, "kind": request.kind, "period": request.period, "href": f"reports/{id}"}
    )
