"""Alerts: a new or revised document with the statements that fit, and digests of several. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.rendering import texts
from bot.rendering.evidence import Evidence, numbered
from bot.rendering.message import ROW, Message, button, keyboard
from bot.rendering.paths import origin, status, trail
from bot.rendering.refs import Target, document_link, section_link
from bot.rendering.rich import Rich, bold, joined, link, shortened
from bot.rendering.surveys import figure_text
from retrieval import Document, Highlight, Indicator, Line, StoredSection

STATEMENT = 200
TITLE = 60
CHANGED = 4
#: Up to so many documents a digest tells a statement of each; of more it only lists them.
TOLD = 12
SOURCES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A document to tell of. ``follows``: number and title of the subscriptions it fits; ``changed``: ids of its sections
    that were revised, in their order; None: the document is new."""

    document: Document
    statements: tuple[Highlight, ...]
    follows: tuple[tuple[int, str], ...]
    changed: tuple[str, ...] | None = None

    @property
    def figures(self) -> tuple[Indicator, ...]:
        """The figures that are told."""
        return tuple(one.figure for one in self.statements)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What rendering needs beside the alerts. ``bot``: its user name; ``sections``: those cited or changed, by id."""

    bot: str
    sections: Mapping[str, StoredSection]


def alert_message(alert: Alert, around: Around, lead: Line | None = None) -> Message:
    """One document: what it is, where it comes from, what it says, whom it concerns. ``lead``: the model's sentence over it."""
    evidence = Evidence(bot=around.bot, numbers=numbered(alert.figures), sections=around.sections)
    head = texts.ALERT_NEW if alert.changed is None else texts.ALERT_REVISED
    region = alert.document.region or texts.REGION_UNKNOWN
    parts: list[Rich | str] = [
        bold(head.format(region=region, what=what(alert.document))),
        _source(alert.document, around.bot),
        *_changed(alert, around),
        evidence.said(lead, alert.figures) if lead else "",
        *(_statement(one, evidence) for one in alert.statements),
        texts.ALERT_FOLLOWS.format(titles="”“".join(title for _, title in alert.follows)) if alert.follows else "",
    ]
    return Message(body=joined(parts), keyboard=_keyboard(alert, evidence))


def what(document: Document) -> str:
    """2024年总结＋2025年要点."""
    profile = document.profile
    kinds = profile.kind.split("+")
    years = [part.year for part in document.parts]
    if len(kinds) == len(years) and all(years):
        return "＋".join(f"{year}年{kind}" for kind, year in zip(kinds, years, strict=True))
    when = "、".join(map(str, profile.years))
    return f"{when}年{profile.kind}" if when else profile.kind


def _source(document: Document, bot: str) -> Rich:
    said = "，".join(origin(document))
    return link(shortened(document.title, TITLE), document_link(bot, document.id)) + f"｜{said}"


def _changed(alert: Alert, around: Around) -> Iterator[Rich]:
    sections = [around.sections[id_] for id_ in alert.changed or () if id_ in around.sections]
    if not sections:
        return
    links = [
        link(
            trail(section.path) or shortened(section.heading or "", 20),
            section_link(around.bot, Target(section_id=section.id)),
        )
        for section in sections[:CHANGED]
    ]
    more = texts.ALERT_MORE.format(count=len(sections)) if len(sections) > CHANGED else ""
    yield Rich(texts.ALERT_CHANGED) + joined(links, "、") + more


def _statement(one: Highlight, evidence: Evidence) -> Rich:
    figure = one.figure
    if not figure.name:
        when = status(figure.year, figure.plan)
        text = shortened(" ".join(figure.value.split()), STATEMENT)
        said = texts.ALERT_SAID.format(when=when, text=text) if when else text
        return Rich(said) + evidence.marks([figure])
    return Rich(figure_text(_plain(figure)) + _before(one)) + evidence.marks([figure])


