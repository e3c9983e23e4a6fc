"""The Lambda Runtime API of one execution environment, served inside the LocalStack process: no container, no init
binary and no second process per environment is needed."""

import threading
import time
from concurrent.futures import Future
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Queue

from localstack.services.lambda_.invocation.executor_endpoint import StatusErrorException

HOST = "127.0.0.1"
API = "/2018-06-01/runtime"


class Invocation:
    def __init__(self, payload: dict, timeout: float):
        self.id = payload["invoke-id"]
        self.arn = payload["invoked-function-arn"]
        self.trace = payload.get("trace-id") or ""
        self.body = payload["payload"].encode()
        self.deadline = time.time() + timeout
        self.done: Future = Future()  # -> (body, is_error)

    def finish(self, body: bytes, is_error: bool) -> None:
        if not self.done.done():
            self.done.set_result((body, is_error))


class RuntimeApi(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__((HOST, 0), Handler)
        self.ready: Future = Future()
        self.pending: Queue = Queue()
        self.current: Invocation | None = None
        self.generation = 0
        self.closed = False
        threading.Thread(target=self.serve_forever, daemon=True, name="lambda-runtime-api").start()

    def handle_error(self, request, client_address):  # a killed child is not worth a traceback
        pass

    def close(self) -> None:
        self.closed = True
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: RuntimeApi

    def log_message(self, *args):
        pass

    def reply(self, status: int, body: bytes = b"", headers: dict | None = None):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def do_GET(self):
        api = self.server
        if self.path != f"{API}/invocation/next":
            return self.reply(404)
        generation = api.generation
        if not api.ready.done():
            api.ready.set_result(True)
        while True:
            if api.closed or generation != api.generation:
                return self.reply(410)
            try:
                job = api.pending.get(timeout=1)
            except Empty:
                continue
            if generation == api.generation:
                break
            api.pending.put(job)  # meant for the process that replaced this one
        self.reply(
            200,
            job.body,
            {
                "Lambda-Runtime-Aws-Request-Id": job.id,
                "Lambda-Runtime-Deadline-Ms": str(int(job.deadline * 1000)),
                "Lambda-Runtime-Invoked-Function-Arn": job.arn,
                "Lambda-Runtime-Trace-Id": job.trace,
            },
        )

    def do_POST(self):
        api = self.server
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = self.path.removeprefix(f"{API}/").split("/")
        if parts == ["init", "error"]:
            if not api.ready.done():
                api.ready.set_exception(StatusErrorException("init error", payload=body))
        elif len(parts) == 3 and parts[0] == "invocation" and parts[2] in ("response", "error"):
            if api.current and api.current.id == parts[1]:
                api.current.finish(body, parts[2] == "error")
        else:
            return self.reply(404)
        self.reply(202, b'{"status":"OK"}')
