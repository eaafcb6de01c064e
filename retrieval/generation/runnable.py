"""The whole way from a question to an answer as a LangChain Runnable, for anyone's LangChain program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NotRequired, TypedDict

from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda

from retrieval.generation.chain import Draft
from retrieval.generation.quiet import quiet
from retrieval.model import Answer, Query, Thread


class Asked(TypedDict):
    """A question. ``thread``: what the last answer gave; ``home``: the asker's own region."""

    question: str
    thread: NotRequired[Thread | None]
    home: NotRequired[str | None]


Understood = tuple[Asked, Sequence[Query]]


class HuiwenRunnable(Runnable[str | Asked, Answer]):
    """understand → retrieve → rewrite → generate → verify → render; the last four only where a model is set."""

    def __init__(
        self,
        understand: Callable[[Asked], Sequence[Query]],
        retrieve: Callable[[Asked, Sequence[Query]], Answer],
        words: Callable[[Asked], Runnable[Draft, Draft]] | None,
        *,
        tracing: bool,
    ) -> None:
        self._understand = understand
        self._retrieve = retrieve
        self._words = words
        self._tracing = tracing

    def invoke(self, input: str | Asked, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:
        """The answer to a question. Raises HuiwenError."""
        asked: Asked = {"question": input} if isinstance(input, str) else input
        found = RunnableLambda(self._understood, name="understand") | RunnableLambda(self._retrieved, name="retrieve")
        whole = found | self._words(asked) if self._words else found
        with quiet(tracing=self._tracing):
            return whole.with_config(run_name="huiwen").invoke(asked, config).answer

    def _understood(self, asked: Asked) -> Understood:
        return asked, self._understand(asked)

    def _retrieved(self, understood: Understood) -> Draft:
        asked, queries = understood
        return Draft(answer=self._retrieve(asked, queries), thread=asked.get("thread"), done=self._words is None)
