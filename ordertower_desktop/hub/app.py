"""Composes a hub, beside one desk or for a floor; the one module of the hub that reads the clock and the environment."""

import argparse
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec
from msgspec.structs import replace
from sqlalchemy.exc import OperationalError

from ordertower_desktop import settings as setting
from ordertower_desktop.domain.people import Role
from ordertower_desktop.hub.api.routes import surface
from ordertower_desktop.hub.api.serving import Server, bound
from ordertower_desktop.hub.channels.channel import Channel
from ordertower_desktop.hub.connectors.connector import Connector
from ordertower_desktop.hub.store.clock import FloorClock
from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.folder import alone_in, id_of, write_private
from ordertower_desktop.hub.store.founding import LOCAL, found
from ordertower_desktop.hub.store.judging.floors import Floors
from ordertower_desktop.hub.store.migrate import bring_up
from ordertower_desktop.hub.store.tables import imports, leases, tokens
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.hub.workers import deliver, escalate, judge, pull, sequence, sweep
from ordertower_desktop.hub.workers.collecting import collect_less
from ordertower_desktop.hub.workers.hear import Hearing
from ordertower_desktop.hub.workers.lease import alone
from ordertower_desktop.hub.workers.loop import Duty, Worker
from ordertower_desktop.hub.workers.watch import Watch
from ordertower_desktop.settings import HubSettings, Secret, Settings

log = logging.getLogger(__name__)
ALONE_CHECK_SECONDS = 0.5


class HubFile(msgspec.Struct, frozen=True):
    """`hub.json`: where the hub beside a desk answers, and under which token."""

    url: str
    token: str
    pid: int
    epoch: str
    version: str


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
    ) -> None:
        url = settings.db or f"sqlite:///{folder / 'hub.db'}"
        self._clock, self._hearing = FloorClock(wall_clock), Hearing()
        self.tower = Tower(Database(url), now or self._clock, Floors(), folder, settings, pace=pace, id=id_of(folder))
        self.marker = folder / sequence.MARKER
        self.connectors = dict(connectors or {})
        self.channels = dict(channels or {})
        self.epoch = ""
        self._workers: list[Worker] = []

    def open(self) -> None:
        """Bring the database up and found the floor."""
        self.tower.db.reach()
        bring_up(self.tower.db)
        self._clock.look(self.tower.db)
        with self.tower.db.write() as conn:
            self.epoch = found(conn, now=self.tower.now(), marker=self.marker)
        pull.begin(self.tower, self.connectors)
        deliver.begin(self.tower, self.channels)

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
            Duty("sequence", sequence.tick, every=0.5, gap=0.01, woken=True, calm=0.5),
            Duty("judge", judge.tick, every=0.25),
            Duty("escalate", lambda tower, now: escalate.tick(tower, now, kinds), every=0.5, gap=0.05, woken=True, calm=1.0),
            Duty("bring", _bring, every=1.0, gap=0.1, woken=True),
            Duty("pull", alone("pull", lambda tower, now: pull.tick(tower, now, self.connectors)), every=1.0, gap=0.2, woken=True),
            Duty("watch", alone("watch", watch.tick), every=0.5, calm=5.0),
            Duty("sweep", sweep.tick, every=60.0),
            Duty("mark", self._mark, every=1.0),
            *(among_others if self.tower.db.shared else ()),
            *map(self._delivering, sorted(kinds)),
        ]

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
        self._workers.clear()
        self._hearing.close()
        try:
            self._hand_over()
        except OperationalError:
            if not self.tower.db.shared:
                raise
            log.warning("the database is away, so nothing was handed over")
        self.tower.db.close()
        for channel in self.channels.values():
            channel.close()

    def _hand_over(self) -> None:
        """Another hub may go on at once, and whoever comes back here finds everything numbered and in its place."""
        with self.tower.db.write() as conn:
            leases.release(conn, self.tower.id, now=self.tower.now())
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


def run(options: argparse.Namespace) -> int:
    """`ordertower hub`."""
    logging.basicConfig(level=logging.DEBUG if options.verbose else logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)  # they log addresses, and a robot's address is its key
    config = Path(options.config) if options.config else None
    settings = setting.read(config, os.environ)
    if options.beside:
        return run_beside(settings, Path(options.beside))
    hub = settings.hub
    hub = replace(hub, db=options.db or hub.db, listen=options.listen or hub.listen, workers=options.workers or hub.workers)
    folder = Path(options.data_dir) if options.data_dir else settings.folder
    return run_hub(replace(settings, hub=hub), folder, only=options.only or "")


