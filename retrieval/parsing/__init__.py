"""From a loaded text to its outline: pure, never fails on any text, no character of the body lost or doubled."""

from __future__ import annotations

from dataclasses import replace

from retrieval.model import Loaded, Outline
from retrieval.parsing import tables
from retrieval.parsing.chrome import strip
from retrieval.parsing.ids import identify
from retrieval.parsing.outline import structure
from retrieval.parsing.pages import paged
from retrieval.parsing.profile import profile
from retrieval.parsing.regions import Gazetteer
from retrieval.parsing.script import restored, simple_loaded, simplified, traditional


def parse(loaded: Loaded, *, key: str, gazetteer: Gazetteer) -> Outline:
    """Chrome off, outline, profile, ids. ``key``: the document's key, of which the section ids are made.

    Of a text in traditional characters all is in simplified ones but the text of the sections.
    """
    told = loaded
    if traditional(told.text):
        loaded, name = simple_loaded(told), simplified(key)
    else:
        name = key
    stripped = strip(loaded.text)
    stated = tables.spans(loaded.tables, stripped.body)
    headed = tables.headed(loaded.headings, loaded.text, stripped.body)
    sections = structure(stripped.body, [line for lines in stated for line in lines], headed)
    found = profile(
        sections,
        metadata=stripped.metadata,
        loaded_metadata=loaded.metadata,
        name=name,
        gazetteer=gazetteer,
        complete=stripped.complete,
    )
    identified = identify(paged(sections, loaded), key=key, parts=found.parts, starts=found.starts)
    return Outline(
        profile=replace(found.profile, recognised=loaded.recognised),
        parts=found.parts,
        sections=identified if loaded is told else restored(identified, stripped.body, told.text),
        chrome=stripped.dropped,
        warnings=(*loaded.warnings, *stripped.warnings),
        tables=tables.placed(loaded.tables, identified, found.profile.region, gazetteer),
    )
