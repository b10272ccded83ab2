"""The program of the Fargate service: a page inside the company network that lists the finished reports."""

import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import boto3

from page import page, report_ids

s3 = boto3.client("s3")


class Website(BaseHTTPRequestHandler):
    """Answers `/health` for the load balancer, and everything else with the page."""

    def do_GET(self) -> None:
        if self.path == "/health":
            self._answer(200, "text/plain", "ok")
            return
        try:
            found = s3.list_objects_v2(Bucket=os.environ["BUCKET_NAME"], Prefix="reports/")
        except Exception as error:  # The page has to answer, whatever S3 says.
            print(error, file=sys.stderr)
            self._answer(502, "text/plain", "The reports cannot be listed.")
            return
        ids = report_ids(each["Key"] for each in found.get("Contents", []))
        self._answer(200, "text/html; charset=utf-8", page(ids))

    def _answer(self, status: int, content_type: str, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("content-type", content_type)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    ThreadingHTTPServer(("", 8080), Website).serve_forever()
