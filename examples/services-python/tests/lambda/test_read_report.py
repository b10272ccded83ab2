"""GET /reports/{id}, with S3 mocked by moto."""

import json
from typing import Any

import pytest
from read_report import handler

ID = "0f4d2f1c-3c52-4c9e-9a64-1d3b7f1f2a10"


def test_it_answers_with_what_the_job_wrote(bucket: Any) -> None:
    report = {"id": ID, "kind": "yearly", "period": "2026", "orders": 2, "totalCents": 1250}
    bucket.put_object(Bucket="reports-of-dev", Key=f"reports/{ID}.json", Body=json.dumps(report).encode())

    answer = handler({"pathParameters": {"id": ID}}, None)

    assert answer["statusCode"] == 200
    assert json.loads(answer["body"]) == report
    assert answer["headers"]["content-type"] == "application/json"
    assert answer["headers"]["cache-control"] == "no-store"


def test_it_says_that_a_report_is_missing_or_not_finished(bucket: Any) -> None:
    answer = handler({"pathParameters": {"id": ID}}, None)

    assert answer["statusCode"] == 404
    assert json.loads(answer["body"]) == {"message": f"Report {ID} does not exist, or is not finished yet."}


@pytest.mark.parametrize("wrong", ["", "latest", "..", f"../orders/{ID}", ID.upper(), f"{ID}\n"])
def test_it_touches_no_object_for_an_id_that_is_none(aws: None, wrong: str) -> None:
    # There is no bucket: whoever asked it for an object would get an error.
    assert handler({"pathParameters": {"id": wrong}}, None)["statusCode"] == 400
    assert handler({"pathParameters": None}, None)["statusCode"] == 400


def test_it_fails_where_s3_does_for_another_reason(aws: None) -> None:
    with pytest.raises(Exception, match="NoSuchBucket"):
        handler({"pathParameters": {"id": ID}}, None)
