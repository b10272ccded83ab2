"""The job behind a report: its sums, and what it reads and writes, with S3 mocked by moto."""

import json
from typing import Any

import pytest
from orders import months_of, summarize
from page import page, report_ids
from report_job import write_report

ID = "0f4d2f1c-3c52-4c9e-9a64-1d3b7f1f2a10"


def test_sums_count_the_orders_and_add_up_their_cents_refunds_included() -> None:
    files = ["date,customer,cents\n2026-01-03,ada,1200\n2026-01-09,bob,-200\n", "date,customer,cents\r\n"]
    assert summarize(files) == {"orders": 2, "totalCents": 1000}


def test_sums_refuse_an_amount_that_is_not_in_cents_naming_its_line() -> None:
    with pytest.raises(ValueError, match='File 2, line 2: "12.00" is not an amount in cents.'):
        summarize(["", "date,customer,cents\n2026-01-03,ada,12.00"])


def test_sums_cover_one_month_or_the_twelve_months_of_a_year() -> None:
    assert months_of("2026-03") == ["2026-03"]
    assert len(months_of("2026")) == 12
    assert months_of("2026")[-1] == "2026-12"


def test_the_job_reads_the_orders_of_all_months_and_writes_the_report_where_the_api_looks_for_it(bucket: Any) -> None:
    for month in ("2026-02", "2026-11", "2025-02"):
        orders = f"date,customer,cents\n{month}-01,ada,700\n".encode()
        bucket.put_object(Bucket="reports-of-dev", Key=f"orders/{month}.csv", Body=orders)

    write_report(bucket, id=ID, kind="yearly", period="2026", bucket_name="reports-of-dev")

    written = bucket.get_object(Bucket="reports-of-dev", Key=f"reports/{ID}.json")
    assert written["ContentType"] == "application/json"
    assert json.loads(written["Body"].read()) == {
        "id": ID,
        "kind": "yearly",
        "period": "2026",
        "orders": 2,
        "totalCents": 1400,
    }


def test_the_job_writes_nothing_when_orders_cannot_be_read(bucket: Any) -> None:
    bucket.put_object(Bucket="reports-of-dev", Key="orders/2026-01.csv", Body=b"headings\nno,order\n")

    with pytest.raises(ValueError, match="line 2"):
        write_report(bucket, id=ID, kind="monthly", period="2026-01", bucket_name="reports-of-dev")

    keys = [each["Key"] for each in bucket.list_objects_v2(Bucket="reports-of-dev")["Contents"]]
    assert keys == ["orders/2026-01.csv"]


def test_the_website_lists_finished_reports_alone_in_order() -> None:
    other = "f0000000-3c52-4c9e-9a64-1d3b7f1f2a10"
    ids = report_ids([f"reports/{other}.json", f"reports/{ID}.json", "reports/<script>.json", "orders/2026.csv"])
    assert ids == [ID, other]
    assert f"<li>{ID}</li><li>{other}</li>" in page(ids)
