"""Loading in a process of its own: a document can crash, hang or eat memory there, and the bot goes on.

A worker is started when it is first needed (0.4 s), reused for ``FILES`` documents and ended after ``IDLE`` seconds
without work. Plain text of an ordinary size is decoded here: no parser is involved, and nobody waits for a process.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import weakref
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from retrieval.errors import LoadError
from retrieval.loaders import MAX_BYTES, load, media_type_of
from retrieval.loaders.context import LoadContext
from retrieval.loaders.formats import TEXT
from retrieval.loaders.frames import PREFIX, loaded_json, read_frame, write_frame
from retrieval.model import Loaded

FILES = 200
IDLE = 120.0
_PLAIN = 1024 * 1024
_GRACE = 5.0
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "PYTHONHOME", "SYSTEMROOT")
_CODE = "import sys; from retrieval.loaders.worker import serve; serve(int(sys.argv[1]))"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """For one document. ``seconds``: of wall time; ``memory``: bytes of address space."""

    seconds: float = 150.0
    memory: int = 2 * 1024**3


RECOGNISING = Limits(seconds=3000.0, memory=6 * 1024**3)
"""A scan of a hundred pages takes its time, and the model its memory."""


class Workers:
    """``load`` in worker processes; safe to use from any thread.

    ``size``: how many documents may be parsed at once. ``ocr``: whether scanned pages are recognised.
    """

    def __init__(self, *, limits: Limits | None = None, size: int = 2, ocr: bool = False) -> None:
        self._limits = limits or (RECOGNISING if ocr else Limits())
        self._ocr = ocr
        self._free = threading.BoundedSemaphore(size)
        self._guard = threading.Lock()
        self._idle: list[_Worker] = []
        self._retiring: threading.Timer | None = None
        weakref.finalize(self, _end_all, self._idle)

    def load(self, data: bytes, *, name: str = "", media_type: str | None = None, url: str | None = None) -> Loaded:
        """As ``retrieval.loaders.load``. Raises LoadError, also where the worker crashed or came to a limit."""
        context = LoadContext(name=name, url=url)
        if len(data) > MAX_BYTES or (len(data) <= _PLAIN and media_type_of(data, context, media_type) == TEXT):
            return load(data, name=name, media_type=media_type, url=url)
        said = {"name": name, "media_type": media_type, "url": url, "ocr": self._ocr, "seconds": self._limits.seconds}
        with self._free:
            worker = self._take()
            try:
                answer = worker.ask(json.dumps(said).encode(), data, self._limits.seconds + _GRACE)
            except BaseException:  # an interrupt too: half an answer must not be read as the next one
                worker.end()
                raise
            self._give_back(worker, answer)
        return _outcome(answer, worker, self._limits, context.label)

    def close(self) -> None:
        """End the idle workers."""
        with self._guard:
            idle, self._idle[:] = list(self._idle), []
        _end_all(idle)

    def _take(self) -> _Worker:
        with self._guard:
            worker = self._idle.pop() if self._idle else None
        if worker is not None and worker.alive():
            return worker
        if worker is not None:
            worker.end()
        return _Worker(self._limits.memory)

    def _give_back(self, worker: _Worker, answer: dict[str, Any] | None) -> None:
        """Keep a worker that is as good as new; end it after a crash, a lack of memory or enough documents."""
        if answer is None or not answer.keys() & {"loaded", "refused"} or worker.done >= FILES:
            worker.end(broken=answer is None)
            return
        with self._guard:
            self._idle.append(worker)
            if self._retiring is not None:
                self._retiring.cancel()
            self._retiring = threading.Timer(IDLE, _retire, (weakref.ref(self),))
            self._retiring.daemon = True
            self._retiring.start()


class _Worker:
    """One process. ``late``: it was ended because its time was over. ``done``: documents that it was asked about."""

    def __init__(self, memory: int) -> None:
        self.done = 0
        self.late = False
        self._home = tempfile.mkdtemp(prefix=PREFIX)
        known = {name: os.environ[name] for name in _KEPT if name in os.environ}
        self._process = subprocess.Popen(  # noqa: S603 -- our own code
            [sys.executable, "-P", "-c", _CODE, str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._home,
            env=known | {"PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path)), "TMPDIR": self._home},
            start_new_session=True,
        )

    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def ask(self, head: bytes, data: bytes, seconds: float) -> dict[str, Any] | None:
        """The answer to one request; None where the process ended instead."""
        self.done += 1
        assert self._process.stdin is not None  # noqa: S101 -- opened above
        assert self._process.stdout is not None  # noqa: S101
        late = threading.Timer(seconds, self._overdue)
        late.daemon = True
        late.start()
        try:
            write_frame(self._process.stdin, head)
            write_frame(self._process.stdin, data)
            answer = read_frame(self._process.stdout)
        except OSError:
            answer = None
        finally:
            late.cancel()
        return _read(answer)

    def end(self, *, broken: bool = False) -> None:
        """End the process and all that it started; its files go too. ``broken``: it is ending by itself."""
        with suppress(subprocess.TimeoutExpired):
            self.late = self.late or self._process.wait(1 if broken else 0) == -signal.SIGALRM
        self._kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()
        shutil.rmtree(self._home, ignore_errors=True)

    def _overdue(self) -> None:
        self.late = True
        self._kill()

    def _kill(self) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)


def _retire(workers: weakref.ref[Workers]) -> None:
    if (found := workers()) is not None:
        found.close()


def _end_all(workers: list[_Worker]) -> None:
    for worker in workers:
        worker.end()


def _read(answer: bytes | None) -> dict[str, Any] | None:
    try:
        found = None if answer is None else json.loads(answer)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _outcome(answer: dict[str, Any] | None, worker: _Worker, limits: Limits, label: str) -> Loaded:
    answer = answer or {}
    if "loaded" in answer:
        return loaded_json().validate_python(answer["loaded"])
    if "refused" in answer:
        raise LoadError(str(answer["refused"]))
    if "memory" in answer:
        raise LoadError(f"{label}展开后要用的内存超过 {limits.memory // 1024**3} GB 的上限，请拆分后再试。")
    if worker.late:
        raise LoadError(f"{label}读了 {limits.seconds:.0f} 秒还没有读完，请拆分后再试。")
    log.error("the worker failed on %s: %s", label, answer.get("crashed", "it ended"))
    raise LoadError(f"{label}无法解析，文件可能已损坏，或展开后过大；请用阅读软件打开，另存或拆分后再试。")
