"""Reports of invented cities, and what each layout does to them."""

from __future__ import annotations

import re
from collections.abc import Callable

from retrieval.model import Section

BODY = "全年新增示范站点12家，覆盖率达95.5%，居民就近看病更加方便，获得感明显增强。"

REPORT = f"""青岚市卫生健康委员会2024年工作总结及2025年工作打算
2024年，青岚市卫生健康系统围绕中心工作，各项任务完成良好。现将情况报告如下。
一、主要工作成效
（一）抓基层强基础，服务能力稳步提高
1.建设中心站点。{BODY}
2.培训乡村医生。{BODY}全年投入1.5亿元，较2023.12月增长3.2%。
3.推进家庭医生签约。{BODY}
（二）抓人口促均衡，托育服务加快发展
1.新增普惠托位。{BODY}
2.发放育儿补贴。{BODY}
二、2025年工作打算
新的一年，重点做好以下工作。
（一）持续深化综合医改。{BODY}
（二）大力发展托育服务。{BODY}
（三）全面完善疾控体系。{BODY}
"""

HEADINGS = [
    (0, "青岚市卫生健康委员会2024年工作总结及2025年工作打算"),
    (1, "一、主要工作成效"),
    (2, "（一）抓基层强基础，服务能力稳步提高"),
    (3, "1.建设中心站点"),
    (3, "2.培训乡村医生"),
    (3, "3.推进家庭医生签约"),
    (2, "（二）抓人口促均衡，托育服务加快发展"),
    (3, "1.新增普惠托位"),
    (3, "2.发放育儿补贴"),
    (1, "二、2025年工作打算"),
    (2, "（一）持续深化综合医改"),
    (2, "（二）大力发展托育服务"),
    (2, "（三）全面完善疾控体系"),
]


def wrapped(text: str, width: int, between: str = "\n") -> str:
    """Every paragraph indented and broken at a width, as text from a page image is."""
    lines = ["　　" + line for line in text.splitlines() if line.strip()]
    return between.join(line[at : at + width] for line in lines for at in range(0, len(line), width))


LAYOUTS: dict[str, Callable[[str], str]] = {
    "lines": str,
    "half-width": lambda text: text.translate(str.maketrans("，（）：；", ",():;")),
    "indented": lambda text: re.sub(r"(?m)^(?=.)", "　　", text),
    "NBSP indented": lambda text: re.sub(r"(?m)^(?=.)", "\xa0\xa0\xa0 ", text),
    "blank lines": lambda text: text.replace("\n", "\n\n \n"),
    "CR": lambda text: text.replace("\n", "\r\n"),
    "one line with spaces": lambda text: " ".join(text.split()),
    "one line with wide spaces": lambda text: "　　".join(text.split()),
    "one line without spaces": lambda text: "".join(
        text.replace("打算\n新", "打算\n\n新").replace("\n\n", " ").split("\n")
    ),
    "wrapped at 26": lambda text: wrapped(text, 26),
    "wrapped at 37": lambda text: wrapped(text, 37),
    "wrapped, blank lines between": lambda text: wrapped(text, 34, "\n\n"),
    "space after the number": lambda text: re.sub(r"(?m)^(\d\.|（.）|[一二]、)", r"\1 ", text),
    "full-width digits": lambda text: re.sub(r"(?m)^(\d)\.", lambda found: chr(ord(found[1]) + 0xFEE0) + "．", text),
    "ideographic comma": lambda text: re.sub(r"(?m)^(\d)\.", r"\1、", text),
    "enclosed numerals": lambda text: re.sub(
        r"(?m)^（([一二三])）", lambda found: "㈠㈡㈢"["一二三".index(found[1])], text
    ),
    "bold chapters": lambda text: re.sub(r"(?m)^([一二]、.*)$", r"**\1**", text),
    "hash marks": lambda text: re.sub(r"(?m)^([一二]、.*)$", r"## \1", text),
    "bullets": lambda text: re.sub(r"(?m)^(（.）)", r"● \1", text),
}


def solid(text: str) -> str:
    """Text without any white space."""
    return "".join(text.split())


def flat(sections: tuple[Section, ...]) -> list[Section]:
    """All sections in preorder."""
    return [section for root in sections for section in root.walk()]


def tree(sections: tuple[Section, ...]) -> list[object]:
    """Headings only: a section with children is a list of its heading and theirs."""
    return [[section.heading, *tree(section.children)] if section.children else section.heading for section in sections]
