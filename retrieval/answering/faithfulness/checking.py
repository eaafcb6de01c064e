"""One sentence held to its citations: every rule in turn, the first that fails gives the reason. Pure and deterministic."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from retrieval.answering.faithfulness import calculation, claims, places, plain, safety, sides, standing
from retrieval.answering.faithfulness.binding import Bound, Loose, bind
from retrieval.answering.faithfulness.comparing import compared
from retrieval.answering.faithfulness.facts import Stated, read
from retrieval.answering.faithfulness.grounds import Ground, cited, ground, short
from retrieval.answering.faithfulness.model import Evidence, Sentence, Verdict
from retrieval.answering.faithfulness.sides import Head
from retrieval.answering.faithfulness.weighing import Value
from retrieval.answering.faithfulness.words import cover, exchanged
from retrieval.parsing.numerals import arabic
from retrieval.parsing.regions import Gazetteer
from retrieval.parsing.status import Status

#: A clause must stand in its evidence to this share, one sentence of it to the second; a stretch as long as the third fails alone.
COVERED, TOGETHER, STRANGE = 0.72, 0.55, 2
#: A citation that shares less than this with every clause proves nothing.
IDLE = 0.25
#: A comparison cites all that it compares.
_RANKED = re.compile(r"不作排名|可比的|中收录|其中\d+地有")
#: Labels and ranks are judged as such.
_LABEL = re.compile(
    r"(?:实际|目标)(?=[:：])|(?:位?列|位?居|排名?)?在?第[\d一二三四五六七八九十]+[位名]?(?![批届次轮期类])|首位|榜首"
)
_FOLLOWS = re.compile(r"^(?:其中|同时|此外|另外|并且|而且|以及)[,:]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a sentence failed, with what a repair needs: the quantity whose mark is missing."""

    reason: str
    loose: Loose | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A sentence with its evidence: the failure, or what proves it."""

    failure: Failure | None
    bound: tuple[Bound, ...] = ()
    used: Mapping[str, tuple[Stated, ...]] = field(default_factory=dict)


def check(
    sentence: Sentence, offered: Mapping[str, Evidence], head: Head | None = None, *, given: bool = False
) -> Verdict:
    """Judge a sentence by the evidence that it cites. ``head``: what the line before said of year and side.

    ``given``: the sentence is of an answer already given, which may quote what asks the reader to do something, and rank
    in our own words. Unknown handles count for nothing; a sentence without a known one fails.
    """
    quoted = given and any(
        plain.quotes(sentence.text, offered[each].text) for each in sentence.handles if each in offered
    )
    grounds = [ground(offered[handle], quoted=quoted) for handle in sentence.handles if handle in offered]
    if not grounds:
        return Verdict(text=sentence.text, ok=False, reason="没有出处")
    judged = judge(
        sentence.text, grounds, head or Head(), rivals=tuple(map(ground, offered.values())), quoted=quoted, given=given
    )
    if judged.failure:
        return Verdict(text=sentence.text, ok=False, reason=judged.failure.reason)
    spans = tuple(cited(one, judged.used.get(one.evidence.handle, ())) for one in grounds)
    return Verdict(text=sentence.text, ok=True, citations=spans)


def judge(
    text: str,
    grounds: Sequence[Ground],
    head: Head,
    *,
    rivals: Sequence[Ground] = (),
    quoted: bool = False,
    given: bool = False,
) -> Judged:
    """Every rule over one sentence and the evidence that it cites. ``rivals``: all that was offered."""
    unsafe = safety.unsafe(
        plain.ENGLISH.sub("", text), " ".join(one.text + one.around for one in grounds), quoted=quoted
    )
    if unsafe:
        return Judged(failure=Failure(reason=unsafe))
    if calculation.is_one(text):
        wrong = calculation.wrong(text, grounds)
        return Judged(failure=Failure(reason=wrong) if wrong else None)
    judged = _Judge(text, grounds, head, rivals, given=given)
    return Judged(failure=None) if not judged.says_anything() else judged.run()


@dataclass(frozen=True, slots=True)
class _Case:
    """What a clause tells of year and period, and what its evidence may be. ``known``: the sentence of the evidence."""

    told: Status
    clause: int
    states: Sequence[Status]
    known: str


class _Judge:
    """One judgement. The rules run in the order of how telling their reasons are."""

    def __init__(
        self, text: str, grounds: Sequence[Ground], head: Head, rivals: Sequence[Ground], *, given: bool
    ) -> None:
        self._grounds = grounds
        self._head = Head() if sides.has_head(text) else head
        self._ranked = bool(_RANKED.search(arabic(text)))
        self._gazetteer = Gazetteer.load()
        bare = plain.own(text, grounds)
        self._compared = compared(
            bare,
            places.named(bare, grounds, self._gazetteer),
            grounds,
            rivals,
            given=given,
            ours=given and self._ranked,
        )
        self._text = self._compared.text
        self._said = read(self._text)
        self._bound: list[Bound] = []
        found = places.named(self._text, grounds, self._gazetteer)
        self._named = found
        begins = found[0].name if found and found[0].start == 0 else None
        here = next((one.place for one in grounds if begins and one.place and short(begins) == short(one.place)), None)
        if here and head.region and short(here) not in head.region:
            self._head = Head()  # another region's line
        self._clauses = places.by_clause(self._said, found, grounds)

    def says_anything(self) -> bool:
        """Whether more is said than which document there is: 已收录《…》."""
        return bool(re.sub(r"已收录|[,;:。\s]", "", self._text))

    def run(self) -> Judged:
        """The judgement of all rules."""
        failure = (
            self._places()
            or self._comparisons()
            or self._quantities()
            or self._others()
            or self._covered()
            or self._only_around()
        )
        failure = failure or self._states() or self._claims() or self._idle()
        return Judged(failure=failure, bound=tuple(self._bound), used=self._used())

    def _places(self) -> Failure | None:
        reason = places.misplaced(self._text, self._named, self._grounds, self._gazetteer)
        reason = reason or standing.strange_name(self._text, self._grounds)
        reason = reason or sides.strange_years(self._text, self._grounds)
        return Failure(reason=reason) if reason else None

    def _comparisons(self) -> Failure | None:
        return Failure(reason=self._compared.reason) if self._compared.reason else None

    def _quantities(self) -> Failure | None:
        for told in self._said.quantities:
            within = places.owners(told.start, self._said, self._named, self._clauses[told.clause])
            found = bind(told, within, [each.name for each in self._named])
            if isinstance(found, Bound):
                self._bound.append(found)
            elif found.mark or not standing.mentioned(told, within):
                return Failure(reason=found.reason, loose=found if found.mark else None)
        twice = standing.twice(self._bound)
        return Failure(reason=twice) if twice else None

    def _others(self) -> Failure | None:
        for other in self._said.others:
            clause = self._said.clause(other.at)
            within = self._clauses[clause]
            if other.bare:
                within = places.owners(other.at, self._said, self._named, within)
                words = self._bare(self._said.clauses[clause][0], other.at)
                stands = standing.known_bare(other.value, words, within)
            else:
                stands = standing.known_number(other, within)
            if not stands:
                return Failure(reason=f"出处没有“{self._text[max(0, other.at - 1) : other.at + 4]}”")
        return None

    def _covered(self) -> Failure | None:
        for n, (low, high) in enumerate(self._said.clauses):
            clause = _LABEL.sub("", _FOLLOWS.sub("", self._bare(low, high)))
            within = self._clauses[n]
            known = " ".join(f"{one.text} {one.around}" for one in within)
            whole = cover(clause, known)
            if whole.share < COVERED or whole.most >= STRANGE:
                return Failure(reason=f"出处没有“{(whole.strange or (clause,))[0][:12]}”")
            other = exchanged(self._bare(low, high), known)
            if other:
                return Failure(reason=f"出处没有“{other}”")
            if not any(
                cover(clause, f"{each.text} {one.around}").share >= TOGETHER for one in within for each in one.stated
            ):
                return Failure(reason=f"出处没有这样说“{clause.strip(',;:。')[:16]}”")
        return None

    def _only_around(self) -> Failure | None:
        """Headings lend words; a sentence must not stand in them alone, unless it tells where something is written."""
        text = " ".join(each.text for one in self._grounds for each in one.stated)
        if "›" in self._text or cover(self._bare(0, len(self._text)), text).share >= TOGETHER:
            return None
        return Failure(reason="引用的原文没有说这句话")

    def _bare(self, low: int, high: int) -> str:
        """A clause without the regions that it names; they are judged by themselves."""
        text = self._text[low:high]
        for each in reversed(self._named):
            if low <= each.start and each.end <= high:
                text = text[: each.start - low] + " " + text[each.end - low :]
        return text

    def _states(self) -> Failure | None:
        """Year, side and period, figure by figure; of a sentence without figures as a whole."""
        if not any(one.evidence.year for one in self._grounds):
            return None
        cases = [
            _Case(each.told.states[0], each.told.clause, each.known.states, each.stated.text) for each in self._bound
        ]
        if not cases:
            states, known = self._nearest()
            first = self._said.quantities[0].states[0] if self._said.quantities else self._said.state
            cases = [_Case(first, len(self._said.clauses) - 1, states, known)]
        everything = [state for case in cases for state in case.states]
        reason = sides.wrong_head(self._text, everything, self._grounds)
        reason = reason or sides.done_of_goals(self._text, everything, "".join(one.text for one in self._grounds))
        for case in cases:
            if case.told.year is None:
                case = replace(case, told=replace(case.told, year=self._said.state.year))
            reason = reason or self._state(case)
        return Failure(reason=reason) if reason else None

    def _state(self, case: _Case) -> str | None:
        said = self._spoken(case.clause)
        side = sides.side(said, case.known)
        year = case.told.year if case.told.year is not None else self._head.year if side is None else None
        fitting = [state for state in case.states if year is None or state.year in (year, None)] or case.states
        return (
            sides.wrong_year(year, case.states, case.known)
            or sides.wrong_side(side, fitting, said, case.known, self._head)
            or sides.wrong_period(self._text, case.states[:1], case.known, self._head if side is None else Head())
        )

    def _spoken(self, clause: int) -> str:
        """What speaks of the side of a clause: the sentence up to its end, from the last clause that says a side on; or all
        of it where one label holds for all.
        """
        spans = self._said.clauses
        if sides.labels(self._text) == 1:
            return self._text
        end = spans[clause][1]
        for n in range(clause, -1, -1):
            if sides.side(self._text[spans[n][0] : spans[n][1]], "") is not None:
                return self._text[spans[n][0] : end]
        return self._text[:end]

    def _nearest(self) -> tuple[tuple[Status, ...], str]:
        """The states of the evidence that says most of the sentence."""
        shares = [(cover(self._text, each.text).share, each) for one in self._grounds for each in one.stated]
        top = max((share for share, _ in shares), default=0.0)
        best = [each for share, each in shares if share >= top - 0.05]
        states = [each.state for each in best] + [q.states[0] for each in best for q in each.quantities]
        return tuple(dict.fromkeys(states)), "\n".join(each.text for each in best)

    def _claims(self) -> Failure | None:
        known = [each for one in self._grounds for each in one.stated]
        around = " ".join(one.around for one in self._grounds)
        reason = claims.claims(self._said, known, around) or standing.misranked(self._said, self._bound)
        return Failure(reason=reason) if reason else None

    def _idle(self) -> Failure | None:
        """A citation that proves nothing of the sentence."""
        for one in self._grounds if len(self._grounds) > 1 and not self._ranked else ():
            bound = any(each.ground is one for each in self._proofs())
            named = one.place and any(short(each.name) == short(one.place) for each in self._named)
            near = max(cover(self._text[low:high], one.text).share for low, high in self._said.clauses)
            elsewhere = bool(self._named) and not named and len({each.place for each in self._grounds}) > 1
            if not bound and not (named and near >= IDLE) and (near < 2 * IDLE or elsewhere):
                return Failure(reason="有一处出处与这句话无关")
        return None

    def _proofs(self) -> tuple[Bound | Value, ...]:
        return (*self._bound, *self._compared.used)

    def _used(self) -> dict[str, tuple[Stated, ...]]:
        made: dict[str, list[Stated]] = {}
        for proof in self._proofs():
            made.setdefault(proof.ground.evidence.handle, []).append(proof.stated)
        for one in self._grounds:
            if one.evidence.handle not in made and one.stated:
                best = max(one.stated, key=lambda each: cover(self._text, each.text).share)
                made[one.evidence.handle] = [best]
        return {handle: tuple(dict.fromkeys(used)) for handle, used in made.items()}
