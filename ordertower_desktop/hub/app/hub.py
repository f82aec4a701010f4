"""One hub put together: its parts, and what its workers do."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from sqlalchemy.exc import OperationalError

from ordertower_desktop.hub.channels.channel import Channel
from ordertower_desktop.hub.connectors.caller import Caller, Outsider
from ordertower_desktop.hub.connectors.connector import Connector
from ordertower_desktop.hub.connectors.revealing import Revealer
from ordertower_desktop.hub.connectors.stocked import Stocked
from ordertower_desktop.hub.store.clock import FloorClock
from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.folder import database_in, id_of
from ordertower_desktop.hub.store.founding import found
from ordertower_desktop.hub.store.judging.floors import Floors
from ordertower_desktop.hub.store.migrate import bring_up
from ordertower_desktop.hub.store.tables import imports, leases, sources
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.hub.workers import (
    audit,
    command,
    compare,
    deliver,
    escalate,
    judge,
    measure,
    preaudit,
    pull,
    roster,
    sequence,
    stock,
    sweep,
    writeback,
)
from ordertower_desktop.hub.workers.backtesting import Backtesting
from ordertower_desktop.hub.workers.follow import Following
from ordertower_desktop.hub.workers.foresee import Foreseeing
from ordertower_desktop.hub.workers.hear import Hearing
from ordertower_desktop.hub.workers.lease import Lease, alone
from ordertower_desktop.hub.workers.loop import Duty, Worker
from ordertower_desktop.hub.workers.noting import Noting
from ordertower_desktop.hub.workers.rates import Rates
from ordertower_desktop.hub.workers.recognise import Recognising
from ordertower_desktop.hub.workers.selftest import SelfTests
from ordertower_desktop.hub.workers.watch import Watch
from ordertower_desktop.settings import HubSettings

log = logging.getLogger(__name__)
LONGEST_END = 20.0
"""So many seconds may pass until the last worker has finished its round."""


class _Line(Protocol):
    def close(self) -> None: ...


def wall_clock() -> datetime:
    """The one clock of a hub."""
    return datetime.now(UTC)


class Hub:
    """A floor's truth: database, workers, surface. `open` it, `start` its workers, serve it, `close` it."""

    def __init__(
        self,
        settings: HubSettings,
        folder: Path,
        *,
        now: Callable[[], datetime] | None = None,
        pace: float = 1.0,
        connectors: Mapping[str, Connector] | None = None,
        channels: Mapping[str, Channel] | None = None,
        pin: str = "",
        tellers: writeback.Tellers | None = None,
        followers: Mapping[str, Outsider] | None = None,
        warehouses: command.Warehouses | None = None,
        revealers: Mapping[str, Revealer] | None = None,
    ) -> None:
        url = settings.db or database_in(folder)
        self._clock, self._hearing = FloorClock(wall_clock), Hearing()
        self.tower = Tower(Database(url), now or self._clock, Floors(), folder, settings, pace=pace, id=id_of(folder), pin=pin)
        self.marker = folder / sequence.MARKER
        self.connectors = dict(connectors or {})
        self.channels = dict(channels or {})
        self.tellers = dict(tellers or {})
        self.followers = dict(followers or {})
        self.warehouses = dict(warehouses or {})
        self.revealers = dict(revealers or {})
        self.epoch = ""
        self._backtesting, self._noting = Backtesting(self.channels), Noting()
        self._workers: list[Worker] = []

    def open(self) -> None:
        """Bring the database up and found the floor."""
        self.tower.db.reach()
        bring_up(self.tower.db)
        self._clock.look(self.tower.db)
        with self.tower.db.write() as conn:
            self.epoch = found(conn, now=self.tower.now(), marker=self.marker)
        pull.begin(self.tower, {**self.connectors, **self.followers})
        writeback.begin(self.tower, self.tellers)
        command.begin(self.tower, self.warehouses)
        deliver.begin(self.tower, self.channels)
        roster.tick(self.tower, self.tower.now())

    def start(self) -> None:
        """Set the workers going."""
        self._workers = [Worker(self.tower, duty) for duty in self.duties()]
        woken = [worker for worker in self._workers if worker.duty.woken]
        for worker in woken:
            self.tower.db.on_write(worker.wake)
        for worker in self._workers:
            worker.start()

    def duties(self) -> list[Duty]:
        """What the workers do, each on a thread of its own."""
        watch = Watch()
        kinds = {channel.about.kind for channel in self.channels.values()}
        among_others = [Duty("hear", self._hearing.tick, every=0.0), Duty("clock", self._look, every=30.0)]
        return [
            Duty("sequence", sequence.tick, every=0.5, gap=0.01, woken=True, calm=0.5, unheard=10.0),
            Duty("judge", judge.tick, every=0.25),
            Duty("roster", roster.tick, every=1.0),
            Duty("escalate", lambda tower, now: escalate.tick(tower, now, kinds), every=0.5, gap=0.05, woken=True, calm=1.0, unheard=5.0),
            Duty("bring", _bring, every=1.0, gap=0.1, woken=True),
            *self._pulling(),
            *self._following(),
            *self._telling(),
            Duty("preaudit", alone(Lease("preaudit"), preaudit.tick), every=5.0, calm=5.0, unheard=10.0),
            Duty("watch", alone(Lease("watch"), watch.tick), every=0.5, calm=5.0, unheard=10.0),
            Duty("rates", alone(Lease("rates"), Rates().tick), every=2.0, calm=5.0, unheard=10.0),
            Duty("measure", alone(Lease("measure"), measure.tick), every=5.0, aside=True),
            Duty("foresee", alone(Lease("foresee"), Foreseeing().tick), every=20.0, aside=True),
            Duty("recognise", alone(Lease("recognise"), Recognising().tick), every=2.0, aside=True),
            Duty("stock", alone(Lease("stock"), stock.Keeping().tick), every=1.0, gap=0.1, woken=True, calm=1.0, unheard=5.0),
            Duty("audit", alone(Lease("audit"), audit.Audit().tick), every=2.0),
            Duty("sweep", sweep.tick, every=60.0),
            Duty("selftest", alone(Lease("selftest"), SelfTests(self.channels).tick), every=30.0, aside=True),
            Duty("backtest", alone(Lease("backtest"), self._backtesting.tick), every=0.3, unheard=10.0),
            Duty("note", self._noting.tick, every=2.0),
            Duty("mark", self._mark, every=1.0),
            *(among_others if self.tower.db.shared else ()),
            *map(self._delivering, sorted(kinds)),
        ]

    def _pulling(self) -> Iterator[Duty]:
        """Each source on a thread of its own: one that hangs holds up no other. One hub of a floor reads them all."""
        lease = Lease("pull")
        for key, connector in self.connectors.items():
            tick = partial(pull.tick, connectors={key: connector})
            yield Duty(f"{sources.READER}{key}", alone(lease, tick), every=1.0, gap=0.2, woken=True)
            if isinstance(connector, Stocked) and connector.stock_every is not None:
                yield Duty(f"stock-{key}", alone(lease, partial(stock.ask, connectors={key: connector})), every=2.0)

    def _following(self) -> Iterator[Duty]:
        """Whoever knows where parcels are is asked by one hub of a floor; where it calls, any hub hears it."""
        lease = Lease("follow")
        for key, follower in self.followers.items():
            if isinstance(follower, Caller):
                continue
            yield Duty(f"{sources.READER}{key}", alone(lease, Following(key, follower).tick), every=1.0)

    def _telling(self) -> Iterator[Duty]:
        """Each shop and each warehouse on a thread of its own, as they are read; one hub of a floor tells them all."""
        lease = Lease("write-back")
        for key, told in self.tellers.items():
            tick = partial(writeback.tick, tellers={key: told})
            yield Duty(f"tell-{key}", alone(lease, tick), every=1.0, gap=0.2, woken=True)
            yield Duty(f"compare-{key}", alone(lease, partial(compare.tick, tellers={key: told})), every=20.0, calm=30.0, unheard=30.0)

        for key, warehouse in self.warehouses.items():
            tick = partial(command.tick, warehouses={key: warehouse})
            yield Duty(f"command-{key}", alone(lease, tick), every=1.0, gap=0.02, woken=True)

    def _delivering(self, kind: str) -> Duty:
        """Each kind on a thread of its own: a platform that does not answer holds up no other."""
        ways = {key: channel for key, channel in self.channels.items() if channel.about.kind == kind}
        return Duty(f"deliver-{kind}", lambda tower, now: deliver.tick(tower, now, ways), every=0.5, gap=0.1, woken=True)

    def _look(self, tower: Tower, _now: datetime) -> int:
        self._clock.look(tower.db)
        return 0

    def _mark(self, tower: Tower, _now: datetime) -> int:
        sequence.mark(tower, self.marker)
        return 1

    def close(self) -> None:
        """Let every worker finish its round, then let go of the files; a database that is away has nothing to be told."""
        for worker in self._workers:
            worker.stop()
        end = time.monotonic() + LONGEST_END
        for worker in self._workers:
            worker.join(end - time.monotonic())
        self._workers.clear()
        self._backtesting.close()
        self._hearing.close()
        try:
            self._hand_over()
        except OperationalError:
            if not self.tower.db.shared:
                raise
            log.warning("the database is away, so nothing was handed over")
        self.tower.db.close()
        for line in self._lines():
            line.close()

    def _lines(self) -> Iterator[_Line]:
        """Everything that may hold a connection to a system outside."""
        yield from self.connectors.values()
        yield from self.channels.values()
        yield from (writer for _, writer in self.tellers.values())
        yield from self.warehouses.values()
        yield from self.followers.values()
        yield from self.revealers.values()

    def _hand_over(self) -> None:
        """Another hub may go on at once, and whoever comes back here finds everything numbered and in its place."""
        with self.tower.db.write() as conn:
            leases.release(conn, self.tower.id, now=self.tower.now())
        self._noting.store(self.tower, self.tower.now())
        sequence.tick(self.tower, self.tower.now())
        sequence.mark(self.tower, self.marker)
        self.tower.db.checkpoint()


def _bring(tower: Tower, now: datetime) -> int:
    """The reader of exported files is imported when the first file has come."""
    with tower.db.read() as conn:
        if not imports.waiting(conn, tower.uploads):
            return 0
    from ordertower_desktop.hub.workers import bring

    return bring.tick(tower, now)
