"""What ``huiwen doctor`` looks at: each check says what it found and what to do where something is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.errors import EmbeddingError, StoreError
from retrieval.model import Check
from retrieval.stores.catalogue import BACKED_UP, EMBEDDING, Catalogue
from retrieval.stores.embeddings import Embedder
from retrieval.stores.lexical import LexicalIndex

if TYPE_CHECKING:
    from retrieval.stores.vectors import VectorIndex

LEAST_FREE_BYTES = 500 * 1024 * 1024
BACKUP_DAYS = 7
REINDEX = "运行 huiwen reindex"
WORDS, VECTORS = "词语索引", "向量"


class Doctor:
    """Checks a data directory; changes nothing."""

    def __init__(
        self,
        data: Path,
        catalogue: Catalogue,
        lexical: LexicalIndex,
        vectors: Callable[[], VectorIndex],
        embedder: Embedder,
    ) -> None:
        self._data = data
        self._catalogue = catalogue
        self._lexical = lexical
        self._vectors = vectors
        self._embedder = embedder

    def checks(self) -> tuple[Check, ...]:
        """All checks, the basic ones first."""
        return tuple(self._all())

    def quick(self) -> tuple[Check, ...]:
        """The checks that open no index and ask no model."""
        return self._disk(), self._holdings(), self._backup()

    def _all(self) -> Iterator[Check]:
        yield self._disk()
        yield self._holdings()
        yield self._words()
        yield self._model()
        yield self._complete()
        yield self._backup()

    def _disk(self) -> Check:
        place = on_disk(self._data)
        try:
            free = shutil.disk_usage(place).free
        except OSError as error:
            return Check(name="磁盘", ok=False, detail=f"{place}：{error.strerror}", advice="检查数据目录的位置和权限")
        ok = free >= LEAST_FREE_BYTES
        return Check(
            name="磁盘", ok=ok, detail=f"{self._data}，剩余 {free // 1024**2} MB", advice=None if ok else "清理磁盘空间"
        )

    def _holdings(self) -> Check:
        counts = self._catalogue.counts()
        detail = f"{counts.documents} 份文件，{counts.sections} 个小节，{counts.passages} 个段落"
        ok = counts.documents > 0
        return Check(
            name="收录", ok=True, warning=not ok, detail=detail, advice=None if ok else "运行 huiwen index 收录报告"
        )

    def _backup(self) -> Check:
        last = self._catalogue.value(BACKED_UP)
        advice = "运行 huiwen backup，并设成定时任务"
        if last is None:
            held = self._catalogue.counts().documents > 0
            detail = "还没有备份过" if held else "还没有数据要备份"
            return Check(name="备份", ok=True, warning=held, detail=detail, advice=advice if held else None)
        made = datetime.fromisoformat(last)
        days = (datetime.now(UTC) - made).days
        detail = f"最近一次 {made.astimezone():%Y-%m-%d %H:%M}（{days} 天前）"
        old = days >= BACKUP_DAYS
        return Check(name="备份", ok=True, warning=old, detail=detail, advice=advice if old else None)

    def _words(self) -> Check:
        expected = self._catalogue.counts().passages
        return _counted(WORDS, expected, self._lexical.count)

    def _model(self) -> Check:
        stored = self._catalogue.value(EMBEDDING)
        try:
            dimension = len(self._embedder.query("健康"))
        except EmbeddingError as error:
            return Check(name="嵌入模型", ok=False, detail=str(error), advice="检查 HUIWEN_EMBEDDING_* 设置和网络")
        ok = stored in (None, self._embedder.name)
        detail = f"{self._embedder.name}，{dimension} 维" + ("" if ok else f"；向量由 {stored} 生成")
        return Check(name="嵌入模型", ok=ok, detail=detail, advice=None if ok else REINDEX)

    def _complete(self) -> Check:
        counts = self._catalogue.counts()
        if counts.vectors < counts.passages:
            detail = f"{counts.vectors}／{counts.passages} 个段落有向量"
            return Check(name=VECTORS, ok=False, detail=detail, advice="再运行一次 huiwen index，或等机器人补完")
        if not counts.vectors:
            return Check(name=VECTORS, ok=True, detail="0")
        return _counted(VECTORS, counts.vectors, lambda: self._vectors().count())


def on_disk(data: Path) -> Path:
    """A folder on the disk that holds, or will hold, a data directory."""
    return data if data.exists() else data.absolute().parent


def bytes_of(place: Path) -> int:
    """How much a file, or all files below a folder, take; what vanishes meanwhile counts nothing."""
    files = place.rglob("*") if place.is_dir() else (place,)
    return sum(map(_size, files))


def _size(file: Path) -> int:
    try:
        return file.stat().st_size if file.is_file() else 0
    except OSError:
        return 0


def _counted(name: str, expected: int, count: Callable[[], int]) -> Check:
    try:
        found = count()
    except StoreError as error:
        return Check(name=name, ok=False, detail=str(error), advice=REINDEX)
    ok = found == expected
    return Check(name=name, ok=ok, detail=f"{found}／{expected} 个段落", advice=None if ok else REINDEX)
