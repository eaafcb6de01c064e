"""Names of counts."""

from __future__ import annotations

import re

from retrieval.parsing.indicators import words
from retrieval.parsing.indicators.figures import Figure
from retrieval.parsing.indicators.phrases import (
    LONGEST,
    Around,
    Named,
    cleaned,
    joined,
    plain,
    subject_of,
    unquoted,
    until_stop,
    verb_and_noun,
)
from retrieval.parsing.indicators.units import TIMES

_STOPS = ("", "、", ",", ";", ":", "。", ")", "(", "与", "和", "及", "\n")
_AFTER_NOUN = ("人", "人次", "次", "例", "例次", "场次", "户次", "件次", "剂次", "项次", "户", "台次", "家次", "份次")
_OF_TIMES = {"次": "次数", "场": "场次", "轮": "轮次", "期": "期数", "届": "届数"}
_PLACE = re.compile("省|市|县|区|乡|镇|村|州|街道|社区|乡镇")
_PRONOUN = re.compile("其中|两者|上述|以上|包括|含|分别|各|等|全[市省县区]|[一-龥]")
_TOWARDS = re.compile("(?<=.)对(?![象口外])")
_EACH = re.compile(
    r"每个?[一-龥]{1,8}?(?:县市区|县区|区县|区|县|市|镇|乡|街道|村|机构|单位|医院|家庭|社区|\))|各[一-龥()]{1,4}[区县市镇乡]"
)


def count(figure: Figure, around: Around) -> Named:
    """The name of a count: 中心药房数, 门急诊人次, 千人口床位数."""
    suffix = _suffix(figure.unit)
    left = cleaned(around.left)
    based = _per_head(left)
    if based:
        return Named(name=_ending(based, "数"), noun=based)
    right = _right_noun(around.right, around.following)
    if figure.big:
        right = right.removesuffix("建设")
    if figure.unit == "部门":
        return Named(name=until_stop(around.right).rstrip("对向") + "部门数", noun="部门")
    if right and not _is_named(left, around.right, figure.unit):
        return _counted_right(left, right, suffix, around)
    return _counted_left(left, suffix, around)


def _per_head(left: str) -> str:
    """The name of a measure per head, from 每千名3岁以下婴幼儿拥有托位 or 全科医生达到每万人口; "" for any other."""
    behind = re.match(r"(.{2,14}?)(?:达到?|为)?(每[百千万十\d]+万?人口)(?:拥有|有)?$", left)
    if behind:
        return behind[2] + behind[1]
    found = words.BASE_OF.search(left)
    if not found:
        return ""
    named = left if found.start() <= 8 else left[found.start() :]
    return re.sub("拥有|有(?=执业|注册)", "", named, count=1)


def _counted_left(left: str, suffix: str, around: Around) -> Named:
    """建成中心药房8个, 新增托位900个, 其中三级医院7家: the thing stands before the figure."""
    verb, noun = verb_and_noun(left)
    if not noun or _PRONOUN.fullmatch(noun):
        return _of_subject(verb, suffix, around)
    if re.search(r"的(?:共?有|达到?)?\s*$", around.left):
        return Named(name=_ending(left, suffix), noun=left)
    if around.part and (words.PART.fullmatch(noun) or words.BASE_OF.match(around.names[-1])):
        return _part_of(noun, suffix, around)
    if around.listed and not verb and not words.MAKING.match(left):
        verb = around.verb
    if not verb and words.GENERIC.match(noun):
        subject = subject_of(around)
        return Named(name=_ending(joined(subject, noun), suffix), noun=subject)
    if not verb and len(noun) < 3 and suffix == "数" and not around.nouns and len(around.topic) < 12:
        noun = joined(around.topic, noun)
    return Named(name=_ending(verb + noun, suffix), noun=noun, verb=verb)


def _of_subject(verb: str, suffix: str, around: Around) -> Named:
    """A figure with only a verb, or nothing, before it counts what the sentence is about: 全年选送52名, (累计11家)."""
    subject = subject_of(around)
    if verb:
        return Named(name=_ending(subject + verb, suffix), noun=subject, verb=verb)
    known = around.names[-1] if around.names and around.names[-1].endswith(suffix) else subject
    more = "累计" if "累计" in around.left else ""
    return Named(name=_ending(more + (subject if more else known), suffix), noun=subject, verb=verb)


def _part_of(noun: str, suffix: str, around: Around) -> Named:
    """A part of what was counted before: 科研课题20项,其中药学类8项 → 科研课题数(药学类)."""
    whole = subject_of(around)
    based = words.BASE_OF.match(around.names[-1]) if around.names else None
    if based:
        return Named(name=_ending(based[0] + noun, suffix), noun=noun)
    if not whole or whole == noun:
        return Named(name=_ending(noun, suffix), noun=noun)
    return Named(name=_ending(whole, suffix) + f"({noun})", noun=whole, verb=around.verb)


