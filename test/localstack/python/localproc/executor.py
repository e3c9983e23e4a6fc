"""Lambda executor for LocalStack 4.14: one local Node process per execution environment."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from datetime import UTC, datetime
from pathlib import Path

from localstack import config
from localstack.runtime.events import infra_stopping
from localstack.services.lambda_.invocation.executor_endpoint import StatusErrorException
from localstack.services.lambda_.invocation.lambda_models import InvocationResult
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

from .runtime_api import HOST, Invocation, RuntimeApi

BOOTSTRAP = Path(__file__).with_name("runtime.mjs")
MAX_PAYLOAD = config.LAMBDA_LIMITS_MAX_FUNCTION_PAYLOAD_SIZE_BYTES
NODE = os.environ.get("LOCALPROC_NODE") or shutil.which("node")


class LocalProcessExecutor(RuntimeExecutor):
    def __init__(self, id, function_version):
        super().__init__(id=id, function_version=function_version)
        self.api: RuntimeApi | None = None
        self.proc: subprocess.Popen | None = None
        self.busy = threading.Lock()  # held during an invocation
        self.home = Path(tempfile.mkdtemp(prefix="lambda-env-"))
        self.log = open(self.home / "log", "w+b")
        self.env: dict[str, str] = {}

    # -- life cycle ---------------------------------------------------------------------------
    def start(self, env_vars: dict) -> None:
        settings = self.function_version.config
        task = settings.code.get_unzipped_code_location()
        layers = [layer.code.get_unzipped_code_location() for layer in reversed(settings.layers)]
        env = {k: str(v) for k, v in env_vars.items() if not k.startswith("LOCALSTACK_RUNTIME")}
        major = "".join(c for c in settings.runtime or "" if c.isdigit())
        env |= {
            "HOME": str(self.home),
            "TMPDIR": str(self.home),
            "PATH": ":".join([*(f"{p}/bin" for p in layers), "/usr/local/bin", "/usr/bin", "/bin"]),
            "LAMBDA_TASK_ROOT": str(task),
            "NODE_PATH": ":".join(
                f"{p}/nodejs/{sub}node_modules" for p in layers for sub in (f"node{major}/", "")
            ),
            "LD_LIBRARY_PATH": ":".join([f"{task}", f"{task}/lib", *(f"{p}/lib" for p in layers)]),
        }
        self.env = env
        self.task = task
        self.api = RuntimeApi()
        self._spawn()

    def _spawn(self) -> None:
        api = self.api
        api.generation += 1
        api.ready = Future()
        memory = self.function_version.config.memory_size
        proc = self.proc = subprocess.Popen(
            [NODE, f"--max-old-space-size={memory}", str(BOOTSTRAP)],
            cwd=self.task,
            env={**self.env, "AWS_LAMBDA_RUNTIME_API": f"{HOST}:{api.server_address[1]}"},
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

        def reap():
            code = proc.wait()
            if not api.ready.done():
                text = f"Error: Runtime exited with error: exit status {code}: {self.get_logs()[-800:]}"
                api.ready.set_exception(
                    StatusErrorException("init exit", payload=_error("Runtime.ExitError", text))
                )
            job = api.current
            if job and proc is self.proc:
                kind = "signal: killed" if code < 0 else f"exit status {code}"
                text = f"RequestId: {job.id} Error: Runtime exited with error: {kind}"
                job.finish(_error("Runtime.ExitError", text), True)

        threading.Thread(target=reap, daemon=True, name="lambda-reaper").start()
        api.ready.result(timeout=config.LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT)

    def _kill(self) -> None:
        if self.proc and self.proc.poll() is None:
            try:
                os.killpg(self.proc.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            self.proc.wait(5)

    def stop(self) -> None:
        """A function that is updated or deleted finishes the invocation that it is in, as on AWS."""
        wait = 0 if infra_stopping.is_set() else self.function_version.config.timeout + 1
        drained = self.busy.acquire(timeout=wait) if wait else False
        if self.api:
            self.api.closed = True
        self._kill()
        if self.api:
            self.api.close()
        if drained:
            self.busy.release()
        self.log.close()
        shutil.rmtree(self.home, ignore_errors=True)

    # -- one invocation -----------------------------------------------------------------------
    def invoke(self, payload: dict) -> InvocationResult:
        with self.busy:
            return self._invoke(payload)

    def _invoke(self, payload: dict) -> InvocationResult:
        settings = self.function_version.config
        job = Invocation(payload, settings.timeout)
        if self.api.closed:  # stopped between being chosen and being called: the caller tries again
            gone = _error("Runtime.ExitError", f"RequestId: {job.id} Error: the environment was stopped")
            return InvocationResult(job.id, gone, is_error=True, logs="")
        mark = self.log.seek(0, os.SEEK_END)
        begin = time.perf_counter()
        try:
            if self.proc.poll() is not None:  # the last invocation took the process with it
                self._spawn()
            job.deadline = time.time() + settings.timeout
            self.api.current = job
            self.api.pending.put(job)
            body, is_error = job.done.result(timeout=settings.timeout)
        except FutureTimeout:
            stamp = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            text = f"{stamp} {job.id} Task timed out after {settings.timeout:.2f} seconds"
            body, is_error = _error("Sandbox.Timedout", text), True
            self._drop()
        except StatusErrorException as failure:  # the new process did not start
            body, is_error = failure.payload, True
        if len(body) > MAX_PAYLOAD:
            text = f"Response payload size exceeded maximum allowed payload size ({MAX_PAYLOAD} bytes)."
            body, is_error = _error("Function.ResponseSizeTooLarge", text), True
        self.api.current = None
        return InvocationResult(job.id, body, is_error=is_error, logs=self._logs_of(job, mark, begin))

    def _drop(self) -> None:
        self.api.current = None
        self._kill()
        while not self.api.pending.empty():
            self.api.pending.get_nowait()

    def _logs_of(self, job: Invocation, mark: int, begin: float) -> str:
        """What the function wrote since `mark`, in the frame that CloudWatch shows."""
        ms = (time.perf_counter() - begin) * 1000
        self.log.seek(mark)
        text = self.log.read().decode(errors="replace")
        if text and not text.endswith("\n"):
            text += "\n"
        version = self.function_version.id.qualifier
        memory = self.function_version.config.memory_size
        return (
            f"START RequestId: {job.id} Version: {version}\n{text}END RequestId: {job.id}\n"
            f"REPORT RequestId: {job.id}\tDuration: {ms:.2f} ms\tBilled Duration: {int(ms) + 1} ms\t"
            f"Memory Size: {memory} MB\tMax Memory Used: {self._peak_mb()} MB\n"
        )

    def _peak_mb(self) -> int:
        try:
            for line in Path(f"/proc/{self.proc.pid}/status").read_text().splitlines():
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) // 1024
        except OSError:
            pass
        return 0

    # -- what LocalStack asks for -------------------------------------------------------------
    def get_address(self) -> str:
        return HOST

    def get_endpoint_from_executor(self) -> str:
        return HOST

    def get_runtime_endpoint(self) -> str:
        return ""

    def get_logs(self) -> str:
        try:
            return (self.home / "log").read_text(errors="replace")
        except OSError:
            return ""

    @classmethod
    def prepare_version(cls, function_version) -> None:
        settings = function_version.config
        for code in [settings.code, *(layer.code for layer in settings.layers)]:
            if code:
                code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version) -> None:
        pass

    @classmethod
    def validate_environment(cls) -> bool:
        return bool(NODE) and os.access(NODE, os.X_OK)


def _error(kind: str, message: str) -> bytes:
    return json.dumps({"errorType": kind, "errorMessage": message}).encode()


class LocalProcessPlugin(RuntimeExecutorPlugin):
    name = "local-process"

    def load(self, *args, **kwargs):
        return LocalProcessExecutor
