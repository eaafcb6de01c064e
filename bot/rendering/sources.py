"""What administrators see of the sources. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.rendering import texts
from bot.rendering.message import Message, button, keyboard, turning
from bot.rendering.rich import Rich, bold, joined, shortened
from retrieval import Notice, Source

A_PAGE = 8
NAME = 30


def called(source: Source) -> str:
    """A source's name, else its address."""
    return shortened(source.name or source.address, NAME)


def health(source: Source) -> str:
    """How a source is, in one line."""
    if source.trouble:
        return texts.SOURCE_ILL.format(trouble=source.trouble, failures=source.failures, due=_moment(source.due_at))
    if source.succeeded_at is None:
        return texts.SOURCE_NEW
    said = texts.SOURCE_WELL.format(at=_moment(source.succeeded_at), articles=source.articles)
    waiting = texts.SOURCE_WAITING.format(waiting=source.waiting) if source.waiting else ""
    new = texts.SOURCE_LAST.format(at=_moment(source.new_at)) if source.new_at else ""
    return f"{said}{waiting}{new}" + (f"；{source.remark}" if source.remark else "")


def sources_message(sources: Sequence[Source], *, page: int = 0) -> Message:
    """All sources, numbered, those with trouble marked, with a button a number."""
    if not sources:
        return Message(body=Rich(texts.SOURCES_NONE))
    pages = -(-len(sources) // A_PAGE)
    page = max(0, min(page, pages - 1))
    shown = list(enumerate(sources, 1))[page * A_PAGE : (page + 1) * A_PAGE]
    ill = sum(bool(source.trouble) for source in sources)
    title = texts.SOURCES_TITLE.format(count=len(sources), ill=ill)
    body = joined([bold(title), *(f"{n}. {_mark(source)}{called(source)}" for n, source in shown), texts.SOURCES_HOW])
    open_ = [button(str(n), f"wo:{source.id}") for n, source in shown]
    turn = turning("wl", page, pages, back=texts.BUTTON_PAGE_BACK, on=texts.BUTTON_PAGE_ON)
    return Message(body=body, keyboard=keyboard([open_[:4], open_[4:], turn]))


def source_message(source: Source, *, sure: bool = False, note: str = "") -> Message:
    """One source with what can be done with it; ``sure``: whether to delete is asked; ``note``: what was just done."""
    lines: list[Rich | str] = [
        bold(shortened(source.name or source.address, 60)),
        source.address,
        texts.SOURCE_KINDS[source.kind] + ("" if source.active else texts.SOURCE_PAUSED),
        health(source),
        note,
    ]
    if sure:
        asked = [button(texts.BUTTON_DELETE_SURE, f"wx:{source.id}"), button(texts.BUTTON_BACK, f"wo:{source.id}")]
        return Message(body=joined([*lines, texts.SOURCE_SURE]), keyboard=keyboard([asked]))
    check = [button(texts.BUTTON_CHECK_NOW, f"wc:{source.id}")] if source.active else []
    pause = button(texts.BUTTON_PAUSE if source.active else texts.BUTTON_RESUME, f"wp:{source.id}")
    more = [button(texts.BUTTON_REFRESH, f"wo:{source.id}"), button(texts.BUTTON_SOURCES, "wl:0")]
    rows = [[*check, pause, button(texts.BUTTON_DELETE, f"wd:{source.id}")], more]
    return Message(body=joined([line for line in lines if line]), keyboard=keyboard(rows))


def notice_message(notice: Notice) -> Message:
    """A notice, with a button to its source."""
    sign = texts.NOTICE_WELL if notice.kind == "well" else texts.NOTICE_ILL
    return Message(
        body=Rich(f"{sign}{notice.text}"),
        keyboard=keyboard([[button(texts.BUTTON_THIS_SOURCE, f"wo:{notice.source_id}")]]),
    )


def _mark(source: Source) -> str:
    if not source.active:
        return texts.MARK_PAUSED
    return texts.MARK_ILL if source.trouble else ""


def _moment(stamp: str | None) -> str:
    return datetime.fromisoformat(stamp).astimezone().strftime("%Y-%m-%d %H:%M") if stamp else "未知时间"
