"""A topic over regions, and a region at a glance, as messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.rendering import texts
from bot.rendering.evidence import Evidence
from bot.rendering.message import Message, button, rows
from bot.rendering.paging import page_of
from bot.rendering.refs import PageLink, cited, document_link, section_link
from bot.rendering.rich import Rich, bold, link, shortened
from retrieval import CityProfile, Indicator, Line, Pair, Summary

LINE = 240
SOURCES = 4
DOCUMENTS = 12
PAIRS = 20
_TITLE = 40


def summary_message(
    summary: Summary,
    *,
    number: int,
    bot: str,
    page: int = 0,
    source: PageLink | None = None,
    lead: Line | None = None,
) -> Message:
    """Each region's weightiest statements, each with a link to its section (its page where ``source`` makes addresses).

    ``lead``: a sentence of the language model over all of them.
    """
    targets = {citation.n: section_link(bot, cited(citation), source) for citation in summary.citations}
    lines = list(_summary_lines(summary, targets))
    if lead is not None:
        lines.insert(1, _statement(lead, targets) + f"（{texts.WORDED}）")
    shown = page_of(lines, f"k:{number}", page)
    on = [
        button(texts.BUTTON_WORD, f"kw:{number}"),
        button(texts.BUTTON_SHEET, f"kx:{number}"),
        button(texts.BUTTON_TOPICS, f"kt:{number}"),
    ]
    return Message(body=shown.body, keyboard=rows([*_sources(summary), *shown.turn, *on]))


def _summary_lines(summary: Summary, targets: dict[int, str]) -> Iterator[Rich | str]:
    if any(region.lines for region in summary.regions):
        yield texts.SUMMARY_TITLE.format(topic=shortened(summary.topic, 40), count=len(summary.coverage.reported))
    else:
        yield texts.NOWHERE.format(topic=shortened(summary.topic, 40))
    for region in summary.regions:
        if region.lines:
            yield bold(region.region.name)
        for line in region.lines:
            yield _statement(line, targets)
    if summary.coverage.text:
        yield texts.COVERAGE.format(text=summary.coverage.text)


def _statement(line: Line, targets: dict[int, str]) -> Rich:
    whole = Rich(shortened(line.text, LINE))
    for n in line.citations:
        if n in targets:
            whole = whole + " " + link(f"[{n}]", targets[n])
    return whole


def _sources(summary: Summary) -> list[InlineKeyboardButton]:
    return [
        button(texts.BUTTON_SOURCE.format(n=citation.n) if at == 0 else str(citation.n), f"o:{cited(citation).code}")
        for at, citation in enumerate(summary.citations[: SOURCES - 1])
    ]


def topic_choices(topics: Sequence[str], number: int) -> InlineKeyboardMarkup | None:
    """Topics to sum up next."""
    buttons = [button(topic, f"kt:{number}:{at}") for at, topic in enumerate(topics)]
    return rows([*buttons, button(texts.BUTTON_BACK, f"k:{number}:0")], most=4)


# A region at a glance


def figures_of(profile: CityProfile) -> tuple[Indicator, ...]:
    """The figures that a profile shows, in their order."""
    paired = (each for pair in profile.pairs[:PAIRS] for each in (pair.goal, pair.result or pair.before) if each)
    return (*(figure for _, own in profile.themes for figure in own), *profile.goals, *paired)


def city_message(profile: CityProfile, evidence: Evidence, *, number: int, page: int = 0) -> Message:
    """Reports held, key figures by theme, goals of the coming year, goals beside results."""
    shown = page_of(list(_city_lines(profile, evidence)), f"k:{number}", page)
    files = [button(texts.BUTTON_WORD, f"kw:{number}")] if profile.documents else []
    return Message(body=shown.body, keyboard=rows([*shown.turn, *files]))


def _city_lines(profile: CityProfile, evidence: Evidence) -> Iterator[Rich | str]:
    name = profile.region.name
    if not profile.documents:
        yield texts.CITY_UNHELD.format(region=name)
        return
    yield texts.CITY_TITLE.format(region=name, count=len(profile.documents))
    for document in profile.documents[:DOCUMENTS]:
        yield Rich("· ") + link(shortened(document.title, _TITLE), document_link(evidence.bot, document.id))
    for theme, figures in profile.themes:
        yield bold(theme)
        yield from (Rich(figure_text(figure)) + evidence.marks([figure]) for figure in figures)
    if profile.goals:
        yield bold(texts.CITY_GOALS)
        yield from (Rich(figure_text(figure)) + evidence.marks([figure]) for figure in profile.goals)
    if profile.pairs:
        yield bold(texts.CITY_PAIRS)
        yield from (pair_line(pair, evidence) for pair in profile.pairs[:PAIRS])
    left = len(profile.pairs) - PAIRS
    if left > 0:
        yield texts.MORE_IN_WORD.format(count=left)


def figure_text(figure: Indicator) -> str:
    """2024年实际：千人口托位数 4.52个，报告自称全省首位."""
    side = texts.PLAN if figure.plan else texts.ACTUAL
    when = f"{figure.year}年" if figure.year else ""
    scope = f"（{figure.scope}）" if figure.scope else ""
    rank = texts.OWN_RANK.format(rank=figure.rank) if figure.rank else ""
    return f"{when}{figure.period or ''}{side}：{figure.name} {figure.shown}{scope}{rank}"


def pair_line(pair: Pair, evidence: Evidence) -> Rich:
    """千人口托位数：2024年目标4.3个 [1]；实际5.1个 [2], or what the reports do not state."""
    goal, result = sides(pair)
    proof = [each for each in (pair.goal, pair.result or pair.before) if each]
    return Rich(f"{pair.name}：{goal}；{result}") + evidence.marks(proof)


def sides(pair: Pair) -> tuple[str, str]:
    """The goal, and its result or what there is in place of it."""
    when = f"{pair.year}年" if pair.year else ""
    goal = f"{when}{texts.PLAN}{pair.goal.shown if pair.goal else texts.UNSTATED}"
    if pair.result:
        return goal, f"{texts.ACTUAL}{pair.result.shown}"
    before = texts.BEFORE.format(year=pair.before.year, value=pair.before.shown) if pair.before else ""
    return goal, f"{texts.ACTUAL}{texts.UNSTATED}{before}"
