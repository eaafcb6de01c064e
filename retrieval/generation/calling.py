"""One call of the model, in time whatever the endpoint does: a waiting line, a deadline, a way to stop, a breaker."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from retrieval.errors import GenerationError
from retrieval.generation.health import Health
from retrieval.generation.slots import Slots
from retrieval.generation.tokens import tokens

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import RunnableConfig

#: How often it is looked whether the reader has said stop, in seconds; the most characters of an answer.
LOOK, LONGEST = 0.1, 8000

_log = logging.getLogger(__name__)
Messages = Sequence[tuple[str, str]]


class Stop(Protocol):
    """A way to say stop: a ``threading.Event``."""

    def is_set(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    """The last thing in the line: how the call ended."""

    error: Exception | None = None


class Caller:
    """Asks the model. Thread-safe. ``model``: makes it at the first call (importing LangChain's costs seconds)."""

    def __init__(self, model: Callable[[], BaseChatModel], health: Health, *, timeout: float, at_once: int) -> None:
        self._make = model
        self._model: BaseChatModel | None = None
        self._making = threading.Lock()
        self._health = health
        self._timeout = timeout
        self._slots = Slots(at_once)

    def pieces(self, messages: Messages, *, stop: Stop | None, config: RunnableConfig | None) -> Iterator[str]:
        """The answer as it comes, piece by piece. Ends early where ``stop`` is set.

        Raises GenerationError where the model may not be asked now, fails, says nothing, or is not done in time; one line in
        the log says so.
        """
        if reason := self._health.admit():
            raise GenerationError(reason)
        call = _Call(prompt=sum(tokens(text) for _, text in messages))
        deadline = time.monotonic() + self._timeout
        if not self._slots.take(self._timeout / 2):
            self._health.stopped(0)
            raise GenerationError("同时在问的太多")
        worker = partial(copy_context().run, self._work, messages, call, config)
        threading.Thread(target=worker, name="model", daemon=True).start()
        try:
            yield from call.read(deadline, stop)
        except GeneratorExit:
            self._health.stopped(call.tokens)
            raise
        except Exception as error:
            raise self._failed(error, call) from error
        else:
            self._ended(call, stop)
        finally:
            call.abandoned = True

    def _failed(self, error: Exception, call: _Call) -> GenerationError:
        from retrieval.generation.endpoint import Problem, problem  # noqa: PLC0415 -- imports LangChain's models

        found = problem(error)
        if call.begun and not isinstance(error, GenerationError):
            found = Problem(text="接口答到一半断了")
        _log.warning("the language model gave no answer: %s", found.text)
        self._health.failed(found.text, tokens=call.tokens, hopeless=found.hopeless)
        return GenerationError(found.text)

    def _ended(self, call: _Call, stop: Stop | None) -> None:
        if stop is not None and stop.is_set():
            self._health.stopped(call.tokens)
        else:
            self._health.succeeded(call.tokens)

    def _work(self, messages: Messages, call: _Call, config: RunnableConfig | None) -> None:
        """In a thread of its own, so that nobody waits for a name server or a half-dead connection."""
        try:
            for chunk in self._chat().stream(list(messages), config=config):
                call.put(str(chunk.text))
                if call.abandoned:
                    break
            call.end(None)
        except Exception as error:  # noqa: BLE001 -- a provider's client may raise anything; it is told to who waits
            call.end(error)
        finally:
            self._slots.give()

    def _chat(self) -> BaseChatModel:
        with self._making:
            if self._model is None:
                self._model = self._make()
            return self._model


class _Call:
    """What passes between the thread that reads the endpoint and the one that waits."""

    def __init__(self, *, prompt: int) -> None:
        self.abandoned = False
        self._prompt = prompt
        self._said: list[str] = []
        self._line: queue.SimpleQueue[str | _End] = queue.SimpleQueue()

    @property
    def begun(self) -> bool:
        """Whether anything has come."""
        return bool(self._said)

    @property
    def tokens(self) -> int:
        """Of the prompt and of what has come."""
        return self._prompt + tokens("".join(self._said))

    def put(self, piece: str) -> None:
        self._line.put(piece)

    def end(self, error: Exception | None) -> None:
        self._line.put(_End(error=error))

    def read(self, deadline: float, stop: Stop | None) -> Iterator[str]:
        """The pieces until the end, the deadline or ``stop``."""
        size = 0
        while not (stop is not None and stop.is_set()):
            left = deadline - time.monotonic()
            if left <= 0:
                raise GenerationError("接口超时")
            try:
                item: Any = self._line.get(timeout=min(LOOK, left))
            except queue.Empty:
                continue
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                if not "".join(self._said).strip():
                    raise GenerationError("模型没有回答")
                return
            self._said.append(item)
            size += len(item)
            yield item
            if size > LONGEST:
                return
