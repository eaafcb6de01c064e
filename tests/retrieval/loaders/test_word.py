"""Word files made by python-docx, all ours: what Word would show is what is read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from retrieval.errors import LoadError
from retrieval.loaders.context import LoadContext
from retrieval.loaders.word import load_docx
from retrieval.loaders.word.numbering import counting
from retrieval.model import Loaded
from retrieval.parsing import parse
from retrieval.parsing.regions import Gazetteer

W = nsdecls("w")
FORMS = {
    0: ("chineseCountingThousand", "%1、"),
    1: ("chineseCounting", "（%2）"),
    2: ("decimal", "%3."),
    3: ("decimalEnclosedCircle", "%4"),
}


def saved(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read(document: Document) -> Loaded:
    return load_docx(saved(document), LoadContext(name="报告.docx"))


def lines(document: Document) -> list[str]:
    return [line for line in read(document).text.split("\n") if line]


def add_list(
    document: Document, forms: dict[int, tuple[str, str]], id: int = 77, start: int = 1, extra: str = ""
) -> None:
    """A list definition and an instance of it, both called ``id``."""
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in forms.items()
    )
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="{id}">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {W} w:numId="{id}"><w:abstractNumId w:val="{id}"/>{extra}</w:num>'))


def numbered(document: Document, text: str, level: int, id: int = 77, style: str | None = None) -> None:
    paragraph = document.add_paragraph(text, style=style)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="{id}"/></w:numPr>')
    )


def raw(document: Document, inner: str, properties: str = "") -> None:
    document.element.body.insert(
        len(document.element.body) - 1, parse_xml(f"<w:p {W}><w:pPr>{properties}</w:pPr>{inner}</w:p>")
    )


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_generated_numbers_are_in_the_text() -> None:
    document = docx.Document()
    add_list(document, FORMS)
    for text, level in [
        ("成效", 0),
        ("基层", 1),
        ("建站", 2),
        ("试点", 3),
        ("培训", 2),
        ("托育", 1),
        ("建点", 2),
        ("打算", 0),
        ("医改", 1),
    ]:
        numbered(document, text, level)
    assert lines(document) == [
        "一、成效",
        "（一）基层",
        "1.建站",
        "①试点",
        "2.培训",
        "（二）托育",
        "1.建点",
        "二、打算",
        "（一）医改",
    ]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("chineseCounting", ["九、", "十、", "十一、", "十二、"]),
        ("ideographDigital", ["九、", "一〇、", "一一、", "一二、"]),
        ("decimal", ["9、", "10、", "11、", "12、"]),
        ("decimalFullWidth", ["９、", "１０、", "１１、", "１２、"]),
        ("decimalEnclosedCircle", ["⑨、", "⑩、", "⑪、", "⑫、"]),
        ("chineseLegalSimplified", ["玖、", "壹拾、", "壹拾壹、", "壹拾贰、"]),
        ("upperRoman", ["IX、", "X、", "XI、", "XII、"]),
        ("lowerLetter", ["i、", "j、", "k、", "l、"]),
        ("ideographTraditional", ["壬、", "癸、", "甲、", "乙、"]),
        ("bullet", ["", "", "", ""]),
    ],
)
def test_forms_of_numbers(form: str, said: list[str]) -> None:
    document = docx.Document()
    add_list(document, {0: (form, "%1、")}, start=9)
    for _ in range(4):
        numbered(document, "项", 0)
    assert lines(document) == [f"{number}项" for number in said]


def test_counting() -> None:
    assert [counting(n) for n in (1, 10, 19, 20, 21, 100, 101, 110, 111, 205, 1001)] == (
        ["一", "十", "十九", "二十", "二十一", "一百", "一百零一", "一百一十", "一百一十一", "二百零五", "一千零一"]
    )


def test_lists_restart_go_on_and_share_counters() -> None:
    document = docx.Document()
    add_list(document, {0: ("decimal", "%1."), 1: ("decimal", "%1.%2")})
    root = document.part.numbering_part.element
    root.append(
        parse_xml(
            f'<w:num {W} w:numId="78"><w:abstractNumId w:val="77"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    )
    root.append(parse_xml(f'<w:num {W} w:numId="79"><w:abstractNumId w:val="77"/></w:num>'))
    for text, level, id in [("甲", 0, 77), ("乙", 1, 77), ("丙", 0, 77), ("丁", 1, 77), ("戊", 0, 78), ("己", 0, 79)]:
        numbered(document, text, level, id)
    assert lines(document) == ["1.甲", "1.1 乙".replace(" ", ""), "2.丙", "2.1丁", "1.戊", "2.己"]


def test_a_style_may_number_its_paragraphs() -> None:
    document = docx.Document()
    add_list(document, FORMS)
    style = document.styles["Heading 1"].element
    style.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:numId w:val="77"/></w:numPr>'))
    document.add_paragraph("成效", style="Heading 1")
    document.add_paragraph("正文。")
    numbered(document, "不编号", 0, 0, style="Heading 1")
    document.add_paragraph("打算", style="Heading 1")
    assert lines(document) == ["一、成效", "正文。", "不编号", "二、打算"]


def test_changes_are_accepted() -> None:
    document = docx.Document()
    raw(
        document,
        run("新增")
        + f'<w:ins w:id="1">{run("托位900个")}</w:ins>'
        + '<w:del w:id="2"><w:r><w:delText>800个</w:delText></w:r></w:del>'
        + run("。"),
    )
    raw(document, f'<w:moveFrom w:id="3">{run("移走的话。")}</w:moveFrom>')
    raw(document, f'<w:moveTo w:id="4">{run("移来的话。")}</w:moveTo>')
    raw(document, run("前半段"), '<w:rPr><w:del w:id="5"/></w:rPr>')
    raw(document, run("后半段。"))
    assert lines(document) == ["新增托位900个。", "移来的话。", "前半段后半段。"]


def test_hidden_text_fields_breaks_and_controls() -> None:
    document = docx.Document()
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    page = (
        field.format("begin")
        + "<w:r><w:instrText> PAGEREF a </w:instrText></w:r>"
        + field.format("separate")
        + run("12")
        + field.format("end")
    )
    link = (
        field.format("begin")
        + '<w:r><w:instrText> HYPERLINK "x" </w:instrText></w:r>'
        + field.format("separate")
        + run("链接")
        + field.format("end")
    )
    raw(document, run("见") + link + run("第") + page + run("页") + run("密", "<w:vanish/>") + run("。"))
    raw(document, run("上") + "<w:r><w:br/></w:r>" + run("下") + "<w:r><w:noBreakHyphen/></w:r>" + run("A"))
    raw(
        document,
        f'<w:sdt><w:sdtPr/><w:sdtContent>{run("控件里的字")}</w:sdtContent></w:sdt><w:fldSimple w:instr=" PAGE ">{run("3")}</w:fldSimple>',
    )
    assert lines(document) == ["见链接第页。", "上", "下-A", "控件里的字"]


def test_a_table_stands_in_its_place() -> None:
    document = docx.Document()
    document.add_paragraph("表1 托育指标")
    table = document.add_table(4, 4)
    for at, text in {
        (0, 0): "地区",
        (0, 1): "2024年",
        (1, 1): "目标（个）",
        (1, 2): "完成（个）",
        (0, 3): "备注",
    }.items():
        table.cell(*at).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 3).merge(table.cell(1, 3))
    for column, text in enumerate(["青岚市", "900", "1,000", "提前完成"]):
        table.cell(2, column).text = text
    for column, text in enumerate(["云泽市", "500", "480", ""]):
        table.cell(3, column).text = text
    document.add_paragraph("表后的话。")
    loaded = read(document)
    assert [line for line in loaded.text.split("\n") if line] == [
        "表1 托育指标",
        "青岚市：2024年完成1,000个。",
        "青岚市：备注：提前完成。",
        "青岚市：2024年目标为900个。",
        "云泽市：2024年完成480个。",
        "云泽市：2024年目标为500个。",
        "表后的话。",
    ]
    (found,) = loaded.tables
    assert found.caption == "表1 托育指标"
    assert found.rows == (("青岚市", "900", "1,000", "提前完成"), ("云泽市", "500", "480", ""))


def test_a_nested_table_is_not_lost() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "外层"
    inner = cell.add_table(2, 2)
    for at, text in {(0, 0): "指标", (0, 1): "数值", (1, 0): "托位数", (1, 1): "900个"}.items():
        inner.cell(*at).text = text
    assert lines(document) == ["外层", "托位数：900个。"]


def test_notes_and_text_boxes_follow_their_paragraph() -> None:
    document = docx.Document()
    raw(
        document,
        run("正文")
        + '<w:r><w:footnoteReference w:id="2"/></w:r>'
        + run("。")
        + '<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent><w:p>'
        + run("框里的字")
        + "</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>",
    )
    document.add_paragraph("下一段。")
    notes = f'<w:footnotes {W}><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote><w:footnote w:id="2"><w:p>{run("数据为快报数。")}</w:p></w:footnote></w:footnotes>'
    data = with_part(saved(document), "footnotes", notes)
    assert [line for line in load_docx(data, LoadContext()).text.split("\n") if line] == [
        "正文。",
        "框里的字",
        "注1：数据为快报数。",
        "下一段。",
    ]


def with_part(data: bytes, kind: str, xml: str) -> bytes:
    """The file with one more part that the document refers to."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "word/_rels/document.xml.rels":
                relation = f'<Relationship Id="rX" Type="http://x/{kind}" Target="{kind}.xml"/></Relationships>'
                content = content.replace(b"</Relationships>", relation.encode())
            new.writestr(entry.filename, content)
        new.writestr(f"word/{kind}.xml", xml)
    return out.getvalue()


