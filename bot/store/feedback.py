"""Feedback as administrators see it: what is open, and prompts that wait for their reply.

A complaint is why an answer did not help somebody; it goes with the answer, when questions are forgotten. What an
administrator keeps as an evaluation question stays in a file beside the tables, which ``huiwen eval`` reads.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Select, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.store.answers import DAY, KEPT_DAYS
from bot.store.audit import note
from bot.store.database import Database
from bot.store.tables import answers, feedback, prompts

QUESTIONS = "questions.jsonl"
State = Literal["open", "replied", "closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """Why the answer with the number ``answer`` did not help ``person``. ``at``: when he said it, seconds since 1970."""

    answer: int
    person: int
    reason: str
    state: State
    at: int
    question: str

    @property
    def code(self) -> str:
        """What buttons carry: ``<answer>:<person>``."""
        return f"{self.answer}:{self.person}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A message to which an administrator replies for a complaint. ``person``: who complained.

    ``section``: None where the words go to that person; else they are pinned as the answer, proven by that section, "" where the
    reply first says which.
    """

    answer: int
    person: int
    section: str | None = None


class Feedback:
    """Complaints, prompts and kept questions. ``clock``: seconds since 1970. ``kept``: how many days questions are kept.

    ``data``: the data directory.
    """

    def __init__(self, database: Database, data: Path, clock: Callable[[], float], kept: int = KEPT_DAYS) -> None:
        self._path = data / QUESTIONS
        self._lock = Lock()
        self._database = database
        self._clock = clock
        self._kept = kept * DAY

    # Complaints

    def complaints(self, *, closed: bool = False) -> tuple[Complaint, ...]:
        """Those that are not closed, newest first; ``closed``: these too."""
        query = self._known().order_by(feedback.c.at.desc(), feedback.c.number.desc())
        with self._database.reading() as connection:
            rows = connection.execute(query if closed else query.where(feedback.c.state != "closed")).all()
        return tuple(map(_complaint, rows))

    def complaint(self, answer: int, person: int) -> Complaint | None:
        """One, also a closed one; None where it is forgotten or taken back."""
        with self._database.reading() as connection:
            row = connection.execute(self._known().where(_of(answer, person))).first()
        return None if row is None else _complaint(row)

    def untold(self) -> tuple[Complaint, ...]:
        """Open ones that administrators were not told of."""
        fresh = feedback.c.told.is_(False) & (feedback.c.state == "open")
        with self._database.reading() as connection:
            return tuple(map(_complaint, connection.execute(self._known().where(fresh))))

    def told(self, complaints: Iterable[Complaint]) -> None:
        """Administrators were told of these."""
        with self._database.writing() as connection:
            for one in complaints:
                connection.execute(update(feedback).where(_of(one.answer, one.person)).values(told=True))

    def settle(self, complaint: Complaint, state: State, *, by: int) -> None:
        """It was replied to, or is closed."""
        with self._database.writing() as connection:
            connection.execute(update(feedback).where(_of(complaint.answer, complaint.person)).values(state=state))
            what, detail = f"feedback.{state}", {"person": complaint.person}
            note(connection, at=self._now(), by=by, what=what, subject=complaint.answer, detail=detail)

    def _known(self) -> Select[Any]:
        """Complaints with their questions, as far as questions are kept."""
        said = feedback.c.helpful.is_(False) & feedback.c.reason.is_not(None)
        kept = answers.c.at >= self._now() - self._kept
        return (
            select(feedback, answers.c.question).join(answers, answers.c.number == feedback.c.answer).where(said, kept)
        )

    # Prompts

    def ask(self, chat: int, message: int, prompt: Prompt) -> None:
        """Wait for a reply to a message."""
        row = {"answer": prompt.answer, "person": prompt.person, "section": prompt.section}
        one = upsert(prompts).values(chat=chat, message=message, **row)
        with self._database.writing() as connection:
            connection.execute(one.on_conflict_do_update(index_elements=["chat", "message"], set_=row))

    def prompt(self, chat: int, message: int) -> Prompt | None:
        """What a message waits for; None where it waits for nothing."""
        mine = (prompts.c.chat == chat) & (prompts.c.message == message)
        with self._database.reading() as connection:
            row = connection.execute(select(prompts).where(mine)).first()
        return None if row is None else Prompt(answer=row.answer, person=row.person, section=row.section)

    # Questions

    def keep(self, complaint: Complaint, history: Sequence[str], evidence: Sequence[str], *, by: int) -> None:
        """Keep its question for evaluation, in place of what was kept of it before.

        ``history``: the questions that it followed; ``evidence``: what an answer must cite, nothing where a refusal is right.
        """
        row = {"id": f"feedback-{complaint.answer}", "question": complaint.question, "history": list(history)}
        truth = {"evidence": list(evidence), "unanswerable": not evidence}
        with self._lock:
            lines = self._path.read_text(encoding="utf-8").splitlines() if self._path.exists() else []
            others = [line for line in lines if json.loads(line)["id"] != row["id"]]
            beside = self._path.with_suffix(".part")
            text = "".join(f"{line}\n" for line in [*others, json.dumps(row | truth, ensure_ascii=False)])
            beside.touch(mode=0o600)
            beside.write_text(text, encoding="utf-8")
            beside.replace(self._path)
        with self._database.writing() as connection:
            detail = {"refused": not evidence}
            note(connection, at=self._now(), by=by, what="feedback.kept", subject=complaint.answer, detail=detail)

    def _now(self) -> int:
        return int(self._clock())


def _of(answer: int, person: int) -> ColumnElement[bool]:
    return (feedback.c.answer == answer) & (feedback.c.person == person)


def _complaint(row: Row[Any]) -> Complaint:
    return Complaint(
        answer=row.answer, person=row.person, reason=row.reason, state=row.state, at=row.at, question=row.question
    )
