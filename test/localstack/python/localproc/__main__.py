"""Starts LocalStack: `python -m localproc`."""

import os
import signal
import threading
import time
import warnings

if not hasattr(warnings, "deprecated"):  # Python 3.12; LocalStack imports it from here
    from typing_extensions import deprecated

    warnings.deprecated = deprecated


def end_with(starter: int) -> None:
    """A starter that is killed cannot stop anything: its LocalStack would go on for ever. Functions end with it."""

    def watch():
        while os.getppid() == starter:
            time.sleep(0.25)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True, name="end-with-starter").start()


if "LOCALPROC_END_WITH" in os.environ:
    end_with(int(os.environ["LOCALPROC_END_WITH"]))

from localstack.runtime.main import main  # noqa: E402

main()
