"""What administrators see of feedback. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from telegram import InlineKeyboardMarkup, MessageEntity

from bot.rendering import texts
from bot.rendering.message import Message, button, keyboard, turning
from bot.rendering.receipt import receipt
from bot.rendering.rich import Rich, bold, joined, shortened
from bot.store import Complaint
from retrieval import Answer, Document

A_PAGE = 8
LINE, QUESTION, ANSWER = 60, 300, 1200
HITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A complaint with who made it. ``answer``: None where the administrator may not see what it holds, or it is gone."""

    complaint: Complaint
    who: str
    answer: Answer | None
    documents: Mapping[str, Document]
    bot: str


def feedback_message(
    complaints: Sequence[Complaint], names: Mapping[int, str], *, page: int = 0, pins: int = 0
) -> Message:
    """What is open, newest first, numbered, with a button a number. ``names``: of those who complained. ``pins``: how many there are."""
    pinned = [button(texts.BUTTON_PINS.format(count=pins), "hn:0")] if pins else []
    if not complaints:
        return Message(body=Rich(texts.FEEDBACK_NONE), keyboard=keyboard([pinned]))
    pages = -(-len(complaints) // A_PAGE)
    page = max(0, min(page, pages - 1))
    shown = list(enumerate(complaints, 1))[page * A_PAGE : (page + 1) * A_PAGE]
    lines = [f"{n}. {_head(one, names.get(one.person, ''))}\n{shortened(flat(one.question), LINE)}" for n, one in shown]
    count = texts.PAGE.format(page=page + 1, pages=pages) if pages > 1 else ""
    body = joined([bold(texts.FEEDBACK_TITLE.format(count=len(complaints))), *lines, count, texts.FEEDBACK_PICK])
    open_ = [button(str(n), f"ho:{one.code}") for n, one in shown]
    turn = turning("hl", page, pages, back=texts.BUTTON_PAGE_BACK, on=texts.BUTTON_PAGE_ON)
    return Message(body=body, keyboard=keyboard([open_[:4], open_[4:], turn, pinned]))


def complaint_message(told: Told) -> Message:
    """One complaint: the question, the answer, how it came about, and what can be done."""
    one, answer = told.complaint, told.answer
    parts: list[Rich | str] = [bold(_head(one, told.who)), texts.FEEDBACK_ASKED.format(question=asked(one.question))]
    if answer is None:
        parts.append(texts.FEEDBACK_HIDDEN)
    else:
        said = "\n".join(line.text for line in answer.lines) or texts.REFUSALS.get(
            answer.reason or "not_in_reports", ""
        )
        parts.append(texts.FEEDBACK_ANSWERED.format(answer=shortened(said or texts.OPTIONS, ANSWER)))
        how = receipt(answer, told.documents, told.bot, most=HITS)
        parts.append(how.marked(MessageEntity.EXPANDABLE_BLOCKQUOTE))
    doing = [
        button(texts.BUTTON_REPLY, f"hr:{one.code}"),
        *([button(texts.BUTTON_PIN, f"hp:{one.code}")] if answer and answer.receipt.asks else []),
        button(texts.BUTTON_CLOSE, f"hd:{one.code}"),
    ]
    more = [button(texts.BUTTON_KEEP, f"he:{one.code}"), button(texts.BUTTON_FEEDBACK, "hl:0")]
    return Message(body=joined(parts), keyboard=keyboard([doing, more]))


def truth_keyboard(complaint: Complaint, *, cited: bool) -> InlineKeyboardMarkup | None:
    """What a right answer to a kept question is. ``cited``: its answer cites something that the administrator sees."""
    right = [button(texts.BUTTON_KEEP_CITED, f"hk:{complaint.code}:1")] if cited else []
    refused = [button(texts.BUTTON_KEEP_REFUSED, f"hk:{complaint.code}:0")]
    return keyboard([right, refused, [button(texts.BUTTON_BACK, f"ho:{complaint.code}")]])


def reply_prompt(complaint: Complaint) -> Message:
    """Asks for the words of a reply."""
    said = texts.REPLY_PROMPT.format(question=asked(complaint.question))
    return Message(body=Rich(said), prompt=texts.REPLY_HINT)


def reply_text(question: str, words: str) -> str:
    """What whoever asked reads."""
    return texts.REPLY.format(question=asked(question), words=words)


def _head(one: Complaint, who: str) -> str:
    at = datetime.fromtimestamp(one.at).astimezone().strftime("%m-%d %H:%M")
    return "｜".join(part for part in (one.reason, who, at, texts.FEEDBACK_STATES.get(one.state, "")) if part)


def asked(question: str) -> str:
    """A question in one line that is not too long."""
    return shortened(flat(question), QUESTION)


def flat(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())
