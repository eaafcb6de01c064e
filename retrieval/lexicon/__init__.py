"""Editable data of the language: package files, read once by whoever needs them."""

from __future__ import annotations

from importlib.resources import files


def read(name: str) -> str:
    """The text of the file ``name`` of this package (UTF-8). Raises FileNotFoundError for an unknown name."""
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def table(name: str) -> list[dict[str, str]]:
    """The rows of a tab-separated file: first line the columns, lines that begin with # and blank lines left out.

    Every row has every column; a cell that is missing at the end of a line is "".
    """
    lines = [line for line in read(name).splitlines() if line.strip() and not line.startswith("#")]
    columns = lines[0].split("\t")
    rows = (line.split("\t") for line in lines[1:])
    return [dict(zip(columns, row + [""] * (len(columns) - len(row)), strict=True)) for row in rows]
