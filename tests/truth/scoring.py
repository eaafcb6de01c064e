"""How near a file that was read comes to the truth: shares of headings, characters and cells."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher

from retrieval.model import Outline
from tests.truth.reports import Report


def normal(text: str) -> str:
    """Text without blanks, in one width."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def headings(outline: Outline, report: Report) -> float:
    """Share of headings found with their level in their order, of all that are there or were found."""
    wanted = [(level, normal(heading)) for level, heading in report.headings]
    found = [
        (section.level, normal(section.heading)) for section in outline.walk() if section.level and section.heading
    ]
    same = sum(block.size for block in SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks())
    return same / max(len(wanted), len(found))


def body(outline: Outline, report: Report) -> float:
    """Share of characters that agree, in their order."""
    wanted = normal("".join(report.lines))
    found = normal("".join(section.text for section in outline.walk()))
    same = sum(block.size for block in SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks())
    return same / max(len(wanted), len(found))


def cells(outline: Outline, report: Report) -> float:
    """Share of cells that agree, head rows too."""
    wanted = [normal(cell) for cell in report.cells]
    found = [normal(cell) for table in outline.tables for row in (*table.head, *table.rows) for cell in row]
    same = sum(block.size for block in SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks())
    return same / max(len(wanted), len(found))
