"""Old and foreign office formats, converted by LibreOffice where it is installed; else one sentence that names the way out."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from retrieval.errors import LoadError
from retrieval.loaders.context import LoadContext
from retrieval.loaders.formats import DOC, ODS, ODT, RTF, XLS
from retrieval.loaders.sheets import load_xlsx
from retrieval.loaders.word import load_docx
from retrieval.model import Loaded

TIMEOUT = 120
_NAMES = {DOC: "旧版 Word 或 WPS 文档（doc、wps）", XLS: "旧版 Excel 或 WPS 表格（xls、et）", RTF: "RTF 文档", ODT: "OpenDocument 文档（odt）", ODS: "OpenDocument 表格（ods）"}  # fmt: skip
_SUFFIXES = {DOC: "doc", XLS: "xls", RTF: "rtf", ODT: "odt", ODS: "ods"}
# Told its filter, LibreOffice does not take a broken file for plain text.
_FILTERS = {DOC: "MS Word 97", XLS: "MS Excel 97", RTF: "Rich Text Format", ODT: "writer8", ODS: "calc8"}
_PROGRAMS = ("soffice", "libreoffice")
# No macros, no links to the outside, no questions.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel"><value>3</value></prop><prop oor:name="BlockUntrustedRefererLinks"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link"><value>2</value></prop></item>
</oor:items>
"""


def load_text_document(data: bytes, context: LoadContext, kind: str) -> Loaded:
    """A doc, wps, rtf or odt by way of docx. Raises LoadError."""
    return replace(load_docx(_converted(data, context, kind, "docx"), context), media_type=kind)


def load_spreadsheet(data: bytes, context: LoadContext, kind: str) -> Loaded:
    """An xls, et or ods by way of xlsx. Raises LoadError."""
    return replace(load_xlsx(_converted(data, context, kind, "xlsx"), context), media_type=kind)


def load_doc(data: bytes, context: LoadContext) -> Loaded:
    """Word 97-2003 and WPS Writer."""
    return load_text_document(data, context, DOC)


def load_rtf(data: bytes, context: LoadContext) -> Loaded:
    """Rich Text Format."""
    return load_text_document(data, context, RTF)


def load_odt(data: bytes, context: LoadContext) -> Loaded:
    """OpenDocument text."""
    return load_text_document(data, context, ODT)


def load_xls(data: bytes, context: LoadContext) -> Loaded:
    """Excel 97-2003 and WPS Spreadsheets."""
    return load_spreadsheet(data, context, XLS)


def load_ods(data: bytes, context: LoadContext) -> Loaded:
    """OpenDocument spreadsheet."""
    return load_spreadsheet(data, context, ODS)


def program() -> str | None:
    """Path of LibreOffice; None where it is not installed."""
    return next((path for name in _PROGRAMS if (path := shutil.which(name))), None)


def _converted(data: bytes, context: LoadContext, kind: str, to: str) -> bytes:
    soffice = program()
    if soffice is None:
        raise LoadError(
            f"{context.label}是{_NAMES[kind]}，本机没有装 LibreOffice，读不了；请用 Word 或 WPS 另存为 {to} 再试。"
        )
    with tempfile.TemporaryDirectory(prefix="huiwen-office-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"in.{_SUFFIXES[kind]}"
        source.write_bytes(data)
        profile = Path(folder) / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        _run(soffice, source, to, _FILTERS[kind], context)
        made = Path(folder) / "out" / f"in.{to}"
        if not made.is_file():
            raise LoadError(
                f"{context.label}（{_NAMES[kind]}）打不开，可能损坏或加了密码；请用 Word 或 WPS 另存为 {to} 再试。"
            )
        return made.read_bytes()


def _run(soffice: str, source: Path, to: str, reading: str, context: LoadContext) -> None:
    """One conversion in a profile of its own. What hangs is ended; what that started goes with the worker's process group."""
    folder = source.parent
    command = [
        soffice, "--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}", f"--infilter={reading}", "--convert-to", to, "--outdir", str(folder / "out"), str(source),
    ]  # fmt: skip
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    process = subprocess.Popen(  # noqa: S603 -- the program found on PATH, fixed arguments, our own file
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=environment,
    )  # fmt: skip
    try:
        process.wait(TIMEOUT)
    except subprocess.TimeoutExpired as error:
        raise LoadError(
            f"{context.label}转换超过 {TIMEOUT} 秒，没有读成；请用 Word 或 WPS 另存为 {to} 再试。"
        ) from error
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
