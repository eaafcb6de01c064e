"""The way of an answer as LangChain Runnables: rewrite → generate → verify → render.

What passes between the steps can be added up, so the chain streams (each sentence as soon as it has passed) as well as it
runs at once, and whoever hangs callbacks on it (LangSmith, OpenTelemetry) sees every step.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, cast

from langchain_core.runnables import Runnable, RunnableConfig, RunnableGenerator, RunnableLambda

from retrieval.answering.faithfulness import Gate, Sentence, Verdict
from retrieval.errors import GenerationError
from retrieval.generation.calling import Messages, Stop
from retrieval.generation.leading import led
from retrieval.generation.merging import Said, grown, merged, said
from retrieval.generation.offering import Offers
from retrieval.generation.reading import Reading, foreign, refuses
from retrieval.model import Answer, Query, Thread


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the chain begins with and ends in. ``thread``: what the question was asked with. ``done``: no more will come."""

    answer: Answer
    thread: Thread | None = None
    stop: Stop | None = None
    done: bool = False

    def __add__(self, later: Draft) -> Draft:
        """The later one holds all of the earlier one."""
        return later


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked of the model: a prompt over offered passages; None where it is better not asked. ``name``: for the receipt."""

    draft: Draft
    messages: Messages = ()
    offers: Offers = field(default_factory=dict)
    refusal: str = ""
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Sentences as the model wrote them. ``error``: why there are no more."""

    order: Order
    sentences: tuple[Sentence, ...] = ()
    error: str | None = None
    ms: float = 0.0
    done: bool = False

    def __add__(self, later: Written) -> Written:
        """Both, one after the other."""
        return replace(later, sentences=self.sentences + later.sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """Sentences with what the gate said of them. ``invented``: handles that were never offered."""

    written: Written
    verdicts: tuple[Verdict, ...] = ()
    invented: int = 0

    def __add__(self, later: Verified) -> Verified:
        """Both, one after the other."""
        return replace(later, verdicts=self.verdicts + later.verdicts)


class Steps(Protocol):
    """What the chain needs of the writer."""

    def rewrite(self, draft: Draft, config: RunnableConfig) -> Draft:
        """The draft of a follow-up that was better understood, or the same."""

    def order(self, draft: Draft) -> Order:
        """What to ask the model for a draft."""

    def pieces(self, messages: Messages, *, stop: Stop | None, config: RunnableConfig | None) -> Iterator[str]:
        """The model's answer as it comes. Raises GenerationError."""


def chain(steps: Steps) -> Runnable[Draft, Draft]:
    """Words a draft: an extractive answer in, the same worded by the model out, or unchanged where that failed."""

    def generate(drafts: Iterator[Draft], config: RunnableConfig) -> Iterator[Written]:
        for draft in drafts:
            yield from _generated(steps, steps.order(draft), config)

    rewrite: Runnable[Draft, Draft] = RunnableLambda(steps.rewrite, name="rewrite")
    # LangChain's annotation forgets that a generator may take the config too.
    write: Runnable[Draft, Written] = RunnableGenerator(cast(Any, generate), name="generate")
    verify: Runnable[Written, Verified] = RunnableGenerator(_verified, name="verify")
    render: Runnable[Verified, Draft] = RunnableGenerator(_rendered, name="render")
    return rewrite | write | verify | render


def _generated(steps: Steps, order: Order, config: RunnableConfig) -> Iterator[Written]:
    if not order.messages:
        yield Written(order=order, done=True)
        return
    started, reading, error = time.perf_counter(), Reading(), None
    try:
        for piece in steps.pieces(order.messages, stop=order.draft.stop, config=config):
            if fresh := reading.feed(piece):
                yield Written(order=order, sentences=fresh)
    except GenerationError as failure:
        error = str(failure)
    stopped = order.draft.stop is not None and order.draft.stop.is_set()
    rest = () if error or stopped or refuses(reading.text, order.refusal) else reading.end()
    ms = round((time.perf_counter() - started) * 1000, 1)
    yield Written(order=order, sentences=rest, error=error, ms=ms, done=True)


def _verified(written: Iterator[Written]) -> Iterator[Verified]:
    gate: Gate | None = None
    for some in written:
        gate = gate or _gate(some.order)
        verdicts = [verdict for each in some.sentences if (verdict := _judged(gate, each)) is not None]
        invented = gate.result().invented if some.done else 0
        yield Verified(written=some, verdicts=tuple(verdicts), invented=invented)


def _gate(order: Order) -> Gate:
    return Gate({handle: offer.evidence for handle, offer in order.offers.items()}, asked(order.draft.answer))


def asked(answer: Answer) -> Query:
    """The question of an answer as far as its thread tells."""
    thread = answer.thread
    return Query(
        question=answer.question, topic=thread.topic, regions=thread.regions, years=thread.years, plan=thread.plan
    )


def _judged(gate: Gate, sentence: Sentence) -> Verdict | None:
    if foreign(sentence.text):
        return Verdict(text=sentence.text, ok=False, reason="不是中文")
    return gate.add(sentence)


def _rendered(verified: Iterator[Verified]) -> Iterator[Draft]:
    verdicts: list[Verdict] = []
    for some in verified:
        verdicts += some.verdicts
        draft, offers = some.written.order.draft, some.written.order.offers
        passed = [said(verdict, offers) for verdict in verdicts if verdict.ok]
        if some.written.done:
            yield _finished(some, verdicts, passed)
        elif some.verdicts and passed:
            yield replace(draft, answer=grown(draft.answer, passed))


def _finished(last: Verified, verdicts: Sequence[Verdict], passed: Sequence[Said]) -> Draft:
    written = last.written
    draft = written.order.draft
    stopped = draft.stop is not None and draft.stop.is_set()
    answer = draft.answer
    if stopped:
        answer = grown(answer, passed)
    else:  # what has passed before a failure is as true as after it
        answer = led(answer, passed) if answer.receipt.way == "ledger" else merged(answer, passed)
    if written.order.name is not None:
        answer = _receipted(answer, last, verdicts)
    return replace(draft, answer=answer, done=True)


def _receipted(answer: Answer, last: Verified, verdicts: Sequence[Verdict]) -> Answer:
    """The receipt with what the model was asked, what became of its sentences, and how long it took."""
    written, receipt = last.written, answer.receipt
    checks = [(f"AI句 {verdict.text[:24]}", verdict.ok, verdict.reason or "") for verdict in verdicts]
    checks += [("AI引用的代号", False, f"{last.invented}个不在资料中，已去掉")] if last.invented else []
    checks += [("AI整理", False, written.error)] if written.error else []
    checks += [("AI整理", False, "没有可用的句子")] if not written.error and answer.mode == "extractive" else []
    stages: Mapping[str, float] = {**receipt.stages_ms, "generate": written.ms}
    receipt = replace(receipt, checks=(*receipt.checks, *checks), stages_ms=stages, model=written.order.name)
    return replace(answer, receipt=receipt, elapsed_ms=round(answer.elapsed_ms + written.ms, 1))
