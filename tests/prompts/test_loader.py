from __future__ import annotations

from pathlib import Path

import pytest

from prompts import PromptError, load, load_all
from prompts.loader import FOLDER, HOLES

DECLARED = {"greet": frozenset({"name", "city"})}


def greet(folder: Path, text: str, version: int = 1) -> None:
    (folder / f"greet-{version}.md").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", sorted(HOLES))
def test_every_shipped_prompt_loads(name: str) -> None:
    prompt = load(name)
    (system, rules), (user, given) = prompt.messages(**dict.fromkeys(prompt.holes, "望川市"))
    assert (system, user) == ("system", "user")
    assert "望川市" in given and "{{" not in rules + given
    assert "例子" in rules and len(rules) < 700


def test_every_prompt_file_is_declared() -> None:
    assert {path.stem.rpartition("-")[0] for path in FOLDER.glob("*.md")} == set(HOLES)


def test_fill(tmp_path: Path) -> None:
    greet(tmp_path, "你好，{{name}}！\n{{city}}欢迎{{name}}。\n")
    assert (
        load("greet", folders=(tmp_path,), holes=DECLARED).fill(name="小林", city="云泽市")
        == "你好，小林！\n云泽市欢迎小林。\n"
    )


def test_a_line_parts_the_rules_from_what_is_given(tmp_path: Path) -> None:
    greet(tmp_path, "欢迎{{city}}的人。\n---\n{{name}}\n")
    prompt = load("greet", folders=(tmp_path,), holes=DECLARED)
    assert prompt.messages(name="小林", city="云泽市") == (("system", "欢迎云泽市的人。"), ("user", "小林"))
    greet(tmp_path, "{{city}}{{name}}\n")
    prompt = load("greet", folders=(tmp_path,), holes=DECLARED)
    assert prompt.messages(name="小林", city="云泽市") == (("user", "云泽市小林"),)


def test_a_value_that_looks_like_a_hole_stays_closed(tmp_path: Path) -> None:
    greet(tmp_path, "{{name}} {{city}}")
    filled = load("greet", folders=(tmp_path,), holes=DECLARED).fill(name="{{city}}", city=r"\1 望川市")
    assert filled == r"{{city}} \1 望川市"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{name}}\n{{city}}\n{{year}}\n", r"greet-1\.md:3: 不认识的空位 \{\{year\}\}"),
        ("{{name}}\n{{ city }}\n", r"greet-1\.md:2: 不认识的空位"),
        ("你好\n{{name}}\n", r"greet-1\.md:2: 缺少空位 \{\{city\}\}"),
        ("", r"greet-1\.md:0: 缺少空位 \{\{city\}\}、\{\{name\}\}"),
    ],
)
def test_wrong_holes_are_refused_when_loading(tmp_path: Path, text: str, says: str) -> None:
    greet(tmp_path, text)
    with pytest.raises(PromptError, match=says):
        load("greet", folders=(tmp_path,), holes=DECLARED)


@pytest.mark.parametrize("values", [{"name": "小林"}, {"name": "小林", "city": "云泽市", "year": "2024"}])
def test_fill_wants_exactly_the_holes(tmp_path: Path, values: dict[str, str]) -> None:
    greet(tmp_path, "{{name}}{{city}}")
    with pytest.raises(PromptError, match="要填"):
        load("greet", folders=(tmp_path,), holes=DECLARED).fill(**values)


@pytest.mark.parametrize("name", ["absent", "greet"])
def test_no_such_prompt(tmp_path: Path, name: str) -> None:
    with pytest.raises(PromptError, match="没有提示词文件"):
        load(name, folders=(tmp_path,), holes=DECLARED)


def test_the_highest_version_counts(tmp_path: Path) -> None:
    for version in (2, 10, 9):
        greet(tmp_path, f"第{version}版{{{{name}}}}{{{{city}}}}", version)
    assert load("greet", folders=(tmp_path,), holes=DECLARED).name == "greet-10"


def test_own_files_go_before_the_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "alert-1.md").write_text("{{topic}}{{passages}}{{refusal}}", encoding="utf-8")
    (tmp_path / "README.md").write_text("说明", encoding="utf-8")
    prompts = load_all(tmp_path)
    assert prompts["alert"].text == "{{topic}}{{passages}}{{refusal}}"
    assert prompts["answer"].text == load("answer").text


def test_a_misspelt_file_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "anwser-1.md").write_text("{{question}}", encoding="utf-8")
    with pytest.raises(PromptError, match=r"anwser-1\.md:1: 不认识的提示词"):
        load_all(tmp_path)


def test_a_file_in_another_encoding_and_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "alert-1.md").write_bytes("{{topic}}：汇问".encode("gb18030"))
    with pytest.raises(PromptError, match=r"alert-1\.md:1: 读不了"):
        load_all(tmp_path)
    with pytest.raises(PromptError, match="没有提示词文件夹"):
        load_all(tmp_path / "absent")
