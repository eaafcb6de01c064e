"""How the last answer came about, for /why."""

from __future__ import annotations

from collections.abc import Mapping

from bot.rendering import texts
from bot.rendering.message import Message, messages
from bot.rendering.paths import place
from bot.rendering.refs import Target, section_link
from bot.rendering.rich import Rich, bold, joined, link, shortened
from retrieval import Answer, Document, Hit

HITS_SHOWN = 8


def receipt_messages(answer: Answer, documents: Mapping[str, Document], bot: str) -> tuple[Message, ...]:
    """What was understood, which passages were found with their scores, which checks passed, how long it took."""
    return messages(joined((bold(texts.WHY_TITLE), shortened(answer.question, 200), receipt(answer, documents, bot))))


def receipt(answer: Answer, documents: Mapping[str, Document], bot: str, *, most: int = HITS_SHOWN) -> Rich:
    """The same without the question. ``most``: passages, and checks, that are shown."""
    how = answer.receipt
    understood = [f"{slot}：{texts.WHY_NAMES.get(value, value)}" for slot, value in how.understood.items() if value]
    found = [_hit(hit, documents, bot) for hit in how.hits[:most]]
    checks = [
        f"{texts.WHY_PASSED if passed else texts.WHY_FAILED}{check}{f'：{detail}' if detail else ''}"
        for check, passed, detail in how.checks[:most]
    ]
    times = "，".join(f"{texts.WHY_NAMES.get(stage, stage)} {ms:.0f} 毫秒" for stage, ms in how.stages_ms.items())
    parts = (
        _part(texts.WHY_UNDERSTOOD, understood),
        _part(texts.WHY_FOUND, found),
        _part(texts.WHY_CHECKS, checks),
        _part(texts.WHY_MODEL, [how.model] if how.model else []),
        _part(texts.WHY_TIMES, [times or f"{answer.elapsed_ms:.0f} 毫秒"]),
    )
    return joined(parts)


def _part(title: str, lines: list[Rich] | list[str]) -> Rich:
    return joined([bold(title), *lines]) if lines else Rich()


def _hit(hit: Hit, documents: Mapping[str, Document], bot: str) -> Rich:
    """``0.0325 <title>（词语第1，语义第3）``."""
    passage = hit.passage
    document = documents.get(passage.document_id)
    title = place(document.title if document else passage.header, ())
    ranks = "，".join(f"{texts.WHY_NAMES.get(name, name)}第{rank}" for name, rank in hit.ranks.items())
    body = Rich(f"{hit.score:.4f} ") + link(title, section_link(bot, Target(section_id=passage.section_id)))
    return body + f"（{ranks}） {shortened(' '.join(passage.text.split()), 40)}"
