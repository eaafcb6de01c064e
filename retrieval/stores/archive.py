"""An archive of a data directory: a zip with the database of one moment, the vectors, what else lies there, and checksums.

    huiwen.db       the catalogue and the bot's tables
    vectors.jsonl   one ["entry", [numbers]] a line, so that a restore need not embed; not tied to a version of Chroma
    files/…         everything else of the directory but what is derived: inbox/, keys
    manifest.json   what is in it; written last, so that a cut-off archive is none

The words' index is not in it: opening the restored directory makes it anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import IO, Any

from retrieval.errors import InputError, NewerDataError, StoreError
from retrieval.model import Backup
from retrieval.stores.database import FILE_NAME

SCHEMA = 1
MANIFEST, VECTORS, FILES = "manifest.json", "vectors.jsonl", "files/"
DERIVED = ("lexical", "vectors")
PRIVATE = 0o600
CHUNK = 1024 * 1024

Vectors = Iterator[tuple[str, Sequence[float]]]


def write(target: Path, data: Path, database: Path, vectors: Vectors, facts: Mapping[str, Any]) -> Backup:
    """Write ``target``, and read it back. ``database``: a snapshot of it; ``facts``: the manifest's other fields.

    The file appears whole or not at all. Raises InputError where ``target`` is there already, StoreError.
    """
    if target.exists():
        raise InputError(f"“{target}”已经存在，请换一个文件名。")
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.touch(PRIVATE)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
            sums, count = _members(archive, data, database, vectors)
            manifest = {"schema": SCHEMA, **facts, "vectors": count, "files": sums}
            archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        found = check(part)
        part.replace(target)
    except OSError as error:
        raise StoreError(f"写不了“{target}”：{error.strerror or error}。") from error
    finally:
        part.unlink(missing_ok=True)
    return found


def check(file: Path) -> Backup:
    """What an archive holds, every member compared with its checksum. Raises InputError, NewerDataError."""
    with _opened(file) as archive:
        backup = _manifest(archive, file)
        for name, wanted in backup.files.items():
            with archive.open(name) as member:
                if _sum(member) != wanted:
                    raise InputError(f"备份“{file}”已损坏（{name} 与校验和不符），请换一份备份。")
    return backup


def unpack(file: Path, into: Path) -> Backup:
    """Put a checked archive's database and files into the folder ``into``, which must be empty. Raises as ``check``."""
    backup = check(file)
    with _opened(file) as archive:
        for name in backup.files:
            if name != VECTORS:
                _extract(archive, name, into / _place(name))
    return backup


def database(file: Path, target: Path) -> None:
    """Put the database of a checked archive in place of the file ``target``, in one step."""
    with _opened(file) as archive:
        fresh = target.with_name(f".{target.name}.part")
        _extract(archive, FILE_NAME, fresh)
    for beside in ("-wal", "-shm"):
        target.with_name(target.name + beside).unlink(missing_ok=True)
    fresh.replace(target)


def vectors(file: Path) -> Vectors:
    """(entry, vector) of every vector in a checked archive."""
    with _opened(file) as archive, archive.open(VECTORS) as lines:
        for line in lines:
            entry, vector = json.loads(line)
            yield entry, vector


def _members(archive: zipfile.ZipFile, data: Path, database: Path, vectors: Vectors) -> tuple[dict[str, str], int]:
    sums = {FILE_NAME: _add(archive, FILE_NAME, database)}
    with tempfile.TemporaryFile("w+b") as lines:
        count = 0
        for entry, vector in vectors:
            lines.write(json.dumps([entry, [round(float(value), 7) for value in vector]]).encode() + b"\n")
            count += 1
        lines.seek(0)
        sums[VECTORS] = _copy(lines, archive, VECTORS)
    for path in _others(data):
        name = FILES + path.relative_to(data).as_posix()
        sums[name] = _add(archive, name, path)
    return sums, count


def _others(data: Path) -> Iterator[Path]:
    """The files of a data directory that are neither the database nor derived nor a lock."""
    for folder, folders, names in os.walk(data):
        top = Path(folder) == data
        folders[:] = sorted(name for name in folders if not (top and name in DERIVED))
        for path in (Path(folder) / name for name in sorted(names)):
            own = top and (path.name.startswith(FILE_NAME) or path.suffix == ".lock")
            if not (own or path.suffix == ".part" or path.is_symlink()):
                yield path


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    with path.open("rb") as file:
        return _copy(file, archive, name)


def _copy(file: IO[bytes], archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as member:
        while block := file.read(CHUNK):
            digest.update(block)
            member.write(block)
    return digest.hexdigest()


def _sum(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := file.read(CHUNK):
        digest.update(block)
    return digest.hexdigest()


def _extract(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch(PRIVATE)
    with archive.open(name) as member, target.open("wb") as file:
        shutil.copyfileobj(member, file, CHUNK)


def _place(name: str) -> PurePosixPath:
    return PurePosixPath(name.removeprefix(FILES))


class _opened:
    """An archive for reading; what zipfile says of a bad one becomes one sentence. A context manager."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __enter__(self) -> zipfile.ZipFile:
        try:
            self._archive = zipfile.ZipFile(self._file)
        except FileNotFoundError as error:
            raise InputError(f"没有“{self._file}”这个文件。") from error
        except (OSError, zipfile.BadZipFile) as error:
            raise InputError(f"“{self._file}”不是完整的备份文件。") from error
        return self._archive

    def __exit__(self, _type: object, error: BaseException | None, _traceback: object) -> None:
        self._archive.close()
        if isinstance(error, zipfile.BadZipFile | EOFError | KeyError):
            raise InputError(f"“{self._file}”不是完整的备份文件。") from error


def _manifest(archive: zipfile.ZipFile, file: Path) -> Backup:
    try:
        raw = json.loads(archive.read(MANIFEST))
        if raw.pop("schema") > SCHEMA:
            raise NewerDataError(f"备份“{file}”由更新版本的 huiwen 写成，请升级 huiwen 后再用。")
        backup = Backup(**raw)
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"“{file}”不是 huiwen 的备份。") from error
    names = set(backup.files)
    bad = [name for name in names if not _within(name)]
    if bad or not {FILE_NAME, VECTORS} <= names:
        raise InputError(f"“{file}”不是 huiwen 的备份（{bad[0] if bad else '缺少数据库'}）。")
    return backup


def _within(name: str) -> bool:
    place = PurePosixPath(name)
    return not place.is_absolute() and ".." not in place.parts and "\\" not in name
