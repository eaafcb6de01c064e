"""A font that has the Chinese characters of a picture: the one that is shipped, else one of this system."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pylopdf_fonts_zh_cn import sans_path

SYSTEM = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "PingFang SC"),
    *("WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei", "Noto Sans CJK JP", "Arial Unicode MS"),
)
PROBE = "汉卫健县区，。％"


@dataclass(frozen=True, slots=True, kw_only=True)
class Font:
    """A font file and the code points that it can show."""

    path: Path
    characters: frozenset[int]

    def lacks(self, text: str) -> str:
        """The characters of a text that the font cannot show, each once."""
        return "".join(dict.fromkeys(one for one in text if not one.isspace() and ord(one) not in self.characters))


def chinese_font(text: str) -> Font | None:
    """The font that shows most of a text, the shipped one at a tie; None where no font has Chinese."""
    found = [font for font in _fonts() if not font.lacks(PROBE)]
    return min(found, key=lambda font: len(font.lacks(text)), default=None)


@cache
def _fonts() -> tuple[Font, ...]:
    return tuple(_read(path) for path in dict.fromkeys([*_shipped(), *_installed()]))


def _read(path: Path) -> Font:
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 -- heavy

    return Font(path=path, characters=frozenset(FT2Font(str(path)).get_charmap()))


def _shipped() -> Iterator[Path]:
    if sans_path().is_file():
        yield sans_path()


def _installed() -> Iterator[Path]:
    from matplotlib.font_manager import fontManager  # noqa: PLC0415 -- heavy, and keeps a list of fonts in its cache

    by_name = {entry.name: Path(entry.fname) for entry in fontManager.ttflist if entry.name in SYSTEM}
    yield from (by_name[name] for name in SYSTEM if name in by_name)
