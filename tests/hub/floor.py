"""A floor in the hand: a real hub on a temporary database, its clock turned by the test, its surface called without a socket."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx
import msgspec
from msgspec.structs import replace

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.people import Person, Presence, Role
from ordertower_desktop.hub.api.routes import surface
from ordertower_desktop.hub.app import Hub
from ordertower_desktop.hub.channels.channel import Channel
from ordertower_desktop.hub.connectors.caller import Outsider
from ordertower_desktop.hub.connectors.connector import Connector
from ordertower_desktop.hub.connectors.revealing import Revealer
from ordertower_desktop.hub.store.judging.intake import take_in
from ordertower_desktop.hub.store.tables import people, tokens, versions
from ordertower_desktop.hub.store.tables.tokens import Kind
from ordertower_desktop.hub.workers import bring
from ordertower_desktop.hub.workers.command import Warehouses
from ordertower_desktop.hub.workers.writeback import Tellers
from ordertower_desktop.settings import HubSettings
from ordertower_desktop.wire.digest import feed_hash, plus, spell
from ordertower_desktop.wire.rows import Change, NoticeRow, PoolRow
from ordertower_desktop.wire.sync import SyncAnswer
from tests.hub.place import OnFile

T = TypeVar("T")
NOON = datetime(2025, 11, 12, 4, 0, tzinfo=UTC)
"""12:00 in Shanghai."""

RULES = """
[[rule]]
id = "R05"
name = "发货超时进池"
state = "on"
kind = "ship_overdue"
severity = "critical"
when = { all = [ { since = "payment_approved", over = "24h", without = "outbound", calendar = "always" } ] }
[[rule]]
id = "R12"
name = "客户催单"
state = "on"
kind = "urged"
severity = "warning"
when = { event = "urged", count_at_least = 1, within = "24h" }
"""
PEOPLE = (
    Person("li", "李婷", Role.SUPERVISOR, "supervisor"),
    Person("zhao", "赵一鸣", Role.AGENT, backup="lin"),
    Person("lin", "林晓", Role.AGENT),
    Person("it", "吴桐", Role.ADMIN, "it"),
)
LOOKERS = ("watch", "audit", "note")
"""They tell what the others did: they look once, when those have nothing left to do."""


class Floor:
    """`advance` turns the clock and lets every worker go round; `sync`, `get`, `call` speak HTTP as somebody."""

    def __init__(self, hub: Hub, clock: "Clock") -> None:
        self.hub, self.clock, self.tower = hub, clock, hub.tower
        self._app = surface(hub.tower, "test", hub.channels, hub.followers, hub.revealers)
        self._duties = [duty for duty in hub.duties() if duty.name not in ("bring", "mark", "hear")]
        self._tokens: dict[str, str] = {}
        self._writes = 0
        hub.tower.db.on_write(self._written)

    @property
    def now(self) -> datetime:
        return self.clock.at

    def advance(self, **span: float) -> None:
        """Turn the clock on, then let everybody work."""
        self.clock.at += timedelta(**span)
        self.work()

    def work(self) -> None:
        """Every worker goes round until nobody has anything left to do: whoever had nothing to do has nothing until somebody writes."""
        idle: dict[str, int] = {}
        for _ in range(50):
            done = 0
            for duty in self._duties:
                if duty.name not in LOOKERS and idle.get(duty.name) != self._writes:
                    did = duty.tick(self.tower, self.now)
                    done += did
                    idle[duty.name] = -1 if did else self._writes
            if not done + bring.tick(self.tower, self.now):
                break
        for duty in (*(duty for duty in self._duties if duty.name in LOOKERS or duty.name.startswith("deliver")), self._duties[0]):
            duty.tick(self.tower, self.now)

    def _written(self) -> None:
        self._writes += 1

    def told(self, *events: Event) -> None:
        """Events arrive."""
        with self.tower.db.write() as conn:
            take_in(conn, events, now=self.now, floor=self.tower.floors.current(conn))
        self.work()

    def paid(self, order: str, *, hours_ago: float, **payload: Any) -> None:
        """An order was paid some hours before now."""
        self.told(Event(self.now - timedelta(hours=hours_ago), "taobao", "payment_approved", order, {"platform": "taobao", **payload}))

    def token(self, person: str, role: Role | None = None) -> str:
        """A standing token of somebody (role as they have it), or of nobody in a role."""
        key = f"{person}/{role}"
        if key not in self._tokens:
            with self.tower.db.write() as conn:
                known = people.one(conn, person)
                as_role = role or (known.role if known else Role.DISPLAY)
                self._tokens[key] = tokens.issue(conn, Kind.STANDING, person=person if known else "", role=as_role, now=self.now)
        return self._tokens[key]

    def call(self, method: str, path: str, *, who: str = "zhao", role: Role | None = None, **more: Any) -> httpx.Response:
        """One HTTP request through the whole surface; `who=""` comes without a token."""
        headers = {"Authorization": f"Bearer {self.token(who, role)}"} if who else {}
        headers |= more.pop("headers", {})

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                return await client.request(method, path, headers=headers, **more)

        return asyncio.run(ask())

    def read(self, kind: type[T], path: str, *, who: str = "zhao", **query: Any) -> T:
        answer = self.call("GET", path, who=who, params=query)
        assert answer.status_code == 200, answer.text
        return msgspec.json.decode(answer.content, type=kind)

    def sync(self, *actions: dict[str, Any], who: str = "zhao", cursor: int = 0, epoch: str = "", limit: int = 1000) -> SyncAnswer:
        """One exchange."""
        body = {"cursor": cursor, "epoch": epoch, "actions": list(actions), "limit": limit}
        answer = self.call("POST", "/v1/sync", who=who, json=body)
        assert answer.status_code == 200, answer.text
        return msgspec.json.decode(answer.content, type=SyncAnswer)

    def desk(self, who: str = "zhao") -> "Desk":
        return Desk(self, who)

    def pool(self, who: str = "zhao") -> dict[str, PoolRow]:
        """Order -> its row, of every open case."""
        rows = self.desk(who).catch_up().bodies("case", PoolRow)
        return {row.order: row for row in rows if row.state == "open"}

    def notices(self, who: str) -> list[NoticeRow]:
        """What somebody has been told and not been told to forget."""
        return [n for n in self.desk(who).catch_up().bodies("notice", NoticeRow) if n.withdrawn_at is None]


class Clock:
    """A clock in the hand."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


