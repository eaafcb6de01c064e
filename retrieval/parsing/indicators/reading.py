"""One sentence: its figures with their names. The order of the sentence carries subjects and verbs along."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from retrieval.parsing.indicators import changes, naming, words
from retrieval.parsing.indicators.figures import Figure
from retrieval.parsing.indicators.phrases import LONGEST, Around, Named, cleaned, noun_of, short
from retrieval.parsing.indicators.places import Layout, Place

FORMER = "(此前)"
_FROM = re.compile(r"(?:由(?!于)|从|自)(?P<extra>[^,。;、\d]{0,10}(?:20\d\d年(?:的|底)?)?)$")
_TO = re.compile(
    r"^(?:以上|左右|的)?[^,。;\d]{0,10}?(?:到|至|为|成)(?:(?:20\d\d年|今年|目前|现在|年底)(?:的|底)?)?(?:约|近|超过?|了)?$"
)
_AND = re.compile(r"\s*(?:[、和及与]|以及)\s*")
_GRADE = re.compile(r"(?:国家|省|市|县|区|乡|[一二三])级[、和]*$")
_GRADE_WORD = re.compile(r"^(?:国家|省|市|县|区|乡|[一二三])级")
_HEAD = re.compile(r"(?:患者)?(?:(?:基层|规范|健康)*管理(?:服务)?(?:率|人数)|[一-龥]{2}(?:率|人数)|占比|比例)$")
_MEASURED = re.compile(r"(?<=[一-龥])\d+[类项个种](?:以上)?(?=[一-龥])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A figure and what it measures. ``at``: where the words of its name begin; ``near``: the words left of the figure.

    ``former``: the words that say the earlier time of a before → after pair (上年的), None for any other figure.
    """

    figure: Figure
    name: str
    at: int
    near: str
    former: str | None = None


@dataclass(slots=True, kw_only=True)
class _Said:
    """What the sentence has said so far. ``part``: its last figure counted a part, in ``unit``."""

    names: list[str] = field(default_factory=list)
    nouns: list[str] = field(default_factory=list)
    verb: str = ""
    part: bool = False
    unit: str = ""

    def add(self, named: Named) -> None:
        self.names.append(named.name)
        self.nouns.append(short(named.noun))
        self.verb = named.verb


