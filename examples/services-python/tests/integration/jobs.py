"""What has to be true of the jobs of a stage, asked of AWS Batch with the credentials of the stage."""

from typing import Any


def queue(batch: Any, arn: str) -> dict[str, str]:
    """The queue behind an ARN: that there is one, and whether it takes jobs."""
    found = _the_only(batch.describe_job_queues(jobQueues=[arn])["jobQueues"], arn)
    return {"state": found["state"], "status": found["status"]}


def definition(batch: Any, arn: str) -> dict[str, Any]:
    """The job definition behind an ARN: whether jobs can be made of it, and what they run."""
    found = _the_only(batch.describe_job_definitions(jobDefinitions=[arn])["jobDefinitions"], arn)
    return {"status": found["status"], "command": found["containerProperties"].get("command")}


def _the_only(found: list[Any], arn: str) -> Any:
    # AWS Batch says nothing of what is not there: it answers with an empty list.
    if not found:
        raise LookupError(f"AWS Batch has no {arn}.")
    return found[0]
