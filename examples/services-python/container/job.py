"""The program of the Batch jobs: `python job.py <kind> <period>`, in an environment that Batch and the job definition
set."""

import json
import os
import sys

import boto3

from report_job import write_report


def main(arguments: list[str]) -> int:
    """Writes the report and prints it."""
    id, bucket_name = os.environ.get("AWS_BATCH_JOB_ID"), os.environ.get("BUCKET_NAME")
    if len(arguments) != 2 or not id or not bucket_name:
        print("Usage: python job.py <kind> <period>, with AWS_BATCH_JOB_ID and BUCKET_NAME in the environment.")
        return 2
    kind, period = arguments
    print(json.dumps(write_report(boto3.client("s3"), id=id, kind=kind, period=period, bucket_name=bucket_name)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
