"""`ordertower doctor`: this machine, its files, the hub and the floor; what suffers from each trouble and what to do about it."""

import argparse
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.sync.commands.checkup import floor, machine
from ordertower_desktop.sync.commands.checkup.finding import BAD, OK, Finding
from ordertower_desktop.sync.commands.hub import folder_of, hub, say, settings_of
from ordertower_desktop.sync.files import Files, look_into
from ordertower_desktop.sync.trouble import Refused, Unreachable
from ordertower_desktop.sync.update import Updates, program
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.light import LightRow
from ordertower_desktop.wire.rows import SourceRow

if TYPE_CHECKING:
    from ordertower_desktop.sync.http import Client

T = TypeVar("T")
WAITING = "SELECT COUNT(*) FROM outbox WHERE state = 'queued'"


def run(options: argparse.Namespace) -> int:
    """0 when nothing is broken, 1 otherwise."""
    found = list(look(options))
    if options.json:
        say(encode([asdict(one) for one in found]).decode())
    else:
        for one in found:
            say(one.line())
    return 1 if any(one.state == BAD for one in found) else 0


def look(options: argparse.Namespace) -> Iterator[Finding]:
    """Everything, from this machine outwards."""
    settings = settings_of(options)
    files = Files(folder_of(options, settings))
    yield from machine.machine()
    yield machine.age(Updates(files.folder, program()).news())
    yield from machine.folder(files)
    yield from _hub(options, files, getattr(options, "hub", None) or settings.hub.url)


def _hub(options: argparse.Namespace, files: Files, address: str) -> Iterator[Finding]:
    try:
        with hub(options) as client:
            client.get("/healthz", dict[str, Any])
            yield _ready(client)
            told, here = _told(client), datetime.now(UTC)
    except Refusal as refusal:
        yield floor.away(str(refusal), address, waiting(files))
        return
    yield from floor.told_by(told, here)


def _ready(client: "Client") -> Finding:
    """Alive, and able to serve: two questions, because a hub that falls behind is not away."""
    try:
        client.get("/readyz", dict[str, Any])
    except Unreachable as error:
        return floor.busy(str(error), client.url)
    return Finding("中枢", OK, f"{client.url}，能服务")


def _told(client: "Client") -> floor.Told:
    """What this login may hear; what it may not is no trouble of the floor's."""
    now = datetime.fromisoformat(client.get("/v1/pool", dict[str, Any], params={"limit": "1"})["now"])
    return floor.Told(
        now,
        _asked(client, "/v1/sources", list[SourceRow]) or (),
        (_asked(client, "/v1/board", dict[str, Any]) or {}).get("broken", ()),
        _asked(client, "/v1/light", LightRow),
        _asked(client, "/v1/channels", list[dict[str, Any]]) or (),
    )


def _asked(client: "Client", path: str, kind: type[T]) -> T | None:
    try:
        return client.get(path, kind)
    except Refused:
        return None


def waiting(files: Files) -> int:
    """How many actions this machine still holds for its hub; nought where nobody can tell."""
    try:
        db = look_into(files.outbox)
        try:
            return int(db.execute(WAITING).fetchone()[0])
        finally:
            db.close()
    except sqlite3.Error:
        return 0