def test_a_page_head_gives_only_the_number() -> None:
    document = docx.Document()
    document.add_paragraph("青岚市2024年工作总结")
    document.sections[0].header.paragraphs[0].text = "内部资料　青卫〔2025〕3号"
    document.sections[0].footer.paragraphs[0].text = "第 1 页"
    loaded = read(document)
    assert loaded.text.strip() == "青岚市2024年工作总结"
    assert loaded.metadata == {"number": "青卫〔2025〕3号"}


def test_headings_by_style_become_sections() -> None:
    document = docx.Document()
    document.add_paragraph("青岚市卫生健康委员会2024年工作总结", style="Title")
    for chapter in ("主要成效", "存在问题"):
        document.add_paragraph(chapter, style="Heading 1")
        document.add_paragraph("各项任务完成良好。")
        document.add_paragraph("基层方面", style="Heading 2")
        document.add_paragraph("全年新增示范站点12家。")
    outline = parse(read(document), key="a.docx", gazetteer=Gazetteer.load())
    found = [(s.level, s.heading) for s in outline.walk()]
    assert found == [
        (0, "青岚市卫生健康委员会2024年工作总结"),
        (1, "主要成效"), (2, "基层方面"), (1, "存在问题"), (2, "基层方面"),
    ]  # fmt: skip


