"""What a version changed against the one before it, section by section. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.model import SectionChange, StoredSection
from retrieval.stores.redirects import Place, moved
from retrieval.stores.rows import PAGE


def changed(before: Sequence[StoredSection], after: Sequence[StoredSection]) -> tuple[SectionChange, ...]:
    """Sections that were added, changed or removed, in the order of the newer text, those removed last.

    A section is the same one where its id is, else where it moved to (equal path, else the nearest text). Blanks do not
    count as changes, nor does what stands around the text on its page.
    """
    old = {section.id: section for section in before if section.heading != PAGE}
    new = {section.id: section for section in after if section.heading != PAGE}
    targets = {id_: id_ for id_ in old if id_ in new} | moved(map(_place, old.values()), map(_place, new.values()))
    origins = {target: id_ for id_, target in reversed(targets.items())}
    there = [_compared(old.get(origins.get(id_, "")), section) for id_, section in new.items()]
    gone = [
        SectionChange(kind="removed", section_id=None, path=section.path, before=section.text, after="")
        for id_, section in old.items()
        if id_ not in targets and section.text.strip()
    ]
    return tuple(change for change in there if change) + tuple(gone)


def _compared(old: StoredSection | None, new: StoredSection) -> SectionChange | None:
    before = old.text if old else ""
    if "".join(before.split()) == "".join(new.text.split()):
        return None
    return SectionChange(
        kind="changed" if old else "added", section_id=new.id, path=new.path, before=before, after=new.text
    )


def _place(section: StoredSection) -> Place:
    return Place(id=section.id, path=section.path, text=section.text)
