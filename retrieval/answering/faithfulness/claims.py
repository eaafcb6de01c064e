"""What a sentence claims beyond numbers: negation, rank, reach, cause, praise, change. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.answering.faithfulness.binding import DOWN, UP
from retrieval.answering.faithfulness.facts import Stated
from retrieval.answering.faithfulness.words import cover

_IDIOMS = re.compile(
    r"不(?:断|仅|但|少于|低于|超过|高于|多于|小于|大于|下于|良|同|动产|孕|育(?!儿)|明|足|到(?=\d)|等|可或缺|可|限|定期|力|得不|少|例外|懈|忘|止|懂|拘|俗|平凡|知|合格|达标|规范|满|适|安全|予许可)"
    r"|未(?:来|成年|病|婚|满)|无(?:偿|障碍|烟|创|缝|菌|害|症状|证|痛|纸|人|疑|线|锡|忧|价|限|形|接触|感|差别|差异|党派|还款|假|毒|废|主)|非(?:遗|物质|公|法|营利|免疫|药物|凡|常|洲|传统|医保|典型|急|编|在编|全日制|现场|接触|户籍|住院|临床|手术)"
    r"|没收|罚没|莫不|毫不|从不|决不|绝不|不忘初心|无不|并无二致|防未病|治未病"
)
_NOT = re.compile(
    r"尚未|并未|从未|没有|未能|未予|不予|不能|不再|不会|不曾|并不|并非|不是|未|不|无|没|非|停止|暂停|中止|取消|终止|拒绝|放弃|缺乏|缺少|难以|免于|撤销"
)
_SIGN = re.compile(r"[不未无非没](?=[\u4e00-\u9fff]{2})")
_SOFT = re.compile(r"^(?:能|予|再|会|曾|有|以|被|得|完全|全部|及时|按期|真正|明确|在|对|于|的)+")
#: Words that stand in a sentence only where they stand in its evidence; each group counts as one word.
_CLAIMS: tuple[tuple[str, ...], ...] = (
    ("首位", "榜首", "居首", "第一(?![批季轮期届人民中附医线责时方类产])", "第1(?:位|名)?(?!\\d)"),
    ("首次",), ("首个", "首家", "首例", "第一个", "第一家"), ("首创", "率先"), ("唯一",), ("最[高低大小多少好快优佳]",), ("领先",), ("前列", "前茅"),
    ("全国",), ("全省", "全自治区"), ("国家级",), ("省级",), ("市级",), ("县级",), ("世界", "国际", "全球"),
    ("及以上",), ("及以下",), ("在[^,。;]{2,12}(?:支持|帮助|指导|领导|带动|推动|关心)下",),
    ("得益于", "归功于", "受益于"), ("由于", "因为", "缘于"), ("因此", "所以", "因而", "从而"), ("导致", "造成", "致使"), ("使得",), ("带动", "促使"),
    ("显著", "明显", "大幅", "较大幅度"), ("成效", "效果", "成果"), ("圆满", "顺利"), ("超额",), ("提前",), ("有效",), ("成功",), ("优秀", "优异", "良好"),
    ("表彰", "表扬", "通报", "肯定", "好评", "赞誉"), ("群众满意", "满意度"), ("翻番", "翻一番"), ("稳居", "跃居", "蝉联"), ("突破性", "零突破"), ("历史新高", "新高"),
    ("全部", "所有", "一律", "全覆盖", "全面覆盖", "100%"), ("仅有?", "只有"), ("严重",), ("连续",), ("免费",), ("强制",), ("试点",),
    ("每年", "/年", "年均"), ("每月", "/月", "月均"), ("每[天日]", "/[天日]", "日均"), ("每周", "/周"), ("每季度?", "/季度"),
)  # fmt: skip
_RANKS = r"第\s*[\d一二三四五六七八九十]+(?!批|届|次|轮|个|家)|首位|榜首|首个|首家|首例|首创|率先|前列|前茅|前[\d一二三四五六七八九十]+|领先|唯一|最[高低大小多少好快优佳]"
_RANKED = re.compile(rf"(?P<area>全国|全省|世界|全球|国际|亚洲)[^,。;]{{0,6}}?(?:{_RANKS})")
_COMPILED = tuple(tuple(re.compile(word) for word in group) for group in _CLAIMS)
#: A state of work is told as its evidence tells it.
_FINISHED = re.compile(r"完成|建成|竣工|投用|投入使用|达成|交付|验收|结项|落成")
_BEGUN = re.compile(r"启动|开工|筹备|谋划|推进|推动|加快|争创|创建|申报|在建|建设|支持|深化")
_RISING = re.compile(UP.pattern + "|新增|增设|净增")
_RATE = re.compile(r"增幅|涨幅|降幅|增速")
_COMPARED = re.compile(r"同比|环比|[较比](?:去年|上年|前年|往年|上一年|同期|年初|20\d\d年)|增速|涨幅|降幅|增幅")


def claims(said: Stated, known: Sequence[Stated], around: str) -> str | None:
    """What the sentence claims that the evidence does not; None where nothing. ``around``: headings and title."""
    text = "\n".join(each.text for each in known)
    if len(text) == 0:
        return "出处没有正文"
    return (
        _negated(said.text, text)
        or _unbacked(said.text, text + " " + around)
        or _ranked(said.text, text)
        or _finished(said.text, text)
        or _changed(said, known)
        or _opposite(said.text, text)
    )


def _negated(said: str, known: str) -> str | None:
    """A negation that the evidence lacks, or one that it has and the sentence lost."""
    ours, theirs = _negations(said), _negations(known)
    for at, after in ours:
        if not _same_after(after, [each for _, each in theirs]):
            return f"原文没有说“{said[at : at + 5]}”"
    plain, ours_bare = _bare(known), _bare(said)
    cores = {after[:2] for _, after in theirs} | {
        known[found.end() : found.end() + 2] for found in _SIGN.finditer(known)
    }
    for core in sorted(core for core in cores if len(core) == 2):
        lost = re.search(rf"(?<![不未无非没]){core}", ours_bare)
        if lost and not re.search(rf"(?<![不未无非没]){core}", plain):
            return f"原文说的是否定（…{core}），这里成了肯定"
    return None


def _negations(text: str) -> list[tuple[int, str]]:
    """(offset, the four characters that are negated) of each negation, idioms left out."""
    hidden = _IDIOMS.sub(lambda found: "\ue000" * len(found[0]), text)
    made = []
    for found in _NOT.finditer(hidden):
        rest = re.sub(r"[^\u4e00-\u9fff\d]", "", text[found.end() : found.end() + 8])
        made.append((found.start(), _SOFT.sub("", rest)[:4]))
    return made


def _same_after(after: str, others: Sequence[str]) -> bool:
    if not after:
        return bool(others)
    return any(after[:2] in other or other[:2] in after for other in others if other)


def _bare(text: str) -> str:
    """Text without negated words: what is said in the positive."""
    hidden = _IDIOMS.sub(lambda found: "\ue000" * len(found[0]), text)
    spans = []
    for found in _NOT.finditer(hidden):
        soft = _SOFT.match(text[found.end() :])
        spans.append((found.start(), found.end() + (soft.end() if soft else 0) + 2))
    made, last = [], 0
    for low, high in spans:
        made.append(text[last:low])
        last = max(last, high)
    return "\ue001".join([*made, text[last:]])


def _unbacked(said: str, known: str) -> str | None:
    for group in _COMPILED:
        found = next((match for pattern in group if (match := pattern.search(said))), None)
        if found and not any(pattern.search(known) for pattern in group):
            return f"原文没有说“{found[0]}”"
    return None


def _ranked(said: str, known: str) -> str | None:
    """A rank among those of an area that the evidence ranks it in no list of."""
    for found in _RANKED.finditer(said):
        area = found["area"]
        if not re.search(rf"{area}[^,。;]{{0,8}}?(?:{_RANKS})", known):
            return f"原文没有说“{found[0]}”"
    return None


def _finished(said: str, known: str) -> str | None:
    """建成 or 完成 of what is only begun."""
    found = _FINISHED.search(said)
    if found and not _FINISHED.search(known) and _BEGUN.search(known) and not _BEGUN.search(said):
        return f"原文没有说已“{found[0]}”"
    return None


def _changed(said: Stated, known: Sequence[Stated]) -> str | None:
    """A rise or fall told without its figure must be told so by the evidence, of the same thing."""
    counted = {quantity.clause for quantity in said.quantities}
    for n, (low, high) in enumerate(said.clauses):
        clause = said.text[low:high]
        told = _COMPARED.search(clause) or UP.search(clause) or DOWN.search(clause)
        if n in counted or not told:
            continue
        moved = _RATE.sub("", clause)
        up, down = bool(_RISING.search(moved)), bool(DOWN.search(moved))
        alike = [
            other
            for other in _texts(known)
            if (told[0] in other and not (up or down))
            or (up and _RISING.search(_RATE.sub("", other)))
            or (down and DOWN.search(_RATE.sub("", other)))
        ]
        if not any(cover(clause, other).share >= 0.7 for other in alike):
            return f"原文没有这样说“{clause.strip(',;:。')}”"
    return None


def _texts(known: Sequence[Stated]) -> list[str]:
    """Clauses of the evidence, each also with the one before it."""
    made = []
    for each in known:
        spans = each.clauses
        made += [each.text[spans[max(0, n - 1)][0] : high] for n, (_, high) in enumerate(spans)]
    return made


def _opposite(said: str, known: str) -> str | None:
    for one, other in (
        ("扩大", "缩小"),
        ("增加", "减少"),
        ("加强", "削弱"),
        ("上升", "下降"),
        ("提高", "降低"),
        ("提升", "下降"),
        ("开放", "关闭"),
        ("新增", "减少"),
        ("启动", "停止"),
        ("高于", "低于"),
        ("优于", "劣于"),
        ("多于", "少于"),
    ):
        for word, against in ((one, other), (other, one)):
            if word in said and word not in known and against in known and against not in said:
                return f"原文说的是“{against}”，不是“{word}”"
    return None
