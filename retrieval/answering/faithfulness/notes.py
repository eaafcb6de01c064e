"""Lines of ours that state nothing of a report: refusals, coverage, comparability, how a question was read. Pure.

They carry no citation. Each form is written as :mod:`retrieval.answering.wording` and the comparison word it; nothing else
may stand in such a line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from retrieval.answering.wording import ENGLISH_REFUSALS, REFUSALS
from retrieval.model import Missing
from retrieval.parsing.text import narrow

_NAMES = r"[^,。;:!?]{0,60}"
_TITLE = r"《[^《》]{1,120}》"
_SIDE = r"(?:[^,。;:!?\s]{2,20})?(?:\d{4}年)?(?:[^,。;:!?\d]{0,8}|[\d-]{1,5}月|前[二三]季度)?(?:实际|目标)?"
_FORMS = (
    rf"{_SIDE}:?报告未载(?:\(只收录[^()]{{1,20}}\))?",
    r"[^,。;:!?\d]{2,20}:(?:报告未提及|未收录)",
    rf"{_SIDE}:原文已脱敏,未给出数值",
    rf"(?:级别|口径|单位)不同:{_NAMES}(?:\({_NAMES}\){_NAMES}){{1,12}}",
    r"年份不同:(?:(?:\d{4}年|年份不详)\([^()]{1,60}\)、?){2,}",
    r"[^,。;:!?\d]{2,80}?(?:等\d+地)?只有目标,未载实际,不与实际值比较",
    rf"{_SIDE}(?:\([^()]{{1,20}}\))?有不同的数值:.{{1,60}},各见出处",
    r"[%‰/\w、\u4e00-\u9fff]{1,24}按同一单位折算后比较",
    r"收录 ?\d+(?:/\d+)? ?[地市](?:;[^。!?]{1,120})?",
    rf"已收录:(?:{_NAMES}|{_TITLE})",
    r"已收录年份:\d{4}(?:、\d{4})*",
    r"收录\d+份报告(?:,涉及\d+个地区:[^,。;:!?]{1,120})?",
    r"还没有收录任何报告",
    r"没有可比的确数,未作计算",
    r"另有\d+条未列出",
    r"(?:没有可比的数值|只有1地有数值|(?:级别不同|年份不同|有的是目标|单位不同|口径不同|有的只给上下限)(?:、(?:年份不同|有的是目标|单位不同|口径不同|有的只给上下限))*),不作排名",
    r"\d+地(?:中收录\d+地)?,均未提及",
    r"按上文:.{1,60}",
    r"按“[^“”]{1,20}”答\((?:问句写作|原文)“[^“”]{1,20}”\)",
    r"\d{4}年未收录,按\d{4}(?:、\d{4})*年答",
    r"(?:今年|去年|明年|前年|最近一年|最新)[^,。;!?]{0,20}按\d{4}年答?",
    r"想问[^,。;:!?]{2,60}的哪方面\?",
    r"“我市”“我省”指哪里\?可先用/home设定,或选一个地区:",
)
_FORM = re.compile("|".join(f"(?:{form})" for form in _FORMS))
_HOLES = {
    "region": r"[^,。;:!?\d]{0,24}?",
    "year": r"(?:\d{4}年?)?",
    "topic": r"[^,。;!?]{0,40}",
    "kind": r"[^,。;:!?\d]{2,6}",
}


def _refusals() -> list[re.Pattern[str]]:
    made = []
    for template in (*REFUSALS.values(), *ENGLISH_REFUSALS.values()):
        parts = re.split(r"\{(\w+)\}", narrow(template))
        made.append(re.compile("".join(_HOLES[part] if n % 2 else re.escape(part) for n, part in enumerate(parts))))
    return made


_REFUSALS = tuple(_refusals())


def is_note(text: str, missing: Sequence[Missing] = (), years: Sequence[int] = (), held: Collection[str] = ()) -> bool:
    """Whether a line without a citation is one of ours.

    ``missing``: what the answer says it lacks; a refusal must agree with it where there is any. ``years``: of the citations;
    a line that says which year was answered must name one of them. ``held``: regions whose reports there are.
    """
    plain = re.sub(r"(?<=[^\x21-\x7e]) +| +(?=[^\x21-\x7e])", "", narrow(text)).strip().rstrip("。.")
    answered = re.search(r"按(\d{4})年答", plain)
    if answered and years and int(answered[1]) not in years:
        return False
    absent = re.fullmatch(r"未收录([^\d]+?)的报告", plain)
    if absent and absent[1] in held:
        return False
    if any(pattern.fullmatch(plain) for pattern in _REFUSALS):
        return not missing or any(_agrees(plain, each) for each in missing)
    return bool(_FORM.fullmatch(plain))


def _agrees(plain: str, missing: Missing) -> bool:
    told = re.findall(r"(?:19|20)\d\d(?=年|报告)", plain)
    return (not missing.region or missing.region in plain) and (
        not told or missing.year is None or str(missing.year) in told
    )
