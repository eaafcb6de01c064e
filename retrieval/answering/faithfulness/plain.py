"""A sentence without what is ours in it: heads in English, titles of its documents, 报告自称, 不作排名. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.answering.faithfulness.grounds import Ground
from retrieval.parsing.numerals import arabic

ENGLISH = re.compile(r"^\s*(?:([\u4e00-\u9fff]{2,12}) )?(?:(\d{4}) ?)?(goal|result): ")
#: Words of ours inside a line that cites: they state nothing of the report.
_OURS = re.compile(
    r",?实际未载|报告自称|\((?:地级|县级|省级|乡镇|级别不详)\)|[;,]?级别不同,不作排名|只有[\d两二三]+个数值,?|可比的\d+地中,?|;另有\d+地[^,;]{0,20}、?[^,;]{0,12}不同,不排"
    r"|^\d+地(?:中收录\d+地)?,其中\d+地有:|等\d+地(?=$|;)|两地相同|\(只收录[^()]{1,20}\)"
)


#: Whose report it is: 据青岚市卫生健康部门2024年总结.
_SOURCE = re.compile(
    r"^((?:据|根据|按照?)[^,:。]{0,12}?)(?:卫生健康|卫健)(?:部门|系统|委员会|委|局)的?(?=[^,:。]{0,10}(?:总结|要点|计划|报告)[,:])"
)


def quotes(text: str, evidence: str) -> bool:
    """Whether a sentence, its head aside, stands in the evidence word by word."""
    plain = re.sub(r"\s", "", arabic(text)).rstrip("。;,")
    return re.sub(r"^[^:]{0,30}:", "", plain, count=1) in re.sub(r"\s", "", arabic(evidence))


def own(text: str, grounds: Sequence[Ground]) -> str:
    """The sentence in Arabic digits without what is ours: titles of its documents, 报告自称, 实际未载, English heads."""
    found = ENGLISH.match(text)
    if found:
        side = "目标" if found[3] == "goal" else "实际"
        text = f"{found[1] or ''}{found[2] + '年' if found[2] else ''}{side}：" + text[found.end() :]
    plain = arabic(text)
    plain = _SOURCE.sub(r"\1", plain)
    for one in grounds:
        if one.evidence.document:
            plain = plain.replace(f"《{arabic(one.evidence.document)}》", "")
    counted = re.search(r"只有([\d两二三]+)个数值", plain)
    if counted and {"2": 2, "两": 2, "二": 2}.get(counted[1]) != len(grounds):
        return plain
    return _OURS.sub(lambda match: "," if match[0][:1] in ",;" else "", plain)
