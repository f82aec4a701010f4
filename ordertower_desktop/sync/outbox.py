"""What this desk's people did, on the disk before anybody is told so: the only file that may never be lost."""

import contextlib
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from ordertower_desktop.sync.files import Connect, Damaged, broken, connect_outbox, set_aside, writing
from ordertower_desktop.sync.frame import MAX_BODY, Entry, pack, proof, unpack
from ordertower_desktop.sync.salvage import Salvaged, mark_read, salvage, unread
from ordertower_desktop.wire.codec import decode, encode
from ordertower_desktop.wire.sync import Result

MIGRATIONS = (
    (
        "CREATE TABLE outbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, actor TEXT NOT NULL, hub TEXT NOT NULL,"
        " state TEXT NOT NULL, proof BLOB NOT NULL, result BLOB, frame BLOB NOT NULL)",
        "CREATE INDEX outbox_state ON outbox (state, seq)",
        "CREATE TABLE logins (actor TEXT NOT NULL, hub TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (actor, hub))",
        "CREATE TABLE hubs (hub TEXT PRIMARY KEY, epoch TEXT NOT NULL)",
    ),
)
"""One tuple of statements a version; only ever appended to."""
_INSERT = "INSERT OR IGNORE INTO outbox (id, actor, hub, state, proof, frame) VALUES (?, ?, ?, ?, ?, ?)"
_UPDATE = "UPDATE outbox SET state = ?, proof = ?, result = ? WHERE id = ?"
_REQUEUE = "UPDATE outbox SET state = ?, proof = ?, result = NULL WHERE id = ?"


class NotSaved(Exception):
    """The action is not on this machine's disk; the text says why, for the person who clicked."""


class State(StrEnum):
    """`queued`: the hub has not answered. `answered`: done there, its row is still on the way here; or refused, and nobody told yet.

    `settled`: over; kept for some days, so that a hub restored from an older copy can be told again.
    """

    QUEUED = "queued"
    ANSWERED = "answered"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Item:
    """An entry and what has become of it."""

    seq: int
    entry: Entry
    state: State
    result: Result | None = None


class Outbox:
    """Append, answer, settle. Bound to the thread that made it; `salvaged` tells of a damaged file that was read out."""

    def __init__(self, path: Path, quarantine: Path, *, connect: Connect = connect_outbox) -> None:
        self._path, self._quarantine, self._connect = path, quarantine, connect
        self.salvaged: Salvaged | None = None
        self._db = self._open()

    def _open(self) -> sqlite3.Connection:
        """The file, proven; or a fresh one. Either way with everything that an outbox set aside still holds."""
        try:
            if not self._path.exists() and Path(f"{self._path}-wal").exists():
                raise Damaged("the outbox's log has lost its file")
            db = _whole(self._connect(self._path))
        except sqlite3.Error as error:
            if not broken(error):
                raise NotSaved(_why(error)) from error
            set_aside(self._path, self._quarantine)
            db = _whole(self._connect(self._path))
        for place in unread(self._quarantine):
            self._bring_back(db, place)
        return db

    def _bring_back(self, db: sqlite3.Connection, place: Path) -> None:
        found = salvage(place)
        with writing(db):
            db.executemany(_INSERT, [_values(entry) for entry in found.entries])
        mark_read(place)
        self.salvaged = found

    def reopen(self) -> None:
        """After an error: a fresh connection to a file that has proven itself again. Raises `NotSaved`."""
        self._db.close()
        self._db = self._open()

    def close(self) -> None:
        self._db.close()

    # -- writing -------------------------------------------------------------------------------------------------

    def put(self, entries: Sequence[Entry]) -> None:
        """Return only when all of them are durable, or raise `NotSaved` and none is; an entry seen before is no harm."""
        if any(len(entry.body) > MAX_BODY for entry in entries):
            raise NotSaved("未保存：内容太长，请缩短到 3000 字以内")
        try:
            self._put(entries)
        except sqlite3.Error as error:
            # COMMIT may have failed after the bytes were written: only a fresh look can say.
            if not self._there(entries):
                raise NotSaved(_why(error)) from error

    def _put(self, entries: Sequence[Entry]) -> None:
        with writing(self._db):
            for entry in entries:
                found = self._entry(entry.id)
                if found is not None and not _same(found, entry):
                    raise NotSaved(f"未保存：编号 {entry.id} 已用于另一个操作，请换一个编号")
            self._db.executemany(_INSERT, [_values(entry) for entry in entries])

    def _entry(self, id_: str) -> Entry | None:
        found = self._db.execute("SELECT frame FROM outbox WHERE id = ?", (id_,)).fetchone()
        return None if found is None else unpack(found[0])

    def _there(self, entries: Sequence[Entry]) -> bool:
        with contextlib.suppress(sqlite3.Error, OSError, NotSaved):
            self.reopen()
            held = [(self._entry(entry.id), entry) for entry in entries]
            return all(found is not None and _same(found, entry) for found, entry in held)
        return False

    def answer(self, results: dict[str, Result]) -> list[Item]:
        """Note what the hub said of these ids; returns the items that were still queued."""
        told = []
        with writing(self._db):
            for id_, result in results.items():
                item = self._one(id_)
                if item is None or item.state is not State.QUEUED:
                    continue
                body = encode(result)
                self._db.execute(_UPDATE, (State.ANSWERED, proof(id_, State.ANSWERED, body), body, id_))
                told.append(Item(item.seq, item.entry, State.ANSWERED, result))
        return told

    def settle(self, ids: Iterable[str]) -> None:
        """Their rows have arrived, or their refusals been told: they are over."""
        wanted = list(ids)
        if wanted:
            with writing(self._db):
                for id_ in wanted:
                    found = self._db.execute("SELECT result FROM outbox WHERE id = ?", (id_,)).fetchone()
                    result = (found and found[0]) or b""
                    self._db.execute(_UPDATE, (State.SETTLED, proof(id_, State.SETTLED, result), result or None, id_))

    def send_again(self, hub: str, since: str) -> int:
        """Another life of this hub: it may lack what it confirmed before. Queue all that was done since `since` (ISO 8601) again."""
        with writing(self._db):
            ids = [i.entry.id for i in self._items("state != 'queued'") if i.entry.hub == hub and i.entry.made_at >= since and _done(i)]
            self._db.executemany(_REQUEUE, [(State.QUEUED, proof(id_, State.QUEUED), id_) for id_ in ids])
        return len(ids)

    def prune(self, before: str) -> None:
        """Forget settled actions made before `before` (ISO 8601)."""
        old = [i.entry.id for i in self._items("state = 'settled'") if i.entry.made_at < before]
        if old:
            with writing(self._db):
                self._db.executemany("DELETE FROM outbox WHERE id = ?", [(id_,) for id_ in old])

    def learn(self, actor: str, hub: str, *, person: str) -> None:
        """The hub says that this login is that person."""
        if self._persons().get((actor, hub)) != person:
            with writing(self._db):
                self._db.execute("INSERT OR REPLACE INTO logins VALUES (?, ?, ?)", (actor, hub, person))

    def meet(self, hub: str, *, epoch: str) -> bool:
        """Note which life the hub's feed is in; True if it was another one before."""
        found = self._db.execute("SELECT epoch FROM hubs WHERE hub = ?", (hub,)).fetchone()
        if found is None or found[0] != epoch:
            with writing(self._db):
                self._db.execute("INSERT OR REPLACE INTO hubs VALUES (?, ?)", (hub, epoch))
        return found is not None and found[0] != epoch

    # -- reading -------------------------------------------------------------------------------------------------

    def queued(self, actor: str, hub: str, *, limit: int = 200) -> list[Item]:
        """What this login may send now, oldest first. Nobody's action goes out under another's login."""
        return self._mine("state = 'queued'", actor, hub)[:limit]

    def pending(self, actor: str, hub: str) -> list[Item]:
        """What this login did and the screen must still show on top of the cache."""
        return self._mine("state != 'settled'", actor, hub)

    def unsettled(self) -> list[Item]:
        """Everything that waits, whoever did it."""
        return self._items("state != 'settled'")

    def _mine(self, where: str, actor: str, hub: str) -> list[Item]:
        persons = self._persons()
        me = persons.get((actor, hub), "")
        logins = {actor} | {name for (name, at), person in persons.items() if at == hub and me and person == me}
        return [item for item in self._items(where) if item.entry.hub == hub and item.entry.actor in logins]

    def _persons(self) -> dict[tuple[str, str], str]:
        return {(actor, hub): person for actor, hub, person in self._db.execute("SELECT actor, hub, person FROM logins")}

    def _one(self, id_: str) -> Item | None:
        return next(iter(self._items("id = ?", id_)), None)

    def _items(self, where: str, *values: str) -> list[Item]:
        query = f"SELECT seq, state, result, frame FROM outbox WHERE {where} ORDER BY seq"  # noqa: S608 - `where` is one of the literals above
        return [
            Item(seq, unpack(frame), State(state), None if result is None else decode(result, Result))
            for seq, state, result, frame in self._db.execute(query, values).fetchall()
        ]


