"""What a document offers to those who follow something. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from retrieval.following.model import Features
from retrieval.model import Document, Indicator, StoredSection
from retrieval.parsing.indicators import standard
from retrieval.parsing.text import fold


def features(
    document: Document,
    sections: Sequence[StoredSection],
    figures: Iterable[Indicator],
    only: Collection[str] | None = None,
) -> Features:
    """The features of a document; of the sections with these ids where ``only`` is given."""
    chosen = [section for section in sections if only is None or section.id in only]
    ids = {section.id for section in chosen}
    names = (standard(figure.name) for figure in figures if figure.section_id in ids and figure.state == "reported")
    title = "" if only is not None else document.title
    return Features(
        document=document,
        text=fold("\n".join([title, *(section.text for section in chosen)])),
        indicators=frozenset(name for name in names if name),
    )
