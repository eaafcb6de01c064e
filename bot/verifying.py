"""Read a file of answers and judge each: plain JSON in, plain JSON out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from bot.json_views import SCHEMA, Json
from retrieval import Citation, InputError, Missing, Verdict


class Verifier(Protocol):
    """What is needed of a library."""

    def verify(
        self, text: str, citations: Sequence[Citation], missing: Sequence[Missing] = ()
    ) -> tuple[Verdict, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer of the file."""

    id: object
    text: str
    citations: tuple[Citation, ...]
    missing: tuple[Missing, ...]


def read(path: Path) -> tuple[Given, ...]:
    """All answers of a file, blank lines left out. Raises InputError that names the first line that is none."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} 不是 UTF-8 编码。") from error
    return tuple(_read(line, number) for number, line in enumerate(lines, 1) if line.strip())


def judged(library: Verifier, answer: Given) -> Json:
    """The verdicts on one answer."""
    found = library.verify(answer.text, answer.citations, answer.missing)
    sentences = [{"text": each.text, "ok": each.ok, "reason": each.reason} for each in found]
    return {"schema": SCHEMA, "id": answer.id, "sentences": sentences}


def given(answer: object, number: int) -> Given:
    """An answer as ``huiwen ask`` prints it, line ``number`` of its file. Raises InputError."""
    if not isinstance(answer, dict) or not isinstance(answer.get("text"), str):
        raise InputError(f"第 {number} 行不是答案：应是 JSON 对象，text 为文字。")
    try:
        return Given(
            id=answer.get("id", number),
            text=answer["text"],
            citations=tuple(_citation(each) for each in answer.get("citations") or ()),
            missing=tuple(_missing(each) for each in answer.get("missing") or ()),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"第 {number} 行的 citations 或 missing 不合格式（出处要有 n 和 quote）。") from error


def _read(line: str, number: int) -> Given:
    try:
        return given(json.loads(line), number)
    except ValueError as error:
        raise InputError(f"第 {number} 行不是 JSON。") from error


def _citation(each: Mapping[str, Any]) -> Citation:
    quote, region, year = each["quote"], each.get("region"), each.get("year")
    if not isinstance(quote, str) or not isinstance(region, str | None) or not isinstance(year, int | None):
        raise TypeError
    return Citation(
        n=int(each["n"]),
        section_id=str(each.get("section_id") or ""),
        document=str(each.get("document") or ""),
        document_id=str(each.get("document_id") or ""),
        path=tuple(map(str, each.get("path") or ())),
        quote=quote,
        start=0,
        region=region,
        year=year,
        plan=bool(each.get("plan")),
        url=each.get("url"),
    )


def _missing(each: Mapping[str, Any]) -> Missing:
    return Missing(
        region=each.get("region"), year=each.get("year"), indicator=each.get("indicator"), reason=each["reason"]
    )
