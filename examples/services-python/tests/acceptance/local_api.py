"""Both APIs on this machine: the real handlers behind one server that routes as API Gateway does, with AWS mocked.

A submitted job is done at once, by the container's own code.
"""

import re
import threading
import uuid
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, Iterator
from urllib.parse import unquote

import create_report
import read_report
import read_status
from report_job import write_report

Sabotage = Callable[[dict[str, Any], str], dict[str, Any]]
"""Changes an answer on its way out, given the path too, so that a test can show that the contract notices."""


class JobsAtOnce:
    """Stands for AWS Batch, of which moto accepts jobs but runs none without Docker."""

    def __init__(self, s3: Any, bucket_name: str) -> None:
        self._s3 = s3
        self._bucket_name = bucket_name

    def submit_job(self, *, jobName: str, parameters: dict[str, str], **_: Any) -> dict[str, str]:
        id = str(uuid.uuid4())
        kind = jobName.split("-")[0]
        write_report(self._s3, id=id, kind=kind, period=parameters["period"], bucket_name=self._bucket_name)
        return {"jobId": id}

    def describe_job_queues(self, **_: Any) -> dict[str, Any]:
        return {"jobQueues": [{"state": "ENABLED", "status": "VALID"}]}


@contextmanager
def local_api(sabotage: Sabotage = lambda answer, path: answer) -> Iterator[str]:
    """Starts both on a free port, for as long as the context lasts: reports in `v1/`, the status beside it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("GET")

        def do_POST(self) -> None:
            self._answer("POST")

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

        def _answer(self, method: str) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            answer = sabotage(route(method, self.path, body), self.path)
            self.send_response(answer["statusCode"])
            for name, value in answer.get("headers", {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer["body"].encode())

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def route(method: str, path: str, body: str) -> dict[str, Any]:
    """As API Gateway has it: three methods, and an answer of its own for everything else."""
    report = re.fullmatch(r"/v1/reports/([^/]+)", path)
    if method == "POST" and path == "/v1/reports":
        return create_report.handler({"body": body}, None)
    if method == "GET" and report:
        return read_report.handler({"pathParameters": {"id": unquote(report.group(1))}}, None)
    if method == "GET" and path == "/status":
        return read_status.handler({}, None)
    return {"statusCode": 403, "body": '{"message":"Missing Authentication Token"}'}
