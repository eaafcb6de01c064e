"""Real footnotes in a Word document: the part of the package that python-docx leaves out (ECMA-376, 17.11)."""

from __future__ import annotations

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph
from lxml import etree

from bot.rendering.cells import clean

_EMPTY = f"""<w:footnotes {nsdecls("w", "r")}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
</w:footnotes>"""
_STYLES = (
    f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/>'
    '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="0"/></w:pPr>'
    '<w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>',
    f'<w:style {nsdecls("w")} w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>',
)


class Footnotes:
    """The footnotes of one document. Add them in the order of the text, then ``attach`` once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._notes = parse_xml(_EMPTY)
        self._links: list[tuple[str, str]] = []
        for style in _STYLES:
            document.styles.element.append(parse_xml(style))

    def add(self, paragraph: Paragraph, text: str, url: str | None = None) -> int:
        """A note at the end of a paragraph; its number, from 1. ``url`` follows the text as a link."""
        number = len(self._notes) - 1
        run = paragraph.add_run()
        run._r.append(_element("w:rPr", _element("w:rStyle", val="FootnoteReference")))
        run._r.append(_element("w:footnoteReference", id=str(number)))
        self._notes.append(self._note(number, text, url))
        return number

    def _note(self, number: int, text: str, url: str | None) -> BaseOxmlElement:
        reference = _element(
            "w:r", _element("w:rPr", _element("w:rStyle", val="FootnoteReference")), _element("w:footnoteRef")
        )
        body = _element("w:p", _element("w:pPr", _element("w:pStyle", val="FootnoteText")), reference, _run(f" {text}"))
        if url:
            relation = f"rId{len(self._links) + 1}"
            self._links.append((relation, url))
            hyperlink = _element("w:hyperlink", _run(f" {url}"))
            hyperlink.set(qn("r:id"), relation)
            body.append(hyperlink)
        return _element("w:footnote", body, id=str(number))

    def attach(self) -> None:
        """Put the notes into the document's package."""
        blob = etree.tostring(self._notes, xml_declaration=True, encoding="UTF-8", standalone=True)
        package = self._document.part.package
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, package)
        for relation, url in self._links:
            part.load_rel(RELATIONSHIP_TYPE.HYPERLINK, url, relation, is_external=True)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _element(name: str, *children: BaseOxmlElement, **attributes: str) -> BaseOxmlElement:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    made.extend(children)
    return made


def _run(text: str) -> BaseOxmlElement:
    words = _element("w:t")
    words.text = clean(text)
    words.set(qn("xml:space"), "preserve")
    return _element("w:r", words)