class Desk:
    """What a desk holds: it absorbs changes and proves the digest whenever it stands at the head."""

    def __init__(self, floor: Floor, who: str) -> None:
        self._floor, self._who = floor, who
        self.cursor, self.epoch = 0, ""
        self.held: dict[tuple[str, str], Change] = {}
        self.last: SyncAnswer | None = None

    def page(self, limit: int = 1000) -> SyncAnswer:
        answer = self._floor.sync(who=self._who, cursor=self.cursor, epoch=self.epoch, limit=limit)
        if answer.reset:
            self.held.clear()
        numbers = [change.n for change in answer.changes]
        assert numbers == sorted(set(numbers))
        assert not numbers or numbers[0] > self.cursor
        for change in answer.changes:
            if change.gone:
                self.held.pop((change.topic, change.key), None)
            else:
                self.held[change.topic, change.key] = change
        self.cursor, self.epoch, self.last = answer.cursor, answer.epoch, answer
        if answer.cursor == answer.head and not answer.reset:
            assert self.digest() == {topic: total for topic, total in answer.digest.items() if total != "0" * 16}
        return answer

    def catch_up(self) -> "Desk":
        while (answer := self.page()).cursor != answer.head or answer.reset:
            pass
        return self

    def digest(self) -> dict[str, str]:
        total: dict[str, int] = {}
        for (topic, key), change in self.held.items():
            total[topic] = plus(total.get(topic, 0), feed_hash(topic, key, change.version))
        return {topic: spell(value) for topic, value in total.items() if value}

    def bodies(self, topic: str, kind: type[T]) -> list[T]:
        return [msgspec.json.decode(bytes(change.body), type=kind) for (of, _), change in self.held.items() if of == topic]


@contextmanager
def open_floor(
    folder: Path, *, db: str = "", connectors: dict[str, Connector] | None = None, rules: str = RULES, crew: Sequence[Person] = PEOPLE,
    settings: HubSettings | None = None, channels: Mapping[str, Channel] | None = None, clock: "Clock | None" = None,
    tellers: Tellers | None = None, followers: Mapping[str, Outsider] | None = None, warehouses: Warehouses | None = None,
    revealers: Mapping[str, Revealer] | None = None,
) -> Iterator[Floor]:  # fmt: skip
    """A floor at noon of 12 November 2025, in the database `db` or in a file of its own."""
    clock = clock or Clock()
    settings = replace(settings or HubSettings(), db=db or OnFile(folder).url)
    spoken = {"connectors": connectors, "channels": channels, "tellers": tellers, "followers": followers, "warehouses": warehouses}
    spoken |= {"revealers": revealers}
    hub = Hub(settings, folder, now=clock, **spoken)  # type: ignore[arg-type]
    hub.open()
    with hub.tower.db.write() as conn:
        people.put(conn, [*crew, Person("local", "本机", Role.SUPERVISOR, "supervisor", Presence.OFF, disabled=True)])
        versions.add(conn, "rules", rules.encode(), by="", now=clock.at, why="test")
    floor = Floor(hub, clock)
    try:
        yield floor
    finally:
        hub.close()
