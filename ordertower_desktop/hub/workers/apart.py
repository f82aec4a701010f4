"""A large file read by a process of its own, so that reading it and judging its orders go on side by side."""

import copyreg
import multiprocessing
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ordertower_desktop.domain.snapshot import Snapshot
from ordertower_desktop.hub.connectors.sheets import ColumnMap, Unreadable
from ordertower_desktop.hub.workers.collecting import collect_less
from ordertower_desktop.hub.workers.upload import Opened, Said, open_upload, rows
from ordertower_desktop.wire.codec import Malformed
from ordertower_desktop.wire.pages import ImportPlan

PART = 1000
LARGE = 500_000
"""Bytes from which a file is worth a process."""


def _proxy(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


copyreg.pickle(MappingProxyType, lambda proxy: (_proxy, (dict(proxy),)))  # else no reading can travel


def parts(opened: Opened, name: str, plan: ImportPlan, remembered: ColumnMap | None, *, now: datetime) -> Iterator[list[Said]]:
    """What the file says, `PART` things at a time. Raises `Unreadable`, `Malformed` or OSError as reading does."""
    if opened.path.stat().st_size < LARGE:
        return _cut(rows(opened, name, now=now))
    return _apart(opened.path, name, plan, remembered, now=now)


def _apart(path: Path, name: str, plan: ImportPlan, remembered: ColumnMap | None, *, now: datetime) -> Iterator[list[Said]]:
    context = multiprocessing.get_context("spawn")  # this process has threads: a fork of it would inherit their locks
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_tell, args=(theirs, path, name, plan, remembered, now), name="hub-reads-file", daemon=True)
    child.start()
    theirs.close()
    try:
        while (said := ours.recv()) is not None:
            if isinstance(said, Exception):
                raise said
            yield said
    except EOFError:
        raise Unreadable("读文件的进程意外结束，请再试一次") from None
    finally:
        ours.close()
        child.join()


def _tell(theirs: Connection, path: Path, name: str, plan: ImportPlan, remembered: ColumnMap | None, now: datetime) -> None:
    """The child: everything that needs no other order is done here, the digests too."""
    collect_less()
    try:
        for part in _cut(rows(open_upload(path, name, plan, remembered), name, now=now)):
            theirs.send([_ready(said, now) for said in part])
        theirs.send(None)
    except BrokenPipeError:
        pass  # nobody wants the rest: the import was cancelled
    except (Unreadable, Malformed, OSError) as error:
        theirs.send(error)


def _ready(said: Said, now: datetime) -> Said:
    if not isinstance(said, Snapshot):
        return said
    said = replace(said, arrived=now, last_at=said.latest)
    said.key  # noqa: B018 - reckoned here, it travels along
    return said


def _cut(said: Iterator[Said]) -> Iterator[list[Said]]:
    while part := list(islice(said, PART)):
        yield part