def _plain(figure: Indicator) -> Indicator:
    """Without a scope that is the whole region: the first line names it."""
    return replace(figure, scope=None) if figure.scope in texts.WHOLE else figure


def _before(one: Highlight) -> str:
    """The same of the year before; why there is none."""
    figure = one.figure
    if figure.year is None:
        return ""
    year = figure.year - 1
    if one.before is not None:
        side = texts.PLAN if figure.plan else texts.ACTUAL
        return texts.ALERT_BEFORE.format(year=year, side=side, value=one.before.shown)
    return (texts.ALERT_SILENT if one.held_before else texts.ALERT_UNHELD).format(year=year)


def _keyboard(alert: Alert, evidence: Evidence) -> InlineKeyboardMarkup | None:
    """Two rows: to the sources; onward."""
    document = alert.document
    targets = dict.fromkeys(target for figure in alert.figures if (target := evidence.target(figure)))
    sources = [
        button(texts.BUTTON_SOURCE.format(n=n) if n == 1 else str(n), f"o:{target.code}")
        for n, target in enumerate(list(targets)[: SOURCES - 1], 1)
    ]
    original = [InlineKeyboardButton(texts.BUTTON_ORIGINAL, url=document.url)] if document.url else []
    first = [*sources, button(texts.BUTTON_DOCS, f"t:{document.id}:0"), *original]
    number = alert.follows[0][0] if alert.follows else 0
    onward = [
        *([button(texts.BUTTON_SURVEY, f"fz:{number}:{document.id}")] if document.region else []),
        *([button(texts.BUTTON_ASK_ABOUT, f"fa:{document.id}")] if document.region else []),
    ]
    stop = (
        button(texts.BUTTON_STOP, f"fm:{number}") if len(alert.follows) == 1 else button(texts.BUTTON_FOLLOWS, "fl:0")
    )
    return keyboard([first[:ROW], [*onward, stop]])


# Several at once


def digest_message(alerts: Sequence[Alert], around: Around, rhythm: str, *, notices: Sequence[str] = ()) -> Message:
    """What was collected until a due time, with the subscriptions that it was collected for."""
    titles = dict.fromkeys(title for alert in alerts for _, title in alert.follows)
    lines: list[Rich | str] = [
        *notices,
        bold(texts.DIGESTS[rhythm].format(count=len(alerts))) if alerts else "",
        *digest_lines(alerts, around),
        texts.ALERT_FOLLOWS.format(titles="”“".join(titles)) if titles else "",
    ]
    return Message(body=joined(lines), keyboard=keyboard([[button(texts.BUTTON_FOLLOWS, "fl:0")]]))


def cited_sections(alerts: Sequence[Alert]) -> tuple[str, ...]:
    """Ids of the sections that alerts cite or that changed."""
    ids = [figure.section_id for alert in alerts for figure in alert.figures if figure.section_id]
    return tuple(dict.fromkeys([*ids, *(id_ for alert in alerts for id_ in alert.changed or ())]))


def digest_lines(alerts: Sequence[Alert], around: Around) -> Iterator[Rich]:
    """Each document in two lines, or in one where there are many."""
    told = [alert.statements[:1] if len(alerts) <= TOLD else () for alert in alerts]
    numbers = numbered(one.figure for statements in told for one in statements)
    evidence = Evidence(bot=around.bot, numbers=numbers, sections=around.sections)
    for n, (alert, statements) in enumerate(zip(alerts, told, strict=True), 1):
        yield _listed(n, alert, around)
        yield from (_statement(one, evidence) for one in statements)


def _listed(n: int, alert: Alert, around: Around) -> Rich:
    document = alert.document
    revised = texts.DIGEST_REVISED if alert.changed is not None else ""
    region = document.region or texts.REGION_UNKNOWN
    name = link(f"{region} {what(document)}", document_link(around.bot, document.id))
    return Rich(f"{n}. ") + name + f"{revised}｜{'，'.join(origin(document)[:2])}"
