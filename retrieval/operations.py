"""Keeping a data directory safe: backup, restore, and the step to a newer version of Huiwen with a way back."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import text

from retrieval.errors import HuiwenError, InputError, StoreError
from retrieval.library import VECTORS, Library
from retrieval.model import Backup, Check
from retrieval.stores import archive, doctor
from retrieval.stores.catalogue import BACKED_UP, Catalogue
from retrieval.stores.database import FILE_NAME, open_database, snapshot
from retrieval.stores.embeddings import Embedder
from retrieval.stores.lock import FILE_NAME as LOCK
from retrieval.stores.lock import WriterLock
from retrieval.stores.vectors import VectorIndex

DERIVED = (doctor.WORDS, doctor.VECTORS)
Step = Callable[[Path], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore did. ``kept``: where the directory that was there before is now; ``reindex``: whether that is needed."""

    backup: Backup
    kept: Path | None
    reindex: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """What an upgrade did. ``error``: why it was taken back, None where it holds; ``backup``: the archive made before."""

    backup: Path
    checks: tuple[Check, ...]
    error: str | None = None


def backup(data: Path, target: Path, *, embedder: Embedder) -> Backup:
    """Write an archive of ``data`` to the new file ``target``, also while the bot runs, and read it back.

    It holds the directory as of one moment: database, vectors, inbox and keys (keep it as safe as these).
    Raises InputError (target exists), StoreError.
    """
    if not (data / FILE_NAME).is_file():
        raise InputError(f"数据目录 {data} 里还没有数据可备份。")
    with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".huiwen-") as folder:
        copy = Path(folder) / FILE_NAME
        engine = open_database(data)
        try:
            snapshot(engine, copy)
        finally:
            engine.dispose()
        now = datetime.now(UTC).isoformat(timespec="seconds")
        facts = _facts(Path(folder)) | {"version": version("huiwen"), "at": now}
        with closing(VectorIndex(data / VECTORS, embedder.name, lambda: None)) as index:
            wanted = index.all() if index.exists() else iter(())
            made = archive.write(target, data, copy, wanted, facts)
    _note(data, made)
    return made


def restore(file: Path, data: Path, *, embedder: Embedder, prepare: Step, replace: bool = False) -> Restored:
    """Make the data directory ``data`` out of an archive; it appears whole or not at all.

    ``prepare``: called with the restored directory before it is put in place (the bot brings its tables up to date).
    ``replace``: a directory that is there already is moved aside, not deleted. Vectors of another model than
    ``embedder`` are not taken over: the result asks for a reindex.
    Raises InputError, LockedError (the bot runs), NewerDataError, StoreError.
    """
    occupied = data.exists() and any(path.name != LOCK for path in data.iterdir())
    if occupied and not replace:
        raise InputError(f"数据目录 {data} 里已有数据；加 --replace 会先把它改名保存，再恢复。")
    with _staging(data) as fresh:
        found = archive.unpack(file, fresh)
        same = found.embedding in (None, embedder.name)
        _open(fresh, embedder, archive.vectors(file) if same else None)
        prepare(fresh)
        _note(fresh, found)
        return Restored(backup=found, kept=_put(fresh, data), reindex=not same)


def upgrade_data(
    data: Path, target: Path, *, embedder: Embedder, prepare: Step, checks: Callable[[], Sequence[Check]]
) -> Upgraded:
    """Bring ``data`` to the form of this version: back up to ``target``, migrate, verify; a failure is taken back.

    ``prepare``: brings the bot's tables up to date; ``checks``: looks at the result. After a failure the database is
    as it was; the indexes beside it are never changed by this. Raises LockedError, StoreError (no backup possible).
    """
    with WriterLock(data):
        backup(data, target, embedder=embedder)
    try:
        with Library(data, embedder=embedder):
            prepare(data)
        found = tuple(checks())
    except BaseException as error:
        _take_back(data, target)
        if isinstance(error, HuiwenError):
            return Upgraded(backup=target, checks=(), error=str(error))
        raise
    failed = next((check for check in found if not check.ok), None)
    if failed is None:
        return Upgraded(backup=target, checks=found)
    _take_back(data, target)
    return Upgraded(backup=target, checks=found, error=f"{failed.name}：{failed.detail}")


def _note(data: Path, made: Backup) -> None:
    """Keep in ``data`` when it was last backed up."""
    engine = open_database(data)
    try:
        Catalogue(engine).set_value(BACKED_UP, made.at)
    finally:
        engine.dispose()


def _take_back(data: Path, target: Path) -> None:
    with WriterLock(data):
        archive.database(target, data / FILE_NAME)


def _facts(folder: Path) -> dict[str, object]:
    """What the snapshot in ``folder`` says of itself, in SQL that every version's tables know."""
    engine = open_database(folder)
    try:
        with engine.connect() as connection:
            documents = connection.execute(text("SELECT count(*) FROM documents")).scalar_one()
            model = connection.execute(text("SELECT value FROM meta WHERE name = 'embedding'")).scalar()
    finally:
        engine.dispose()
    return {"documents": documents, "embedding": model}


def _open(fresh: Path, embedder: Embedder, vectors: Iterable[tuple[str, Sequence[float]]] | None) -> None:
    """Open the restored directory once: tables of this version, words indexed anew, vectors taken over, missing ones made."""
    with Library(fresh, embedder=embedder) as library:
        if vectors is not None:
            library.adopt(vectors)
        failed = next((check for check in library.doctor() if not check.ok and check.name in DERIVED), None)
    if vectors is not None and failed:
        raise StoreError(f"恢复出来的数据没有通过检查（{failed.name}：{failed.detail}），原数据未动。")


def _put(fresh: Path, data: Path) -> Path | None:
    """Put ``fresh`` in the place of ``data``; where what was there went. The lock keeps a running bot's directory safe."""
    with WriterLock(data):
        kept = None
        if any(path.name != LOCK for path in data.iterdir()):
            kept = data.with_name(f"{data.name}.before-{datetime.now(UTC):%Y%m%d-%H%M%S}")
        data.rename(kept or fresh.with_suffix(".empty"))
        fresh.rename(data)
    shutil.rmtree(fresh.with_suffix(".empty"), ignore_errors=True)
    return kept


@contextmanager
def _staging(data: Path) -> Iterator[Path]:
    """An empty folder beside ``data``, gone at the end unless it was moved."""
    fresh = data.absolute().with_name(f"{data.name}.restoring")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        fresh.mkdir(parents=True)
        yield fresh
    except OSError as error:
        raise StoreError(f"写不了 {fresh}：{error.strerror or error}。") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
