"""What a file was read as, and answers from it alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.rendering import texts
from bot.rendering.message import Message, button, messages, rows
from bot.rendering.rich import shortened
from retrieval import Answer, IndexResult, Outline

if TYPE_CHECKING:
    from bot.uploads import Read, Upload

MOST_DOCUMENTS, MOST_WARNINGS, QUOTE = 8, 5, 80


def upload_message(upload: Upload, read: Sequence[Read], *, adding: bool) -> Message:
    """What was read, and what can be done with it. ``adding``: whether the sender may add reports."""
    lines = [line for one in read[:MOST_DOCUMENTS] for line in _document(one, upload, alone=len(read) == 1)]
    if len(read) > MOST_DOCUMENTS:
        lines.append(texts.UPLOAD_MORE.format(count=len(read)))
    lines += ["", texts.UPLOAD_ADD if adding else texts.UPLOAD_ASK]
    buttons = [button(texts.UPLOAD_CANCEL, f"ux:{upload.token}")]
    if adding:
        buttons.insert(0, button(texts.UPLOAD_TAKE, f"ua:{upload.token}"))
    return messages("\n".join(lines), rows(buttons))[-1]


def _document(read: Read, upload: Upload, *, alone: bool) -> list[str]:
    outline = read.outline
    profile = outline.profile
    region = upload.region or (profile.region.name if profile.region else texts.UPLOAD_UNKNOWN)
    years = str(upload.year) if upload.year else "、".join(map(str, profile.years)) or texts.UPLOAD_UNKNOWN
    title = shortened(profile.title or upload.name, 60)
    first = texts.UPLOAD_READ.format(
        title=title,
        region=region,
        years=years,
        kind=upload.kind or profile.kind,
        sections=sum(1 for _ in outline.walk()),
        tables=len(outline.tables),
        figures=read.figures,
    )
    return [first, *(_warnings(outline) if alone else ())]


def _warnings(outline: Outline) -> list[str]:
    return [texts.UPLOAD_WARNING.format(warning=one) for one in outline.warnings[:MOST_WARNINGS]]


def taken_message(results: Sequence[IndexResult]) -> Message:
    """What became of each document."""
    lines = []
    for one in results:
        if one.document is None:
            lines.append(texts.UPLOAD_FAILED.format(error=one.error))
        else:
            lines.append(texts.UPLOAD_STATES[one.state].format(title=shortened(one.document.title, 60)))
    return messages("\n".join(lines))[-1]


def alone_messages(upload: Upload, answer: Answer) -> tuple[Message, ...]:
    """An answer from a file alone: its lines, and each proof as a quotation, since there is no section to open."""
    proofs = [
        texts.UPLOAD_PROOF.format(n=one.n, quote=shortened(one.quote, QUOTE), path="›".join(one.path[-2:]))
        for one in answer.citations
    ]
    told = answer.text or texts.UPLOAD_NOTHING
    return messages("\n".join([told, "", *proofs, texts.UPLOAD_ONLY.format(name=shortened(upload.name, 40))]))
