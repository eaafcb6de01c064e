"""Load a prompt file and fill its holes.

A hole is written ``{{name}}``. ``HOLES`` says which holes each prompt has; a file that lacks one, or has another, is
refused when it is loaded, not when a user asks. The idea of prompts as files with named holes is that of llm's templates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
HOLES: Mapping[str, frozenset[str]] = {"answer": frozenset({"question", "passages"})}

_HOLE = re.compile(r"\{\{(.*?)\}\}")


class PromptError(ValueError):
    """A prompt file is missing, or its holes are not the declared ones; names the file and the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A prompt's text with its holes still open."""

    name: str
    text: str
    holes: frozenset[str]

    def fill(self, **values: str) -> str:
        """The text with every hole filled; a value is put in as it stands, holes inside it stay closed.

        Raises PromptError where ``values`` are not exactly the holes.
        """
        if values.keys() != self.holes:
            raise PromptError(f"{self.name}: wants {_names(self.holes)}, got {_names(values.keys())}")
        return _HOLE.sub(lambda match: values[match.group(1)], self.text)


def load(name: str, *, folder: Path = FOLDER, holes: Mapping[str, frozenset[str]] = HOLES) -> Prompt:
    """Read ``<name>.md`` and check its holes against the declared ones.

    Raises PromptError with file and line for a hole that nobody fills, with the file's last line for one that is missing.
    """
    path = folder / f"{name}.md"
    if name not in holes or not path.is_file():
        raise PromptError(f"{path}: no such prompt")
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    found: set[str] = set()
    for number, line in enumerate(lines, 1):
        for hole in _HOLE.findall(line):
            if hole not in holes[name]:
                raise PromptError(f"{path}:{number}: unknown hole {{{{{hole}}}}}, wants {_names(holes[name])}")
            found.add(hole)
    if missing := holes[name] - found:
        raise PromptError(f"{path}:{len(lines)}: missing {_names(missing)}")
    return Prompt(name=name, text=text, holes=holes[name])


def _names(holes: Iterable[str]) -> str:
    return ", ".join(f"{{{{{hole}}}}}" for hole in sorted(holes)) or "no hole"