def _values(entry: Entry) -> tuple[object, ...]:
    return entry.id, entry.actor, entry.hub, State.QUEUED, proof(entry.id, State.QUEUED), pack(entry)


def _whole(db: sqlite3.Connection) -> sqlite3.Connection:
    """The connection, once every page, record and state has proven itself; raises otherwise, and closes."""
    try:
        if db.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            raise Damaged("the outbox fails its integrity check")
        _migrate(db)
        for id_, actor, hub, state, mark, result, frame in db.execute("SELECT id, actor, hub, state, proof, result, frame FROM outbox"):
            entry = unpack(frame)
            stands = isinstance(result, bytes | None) and mark == proof(id_, state, result or b"")
            if (entry.id, entry.actor, entry.hub) != (id_, actor, hub) or not stands:
                raise Damaged("a record and its row disagree")
    except sqlite3.Error:
        db.close()
        raise
    return db


def _migrate(db: sqlite3.Connection) -> None:
    have: int = db.execute("PRAGMA user_version").fetchone()[0]
    if have > len(MIGRATIONS):
        raise Damaged("the outbox was written by a newer version")
    for number, statements in enumerate(MIGRATIONS[have:], have + 1):
        with writing(db):
            for statement in statements:
                db.execute(statement)
            db.execute(f"PRAGMA user_version={number}")


def _same(one: Entry, other: Entry) -> bool:
    return (one.body, one.hub) == (other.body, other.hub)


def _done(item: Item) -> bool:
    """Only what had an effect needs one again; a refusal stays a refusal."""
    return item.result is None or item.result.ok


def _why(error: sqlite3.Error) -> str:
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    match code:
        case sqlite3.SQLITE_FULL:
            return "未保存：磁盘已满，请清理出空间后再试"
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return "未保存：数据文件夹不能写入，请检查权限"
        case _:
            return f"未保存：写入磁盘失败（{error}），请再试一次"


def plain(item: Item) -> dict[str, object]:
    """An item as scripts and the diagnostics page read it."""
    action = msgspec.json.decode(item.entry.body)
    return {"id": item.entry.id, "actor": item.entry.actor, "hub": item.entry.hub, "made_at": item.entry.made_at, "state": item.state} | {
        "action": action,
        "why": item.result.why if item.result else "",
    }