def run_hub(
    settings: Settings, folder: Path, *, only: str = "", connectors: Mapping[str, Connector] | None = None,
    now: Callable[[], datetime] | None = None, pace: float = 1.0,
) -> int:  # fmt: skip
    """A floor's hub on its address, until a signal."""
    with alone_in(folder):
        hub = Hub(settings.hub, folder, now=now, pace=pace, connectors=connectors, channels=_channels(settings))
        hub.open()
        _let_somebody_in(hub.tower, folder / "admin.token")
        if only == "workers":
            return _work_until_signal(hub)
        _serve(hub, settings.hub.listen, workers=only != "api", ready=_say_ready)
    return 0


def run_beside(
    settings: Settings, folder: Path, *, connectors: Mapping[str, Connector] | None = None,
    now: Callable[[], datetime] | None = None, pace: float = 1.0,
) -> int:  # fmt: skip
    """The hub beside one desk: loopback, a port and a token of its own, gone by itself when nobody has spoken for a while."""
    with alone_in(folder):
        hub = Hub(settings.hub, folder, now=now, pace=pace, connectors=connectors, channels=_channels(settings))
        hub.open()
        with hub.tower.db.write() as conn:
            tokens.end_named(conn, "beside", hub.tower.now())
            token = tokens.issue(conn, tokens.Kind.STANDING, person=LOCAL.id, role=Role.ADMIN, now=hub.tower.now(), name="beside")
        file = folder / "hub.json"

        def ready(url: str) -> None:
            write_private(file, msgspec.json.encode(HubFile(url, token, os.getpid(), hub.epoch, _version())))

        try:
            _serve(hub, "127.0.0.1:0", workers=True, ready=ready, idle=settings.hub.idle.total_seconds())
        finally:
            file.unlink(missing_ok=True)
    return 0


def _channels(settings: Settings) -> dict[str, Channel]:
    """The channels that are set up; few desks have any, so what they stand on is imported for them alone."""
    if not settings.channel:
        return {}
    from ordertower_desktop.hub.channels.opening import opened

    return opened(settings.channel, _revealed)


def _revealed(secret: Secret) -> str:
    """What a reference stands for; empty where there is nothing."""
    kind, _, name = secret.reference.partition(":")
    if kind == "env":
        return os.environ.get(name, "")
    import keyring

    return keyring.get_password("ordertower", name) or ""
def _let_somebody_in(tower: Tower, file: Path) -> None:
    """A floor that nobody can enter yet gets one administrator's token, in a file that only this account may read."""
    with tower.db.write() as conn:
        if tokens.alive(conn, tower.now()):
            return
        token = tokens.issue(conn, tokens.Kind.STANDING, person=LOCAL.id, role=Role.ADMIN, now=tower.now(), name="first")
        write_private(file, token.encode())  # before the commit: a token that nobody has read would lock everybody out
    sys.stderr.write(f"第一次启动：管理员令牌写在 {file}，只有本账户能读；用它加入成员后请作废\n")


def _say_ready(url: str) -> None:
    sys.stderr.write(f"中枢已就绪：{url}\n")


def _serve(hub: Hub, listen: str, *, workers: bool, ready: Callable[[str], None], idle: float = 0.0) -> None:
    _end_gently()
    collect_less()
    sock = bound(listen)
    host, port = sock.getsockname()[:2]
    server = Server(surface(hub.tower, _version(), hub.channels), lambda: ready(f"http://{host}:{port}"))
    done = threading.Event()
    try:
        if workers:
            hub.start()
        if idle:
            threading.Thread(target=_leave_when_alone, args=(hub.tower, server, idle, done), name="hub-alone", daemon=True).start()
        server.run(sockets=[sock])
    finally:
        done.set()
        sock.close()
        hub.close()


def _end_gently() -> None:
    """A signal ends the server, and then our own last steps run: uvicorn raises it again when it is done."""
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)


def _leave_when_alone(tower: Tower, server: Server, idle: float, done: threading.Event) -> None:
    started = tower.now()
    while not done.wait(ALONE_CHECK_SECONDS):
        since = tower.pulse.alone_since(started)
        if since is not None and (tower.now() - since).total_seconds() > idle * tower.pace:
            log.info("nobody has spoken for %s s, leaving", idle)
            server.end()
            return


def _work_until_signal(hub: Hub) -> int:
    done = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: done.set())
    hub.start()
    done.wait()
    hub.close()
    return 0


def _version() -> str:
    try:
        return version("ordertower-desktop")
    except PackageNotFoundError:
        return "0"
