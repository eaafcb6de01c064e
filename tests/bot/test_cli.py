"""The command line over a real library of two short reports."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bot import cli as module
from bot.cli import cli

SAMPLES = Path(module.__file__).parent / "samples"
COMMANDS = sorted(cli.commands)
REPORTS = {
    "linxi.txt": """临溪县2023年卫生健康工作总结
2023年，临溪县卫生健康局聚焦看病远、转诊难两个问题开展工作。
一、主要做法和成效
（一）医共体改革跑出加速度
选派县级医院骨干76人驻点帮扶，全县基层就诊率提高到62.4%。
（二）服务网络织出新密度
建成乡镇急救站5个，县城平均急救反应时间13分钟，山区乡镇平均24分钟。
（三）民生实事干出真感情
1.托育服务从无到有。全县托位总数达到1050个，千人口托位数2.75个，其中普惠托位占比57.1%。
2.签约服务提质扩面。组建家庭医生团队92个，常住人口签约率40.6%，重点人群签约率78.3%。
""",
    "yunze.txt": """2024年云泽市卫生健康工作要点
一、加快优质资源扩容
1.提升院前急救能力。全市急救站点增加到36个，城区平均急救反应时间不超过12分钟。
二、全力促进人口均衡发展
2.增加普惠托育供给。新增托位900个以上，力争每千人口托位数达到4.1个，普惠托位占比达到60%以上。
""",
}
ANSWER_KEYS = ["schema", "id", "status", "reason", "text", "citations", "missing", "elapsed_ms", "mode"]


def huiwen(*arguments: object, data: Path | None = None) -> Result:
    chosen = ["--data", str(data)] if data else []
    return CliRunner().invoke(cli, [*chosen, *map(str, arguments)], prog_name="huiwen")


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with 临溪县 2023 and 云泽市 2024."""
    folder = tmp_path_factory.mktemp("library")
    for name, text in REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    done = huiwen("index", *(folder / name for name in REPORTS), data=folder / "data")
    assert done.exit_code == 0, done.output
    return folder / "data"


# -- help --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COMMANDS)
def test_help_teaches(name: str) -> None:
    done = huiwen(name, "--help")
    assert done.exit_code == 0
    assert "例：" in done.stdout
    assert f"huiwen {name}" in done.stdout
    documented = [option.help for option in cli.commands[name].params if isinstance(option, click.Option)]
    assert all(documented)


def test_help_lists_every_command() -> None:
    done = huiwen("--help")
    assert all(f"\n  {name} " in done.stdout for name in COMMANDS)


def test_commands_are_short() -> None:
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for function in functions:
        code = [
            node for node in function.body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        ]
        assert (function.end_lineno or 0) - code[0].lineno < 25, function.name


