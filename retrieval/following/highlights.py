"""The two or three statements of a document that are told to who follows it, with the figure of the year before. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from retrieval.answering.evidence import Asked, Evidence, ranked
from retrieval.answering.matching import Term
from retrieval.answering.terms import Words, terms
from retrieval.answering.units import Unit, every
from retrieval.comparison import units
from retrieval.comparison.themes import theme, weightiest
from retrieval.comparison.topics import is_heading, several, statement
from retrieval.following.model import Highlight
from retrieval.model import Document, Indicator, StoredSection
from retrieval.parsing.indicators import standard
from retrieval.parsing.indicators.names import key, row
from retrieval.search.holdings import Holdings
from retrieval.search.terms import official

#: Figures looked at before themes are mixed.
MANY = 24
#: A sentence shorter than this says little.
LEAST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A document as it is read for its highlights. ``around``: figures of the same region's other documents."""

    document: Document
    sections: tuple[StoredSection, ...]
    figures: tuple[Indicator, ...]
    around: tuple[Indicator, ...]
    documents: tuple[Document, ...]


def highlights(
    told: Told,
    *,
    topics: Sequence[str],
    indicators: Collection[str],
    words: Words,
    only: Collection[str] | None = None,
    most: int = 3,
) -> tuple[Highlight, ...]:
    """At most ``most`` statements on the topics or of the indicators, else the weightiest figures; () where a topic has none.

    ``only``: ids of the sections that may be told of.
    """
    sections = [section for section in told.sections if only is None or section.id in only]
    figures = [figure for figure in told.figures if figure.state == "reported" and _of(figure, sections)]
    chosen: list[Indicator] = _named(figures, indicators, told.document)
    for topic in topics:
        found = _on_topic(topic, sections, figures, words, most)
        if not found:
            return ()
        chosen += found
    if not (topics or indicators):
        chosen = _key_figures(figures, told.document, most) or list(_first(sections, told.document, most))
    distinct = {(figure.section_id, figure.quote, figure.name): figure for figure in chosen}
    return tuple(_beside(figure, told) for figure in list(distinct.values())[:most])


def _of(figure: Indicator, sections: Sequence[StoredSection]) -> bool:
    return any(figure.section_id == section.id for section in sections)


def _results_first(figures: Iterable[Indicator]) -> list[Indicator]:
    return sorted(figures, key=lambda figure: (figure.plan, -(figure.year or 0)))


def _own(figures: Iterable[Indicator], document: Document) -> list[Indicator]:
    """Without those of other regions."""
    return [figure for figure in figures if figure.region in (None, document.region)]


def _named(figures: Sequence[Indicator], names: Collection[str], document: Document) -> list[Indicator]:
    return _results_first(_own((figure for figure in figures if standard(figure.name) in names), document))


def _on_topic(
    topic: str, sections: Sequence[StoredSection], figures: Sequence[Indicator], words: Words, most: int
) -> list[Indicator]:
    asked = Asked(terms=terms(topic, official(topic), words), survey=True)
    candidates = [(unit, 0.0) for section in sections for unit in every(section) if _touches(unit, asked.terms)]
    enough = [one for one in ranked(candidates, asked) if one.enough and not is_heading(one.unit)]
    return [_figure(one, figures) for one in several(enough, most)]


def _touches(unit: Unit, wanted: Sequence[Term]) -> bool:
    return any(
        word in unit.folded or word in unit.headings
        for term in wanted
        for word in (term.text, *term.variants, *(part for part, _ in term.parts))
    )


def _figure(evidence: Evidence, figures: Sequence[Indicator]) -> Indicator:
    """The weightiest figure that the evidence's sentence states, where the ledger knows one; else the statement itself."""
    said = statement(evidence, "")
    inside = [
        figure
        for figure in figures
        if figure.section_id == evidence.unit.section.id and figure.name and figure.value in evidence.unit.text
    ]
    known = [figure for figure in inside if standard(figure.name)]
    return _comparable_first(known)[0] if known else said


def _comparable_first(figures: Iterable[Indicator]) -> list[Indicator]:
    """The weightiest first, but shares and measures per head before counts: they say more beside another year's."""
    return sorted(weightiest(figures, MANY), key=lambda figure: not _relative(figure))


def _relative(figure: Indicator) -> bool:
    known = row(figure.name)
    return figure.unit in ("%", "‰") or (known is not None and bool(known.base))


def _key_figures(figures: Sequence[Indicator], document: Document, most: int) -> list[Indicator]:
    """The weightiest figures, each of another theme while there are some; results where the document has any."""
    own = [figure for figure in _own(figures, document) if figure.year in (None, *document.profile.years)]
    results = [figure for figure in own if not figure.plan]
    ordered = _comparable_first(results or own)
    first = {theme(figure): figure for figure in reversed(ordered)}
    mixed = [figure for figure in ordered if first[theme(figure)] is figure]
    return [*mixed, *(figure for figure in ordered if figure not in mixed)][:most]


def _first(sections: Sequence[StoredSection], document: Document, most: int) -> Iterator[Indicator]:
    """The first whole sentences of a document that states no figure."""
    unsaid = [unit for section in sections for unit in every(section) if _speaks(unit, document)]
    for unit in unsaid[:most]:
        yield Indicator(
            name="",
            value=unit.text.strip().rstrip("。；;"),
            number=None,
            unit="",
            comparator="=",
            year=unit.year,
            plan=unit.plan,
            quote=unit.text.strip()[:300],
            path=unit.section.path,
            section_id=unit.section.id,
            document_id=document.id,
        )


def _speaks(unit: Unit, document: Document) -> bool:
    return len(unit.text) >= LEAST and not is_heading(unit) and unit.text.strip() != document.title


# The year before


def _beside(figure: Indicator, told: Told) -> Highlight:
    if not figure.name or figure.year is None:
        return Highlight(figure=figure)
    region = figure.region or told.document.region
    year = figure.year - 1
    holdings = Holdings(documents=told.documents)
    held = year in holdings.years((region,) if region else (), plan=figure.plan)
    before = next((each for each in told.around if _same(each, figure, year)), None)
    return Highlight(figure=figure, before=before, held_before=held or before is not None)


def _same(one: Indicator, figure: Indicator, year: int) -> bool:
    """Whether two figures say the same of two years: result beside result, goal beside goal, in one measure and scope."""
    return (
        one.year == year
        and one.state == "reported"
        and (one.plan, one.period, one.scope) == (figure.plan, figure.period, figure.scope)
        and one.region in (None, figure.region)
        and _name(one) == _name(figure)
        and units.kind(one.unit) == units.kind(figure.unit)
    )


def _name(figure: Indicator) -> str:
    return key(standard(figure.name) or figure.name)
