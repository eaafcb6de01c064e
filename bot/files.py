"""Bytes of files: what a renderer saves, and a check of what people send before it is opened."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import IO, Any
from zlib import error as ZlibError

from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from bot.rendering import texts
from retrieval import InputError

LARGEST = 5 * 1024 * 1024
UNPACKED = 24 * 1024 * 1024
PARTS = 500
SPREAD = 100_000
ROWS = 2000
COLUMNS = 100

_RANGE = re.compile(rb"<(?:\w+:)?(?:mergeCell|hyperlink)\b[^>]*\bref=[\"']([A-Z]+\d+:[A-Z]+\d+)[\"']")
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BROKEN = (
    *(zipfile.BadZipFile, ZlibError, InvalidFileException, KeyError, ValueError, TypeError, IndexError),
    *(AttributeError, OSError, NotImplementedError, SyntaxError, EOFError, RuntimeError),
)


def saved(save: Callable[[IO[bytes]], Any]) -> bytes:
    """What ``save`` writes into a file."""
    out = io.BytesIO()
    save(out)
    return out.getvalue()


def workbook(data: bytes) -> Workbook:
    """A workbook that somebody sent. Raises InputError for one that is too large, broken or made to harm.

    Sizes are checked before anything is unpacked: Python reads no more of a part than its entry declares.
    """
    if len(data) > LARGEST:
        raise InputError(texts.FORM_LARGE)
    try:
        _check(data)
        _check_rows(data)
        return load_workbook(io.BytesIO(data), keep_links=False)
    except _BROKEN as error:
        raise InputError(texts.FORM_BROKEN) from error


def _check(data: bytes) -> None:
    """Refuse a package that unpacks to too much, declares entities, or spreads ranges over the whole sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entries = package.infolist()
        if len(entries) > PARTS or sum(entry.file_size for entry in entries) > UNPACKED:
            raise InputError(texts.FORM_LARGE)
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")):
                _check_part(package.read(entry))


def _check_part(part: bytes) -> None:
    if _DECLARED.search(part):
        raise InputError(texts.FORM_BROKEN)
    if sum(_area(match[1].decode()) for match in _RANGE.finditer(part)) > SPREAD:
        raise InputError(texts.FORM_LARGE)


def _area(reference: str) -> int:
    left, top, right, bottom = (bound or 0 for bound in range_boundaries(reference))
    return (right - left + 1) * (bottom - top + 1)


def _check_rows(data: bytes) -> None:
    """Refuse more rows or columns with something in them than can be filled in."""
    book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    try:
        for at, row in (each for sheet in book.worksheets for each in enumerate(sheet.iter_rows(values_only=True))):
            held = row if at >= ROWS else row[COLUMNS:]
            if any(value is not None for value in held):
                raise InputError(texts.FORM_LARGE)
    finally:
        book.close()