class Sentence:
    """Reads the figures of ``plain[start:end]``. ``topic``: what the heading speaks of; ``stops``: see ``Layout``."""

    def __init__(
        self, plain: str, start: int, end: int, figures: Sequence[Figure], *, topic: str = "", stops: Sequence[int] = ()
    ) -> None:
        self._plain = plain
        self._start = start
        self._end = end
        self._topic = topic
        self._layout = Layout(plain, start, end, stops)
        self._places = self._layout.places(figures)
        self._said = _Said()

    def readings(self) -> tuple[Reading, ...]:
        """Every figure with its name, in the order of the sentence."""
        readings: list[Reading] = []
        index = 0
        while index < len(self._places):
            group = self._pair(index) or self._shared(index) or [self._one(index)]
            readings += group
            index += len(group)
        return tuple(readings)

    # Words

    def _left(self, place: Place) -> str:
        """The words left of a figure: of a quotation that it stands in only those inside, of a list only the last."""
        text = self._layout.text(place.left, place.figure.left)
        opened = text.rfind("“")
        if opened > text.rfind("”"):
            text = text[:opened] if place.figure.big and opened == len(text) - 1 else text[opened + 1 :]
        if place.listed and text[:1] not in "、和及与":
            text = re.split("、|和$|及$|与$", text)[-1]
        return _MEASURED.sub("", text)

    def _right(self, index: int) -> str:
        """The words right of a figure, with those that it shares with the next: 城区15分钟、乡村30分钟急救圈."""
        place = self._places[index]
        right = self._layout.text(place.figure.right, place.right)
        grade = _GRADE.match(right.strip())
        if grade:
            return grade[0].strip("、和 ") + _GRADE_WORD.sub("", self._right_of_next(index).strip())
        if place.figure.kind == "time" and right.strip(" ”")[:1] in ("", "、", "和"):
            return self._right_of_next(index)
        return self._purpose(place, right) if place.figure.kind == "money" else right

    def _right_of_next(self, index: int) -> str:
        """The words right of the next figure of a list, of the same unit; "" where there is none."""
        following = self._places[index + 1] if index + 1 < len(self._places) else None
        if not following or not following.listed or following.figure.unit != self._places[index].figure.unit:
            return ""
        return self._layout.text(following.figure.right, following.right)

    def _purpose(self, place: Place, right: str) -> str:
        """What stands behind an amount up to the end of the clause, where only a verb parts it from the next figure."""
        verb = right.strip()
        if place.right >= self._end or not (words.MAKING.fullmatch(verb) or words.KEEPING.fullmatch(verb)):
            return right
        rest = self._plain[place.right : self._layout.clause(place.right)[1]]
        return right + re.sub(r"^\d+(?:[余多]?[个所家处名项张台])?", "", rest)

    def _around(self, index: int) -> Around:
        place, said = self._places[index], self._said
        following = self._plain[place.right : min(self._end, place.right + 16)].lstrip(",、")
        return Around(
            left=self._left(place),
            right=self._right(index),
            before=self._layout.text(self._start, place.left),
            names=tuple(said.names),
            nouns=tuple(said.nouns),
            verb=said.verb,
            topic=self._topic,
            listed=place.listed,
            part=self._is_part(place),
            following=re.split(r"[,。;:]", following)[0],
        )

    def _is_part(self, place: Place) -> bool:
        """Whether a figure counts a part: it stands in brackets, behind 其中, or goes on such a list."""
        if not self._said.names:
            return False
        own = self._plain[place.left : place.figure.left]
        return place.inside or "其中" in own or (self._said.part and place.figure.unit == self._said.unit)

    # Readings

    def _reading(self, place: Place, name: str, former: str | None = None) -> Reading:
        near = self._plain[place.left : place.figure.left]
        return Reading(figure=place.figure, name=name, at=place.left, near=near, former=former)

    def _one(self, index: int) -> Reading:
        place = self._places[index]
        around = self._around(index)
        changed = changes.change(around.left, place.figure, around)
        if changed:
            return self._reading(place, changed.name)
        named = naming.name(place.figure, around)
        if not place.inside:
            self._said.add(named)
            self._said.part, self._said.unit = around.part, place.figure.unit
        return self._reading(place, named.name)

    def _pair(self, index: int) -> list[Reading]:
        """由2种扩展至29种: two readings, the earlier one first; [] where the figure opens no such pair."""
        if index + 1 >= len(self._places):
            return []
        first, second = self._places[index], self._places[index + 1]
        left = self._left(first)
        origin = _FROM.search(left)
        if not origin or first.inside or not _TO.match(self._plain[first.figure.right : second.figure.left]):
            return []
        right = self._layout.text(second.figure.right, second.right)
        around = replace(self._around(index), left=left[: origin.start()], right=right)
        named = naming.name(replace(second.figure, unit=second.figure.unit or first.figure.unit), around)
        averaged = re.search("[月年日周]均", origin["extra"])
        full = short((averaged[0] if averaged and averaged[0] not in named.name else "") + named.name)
        self._said.add(replace(named, name=full))
        return [
            self._reading(first, full[: LONGEST - len(FORMER)] + FORMER, origin["extra"]),
            replace(self._reading(second, full), at=first.left),
        ]

    def _shared(self, index: int) -> list[Reading]:
        """甲类、乙类分别补助300元、500元: as many names as figures; [] where 分别 does not stand before the figure."""
        head, split, tail = self._left(self._places[index]).partition("分别")
        group = self._enumeration(index)
        items = self._items(head, len(group)) if split else []
        if not items:
            return []
        around = self._around(index)
        readings = [self._item(place, item, tail, group, around) for place, item in zip(group, items, strict=True)]
        for item, reading in zip(items, readings, strict=True):
            self._said.add(Named(name=reading.name, noun=item))
        return readings

    def _enumeration(self, index: int) -> list[Place]:
        """The figures from ``index`` on that only 、 or 和 parts."""
        group = [self._places[index]]
        for place in self._places[index + 1 :]:
            if not _AND.fullmatch(self._plain[group[-1].figure.right : place.figure.left]):
                break
            group.append(place)
        return group

    def _items(self, head: str, size: int) -> list[str]:
        items = [item for item in re.split(r"[、,]|(?<!\()(?:和|及|与)", head) if item.strip()]
        if size > 1 and len(items) >= size:
            return _headed([_tidy(item) for item in items[-size:]])
        return self._said.names[-size:] if size > 1 and len(self._said.names) >= size else []

    def _item(self, place: Place, item: str, tail: str, group: Sequence[Place], around: Around) -> Reading:
        figure = place.figure
        if figure.kind in ("plain", "count") and group[-1].figure.kind == "points":
            figure = group[-1].figure.like(figure)
        compared = words.COMPARED.search(around.left)
        left = tail if words.COMPARED.search(tail) or not compared else compared[0] + tail
        changed = changes.change(left, figure, replace(around, left=item + tail, names=(item,), right=""))
        rest = cleaned(tail)
        name = changed.name if changed else short(item + (noun_of(tail) if len(rest) > 2 else rest))
        return replace(self._reading(place, name), figure=figure, at=group[0].left)


def _tidy(item: str) -> str:
    """One of the things that 分别 hands values out to: 对实际入托家庭的3岁以下二孩 → 3岁以下二孩."""
    item = re.sub(r"(?:的?(?:家庭|夫妇|人员|对象|群众))?(?:每人|每户|每家)?$", "", cleaned(item)) or item
    item = re.sub(r"^.*(?:家庭|人员|对象)的(?=.{2})", "", item)
    return re.sub(r"^(?:对|向|给|为|将|把)", "", item)


def _headed(items: list[str]) -> list[str]:
    """高血压, 糖尿病患者规范管理率: what only the last of a list says holds for all."""
    head = _HEAD.search(items[-1])
    if not head:
        return items
    return [item if words.RATE_END.search(item) or item.endswith("数") else _with_head(item, head[0]) for item in items]


def _with_head(item: str, head: str) -> str:
    return item + (head.removeprefix("患者") if words.PERSONS.search(item) else head)