def test_help_imports_nothing_heavy() -> None:
    heavy = {"retrieval", "telegram", "pydantic", "chromadb", "sqlalchemy", "httpx", "numpy"}
    check = f"import sys, bot.cli; sys.exit(sorted({heavy} & set(sys.modules)) or 0)"
    done = subprocess.run([sys.executable, "-c", check], cwd=Path(__file__).parents[2], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


# -- wrong use and known errors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["ask"],
        ["ask", "一", "--batch", __file__],
        ["ask", "一", "--out", "answers.jsonl"],
        ["ask", "--batch", "missing.jsonl"],
        ["index"],
        ["search", "托育", "-k", "0"],
        ["outline", "missing.txt"],
        ["run", "--port", "70000"],
    ],
)
def test_wrong_use_is_status_2(arguments: list[str]) -> None:
    done = huiwen(*arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def known_error(done: Result) -> str:
    assert done.exit_code == 1, done.output
    assert done.stdout == ""
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.mark.parametrize("arguments", [["section", "zzzzzzzzzz"], ["section", "没有"], ["remove", "zzzzzzzzzz"]])
def test_an_unknown_id_is_one_line(arguments: list[str], data: Path) -> None:
    known_error(huiwen(*arguments, data=data))


def test_a_wrong_setting_is_one_line_that_names_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HUIWEN_TODAY", "昨天")
    assert "HUIWEN_TODAY" in known_error(huiwen("docs", data=tmp_path / "data"))


def test_run_without_a_token_says_what_to_do(tmp_path: Path) -> None:
    said = known_error(huiwen("run", data=tmp_path / "data"))
    assert "HUIWEN_TELEGRAM_TOKEN" in said
    assert "--playground" in said


def test_a_data_directory_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    known_error(huiwen("index", __file__, data=tmp_path / "file" / "data"))


@pytest.mark.parametrize("arguments", [["index", __file__], ["docs"], ["ask", "一"]])
def test_a_file_in_place_of_the_data_directory_is_one_line(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "是一个文件" in known_error(huiwen(*arguments, data=tmp_path / "file"))


def test_an_answer_file_that_cannot_be_written_is_one_line(data: Path, tmp_path: Path) -> None:
    (tmp_path / "questions.jsonl").write_text("", encoding="utf-8")
    said = known_error(huiwen("ask", "--batch", "questions.jsonl", "--out", "missing/answers.jsonl", data=data))
    assert "missing/answers.jsonl" in said


def test_a_path_that_is_not_there_is_named(data: Path) -> None:
    done = huiwen("index", "missing.txt", data=data)
    assert done.exit_code == 1
    assert "missing.txt" in done.stderr


# -- indexing ----------------------------------------------------------------------------------------------------------


def test_a_second_index_changes_nothing(data: Path) -> None:
    done = huiwen("index", data.parent / "linxi.txt", "--json", data=data)
    assert done.exit_code == 0
    (found,) = json.loads(done.stdout)
    assert found["state"] == "unchanged"
    assert (found["region"], found["years"], found["kind"]) == ("临溪县", [2023], "总结")
    assert found["sections"] >= 7


def test_a_bad_file_is_named_and_the_rest_is_indexed(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02" * 100)
    (folder / "good.txt").write_text("青岚市2022年卫生健康工作总结\n一、托育\n新增托位12个。\n", encoding="utf-8")
    done = huiwen("index", folder, "--json", data=data)
    assert done.exit_code == 0
    states = {item["source"].rpartition("/")[2]: item["state"] for item in json.loads(done.stdout)}
    assert states == {"bad.txt": "failed", "good.txt": "added"}
    assert "bad.txt" in done.stderr
    good = next(item for item in json.loads(done.stdout) if item["state"] == "added")
    assert huiwen("remove", good["document_id"], data=data).exit_code == 0
    assert good["document_id"] not in huiwen("docs", data=data).stdout


def test_only_bad_files_is_status_1(data: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    assert "empty.txt" in known_error(huiwen("index", tmp_path / "empty.txt", data=data))


def test_docs(data: Path) -> None:
    found = json.loads(huiwen("docs", "--json", data=data).stdout)
    assert {item["region"] for item in found} >= {"临溪县", "云泽市"}
    assert all(item["schema"] == 1 for item in found)
    assert "共 2 份" in huiwen("docs", data=data).stdout


def test_outline_stores_nothing(tmp_path: Path) -> None:
    done = huiwen("outline", SAMPLES / "wangchuan-2024-summary-2025-points.txt", "--json", data=tmp_path / "data")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["schema"] == 1
    assert (found["region"], found["years"]) == ("望川市", [2024, 2025])
    assert [part["plan"] for part in found["parts"]] == [False, True]
    assert not (tmp_path / "data").exists()


# -- asking ------------------------------------------------------------------------------------------------------------


def test_ask_json(data: Path) -> None:
    done = huiwen("ask", "临溪县2023年千人口托位数是多少", "--json", data=data)
    assert done.exit_code == 0, done.output
    answer = json.loads(done.stdout)
    assert list(answer) == ANSWER_KEYS
    assert answer["status"] == "answered"
    assert "2.75" in answer["text"].splitlines()[0]
    citation = answer["citations"][0]
    shown = json.loads(huiwen("section", citation["section_id"], "--json", data=data).stdout)
    assert citation["quote"] in shown["text"]
    assert (shown["region"], shown["year"], shown["plan"]) == ("临溪县", 2023, False)


def test_ask_for_people(data: Path) -> None:
    done = huiwen("ask", "临溪县2023年千人口托位数是多少", data=data)
    assert "2.75" in done.stdout.splitlines()[0]
    assert "[1] “" in done.stdout
    assert "huiwen section " in done.stdout


@pytest.mark.parametrize(
    "question", ["", " ", "😀😀", "' OR 1=1; --", "<script>alert(1)</script>", "问" * 4096, "\udcff\udcfe"]
)
def test_odd_questions_end_in_an_answer_or_one_line(question: str, data: Path) -> None:
    done = huiwen("ask", question, "--json", data=data)
    if done.exit_code == 0:
        assert json.loads(done.stdout)["status"] in {"answered", "not_found", "clarify"}
    else:
        known_error(done)


def test_ask_of_an_empty_library(tmp_path: Path) -> None:
    done = huiwen("ask", "青岚市托位数", "--json", data=tmp_path / "data")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["status"] == "not_found"


def test_batch(data: Path, tmp_path: Path) -> None:
    questions = [
        {"id": "a", "question": "那云泽呢？", "history": ["临溪县千人口托位数是多少"]},
        {"id": "b", "question": 5},
        {"id": "c", "question": "云泽市市\u0000长是谁\ud800"},
    ]
    source, out = tmp_path / "questions.jsonl", tmp_path / "answers.jsonl"
    source.write_text("\ufeff" + "\n".join(json.dumps(one) for one in questions), encoding="utf-8")
    done = huiwen("ask", "--batch", source, "--out", out, data=data)
    assert (done.exit_code, done.stdout) == (0, "")
    answers = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == ["a", "b", "c"]
    assert "4.1" in answers[0]["text"]
    assert answers[1]["error"]
    printed = huiwen("ask", "--batch", source, data=data).stdout
    assert [json.loads(line)["id"] for line in printed.splitlines()] == ["a", "b", "c"]


def test_search(data: Path) -> None:
    done = huiwen("search", "山区 急救反应时间", "-k", "3", "--json", data=data)
    found = json.loads(done.stdout)
    assert 0 < len(found) <= 3
    assert "急救" in found[0]["text"]
    assert found[0]["document_id"]
    assert "huiwen section" in huiwen("search", "托育", data=data).stdout


def test_eval(data: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(
        '{"id": "q1", "question": "临溪县2023年千人口托位数是多少", "answers": ["2.75"], "evidence": ["千人口托位数2.75个"]}\n'
        '{"id": "q2", "question": "临溪县2023年地铁里程是多少", "answers": [], "unanswerable": true}\n',
        encoding="utf-8",
    )
    found = json.loads(huiwen("eval", gold, "--json", data=data).stdout)
    assert (found["questions"], found["answer"], found["refusal"]) == (2, 1.0, 1.0)
    assert "题数  2" in huiwen("eval", gold, data=data).stdout


def test_doctor(data: Path) -> None:
    done = huiwen("doctor", data=data)
    assert done.exit_code == 0, done.output
    others = [line for line in done.stdout.splitlines() if not line.startswith("好")]
    assert len(others) == 1 and others[0].startswith("警告  备份：还没有备份过  → 运行 huiwen backup")
    assert all(check["ok"] for check in json.loads(huiwen("doctor", "--json", data=data).stdout))


def test_reindex_keeps_section_ids(data: Path) -> None:
    def ids() -> list[str]:
        return sorted(
            item["section_id"] for item in json.loads(huiwen("search", "家庭医生", "--json", data=data).stdout)
        )

    before = ids()
    assert huiwen("reindex", data=data).exit_code == 0
    assert ids() == before


def test_a_closed_pipe_is_no_traceback(data: Path) -> None:
    command = f"{sys.executable} -m bot --data {data} search 服务 -k 100 | head -n 1"
    done = subprocess.run(["bash", "-c", command], cwd=Path(__file__).parents[2], capture_output=True, text=True)
    assert "Traceback" not in done.stderr
