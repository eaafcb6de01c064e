"""Holdings of invented cities to ask about, and short ways to ask."""

from __future__ import annotations

from datetime import date

from retrieval.model import Document, Part, Profile, Query, Region, Thread
from retrieval.parsing.regions import Gazetteer
from retrieval.search.understanding import Holdings, understand

PROVINCE = Region(name="江岚省", short="江岚", level="省级")
QINGLAN = Region(name="青岚市", short="青岚", level="地级市", province="江岚省", parent="江岚省")
YUNZE = Region(name="云泽市", short="云泽", level="地级市", province="江岚省", parent="江岚省")
LINXI = Region(name="临溪县", short="临溪", level="县级", province="海岚省", parent="望川市")

#: (year, plan) of the parts of a region's only report.
RESULT_AND_GOAL = ((2024, False), (2025, True))
GOAL = ((2024, True),)
RESULT = ((2024, False),)

TODAY = date(2026, 3, 1)


def document(region: Region, sides: tuple[tuple[int, bool], ...]) -> Document:
    """A report of a region with one part a side."""
    parts = tuple(Part(title=f"{year}年{'要点' if plan else '总结'}", year=year, plan=plan) for year, plan in sides)
    years = tuple(sorted({year for year, _ in sides}))
    profile = Profile(title=f"{region.name}报告", region=region, years=years, kind="总结+要点")
    return Document(id=region.short, key=region.name, version=1, profile=profile, parts=parts, sections=1)


HOLDINGS = Holdings(
    documents=(document(QINGLAN, RESULT_AND_GOAL), document(YUNZE, GOAL), document(LINXI, RESULT_AND_GOAL))
)


def real(*names: str, sides: tuple[tuple[int, bool], ...] = RESULT_AND_GOAL) -> Holdings:
    """Holdings of regions that exist; only their names are used."""
    regions = [Gazetteer.load().named(name)[0] for name in names]
    return Holdings(documents=tuple(document(region, sides) for region in regions))


def ask(
    question: str,
    *,
    thread: Thread | None = None,
    holdings: Holdings = HOLDINGS,
    today: date = TODAY,
    home: str | None = None,
) -> tuple[Query, ...]:
    """All questions of a message."""
    return understand(question, thread=thread, holdings=holdings, gazetteer=Gazetteer.load(), today=today, home=home)


def one(question: str, **settings: object) -> Query:
    """The only question of a message."""
    (query,) = ask(question, **settings)  # type: ignore[arg-type]  # the settings of ask
    return query


def chat(*questions: str, **settings: object) -> Query:
    """The last of several questions of one chat."""
    thread = None
    query = None
    for question in questions:
        query = ask(question, thread=thread, **settings)[-1]  # type: ignore[arg-type]  # the settings of ask
        thread = Thread(
            regions=query.regions, years=query.years, plan=query.plan, topic=query.topic, asked=query.question
        )
    assert query is not None
    return query
