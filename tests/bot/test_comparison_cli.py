"""compare, summary, city and indicators on the command line; their JSON, CSV and XLSX."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from bot import exports
from bot.cli import cli
from bot.comparison_views import KEYS
from retrieval import Indicator

SAMPLES = Path(exports.__file__).parent / "samples"
WANGCHUAN = SAMPLES / "wangchuan-2024-summary-2025-points.txt"
YUNZE = SAMPLES / "yunze-2024-points.html"
ROW = [*KEYS]
FIGURE = Indicator(
    name="=SUM(A1)", value="-27%", number=-27.0, unit="%", comparator="=", year=2024, plan=False, region="青岚市",
    quote="@投资同比下降27%\x07", path=("一、主要工作", "（一）投资"), section_id="abcdefghij",
)  # fmt: skip


def huiwen(*arguments: object, data: Path) -> Result:
    return CliRunner().invoke(cli, ["--data", str(data), *map(str, arguments)], prog_name="huiwen")


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library") / "data"
    done = huiwen("index", WANGCHUAN, YUNZE, data=folder)
    assert done.exit_code == 0, done.output
    return folder


def test_compare_json(data: Path) -> None:
    done = huiwen("compare", "千人口托位数", "--regions", "望川,云泽，合肥", "--json", data=data)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert list(found) == ["schema", "topic", "rows", "coverage", "warnings"]
    assert all(list(row) == [*ROW, "state"] for row in found["rows"])
    states = {row["region"]: row["state"] for row in found["rows"]}
    assert states == {"望川市": "reported", "云泽市": "reported", "合肥市": "no_document"}
    assert list(found["coverage"]) == ["reported", "not_mentioned", "anonymised", "no_document", "text"]
    assert found["coverage"]["text"] == "收录 2/3 地；合肥市未收录"
    row = next(row for row in found["rows"] if row["region"] == "望川市")
    shown = json.loads(huiwen("section", row["section_id"], "--json", data=data).stdout)
    assert row["quote"] in shown["text"]
    assert (row["name"], row["year"], row["plan"]) == ("千人口托位数", 2024, False)


def test_a_topic_has_statements_without_a_name(data: Path) -> None:
    found = json.loads(huiwen("compare", "安宁疗护", "--json", data=data).stdout)
    stated = [row for row in found["rows"] if row["state"] == "reported"]
    assert stated
    assert all(row["name"] is None and row["number"] is None and row["value"] for row in stated)


def test_compare_for_people(data: Path) -> None:
    done = huiwen("compare", "各市千人口托位数谁最高", data=data)
    assert done.exit_code == 0, done.output
    assert "望川市2024年实际：" in done.stdout
    assert "huiwen section " in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [["compare", "的"], ["compare", "托位", "--regions", "某某某地"], ["city", "某某某地"], ["indicators", "zz"]],
)
def test_known_errors_are_one_line(arguments: list[str], data: Path) -> None:
    done = huiwen(*arguments, data=data)
    assert (done.exit_code, done.stdout) == (1, "")
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "arguments", [["indicators"], ["indicators", "x", "--all"], ["compare"], ["compare", "托位", "--year", "x"]]
)
def test_wrong_use(arguments: list[str], data: Path) -> None:
    assert huiwen(*arguments, data=data).exit_code == 2


def test_summary_and_city(data: Path) -> None:
    found = json.loads(huiwen("summary", "托育服务", "--json", data=data).stdout)
    assert {each["region"] for each in found["regions"] if each["lines"]} == {"望川市", "云泽市"}
    assert found["citations"][0]["n"] == 1
    assert "望川市" in huiwen("summary", "托育服务", data=data).stdout
    city = json.loads(huiwen("city", "望川", "--json", data=data).stdout)
    assert (city["region"], len(city["documents"])) == ("望川市", 1)
    assert city["themes"] and city["goals"] and city["pairs"]
    assert "目标与实际" in huiwen("city", "望川", data=data).stdout


def test_indicators_of_a_file_a_document_and_all(data: Path) -> None:
    of_file = json.loads(huiwen("indicators", WANGCHUAN, "--json", data=data).stdout)
    assert all(list(row) == ["schema", *ROW] for row in of_file)
    city = json.loads(huiwen("city", "望川", "--json", data=data).stdout)
    of_document = json.loads(
        huiwen("indicators", city["documents"][0]["document_id"], "--format", "json", data=data).stdout
    )
    assert [(row["name"], row["value"]) for row in of_document] == [(row["name"], row["value"]) for row in of_file]
    everything = json.loads(huiwen("indicators", "--all", "--json", data=data).stdout)
    assert len(everything) > len(of_document)
    assert "huiwen section" in huiwen("indicators", "--all", data=data).stdout


def test_exported_files(data: Path) -> None:
    rows = json.loads(huiwen("indicators", "--all", "--json", data=data).stdout)
    done = huiwen("indicators", "--all", "--format", "csv", data=data)
    assert done.stdout_bytes.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(done.stdout_bytes.decode("utf-8-sig"))))
    assert [row["value"].lstrip("'") for row in table] == [row["value"] for row in rows]
    assert huiwen("indicators", "--all", "--format", "xlsx", "--out", "all.xlsx", data=data).exit_code == 0
    sheet = load_workbook("all.xlsx").active
    assert sheet is not None
    cells = list(sheet.iter_rows(values_only=True))
    assert cells[0] == KEYS
    assert [row[KEYS.index("number")] for row in cells[1:]] == [row["number"] for row in rows]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:N{len(rows) + 1}")


def test_text_that_looks_like_a_formula_stays_text() -> None:
    text = exports.as_csv([FIGURE]).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["name"], row["value"], row["comparator"], row["quote"][:2]) == ("'=SUM(A1)", "-27%", "=", "'@")
    sheet = load_workbook(io.BytesIO(exports.as_xlsx([FIGURE]))).active
    assert sheet is not None
    cell = sheet.cell(2, KEYS.index("name") + 1)
    assert (cell.value, cell.data_type) == ("=SUM(A1)", "s")
    assert sheet.cell(2, KEYS.index("number") + 1).value == -27.0
