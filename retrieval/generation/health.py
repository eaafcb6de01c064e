"""Whether the model may be asked now: a circuit breaker and a day's tokens, kept in a file so that every process knows."""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

FILE_NAME = "model.json"
#: Failures in a row that open the breaker; its first and its longest pause in seconds.
FAILURES, PAUSE, LONGEST = 3, 30.0, 900.0
#: A failure that no second try mends (a wrong key) opens at once.
HOPELESS = FAILURES

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is kept. ``failures``: in a row. ``until``: seconds since 1970 up to which the model is left alone.

    ``error``: the last failure in a sentence, and ``at`` its time; ``day``: YYYY-MM-DD (UTC) of ``tokens``.
    """

    failures: int = 0
    until: float = 0.0
    error: str = ""
    at: float = 0.0
    day: str = ""
    tokens: int = 0


class Health:
    """The breaker of one data directory; thread-safe. ``path``: its file, None keeps it in memory only."""

    def __init__(self, path: Path | None, *, daily_tokens: int = 0, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._daily = daily_tokens
        self._clock = clock
        self._lock = threading.Lock()
        self._state = State()
        self._trying = False

    def state(self) -> State:
        """What is known now, by whichever process."""
        with self._lock:
            return self._read()

    def resting(self) -> str | None:
        """Why the model is left alone, None where it is not."""
        with self._lock:
            return self._resting(self._read())

    def spent(self) -> int:
        """Tokens of today."""
        with self._lock:
            return self._tokens(self._read())

    def admit(self) -> str | None:
        """None where the model may be asked, else why not. After a pause one caller at a time may try."""
        with self._lock:
            state = self._read()
            if resting := self._resting(state):
                return resting
            if state.failures >= FAILURES:
                if self._trying:
                    return "正在试着恢复"
                self._trying = True
            return None

    def _resting(self, state: State) -> str | None:
        if self._daily and self._tokens(state) >= self._daily:
            return f"今天的用量已满（{self._daily} 个词元）"
        if state.failures >= FAILURES and self._clock() < state.until:
            return f"已断开，{state.until - self._clock():.0f} 秒后再试（连续失败 {state.failures} 次：{state.error}）"
        return None

    def succeeded(self, tokens: int) -> None:
        """An answer came; ``tokens``: of prompt and answer together."""
        self._update(tokens=tokens, error=None, hopeless=False)

    def failed(self, error: str, *, tokens: int = 0, hopeless: bool = False) -> None:
        """No answer came, or half of one. ``hopeless``: trying again soon is no use."""
        self._update(tokens=tokens, error=error, hopeless=hopeless)

    def stopped(self, tokens: int) -> None:
        """The reader had enough; that says nothing of the model."""
        with self._lock:
            self._trying = False
            self._write(self._spent(self._read(), tokens))

    def _update(self, *, tokens: int, error: str | None, hopeless: bool) -> None:
        with self._lock:
            self._trying = False
            state = self._spent(self._read(), tokens)
            if error is None:
                self._write(replace(state, failures=0, until=0.0))
                return
            failures = max(state.failures + 1, HOPELESS if hopeless else 0)
            pause = min(LONGEST, PAUSE * 2.0 ** max(0, failures - FAILURES)) if failures >= FAILURES else 0.0
            now = self._clock()
            self._write(replace(state, failures=failures, until=now + pause, error=error, at=now))

    def _today(self) -> str:
        return datetime.fromtimestamp(self._clock(), UTC).date().isoformat()

    def _tokens(self, state: State) -> int:
        return state.tokens if state.day == self._today() else 0

    def _spent(self, state: State, tokens: int) -> State:
        return replace(state, day=self._today(), tokens=self._tokens(state) + tokens)

    def _read(self) -> State:
        if self._path is not None:
            try:
                self._state = State(**json.loads(self._path.read_text(encoding="utf-8")))
            except FileNotFoundError:
                self._state = State()
            except (OSError, ValueError, TypeError) as error:
                _log.warning("%s can't be read: %s", self._path, error)
        return self._state

    def _write(self, state: State) -> None:
        self._state = state
        if self._path is None or not self._path.parent.is_dir():
            return
        beside = self._path.with_name(f"{self._path.name}.{os.getpid()}.{threading.get_ident()}")
        try:
            beside.write_text(json.dumps(asdict(state), ensure_ascii=False), encoding="utf-8")
            beside.replace(self._path)
        except OSError as error:
            _log.warning("%s can't be written: %s", self._path, error)
