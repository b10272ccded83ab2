"""Writes one report: reads the orders of its months from the bucket, and puts the report beside them."""

import json
from typing import Any

from orders import months_of, summarize


def write_report(s3: Any, *, id: str, kind: str, period: str, bucket_name: str) -> dict[str, Any]:
    """Does the job. A month without orders counts as empty."""
    files = [_read_orders(s3, bucket_name, f"orders/{month}.csv") for month in months_of(period)]
    report = {"id": id, "kind": kind, "period": period, **summarize(files)}
    s3.put_object(
        Bucket=bucket_name,
        Key=f"reports/{id}.json",
        ContentType="application/json",
        Body=json.dumps(report).encode(),
    )
    return report


def _read_orders(s3: Any, bucket_name: str, key: str) -> str:
    try:
        return s3.get_object(Bucket=bucket_name, Key=key)["Body"].read().decode()
    except s3.exceptions.NoSuchKey:
        return ""
