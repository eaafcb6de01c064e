"""Load prompt files and fill their holes.

A prompt stands in ``<name>-<version>.md``; the highest version counts. A hole is written ``{{name}}``. A line ``---`` parts
what the model is told to do (the system message) from what it is given (the user's). ``HOLES`` says which holes each prompt
has; a file that lacks one, or has another, is refused when it is loaded, not when a user asks. The idea of prompts as files
with named holes is that of llm's templates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
HOLES: Mapping[str, frozenset[str]] = {
    "answer": frozenset({"question", "passages", "refusal"}),
    "rewrite": frozenset({"history", "question"}),
    "summary": frozenset({"topic", "passages", "refusal"}),
    "comparison": frozenset({"topic", "passages", "refusal"}),
    "alert": frozenset({"topic", "passages", "refusal"}),
}
#: Parts the instructions from what is given.
DIVIDER = "---"

_HOLE = re.compile(r"\{\{(.*?)\}\}")
_FILE = re.compile(r"([a-z]+)-(\d+)\.md")


class PromptError(ValueError):
    """A prompt file is missing, or its holes are not the declared ones; names the file and the line, in Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A prompt's text with its holes still open. ``name``: with its version (answer-1)."""

    name: str
    text: str
    holes: frozenset[str]

    def fill(self, **values: str) -> str:
        """The text with every hole filled; a value is put in as it stands, holes inside it stay closed.

        Raises PromptError where ``values`` are not exactly the holes.
        """
        if values.keys() != self.holes:
            raise PromptError(f"提示词 {self.name} 要填 {_names(self.holes)}，给的是 {_names(values.keys())}")
        return _HOLE.sub(lambda match: values[match.group(1)], self.text)

    def messages(self, **values: str) -> tuple[tuple[str, str], ...]:
        """(role, text) of each message: system and user, or only the user's where the file has no dividing line."""
        given = self._parts()
        filled = [(role, Prompt(name=self.name, text=text, holes=self.holes).fill(**values)) for role, text in given]
        return tuple((role, text.strip()) for role, text in filled)

    def _parts(self) -> tuple[tuple[str, str], ...]:
        lines = self.text.splitlines()
        if DIVIDER not in lines:
            return (("user", self.text),)
        at = lines.index(DIVIDER)
        return ("system", "\n".join(lines[:at])), ("user", "\n".join(lines[at + 1 :]))


def load(name: str, *, folders: Iterable[Path] = (FOLDER,), holes: Mapping[str, frozenset[str]] = HOLES) -> Prompt:
    """Read the highest version of a prompt from the first folder that has one, and check its holes.

    Raises PromptError with file and line for a hole that nobody fills, with the file's last line for one that is missing.
    """
    for folder in folders:
        versions = {int(match[2]): path for path, match in _files(folder) if match and match[1] == name}
        if versions and name in holes:
            return _read(versions[max(versions)], holes[name])
    raise PromptError(f"没有提示词文件 {name}-1.md")


def load_all(folder: Path | None = None) -> dict[str, Prompt]:
    """Every prompt, those of ``folder`` before the package's own.

    Raises PromptError, also for a file of ``folder`` that is none of the prompts, so that a slip of the pen is noticed.
    """
    if folder is None:
        return {name: load(name) for name in HOLES}
    if not folder.is_dir():
        raise PromptError(f"没有提示词文件夹 {folder}")
    for path, match in _files(folder):
        if match is None or match[1] not in HOLES:
            raise PromptError(
                f"{path}:1: 不认识的提示词，文件名应为 {'、'.join(f'{name}-1.md' for name in HOLES)} 之类"
            )
    return {name: load(name, folders=(folder, FOLDER)) for name in HOLES}


def _files(folder: Path) -> list[tuple[Path, re.Match[str] | None]]:
    return [(path, _FILE.fullmatch(path.name)) for path in sorted(folder.glob("*.md")) if path.stem != "README"]


def _read(path: Path, holes: frozenset[str]) -> Prompt:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"{path}:1: 读不了，请存为 UTF-8 编码的文本") from error
    lines = text.splitlines()
    found: set[str] = set()
    for number, line in enumerate(lines, 1):
        for hole in _HOLE.findall(line):
            if hole not in holes:
                raise PromptError(f"{path}:{number}: 不认识的空位 {{{{{hole}}}}}，只能有 {_names(holes)}")
            found.add(hole)
    if missing := holes - found:
        raise PromptError(f"{path}:{len(lines)}: 缺少空位 {_names(missing)}")
    return Prompt(name=path.stem, text=text, holes=holes)


def _names(holes: Iterable[str]) -> str:
    return "、".join(f"{{{{{hole}}}}}" for hole in sorted(holes)) or "（无）"
