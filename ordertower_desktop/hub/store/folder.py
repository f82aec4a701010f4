"""What a hub keeps in its folder: the lock that it is alone there by, its name, and files that only this account may read."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from ordertower_desktop.domain.refusal import Refusal


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """One hub a folder: the lock dies with the process, however it dies."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(folder / "hub.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise Refusal(f"这个文件夹已有一个中枢在运行：{folder}") from error
    try:
        yield
    finally:
        lock.release()


def database_in(folder: Path) -> str:
    """The URL of the database that a hub keeps in its own folder, where no other hub comes."""
    return f"sqlite:///{folder / 'hub.db'}"


def id_of(folder: Path) -> str:
    """What this hub is called among others on the same database: drawn once for its folder."""
    file = folder / "hub.id"
    if not file.exists():
        write_private(file, secrets.token_hex(8).encode())
    return file.read_text("ascii")


def write_private(file: Path, body: bytes) -> None:
    """A whole file or none, readable by this account only."""
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        out.write(body)
    os.replace(part, file)
