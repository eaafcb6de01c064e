"""One writer a data directory."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from retrieval.errors import LockedError, StoreError

FILE_NAME = "huiwen.lock"


class WriterLock:
    """Held by the one process that writes; the system frees it when the process dies."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._lock = FileLock(data / FILE_NAME, thread_local=False)

    def acquire(self) -> None:
        """Make the data directory and take the lock. Raises LockedError, StoreError (not writable)."""
        try:
            self._data.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise LockedError(
                f"该数据目录正被另一个 huiwen 进程使用（{self._data}）；"
                "若机器人正在运行，把文件放进其中的 inbox/ 即可由它收录。"
            ) from error
        except OSError as error:
            raise StoreError(f"数据目录 {self._data} 不可写：{error.strerror or error}。") from error

    def release(self) -> None:
        """Let another process write."""
        self._lock.release()

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, *_error: object) -> None:
        self.release()
