"""What the command line shows to people: pure functions from the library's values to lines of plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retrieval import (
    Answer,
    Check,
    Citation,
    Document,
    Evaluation,
    Hit,
    IndexResult,
    Indicator,
    Outline,
    Section,
    StoredSection,
)

FIGURES = 8
"""Figures shown of a file that is only looked at."""
STATES = {"added": "新增", "updated": "更新", "unchanged": "未变", "failed": "失败"}
LEVELS = {"good": "好", "warning": "警告", "bad": "坏"}


def answer(value: Answer) -> Iterator[str]:
    """The answer, then a line a source; an honest refusal names the nearest sections by heading."""
    yield value.text
    if value.citations:
        yield ""
    for item in value.citations:
        yield f"[{item.n}] “{item.shown}”"
        yield f"    {_place(item)}"
    for near in value.nearest:
        yield f"    最近的小节：{near.document}›{'›'.join(near.path)}  huiwen section {near.section_id}"
    for option in value.options:
        yield f"    可以问：{option}"


def _place(item: Citation) -> str:
    place = "›".join((item.document, *item.path))
    place += f"  第{item.page}页" if item.page else ""
    return f"{place}  {item.url}" if item.url else f"{place}  huiwen section {item.section_id}"


def index_result(value: IndexResult) -> Iterator[str]:
    """One line for an indexed file; its warnings below it."""
    if value.document:
        yield f"{STATES[value.state]}  {_document(value.document)}"
        for warning in value.document.warnings:
            yield f"      注意：{warning}"


def documents(values: tuple[Document, ...]) -> Iterator[str]:
    """The indexed documents by region and newest year, with a count."""
    for value in sorted(values, key=lambda one: (one.region or "~", [-year for year in one.profile.years], one.title)):
        yield _document(value)
    yield f"共 {len(values)} 份" if values else "还没有收录任何报告：huiwen index 文件或文件夹"


def _document(value: Document) -> str:
    years = "、".join(map(str, value.profile.years)) or "年份不详"
    return f"{value.id}  {value.region or '地区不详'}  {years}  {value.profile.kind}  {value.sections}节  {value.title}"


def section(value: StoredSection, within: Document) -> Iterator[str]:
    """A section under its document and heading path, with its neighbours."""
    yield "›".join((within.title, *value.path))
    yield ""
    yield value.shown.strip()
    yield ""
    neighbours = (("上一节", value.previous_id), ("下一节", value.next_id))
    yield "  ".join(f"{name}：huiwen section {id}" for name, id in neighbours if id)


def hit(value: Hit, at: StoredSection, within: Document) -> Iterator[str]:
    """A found passage under its place."""
    yield f"{'›'.join((within.title, *at.path))}  huiwen section {at.id}"
    yield f"    {at.said(value.passage).strip()}"


def outline(value: Outline, figures: Sequence[Indicator] = ()) -> Iterator[str]:
    """The profile, the headings indented by depth, the tables, and some of the figures."""
    profile, region = value.profile, value.profile.region
    yield f"标题：{profile.title or '不详'}{'（推断）' if profile.title_inferred else ''}"
    yield f"地区：{f'{region.name}（{region.level}）' if region else '不详'}"
    yield f"年份：{'、'.join(map(str, profile.years)) or '不详'}  类别：{profile.kind}"
    for warning in value.warnings:
        yield f"注意：{warning}"
    for root in value.sections:
        yield from _headings(root, 0)
    for number, table in enumerate(value.tables, 1):
        size = f"{len(table.rows)} 行 {len(table.rows[0]) if table.rows else 0} 列"
        yield f"表格 {number}：{table.caption or '无标题'}（{size}）"
    if figures:
        yield f"数字 {len(figures)} 个，例如："
    for figure in figures[:FIGURES]:
        when = f"{figure.year or ''}{'年' if figure.year else ''}{'目标' if figure.plan else '实际'}"
        yield f"  {figure.region or ''}{when} {figure.name} {figure.shown}"


def _headings(value: Section, depth: int) -> Iterator[str]:
    if value.heading:
        yield "  " * depth + value.heading
    for child in value.children:
        yield from _headings(child, depth + 1)


def check(value: Check) -> str:
    """One finding of ``huiwen doctor``: 好/警告/坏, what was looked at, what was found, what to do."""
    advice = f"  → {value.advice}" if value.advice and value.level != "good" else ""
    return f"{LEVELS[value.level]}  {value.name}：{value.detail}{advice}"


def evaluation(value: Evaluation, misses: int) -> Iterator[str]:
    """The rates, a line each, then the first ``misses`` questions that lost credit."""
    rates = {"答对": value.answer, "出处": value.citation, "该拒则拒": value.refusal, "误拒": value.false_refusal}
    yield f"题数  {len(value.outcomes)}"
    for name, rate in rates.items():
        yield f"{name}  {'—' if rate is None else f'{rate:.1%}'}"
    if value.median_ms is not None:
        yield f"中位用时  {value.median_ms:.0f} 毫秒"
    for outcome in value.misses[:misses]:
        yield f"- {outcome.question.id} {outcome.question.question}"
        yield f"    应含：{'、'.join(outcome.question.answers) or '（应拒答）'}"
        yield f"    实答：{outcome.answer.text}"


def readable(text: str) -> str:
    """Replace what is no character (bytes of another encoding in an argument), so that it can be stored and printed."""
    return text.encode("utf-8", "replace").decode("utf-8")
