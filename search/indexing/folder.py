"""The folder of the index as the processes on it share it: its locks, and the notes that lie beside the index.

Three locks, of the operating system, so that they go with the process that held them: ``indexer`` is held by the one
indexer for life, ``rebuild`` by a rebuild from beginning to end, ``write`` by whoever writes, for a moment.
"""

from __future__ import annotations

import errno
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files import locks

#: Seconds between two tries to get a lock that somebody holds.
RETRY = 0.02


class Busy(Exception):  # noqa: N818 - a state of things
    """Somebody else holds the lock."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Which database an index fits: the engine that wrote it, and the tokens the database may stand at."""

    engine: str
    tokens: tuple[str, ...]

    def fits(self, token: str) -> bool:
        """Whether the index belongs to a database that stands at ``token``, and to the engine of the settings."""
        return self.engine == settings.SEARCH_ENGINE and token in self.tokens


class Folder:
    """``SEARCH_INDEX_DIR``. Nothing is made before something is written."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or Path(settings.SEARCH_INDEX_DIR)

    @contextmanager
    def hold(self, lock: str, *, wait: float = 0.0) -> Iterator[None]:
        """Hold one of the locks. Raises :class:`Busy` if it does not come free within ``wait`` seconds."""
        self.path.mkdir(parents=True, exist_ok=True)
        limit = time.monotonic() + wait
        with self._lock(lock).open("a+b") as file:
            while not locks.lock(file, locks.LOCK_EX | locks.LOCK_NB):
                if time.monotonic() >= limit:
                    raise Busy(lock)
                time.sleep(RETRY)
            try:
                yield
            finally:
                locks.unlock(file)

    def is_held(self, lock: str) -> bool:
        """Whether somebody holds a lock at this moment."""
        try:
            with self._lock(lock).open("rb") as file:
                if not locks.lock(file, locks.LOCK_SH | locks.LOCK_NB):
                    return True
                locks.unlock(file)
        except OSError:
            pass
        return False

    def touch(self, lock: str) -> None:
        """Give a sign of life of the lock's holder."""
        with suppress(OSError):
            os.utime(self._lock(lock))

    def touched(self, lock: str) -> float | None:
        """Return the time (seconds since 1970) of the last sign of life."""
        try:
            return self._lock(lock).stat().st_mtime
        except OSError:
            return None

    def origin(self) -> Origin | None:
        """Return the note of which database the index fits; ``None`` if there is none that can be read."""
        try:
            noted = json.loads((self.path / "origin.json").read_text(encoding="utf-8"))
            return Origin(str(noted["engine"]), tuple(map(str, noted["tokens"])))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write_origin(self, *tokens: str, durable: bool = True) -> None:
        """Note which database the index now fits; durable on return, unless the note before would do as well."""
        noted = {"engine": settings.SEARCH_ENGINE, "tokens": tokens}
        self._write("origin.json", json.dumps(noted), durable=durable)

    def relied(self) -> dict[str, dict[str, str]] | None:
        """Return the note of what the index's documents rely on; ``None`` if there is none that can be read."""
        try:
            noted = json.loads((self.path / "relied.json").read_text(encoding="utf-8"))
            return {name: dict(things) for name, things in noted.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            return None

    def write_relied(self, relied: Mapping[str, Mapping[str, str]]) -> None:
        """Note what the index's documents rely on."""
        self._write("relied.json", json.dumps(relied), durable=False)

    def unfit(self) -> str:
        """Return why the index must not be used though it can be read (it is of another database), else nothing.

        Readers ask this at every search: one look whether a file is there.
        """
        try:
            return (self.path / "unfit").read_text(encoding="utf-8")
        except OSError:
            return ""

    def declare_unfit(self, reason: str) -> None:
        """Keep readers from the index until it was built anew."""
        if self.unfit() != reason and self.path.is_dir():
            self._write("unfit", reason)

    def declare_fit(self) -> None:
        """Let readers in again."""
        (self.path / "unfit").unlink(missing_ok=True)

    def _lock(self, name: str) -> Path:
        return self.path / f"{name}.lock"

    def _write(self, name: str, text: str, *, durable: bool = True) -> None:
        draft = self.path / f"{name}.draft"
        with draft.open("w", encoding="utf-8") as file:
            file.write(text)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        draft.replace(self.path / name)
        if durable:
            _fsync_folder(self.path)


def _fsync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def words_of(error: OSError) -> str:
    """Return in Chinese what keeps the index from being written, and what can be done."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "磁盘已满，索引写不进去；检索仍可用，新的改动暂时查不到。请清出空间，之后会自动补上"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"索引文件夹不可写（{settings.SEARCH_INDEX_DIR}）；请检查权限，之后会自动补上"
    return f"读写索引时系统出错：{error.strerror or error}；请检查磁盘，之后会自动补上"
