"""What a line is by its words: a title, an addressee, a signature, a closing. Lines are narrow text, one logical line each."""

from __future__ import annotations

import re

_NOUN = (
    "总结|小结|要点|重点|计划|安排|思路|打算|报告|汇报|意见|方案|规划|通知|通报|情况|纲要|部署|任务|清单|综述|回顾|展望|述职|公报|讲话"
    "|谋划|设想|构想|范文|目标|建议|摘要|材料|公告|决定|办法|措施|举措"
)
_YEAR = r"20(?:\d\d|[xX*×]{2}) ?年|20\d\d-20\d\d|二[零0][零一二三四五六七八九]{2}年"
_TIME = rf"{_YEAR}|年度|半年|季度|今年|明年|\d{{1,2}}月"
_NOTE = r"(?: ?\([^()]{1,40}\)| ?\[[^\[\]]{1,40}\])?"
_TITLE = re.compile(rf"[^。;:!?]{{2,70}}?(?:{_NOUN}){_NOTE}$")
_ABOUT = re.compile(rf"{_TIME}|工作|卫生|健康|卫健|医疗|疾控|政府|关于|下一步")
_GLUED = re.compile(
    rf"[^\s。,;:!?《》]{{0,60}}?(?:{_YEAR})[^\s。,;:!?《》]{{0,40}}?(?:{_NOUN})(?=(?:{_YEAR})(?:[,是,全上在我]|以来))"
)
_PART = re.compile(rf"[^。;!?,:]{{0,36}}(?:{_TIME})[^。;!?,:]{{0,30}}(?:{_NOUN}){_NOTE}$")
_DAY = r"(?:20\d\d ?年 ?\d{1,2} ?月(?: ?\d{1,2} ?日)?|二[零0]\S{2}年\S{1,2}月(?:\S{1,3}日)?|20\d\d[-./]\d{1,2}[-./]\d{1,2})"
_OFFICE = r"[^\s。,、;:!?《》]{2,36}(?:委员会|委|局|厅|办公室|政府|中心|医院|保健院|卫生院|党组|党委|领导小组|指挥部|专班|协会|学会|集团|站|所|处|科|室)"
_SIGNATURE = re.compile(rf"(?:{_OFFICE}[ ]*){{0,3}}{_DAY}$")
_ORGANISATION = re.compile(rf"(?:{_OFFICE} ?){{1,3}}$")
_TAIL = re.compile(r"附件|附表|附:|\(此件|\(联系|联系人|联系电话|抄送|\(信息公开|主动公开")
_NOTICE = re.compile(r"各[^。]{1,90}:|印发给|现(?:将|予)[^。]{0,80}印发|请.{0,16}(?:贯彻|遵照|参照)执行")
_CLOSING = re.compile(r"此外|另外|除此之外|总之|总的来看|综上|以上(?:报告|汇报|是|报告)|特此报告|专此")
_ONWARD = re.compile(
    r"\s*(?:下一?步|下一?阶段|明年|来年|新的一年|20\d\d年)[里中]?[,，]?[^,，。;；]{0,20}(?:[,，][^,，。;；]{0,30}){0,3}?(?:将|要|重点|着力|做好|抓好|打算|计划)"
)
_OPENING = re.compile(rf"(?:{_YEAR}|今年|明年|下一步|下步|新的一年|下半年|当前|根据|按照|为|总体)")
_JOINING = re.compile(r"[和及暨与并的]|\([^()]{2,30}\)的")


def is_title(line: str) -> bool:
    """A report's title by its words: it ends in a noun for such papers and says of what or of when."""
    return bool(len(line) <= 80 and line.count(",") <= 1 and _TITLE.match(line) and _ABOUT.search(line))


def is_part_title(line: str) -> bool:
    """A title that may stand in the middle of a file (2025年工作打算): it names a time."""
    return bool(len(line) <= 70 and _PART.match(line))


def is_notice(line: str) -> bool:
    """An addressee's line or the sentence that hands the paper out."""
    return bool(_NOTICE.search(line[:400]))


def is_signature(line: str) -> bool:
    """A date, alone or after the names of the offices that sign."""
    return bool(len(line) <= 120 and _SIGNATURE.match(line))


def is_organisation(line: str) -> bool:
    """Nothing but the name of an office."""
    return bool(len(line) <= 80 and _ORGANISATION.match(line))


def is_tail(line: str) -> bool:
    """What follows a signature: annexes, copies, contacts."""
    return bool(_TAIL.match(line))


def is_closing(line: str) -> bool:
    """A paragraph that begins as a report's last words do."""
    return bool(_CLOSING.match(line))


def is_onward(line: str) -> bool:
    """A paragraph that goes on from what was done to what comes next: 下一步,我们将…."""
    return bool(_ONWARD.match(line))


def is_opening(line: str) -> bool:
    """A paragraph that begins as a report's first words do."""
    return bool(_OPENING.match(line))


def joins_title(line: str) -> bool:
    """The second half of a title that was broken before 和, 及, 暨 or 的."""
    return bool(_JOINING.match(line)) and len(line) <= 60 and not re.search(r"[。;!?:,]", line)


def is_half_title(line: str) -> bool:
    """A short line that may be the first half of a broken title."""
    return is_bare(line, 40) and not re.search("[,:]", line) and not is_signature(line)


def is_bare(line: str, longest: int = 60) -> bool:
    """A short line without a stop: a title, a heading or a by-line."""
    return 2 <= len(line) <= longest and not re.search(r"[。;:!?…,]$|[。;]", line)


def title_end(paragraph: str) -> int:
    """Length of the title that a paragraph is or begins with, before a space or a year; 0 where there is none."""
    if is_title(paragraph):
        return len(paragraph)
    glued = _GLUED.match(paragraph)
    if glued:
        return glued.end()
    first = paragraph[:90].split(" ", 1)[0]
    rest = paragraph[len(first) :]
    return len(first) if (len(rest) >= 30 or rest.endswith("。")) and is_title(first) else 0
