"""Which department to ask where the reports do not say: a table that staff edit.

A line a department, words and department apart by a tab: ``托育|托位|婴幼儿照护<TAB>人口家庭处 0571-0000000``. The words are looked
for in the question, in what reports call the same, and in the indicator asked for; the longest that fits counts. ``*`` is for
everything else. Lines that begin with # say nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from retrieval import Interest, SettingsError

REST = "*"
LONGEST = 200
FORM = "应为“词语|词语”、一个制表符、处室和联系方式"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Words of a topic and whom to ask about it."""

    words: tuple[str, ...]
    whom: str


def read(path: Path) -> tuple[Contact, ...]:
    """The table in a file. Raises SettingsError, which names the file and the line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"读不了 HUIWEN_CONTACTS 的文件 {path}：请检查路径和权限，用 UTF-8 保存。") from error
    return tuple(_read(path, lines))


def _read(path: Path, lines: list[str]) -> Iterator[Contact]:
    known: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        left, _, right = line.partition("\t")
        words, whom = tuple(word.strip() for word in left.split("|") if word.strip()), right.strip()
        if not words or not whom or len(whom) > LONGEST:
            raise SettingsError(f"{path} 第 {number} 行有误：{FORM}（不超过 {LONGEST} 字）。")
        if twice := known.intersection(words):
            raise SettingsError(f"{path} 第 {number} 行的“{min(twice)}”前面已有，请只留一行。")
        known.update(words)
        yield Contact(words=words, whom=whom)


def find(contacts: Collection[Contact], question: str, interest: Interest) -> str | None:
    """Whom to ask about a question; ``interest``: what the library understands of it."""
    forms = {word for topic in interest.topics for term in topic.terms for form in term.forms for word in form}
    said = "\n".join((question, *forms, *interest.indicators)).lower()
    fitting = [(len(word), one.whom) for one in contacts for word in one.words if word.lower() in said]
    rest = next((one.whom for one in contacts if REST in one.words), None)
    return max(fitting, key=lambda one: one[0])[1] if fitting else rest
