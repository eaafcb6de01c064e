"""The parts of an OOXML package. Foreign namespaces do not matter: elements and attributes are known by their local names.

Nothing outside the file is read: entities stay unresolved, external relationships are not followed.
"""

from __future__ import annotations

import posixpath
import zipfile
from io import BytesIO
from typing import Any, TypeAlias

from lxml import etree

from retrieval.errors import LoadError
from retrieval.loaders.faults import ZIP_FAULTS

Element: TypeAlias = Any  # lxml's, which has no types
_DAMAGE = (*ZIP_FAULTS, etree.XMLSyntaxError)
LARGEST_PART = 64 * 1024 * 1024
_BROKEN = "{}损坏或不是完整的 {} 文件，请用 Word 或 WPS 打开后另存为新的文件再试。"


def name(element: Element) -> str:
    """Local name of an element; "" for a comment or an instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: Element | None, attribute: str = "val") -> str | None:
    """An attribute by its local name."""
    if element is None:
        return None
    found = next((v for k, v in element.attrib.items() if str(k).rpartition("}")[2] == attribute), None)
    return None if found is None else str(found)


def child(element: Element | None, *path: str) -> Element | None:
    """The first child along a path of local names."""
    for step in path:
        element = next((one for one in element if name(one) == step), None) if element is not None else None
    return element


def children(element: Element | None, wanted: str) -> list[Element]:
    """Direct children of one local name."""
    return [] if element is None else [one for one in element if name(one) == wanted]


def is_on(element: Element | None) -> bool:
    """Whether a switch is there and not turned off (<w:vanish/>, but not w:val="0")."""
    return element is not None and value(element) not in ("0", "false", "off", "none")


class Package:
    """An opened package. Raises LoadError where it is no zip, is encrypted, or a part is larger than any report's."""

    def __init__(self, data: bytes, *, label: str, kind: str) -> None:
        self._label, self._kind = label, kind
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except _DAMAGE as error:
            raise self.broken() from error
        self._names = {entry.filename.lower(): entry for entry in self._zip.infolist()}

    def broken(self) -> LoadError:
        """The error of a damaged file."""
        return LoadError(_BROKEN.format(self._label, self._kind))

    def part(self, path: str) -> Element | None:
        """The root element of a part, None where there is none."""
        entry = self._names.get(path.lstrip("/").lower())
        if entry is None:
            return None
        if entry.file_size > LARGEST_PART:
            raise LoadError(f"{self._label}解压后太大，不像一份报告，请拆分后再试。")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
        try:
            with self._zip.open(entry) as stream:
                content = stream.read(LARGEST_PART + 1)
            return etree.fromstring(content[:LARGEST_PART], parser)
        except _DAMAGE as error:
            raise self.broken() from error

    def main(self) -> str:
        """Path of the main part."""
        return next((target for kind, _, target in self.relations("") if kind == "officeDocument"), "word/document.xml")

    def relations(self, path: str) -> list[tuple[str, str, str]]:
        """(kind, id, path) of what a part ("" for the package) refers to inside the file."""
        folder, base = posixpath.split(path)
        root = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = []
        for relation in children(root, "Relationship"):
            if value(relation, "TargetMode") != "External":
                target = value(relation, "Target") or ""
                full = target if target.startswith("/") else posixpath.join(folder, target)
                kind = (value(relation, "Type") or "").rpartition("/")[2]
                found.append((kind, value(relation, "Id") or "", posixpath.normpath(full).lstrip("/")))
        return found

    def related(self, path: str, kind: str) -> list[Element]:
        """Roots of the parts of one kind that a part refers to."""
        targets = [target for found, _, target in self.relations(path) if found == kind]
        return [root for target in targets if (root := self.part(target)) is not None]
