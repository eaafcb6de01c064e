"""Figures as proof: their numbers in a message, and where the links behind the numbers lead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.rendering import texts
from bot.rendering.refs import PageLink, Target, section_link, stretch
from bot.rendering.rich import Rich, link
from retrieval import Indicator, Line, StoredSection

Key = tuple[str, str]


def key_of(figure: Indicator) -> Key:
    """A figure's section and quote."""
    return (figure.section_id or "", figure.quote)


def numbered(figures: Iterable[Indicator]) -> dict[Key, int]:
    """Section and quote → number, in the order they come; figures of one sentence share one."""
    keys = dict.fromkeys(key_of(figure) for figure in figures if figure.section_id)
    return {key: n for n, key in enumerate(keys, 1)}


def by_number(figures: Iterable[Indicator], numbers: Mapping[Key, int]) -> dict[int, Indicator]:
    """Number → the first figure that bears it, ascending."""
    found = {n: figure for figure in reversed(list(figures)) if (n := numbers.get(key_of(figure))) is not None}
    return dict(sorted(found.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Numbers of figures and links to them. ``sections``: those that are still there, of the page that is shown.

    ``page``: where the links lead; None: into the chat.
    """

    bot: str
    page: PageLink | None = None
    numbers: Mapping[Key, int] = field(default_factory=dict)
    sections: Mapping[str, StoredSection] = field(default_factory=dict)

    def target(self, figure: Indicator) -> Target | None:
        """The section of a figure, with its quote where that stands there; None for a section that is gone."""
        section = self.sections.get(figure.section_id or "")
        return stretch(section, figure.quote) if section else None

    def said(self, line: Line, figures: Iterable[Indicator]) -> Rich:
        """A sentence of the language model over figures, with the links of those that prove it, and whose words it is."""
        proven = [figure for figure in figures if self.numbers.get(key_of(figure)) in line.citations]
        return Rich(line.text) + self.marks(proven) + f"（{texts.WORDED}）"

    def marks(self, figures: Iterable[Indicator]) -> Rich:
        """`` [1] [2]``, each a link; numbers without a section stay away."""
        whole = Rich()
        targets = {self.numbers.get(key_of(figure)): self.target(figure) for figure in figures}
        for n, target in targets.items():
            if n is not None and target is not None:
                whole = whole + " " + link(f"[{n}]", section_link(self.bot, target, self.page))
        return whole
