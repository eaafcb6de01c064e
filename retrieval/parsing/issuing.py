"""Who issued a report and when: publisher of the page, author of the text, date, 文号; values with the words they stand in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.parsing import dates
from retrieval.parsing.placeholders import anonymous_place

Read = tuple[str | None, str]
"""A value, None where unknown, and the text it was read in."""

TITLES = ("名称", "标题", "信息名称", "ArticleTitle", "title")
_PUBLISHERS = ("发布机构", "发布单位", "发文机关", "发文单位", "制发机关", "公开主体", "publisher")
_AUTHORS = ("来源", "信息来源", "文章来源", "稿件来源", "作者", "起草单位", "责任部门", "source", "author")
_PUBLISHED = ("发布日期", "发布时间", "公开日期", "发文日期", "PubDate")
_WRITTEN = ("成文日期", "生成日期", "印发日期", "published", "date")
_NUMBERS = ("文号", "发文字号", "文件编号")
_NOBODY = re.compile(r"(?:本站|本网|原创|互联网|网络|未知|佚名|转载|整理|admin.*|无|[-—/]*)$")
_SHARING = re.compile(r"文库|豆丁|道客|范文|文档|公文|资料网|写作|docin|doc88|wenku|book118|renren")
_ORGAN = (
    r"[一-龥xX×*]{2,24}?(?:卫生(?:健康|和计划生育)?(?:委员会|委|局)|卫健[委局]|卫计[委局]|卫生计生[委局]|委员会|人民政府|疾病预防控制局|疾控局"
    r"|医疗保障局|中医药管理局|办公室|疾(?:病预防)?控(?:制)?中心|医院|卫生院)"
)
_DATE = r"(?:20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})\s*[年./-][^\n。]{1,14}?(?:日|\d)"
_SIGNED = re.compile(rf"(?:^|\n|。)[ \t\u3000\xa0]*({_ORGAN})(?:办公室)?\s*\n?\s*[(（]?({_DATE})[)）]?\s*(?=\n|$)")
_DATED = re.compile(rf"\n[ \t\u3000\xa0]*[(（]?({_DATE})[)）]?\s*$")
_TITLED = re.compile(rf"^(?:关于印发)?[《\s]*(?:20\d\d年度?)?({_ORGAN})")
_OWN_NUMBER = re.compile(r"^\s*([一-龥]{1,10}\s*[〔\[（(【]20\d\d[〕\]）)】]\s*第?\d+号)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document as the readers of its profile see it. ``heading``: its title node, "" where it has none."""

    text: str
    metadata: Mapping[str, str]
    name: str
    heading: str

    def stated(self, keys: Sequence[str]) -> Read:
        """The first filled metadata field of ``keys``; placeholders of web sites (本站, 互联网) are no value."""
        for key in keys:
            value = re.split(r"\s+(?=\S{2,6}[:：])", self.metadata.get(key, "").strip())[0]
            if value and not _NOBODY.match(value):
                return value, f"{key}: {value}"
        return None, ""

    @property
    def shared(self) -> bool:
        """Whether name and date of the page are not the report's: of a document-sharing site, or the text is anonymous."""
        places = ("publisher", "source", "url", "hostname", "sitename", "来源", "发布机构", "title")
        return any(_SHARING.search(self.metadata.get(key, "")) for key in places) or anonymous_place(
            self.heading, self.text
        )


def signature(source: Source) -> tuple[Read, Read]:
    """The organ and the date (YYYY-MM-DD) that sign the text, in its notice or at its end."""
    found = _SIGNED.search(source.text)
    if found:
        words = " ".join(found.group().split()).strip("。 ")
        return (found.group(1), words), (dates.iso_date(found.group(2)), words)
    dated = _DATED.search(source.text.rstrip()[-200:])
    if dated:
        return (None, ""), (dates.iso_date(dated.group(1)), dated.group(1))
    return (None, ""), (None, "")


def author(source: Source, title: str) -> Read:
    """Who wrote the report: its signature, else the source the page names, else the organ in the title."""
    signed, _ = signature(source)
    if signed[0]:
        return signed
    stated = source.stated(_AUTHORS)
    if stated[0] and not _SHARING.search(stated[0]):
        return stated
    titled = _TITLED.match(title)
    return (titled.group(1), titled.group(1)) if titled else (None, "")


def publisher(source: Source) -> Read:
    """Who put the page up."""
    return source.stated(_PUBLISHERS)


def published(source: Source) -> Read:
    """The day of publication, else of the signature, else of writing; a sharing site's date is not the report's."""
    on_page = (None, "") if source.shared else _dated(source.stated(_PUBLISHED))
    if on_page[0]:
        return on_page
    _, signed = signature(source)
    if signed[0] or source.shared:
        return signed
    return _dated(source.stated(_WRITTEN))


def number(source: Source) -> Read:
    """The document number (文号), from the page's table or a line of its own at the beginning of the text."""
    stated = source.stated(_NUMBERS)
    if stated[0]:
        return stated
    found = _OWN_NUMBER.search(source.text[:1500])
    return ("".join(found.group(1).split()), found.group(1)) if found else (None, "")


def _dated(read: Read) -> Read:
    day = dates.iso_date(read[0]) if read[0] else None
    return (day, read[1]) if day else (None, "")