def test_the_generated_contents_are_left_out() -> None:
    document = docx.Document()
    document.styles.add_style("TOC 1", 1)
    document.add_paragraph("一、成效\t1", style="TOC 1")
    document.add_paragraph("一、成效")
    assert lines(document) == ["一、成效"]


def _less(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _bomb(data: bytes) -> bytes:
    """A main part of 70 MB of blanks."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(
                entry.filename, b" " * 70_000_000 if entry.filename == "word/document.xml" else old.read(entry)
            )
    return out.getvalue()


def _entities(data: bytes) -> bytes:
    bomb = (
        "<!DOCTYPE w ["
        + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 1000}">' for n in range(9))
        + "]>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "word/document.xml":
                content = bomb.encode() + content.split(b"?>", 1)[1].replace("正文".encode(), b"&e8;")
            new.writestr(entry.filename, content)
    return out.getvalue()


@pytest.mark.parametrize("spoil", [_less, _bomb, _entities], ids=["cut", "bomb", "entities"])
def test_hostile_files_are_one_sentence(spoil: Callable[[bytes], bytes]) -> None:
    document = docx.Document()
    document.add_paragraph("正文")
    with pytest.raises(LoadError, match=r"^“a.docx”.*。$"):
        load_docx(spoil(saved(document)), LoadContext(name="a.docx"))


def test_an_empty_document_says_so() -> None:
    with pytest.raises(LoadError, match="没有文字"):
        load_docx(saved(docx.Document()), LoadContext(name="a.docx"))
