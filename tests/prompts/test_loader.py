from __future__ import annotations

from pathlib import Path

import pytest

from prompts import PromptError, load
from prompts.loader import FOLDER, HOLES

DECLARED = {"greet": frozenset({"name", "city"})}


def greet(folder: Path, text: str) -> None:
    (folder / "greet.md").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", sorted(HOLES))
def test_every_shipped_prompt_loads(name: str) -> None:
    prompt = load(name)
    filled = prompt.fill(**dict.fromkeys(prompt.holes, "青岚市"))
    assert "青岚市" in filled
    assert "{{" not in filled


def test_every_prompt_file_is_declared() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == set(HOLES)


def test_fill(tmp_path: Path) -> None:
    greet(tmp_path, "你好，{{name}}！\n{{city}}欢迎{{name}}。\n")
    assert (
        load("greet", folder=tmp_path, holes=DECLARED).fill(name="小林", city="云泽市")
        == "你好，小林！\n云泽市欢迎小林。\n"
    )


def test_a_value_that_looks_like_a_hole_stays_closed(tmp_path: Path) -> None:
    greet(tmp_path, "{{name}} {{city}}")
    filled = load("greet", folder=tmp_path, holes=DECLARED).fill(name="{{city}}", city=r"\1 望川市")
    assert filled == r"{{city}} \1 望川市"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{name}}\n{{city}}\n{{year}}\n", r"greet\.md:3: unknown hole \{\{year\}\}"),
        ("{{name}}\n{{ city }}\n", r"greet\.md:2: unknown hole"),
        ("你好\n{{name}}\n", r"greet\.md:2: missing \{\{city\}\}"),
        ("", r"greet\.md:0: missing \{\{city\}\}, \{\{name\}\}"),
    ],
)
def test_wrong_holes_are_refused_when_loading(tmp_path: Path, text: str, says: str) -> None:
    greet(tmp_path, text)
    with pytest.raises(PromptError, match=says):
        load("greet", folder=tmp_path, holes=DECLARED)


@pytest.mark.parametrize("values", [{"name": "小林"}, {"name": "小林", "city": "云泽市", "year": "2024"}])
def test_fill_wants_exactly_the_holes(tmp_path: Path, values: dict[str, str]) -> None:
    greet(tmp_path, "{{name}}{{city}}")
    with pytest.raises(PromptError, match="wants"):
        load("greet", folder=tmp_path, holes=DECLARED).fill(**values)


@pytest.mark.parametrize("name", ["absent", "greet"])
def test_no_such_prompt(tmp_path: Path, name: str) -> None:
    with pytest.raises(PromptError, match="no such prompt"):
        load(name, folder=tmp_path, holes=DECLARED)
