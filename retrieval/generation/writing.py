"""The writer: words what was found through a language model, and gives it back as it was wherever that does not succeed."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from prompts import Prompt, PromptError, load_all
from retrieval.answering.faithfulness import split
from retrieval.errors import GenerationError, SettingsError
from retrieval.generation.calling import Caller, Messages, Stop
from retrieval.generation.checking import breaker, tried
from retrieval.generation.config import LanguageModel
from retrieval.generation.health import FILE_NAME, Health
from retrieval.generation.leading import leaderless, leading
from retrieval.generation.offering import Offers, fenced, offered
from retrieval.generation.quiet import quiet
from retrieval.generation.reading import Reading, cleaned
from retrieval.generation.rewriting import agrees
from retrieval.generation.tokens import tokens
from retrieval.model import Answer, Check, Citation, Line, Query, StoredSection, Thread

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable, RunnableConfig

    from retrieval.generation.chain import Draft, Order

#: What the model says where the passages do not answer.
REFUSAL = "报告未载"
HAN = re.compile(r"[\u4e00-\u9fff]")
Task = Literal["summary", "comparison", "alert"]
Progress = Callable[[Answer], None]


class Desk(Protocol):
    """What the writer needs of the documents that a reader may see."""

    def sections_by_id(self, ids: Sequence[str]) -> Mapping[str, StoredSection]:
        """Stored sections by id; unknown ids are left out."""

    def understand(self, question: str, thread: Thread | None) -> Sequence[Query]:
        """The questions of a message."""

    def extract(self, question: str, thread: Thread | None) -> Answer:
        """The extractive answer."""

    def internal(self, document_ids: Iterable[str]) -> bool:
        """Whether any of these documents must not leave this machine."""


class Writer:
    """Words answers. Thread-safe. Raises SettingsError for broken prompt files; the model itself is made at its first use.

    ``data``: the directory that keeps the breaker's state, None for none. ``model``: another maker of the model, for tests.
    ``pick``: a random character of a text.
    """

    def __init__(
        self,
        config: LanguageModel,
        *,
        data: Path | None = None,
        model: Callable[[], BaseChatModel] | None = None,
        pick: Callable[[str], str] = secrets.choice,
    ) -> None:
        self.config = config
        self._pick = pick
        try:
            self._prompts: Mapping[str, Prompt] = load_all(config.prompts)
        except PromptError as error:
            raise SettingsError(f"提示词有误：{error}。") from error
        self.health = Health(data / FILE_NAME if data else None, daily_tokens=config.daily_tokens)
        self._model = model or self._chat_model
        self._caller = Caller(self._model, self.health, timeout=config.timeout, at_once=config.at_once)

    def worth(self, answer: Answer, desk: Desk, thread: Thread | None = None) -> bool:
        """Whether the model may and should be asked about an answer. Asks nobody."""
        wanted = _wordable(answer) or _unclear(answer, thread)
        return wanted and self.health.resting() is None and not self._kept(answer, desk)

    def worded(
        self,
        answer: Answer,
        desk: Desk,
        *,
        thread: Thread | None = None,
        progress: Progress | None = None,
        stop: Stop | None = None,
        config: RunnableConfig | None = None,
    ) -> Answer:
        """An extractive answer in the model's words, each sentence proven; the same answer where that is not to be had.

        ``thread``: what the question was asked with. ``progress``: called with what has passed so far. ``stop``: once it is
        set, what has passed is the answer. ``config``: LangChain's, with its callbacks. Blocks for seconds.
        """
        from retrieval.generation.chain import Draft  # noqa: PLC0415 -- LangChain costs half a second

        begun = Draft(answer=answer, thread=thread, stop=stop)
        with quiet(tracing=self.config.tracing):
            for draft in self.chain(desk).stream(begun, config):
                if progress is not None and not draft.done:
                    progress(draft.answer)
                answer = draft.answer
        return answer

    def chain(self, desk: Desk) -> Runnable[Draft, Draft]:
        """The steps as a Runnable."""
        from retrieval.generation.chain import chain  # noqa: PLC0415 -- LangChain costs half a second

        return chain(_Steps(self, desk))

    def lead(self, task: Task, topic: str, citations: Sequence[Citation], desk: Desk) -> Line | None:
        """One sentence over evidence, with the numbers of the citations that prove it; None where there is none to be had.

        Blocks for seconds.
        """
        order = self._lead_order(task, topic, citations, desk)
        if order is None:
            return None
        messages, offers = order
        reading = Reading()
        try:
            with quiet(tracing=self.config.tracing):
                for piece in self.pieces(messages, stop=None, config=None):
                    reading.feed(piece)
        except GenerationError:
            return None
        return leading(split(reading.text), offers, {citation.region for citation in citations})

    def _lead_order(
        self, task: Task, topic: str, citations: Sequence[Citation], desk: Desk
    ) -> tuple[Messages, Offers] | None:
        if not citations or self._internal(citations, desk):
            return None
        return self._filled(self._prompts[task], citations, desk, topic=topic)

    def _filled(
        self, prompt: Prompt, citations: Sequence[Citation], desk: Desk, **values: str
    ) -> tuple[Messages, Offers] | None:
        """The messages of a prompt over as many passages as its tokens allow; None where not one is there."""
        bare = prompt.messages(**values, passages="", refusal=REFUSAL)
        room = self.config.prompt_tokens - sum(tokens(text) for _, text in bare)
        sections = desk.sections_by_id(tuple(dict.fromkeys(each.section_id for each in citations)))
        offers = offered(citations, sections, room=room, pick=self._pick)
        return (prompt.messages(**values, passages=fenced(offers), refusal=REFUSAL), offers) if offers else None

    def pieces(self, messages: Messages, *, stop: Stop | None, config: RunnableConfig | None) -> Iterator[str]:
        """The model's answer as it comes. Raises GenerationError."""
        return self._caller.pieces(messages, stop=stop, config=config)

    def order(self, draft: Draft, desk: Desk) -> Order:
        """The prompt for an answer; an empty order where the model is better not asked."""
        from retrieval.generation.chain import Order  # noqa: PLC0415 -- LangChain costs half a second

        answer = draft.answer
        if not _wordable(answer) or self._kept(answer, desk):
            return Order(draft=draft)
        prompt = self._prompts["comparison" if answer.receipt.way == "ledger" else "answer"]
        asked = _whole_question(answer)
        values = {"topic": asked} if "topic" in prompt.holes else {"question": asked}
        filled = self._filled(prompt, (*answer.citations, *answer.further), desk, **values)
        if filled is None:
            return Order(draft=draft)
        name = f"{self.config.name}·{prompt.name}"
        return Order(draft=draft, messages=filled[0], offers=filled[1], refusal=REFUSAL, name=name)

    def rewrite(self, draft: Draft, desk: Desk, config: RunnableConfig | None) -> Draft:
        """A follow-up that the rules could not answer, asked anew as the model understands it, where the rules agree."""
        answer, thread = draft.answer, draft.thread
        if thread is None or not _unclear(answer, thread):
            return draft
        messages = self._prompts["rewrite"].messages(history=thread.asked, question=answer.question)
        try:
            text = cleaned("".join(self.pieces(messages, stop=draft.stop, config=config)))
        except GenerationError:
            return draft
        rewritten = next(iter(text.splitlines()), "").strip()
        read, meant = desk.understand(answer.question, thread), desk.understand(rewritten, None)
        if not rewritten or not agrees(read, meant, thread):
            return draft
        better = desk.extract(rewritten, None)
        if better.status != "answered":
            return draft
        return replace(draft, answer=replace(better, question=answer.question, carried=f"按上文：{rewritten}"))

    def checks(self) -> tuple[Check, ...]:
        """For the doctor: one call of the model, and the breaker. Blocks for seconds."""
        caller = Caller(self._model, Health(None), timeout=self.config.timeout, at_once=1)
        with quiet(tracing=self.config.tracing):
            return tried(self.config, caller), self.breaker()

    def breaker(self) -> Check:
        """Whether the model is being left alone now, and what it took today; nobody is asked."""
        return breaker(self.health)

    def _kept(self, answer: Answer, desk: Desk) -> bool:
        return self._internal((*answer.citations, *answer.further), desk)

    def _internal(self, citations: Sequence[Citation], desk: Desk) -> bool:
        """Whether the evidence must stay on this machine and the model is elsewhere."""
        if self.config.here or self.config.internal:
            return False
        return desk.internal(dict.fromkeys(citation.document_id for citation in citations))

    def _chat_model(self) -> BaseChatModel:
        from retrieval.generation.endpoint import chat_model  # noqa: PLC0415 -- LangChain's models cost seconds

        return chat_model(self.config)


class _Steps:
    """The writer at one reader's desk."""

    def __init__(self, writer: Writer, desk: Desk) -> None:
        self._writer = writer
        self._desk = desk
        self.pieces = writer.pieces

    def rewrite(self, draft: Draft, config: RunnableConfig) -> Draft:
        return self._writer.rewrite(draft, self._desk, config)

    def order(self, draft: Draft) -> Order:
        return self._writer.order(draft, self._desk)


def _wordable(answer: Answer) -> bool:
    """Whether there is something to word: evidence, asked for in Chinese, or a ledger's table that nothing leads."""
    if answer.status != "answered" or not answer.citations or not HAN.search(answer.question):
        return False
    return answer.receipt.way == "evidence" or (answer.receipt.way == "ledger" and leaderless(answer))


def _unclear(answer: Answer, thread: Thread | None) -> bool:
    """Whether a follow-up found nothing, so that it may have been misunderstood."""
    return thread is not None and answer.status == "not_found" and answer.reason == "not_in_reports"


def _whole_question(answer: Answer) -> str:
    """The question with what it took over from the one before."""
    return f"{answer.question}（{answer.carried}）" if answer.carried else answer.question