def _is_named(left: str, right: str, unit: str) -> bool:
    """Whether the words left of a figure name it although words follow: 门急诊829万人次, 床位97张全部开放."""
    if re.search("(?:数|总数|总量|数量)$", left) or right.lstrip()[:1] in _STOPS:
        return True
    return unit.split("/")[0] in _AFTER_NOUN and len(left) >= 3


def _right_noun(right: str, following: str) -> str:
    """The counted thing right of a figure, with a telling predicate: 14家医疗机构完成软件部署 → 医疗机构完成软件部署."""
    right = until_stop(right.strip())
    right = re.split(r"(?<=[一-龥])和(?:所有|其他|各)|以及|中$", right)[0].lstrip("的 ")
    if re.match("(?:并|且|均|全部|已|左右|不等)", right):
        return ""
    if len(right) > 16:
        right = re.sub(r"\([^()]*\)(?=.)", "", right)
    hidden = unquoted(right)
    found = _TOWARDS.match(hidden, 1) or words.PREDICATE.search(hidden, 2)
    if not found:
        return words.TAIL.sub("", right)
    noun = words.TAIL.sub("", right[: found.start()])
    return noun + _predicate(noun, right[found.start() :], following)


def _predicate(noun: str, predicate: str, following: str) -> str:
    """What is said of a counted thing, where it tells anything and there is room for it; "" otherwise."""
    predicate = re.sub("^(?:成功|顺利)", "", predicate)
    room = LONGEST - 2 - len(plain(noun))
    if len(plain(predicate)) > room:
        predicate = re.split("并|且|,", predicate)[0]
    if predicate.startswith("通过"):
        told = re.match(r"[提获取完达][一-龥]{3,8}$", following)
        return told[0] if told else ""
    if len(plain(predicate)) > room or words.VAGUE.match(predicate):
        return ""
    return re.sub("^(?:已经?|均|全部)", "", predicate)


def _counted_right(left: str, right: str, suffix: str, around: Around) -> Named:
    """建设6个医共体中心药房: the thing stands behind the figure."""
    each = _EACH.match(left)
    listing, relative = re.search(r"等(?:各类)?$", around.left), around.left.endswith("的")
    if relative:
        right = re.sub(r"^(?:[对将把在]|.*[,、])", "", left).rstrip("的") + right
    else:
        right = _specified(left, right, bool(listing))
    verb = "" if listing or relative else _last_verb(left) or (around.verb if around.listed else "")
    noun = right[: found.start()] if len(right) > 12 and (found := words.PREDICATE.search(right, 2)) else right
    thing = words.SEPARATORS.sub("", right) or right
    prefix = each[0].replace("个", "", 1) if each else ""
    return Named(name=_ending(prefix + verb + thing, suffix), noun=noun if len(noun) > 3 else thing, verb=verb)


def _specified(left: str, right: str, listing: bool) -> str:
    """A thing of few words with what stands before its figure: 廉洁从业九项准则, 胸痛、卒中等五大中心."""
    if len(right) > 4:
        return right
    if _last_verb(left) or re.search("^[在第]|[对向为给将把]$", left):
        return right
    thing = verb_and_noun(left)[1]
    if "、" in thing:
        thing = _items(thing) if listing or len(right) <= 3 else ""
    elif len(thing) > 12:
        return right
    if len(thing) < 2 or words.KEEPING.fullmatch(thing) or words.MAKING.fullmatch(thing):
        return right
    return joined(thing.strip("“”"), right)


def _items(thing: str) -> str:
    """A short list as it stands; of a long one what follows its 等."""
    if len(thing) <= 16:
        return thing
    _, cut, last = thing.rpartition("等")
    return last if cut else ""


def _last_verb(left: str) -> str:
    found = re.search(rf"(?:{words.KEEP})$", left)
    return found[0] if found else ""


def _suffix(unit: str) -> str:
    """How the name of a count in this unit ends: 人次, 次数, 面积, for most 数."""
    plain_unit = unit.split("/")[0]
    if plain_unit.endswith("次") and len(plain_unit) > 1:
        return plain_unit
    if plain_unit in TIMES:
        return _OF_TIMES.get(plain_unit, plain_unit + "数")
    if _PLACE.fullmatch(plain_unit):
        return plain_unit + "数"
    return {"例": "例数", "分": "得分", "平方米": "面积", "亩": "面积", "公里": ""}.get(plain_unit, "数")


def _ending(text: str, suffix: str) -> str:
    """``text`` as the name of a count."""
    text = words.SEPARATORS.sub("", text) or text
    return text if not suffix or text.endswith(suffix) or words.COUNT_END.search(text) else text + suffix
