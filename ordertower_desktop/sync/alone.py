"""One desk a folder: the first holds the lock, a second one asks it to come forward and goes."""

import contextlib
import os
from typing import TYPE_CHECKING

from ordertower_desktop.sync.files import Files

if TYPE_CHECKING:
    from filelock import BaseFileLock


class Alone:
    """The right to this folder. The operating system gives it back when the process dies, kill -9 included."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._lock: BaseFileLock | None = None

    def take(self) -> bool:
        """True if this is the only desk in the folder; False leaves everything untouched."""
        from filelock import FileLock, Timeout  # after first paint: it costs as much as the window

        # thread_local=False: the lock is taken on the desk's thread and may be given back on another
        lock = FileLock(self._files.lock, timeout=0, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            return False
        self._lock = lock
        self._files.summons.unlink(missing_ok=True)
        return True

    def release(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def summon(self, what: str = "") -> None:
        """Ask the first desk to come forward; `what` is a link to open, or empty."""
        draft = self._files.summons.with_suffix(f".{os.getpid()}")
        draft.write_text(what, encoding="utf-8")
        os.replace(draft, self._files.summons)

    def summoned(self) -> str | None:
        """What a second desk asked for since the last look, or None."""
        with contextlib.suppress(FileNotFoundError):
            what = self._files.summons.read_text(encoding="utf-8")
            self._files.summons.unlink(missing_ok=True)
            return what
        return None
