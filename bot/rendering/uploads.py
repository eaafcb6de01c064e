"""What a file was read as, and answers from it alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, get_args

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.rendering import texts
from bot.rendering.message import Message, button, keyboard, messages
from bot.rendering.rich import shortened
from retrieval import Answer, IndexResult, Kind, Outline, Region

if TYPE_CHECKING:
    from bot.uploads import Read, Upload

MOST_DOCUMENTS, MOST_WARNINGS, MOST_ATTACHMENTS, MOST_NEAR, QUOTE = 8, 5, 8, 6, 80


def upload_message(upload: Upload, read: Sequence[Read], *, adding: bool) -> Message:
    """What was read, and what can be done with it. ``adding``: whether the sender may add reports."""
    readable = [(one, one.outline) for one in read if one.outline]
    lines = [_document(one, outline, upload) for one, outline in readable[:MOST_DOCUMENTS]]
    if len(readable) > MOST_DOCUMENTS:
        lines.append(texts.UPLOAD_MORE.format(count=len(readable)))
    lines += _warnings(read)
    attachments = [one for document in read for one in document.attachments]
    if attachments:
        lines.append(texts.UPLOAD_ATTACHMENTS.format(count=len(attachments)))
        lines += [f"{n}. {shortened(one.title, 40)}" for n, one in enumerate(attachments[:MOST_ATTACHMENTS], 1)]
    lines += ["", texts.UPLOAD_ADD if adding else texts.UPLOAD_ASK]
    cancel = button(texts.UPLOAD_CANCEL, f"ux:{upload.token}")
    taking = ((button(texts.UPLOAD_TAKE, f"ua:{upload.token}"), cancel), _fields(upload)) if adding else ((cancel,),)
    return messages("\n".join(lines), keyboard((*taking, *_attached(upload.token, len(attachments)))))[-1]


def attached(token: str, count: int) -> InlineKeyboardMarkup | None:
    """The buttons of a page's attachments alone."""
    return keyboard(_attached(token, count))


def _attached(token: str, count: int) -> list[list[InlineKeyboardButton]]:
    offered = [
        button(texts.UPLOAD_ATTACHMENT.format(n=n + 1), f"ul:{token}:{n}") for n in range(min(count, MOST_ATTACHMENTS))
    ]
    return [offered[:4], offered[4:]]


def _fields(upload: Upload) -> list[InlineKeyboardButton]:
    return [button(label, f"uf:{upload.token}:{field}") for field, label in texts.UPLOAD_FIELDS.items()]


def choices(upload: Upload, field: str, year: int) -> InlineKeyboardMarkup | None:
    """Buttons with the values of a field: the kinds, or years near those that were read and ``year``, the present one."""
    values: Sequence[str] = get_args(Kind)
    if field == "年份":
        read = upload.read_years[:1]
        near = {year, year - 1, *(one + step for one in read for step in (-1, 0, 1))}
        values = [str(one) for one in sorted(near, reverse=True)]
    offered = [_value(upload, field, one, one) for one in values]
    back = button(texts.UPLOAD_BACK, f"uf:{upload.token}:")
    return keyboard((*(offered[at : at + 3] for at in range(0, len(offered), 3)), (back,)))


def near_message(upload: Upload, name: str, regions: Sequence[Region]) -> Message:
    """Regions that may have been meant by a name that is not known."""
    offered = [
        _value(upload, "地区", f"{one.parent or ''}{one.name}", one.code or one.name) for one in regions[:MOST_NEAR]
    ]
    return messages(texts.UPLOAD_NEAR.format(name=name[:20]), keyboard([one] for one in offered))[-1]


def _value(upload: Upload, field: str, label: str, value: str) -> InlineKeyboardButton:
    return button(label, f"uv:{upload.token}:{field}:{value}")


def _document(read: Read, outline: Outline, upload: Upload) -> str:
    profile = outline.profile
    region = upload.region or (profile.region.name if profile.region else texts.UPLOAD_UNKNOWN)
    years = str(upload.year) if upload.year else "、".join(map(str, profile.years)) or texts.UPLOAD_UNKNOWN
    title = shortened(profile.title or read.name, 60)
    return texts.UPLOAD_READ.format(
        title=title,
        region=region,
        years=years,
        kind=upload.kind or profile.kind,
        sections=sum(1 for _ in outline.walk()),
        tables=len(outline.tables),
        figures=read.figures,
    )


def _warnings(read: Sequence[Read]) -> list[str]:
    """The first warnings; of an archive with the files' names and how many there are."""
    if len(read) == 1 and read[0].outline:
        outline = read[0].outline
        unlike = (texts.UPLOAD_UNLIKE,) if _unlike(outline) else ()
        told = (*unlike, *outline.warnings)[:MOST_WARNINGS]
        return [texts.UPLOAD_WARNING.format(warning=one) for one in told]
    found = [_named(one, warning) for one in read for warning in _troubles(one)]
    if not found:
        return []
    return [texts.UPLOAD_WARNINGS.format(count=len(found)), *found[:MOST_WARNINGS]]


def _troubles(read: Read) -> Sequence[str]:
    return read.outline.warnings if read.outline else (read.error or "",)


def _named(read: Read, warning: str) -> str:
    return f"· {'' if read.name in warning else shortened(read.name, 30) + '：'}{shortened(warning, 80)}"


def _unlike(outline: Outline) -> bool:
    """Whether nothing speaks for a report."""
    profile = outline.profile
    return profile.region is None and not profile.years and profile.kind == "其他"


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
        texts.UPLOAD_PROOF.format(n=one.n, quote=shortened(one.shown, QUOTE), path="›".join(one.path[-2:]))
        for one in answer.citations
    ]
    told = answer.text or texts.UPLOAD_NOTHING
    return messages("\n".join([told, "", *proofs, texts.UPLOAD_ONLY.format(name=shortened(upload.name, 40))]))
