"""The process in which untrusted bytes are parsed: a request on its standard input, an answer on its standard output.

A request is two frames, JSON (name, media_type, url, ocr, seconds) and the document; the answer is one frame of JSON.
``retrieval.loaders.isolation`` starts it.

Limits are the kernel's, since a C library may never come back to Python: an alarm ends the process when the time is
over, memory is bounded, no core is dumped. When the parent is gone, the worker and what it started end too.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import shutil
import signal
import sys
import threading
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

from retrieval.errors import LoadError
from retrieval.loaders import load
from retrieval.loaders.frames import PREFIX, loaded_json, read_frame, write_frame

_FILES = 256


def serve(memory: int) -> None:
    """Answer requests until the input ends. ``memory``: bytes of address space that this process may have."""
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the frames
    _limit(memory)
    threading.Thread(target=_follow, args=(os.getppid(),), daemon=True).start()
    while (head := read_frame(requests)) is not None and (data := read_frame(requests)) is not None:
        said = json.loads(head)
        signal.setitimer(signal.ITIMER_REAL, said.pop("seconds"))
        answer = _answer(data, said)
        signal.setitimer(signal.ITIMER_REAL, 0)
        write_frame(answers, answer)
        del data, answer
        _trim()
    _clear()


def _answer(data: bytes, said: dict[str, Any]) -> bytes:
    try:
        return b'{"loaded":' + loaded_json().dump_json(load(data, **said)) + b"}"
    except LoadError as error:
        return json.dumps({"refused": str(error)}).encode()
    except MemoryError:
        return json.dumps({"memory": True}).encode()
    except Exception:  # noqa: BLE001 -- told to the parent, which logs it and answers for it
        return json.dumps({"crashed": traceback.format_exc()}).encode()


def _trim() -> None:
    """Give memory back after a big document; a worker lives for many."""
    gc.collect()
    with suppress(AttributeError, OSError):  # only glibc has it
        ctypes.CDLL(None).malloc_trim(0)


def _limit(memory: int) -> None:
    """Bounds on this process. The soft ones only: what a loader starts (LibreOffice) may set its own."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NOFILE, _FILES)):
        with suppress(ValueError, OSError):  # macOS knows no limit on memory
            hard = resource.getrlimit(what)[1]
            resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _follow(parent: int) -> None:
    """End with everything that was started here once the parent is gone."""
    while os.getppid() == parent:
        time.sleep(0.5)
    _clear()
    os.killpg(0, signal.SIGKILL)


def _clear() -> None:
    """Take away the directory that was made for this process, where nobody else is left to do it."""
    home = Path.cwd()
    if home.name.startswith(PREFIX):
        shutil.rmtree(home, ignore_errors=True)
