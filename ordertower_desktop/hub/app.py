"""Composes a hub, beside one desk or for a floor; the one module of the hub that reads the clock and the environment."""

import argparse
import contextlib
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout
from msgspec.structs import replace

from ordertower_desktop import settings as setting
from ordertower_desktop.domain.people import Role
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.hub.api.routes import surface
from ordertower_desktop.hub.api.serving import Server, bound
from ordertower_desktop.hub.connectors.connector import Connector
from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.founding import LOCAL, found
from ordertower_desktop.hub.store.judging.floors import Floors
from ordertower_desktop.hub.store.migrate import bring_up
from ordertower_desktop.hub.store.tables import imports, tokens
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.hub.workers import escalate, judge, pull, sequence
from ordertower_desktop.hub.workers.collecting import collect_less
from ordertower_desktop.hub.workers.loop import Duty, Worker
from ordertower_desktop.hub.workers.watch import Watch
from ordertower_desktop.settings import HubSettings, Settings

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
        now: Callable[[], datetime] = wall_clock,
        pace: float = 1.0,
        connectors: Mapping[str, Connector] | None = None,
    ) -> None:
        url = settings.db or f"sqlite:///{folder / 'hub.db'}"
        self.tower = Tower(Database(url), now, Floors(), folder, settings, pace=pace)
        self.marker = folder / sequence.MARKER
        self.connectors = dict(connectors or {})
        self.epoch = ""
        self._workers: list[Worker] = []

    def open(self) -> None:
        """Bring the database up and found the floor."""
        bring_up(self.tower.db)
        with self.tower.db.write() as conn:
            self.epoch = found(conn, now=self.tower.now(), marker=self.marker)
        pull.begin(self.tower, self.connectors)

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
        return [
            Duty("sequence", sequence.tick, every=0.5, gap=0.01, woken=True, calm=0.5),
            Duty("judge", judge.tick, every=0.25),
            Duty("escalate", escalate.tick, every=0.5, gap=0.05, woken=True, calm=1.0),
            Duty("bring", _bring, every=1.0, gap=0.1, woken=True),
            Duty("pull", lambda tower, now: pull.tick(tower, now, self.connectors), every=1.0, gap=0.2, woken=True),
            Duty("watch", watch.tick, every=0.5, calm=5.0),
            Duty("mark", self._mark, every=1.0),
        ]

    def _mark(self, tower: Tower, _now: datetime) -> int:
        sequence.mark(tower, self.marker)
        return 1

    def close(self) -> None:
        """Let every worker finish its round, then let go of the files."""
        for worker in self._workers:
            worker.stop()
        self._workers.clear()
        sequence.tick(self.tower, self.tower.now())
        sequence.mark(self.tower, self.marker)
        self.tower.db.checkpoint()
        self.tower.db.close()


def _bring(tower: Tower, now: datetime) -> int:
    """The reader of exported files is imported when the first file has come."""
    with tower.db.read() as conn:
        if not imports.waiting(conn):
            return 0
    from ordertower_desktop.hub.workers import bring

    return bring.tick(tower, now)


def run(options: argparse.Namespace) -> int:
    """`ordertower hub`."""
    logging.basicConfig(level=logging.DEBUG if options.verbose else logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for loud in ("httpx", "httpcore"):  # they write whole addresses and headers, and some carry a key
        logging.getLogger(loud).setLevel(logging.WARNING)
    config = Path(options.config) if options.config else None
    settings = setting.read(config, os.environ)
    connectors = _connectors(settings, setting.place(config, os.environ).parent)
    if options.beside:
        return run_beside(settings, Path(options.beside), connectors=connectors)
    hub = settings.hub
    hub = replace(hub, db=options.db or hub.db, listen=options.listen or hub.listen, workers=options.workers or hub.workers)
    folder = Path(options.data_dir) if options.data_dir else settings.folder
    return run_hub(replace(settings, hub=hub), folder, only=options.only or "", connectors=connectors)


def _connectors(settings: Settings, folder: Path) -> dict[str, Connector]:
    """The systems that the settings name mapping files of; what they need is imported where there is one."""
    if not settings.source:
        return {}
    from ordertower_desktop.hub.connectors.mapped.keyring import keys
    from ordertower_desktop.hub.connectors.mapped.sources import connectors

    return dict(connectors(settings.source, folder, keys=keys(os.environ)))


def try_mapping(options: argparse.Namespace) -> int:
    """`ordertower doctor --mapping FILE`."""
    from ordertower_desktop.hub.connectors.mapped.keyring import keys
    from ordertower_desktop.hub.connectors.mapped.trial import run_trial
    from ordertower_desktop.hub.connectors.mapped.trialtext import tell_json, tell_text

    config = Path(options.config) if options.config else None
    settings, place = setting.read(config, os.environ), setting.place(config, os.environ)
    tell = tell_json if options.json else tell_text
    return run_trial(Path(options.mapping), settings.source, place.parent, keys=keys(os.environ), now=wall_clock(), tell=tell)


def run_hub(
    settings: Settings, folder: Path, *, only: str = "", connectors: Mapping[str, Connector] | None = None,
    now: Callable[[], datetime] = wall_clock, pace: float = 1.0,
) -> int:  # fmt: skip
    """A floor's hub on its address, until a signal."""
    with _alone(folder):
        hub = Hub(settings.hub, folder, now=now, pace=pace, connectors=connectors)
        hub.open()
        if only == "workers":
            return _work_until_signal(hub)
        _serve(hub, settings.hub.listen, workers=only != "api", ready=_say_ready)
    return 0


def run_beside(
    settings: Settings, folder: Path, *, connectors: Mapping[str, Connector] | None = None,
    now: Callable[[], datetime] = wall_clock, pace: float = 1.0,
) -> int:  # fmt: skip
    """The hub beside one desk: loopback, a port and a token of its own, gone by itself when nobody has spoken for a while."""
    with _alone(folder):
        hub = Hub(settings.hub, folder, now=now, pace=pace, connectors=connectors)
        hub.open()
        with hub.tower.db.write() as conn:
            tokens.end_named(conn, "beside", hub.tower.now())
            token = tokens.issue(conn, tokens.Kind.STANDING, person=LOCAL.id, role=Role.ADMIN, now=hub.tower.now(), name="beside")
        file = folder / "hub.json"

        def ready(url: str) -> None:
            _write_private(file, msgspec.json.encode(HubFile(url, token, os.getpid(), hub.epoch, _version())))

        try:
            _serve(hub, "127.0.0.1:0", workers=True, ready=ready, idle=settings.hub.idle.total_seconds())
        finally:
            file.unlink(missing_ok=True)
    return 0


def _say_ready(url: str) -> None:
    sys.stderr.write(f"中枢已就绪：{url}\n")


def _serve(hub: Hub, listen: str, *, workers: bool, ready: Callable[[str], None], idle: float = 0.0) -> None:
    _end_gently()
    collect_less()
    sock = bound(listen)
    host, port = sock.getsockname()[:2]
    server = Server(surface(hub.tower, _version()), lambda: ready(f"http://{host}:{port}"))
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


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
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


def _write_private(file: Path, body: bytes) -> None:
    """A whole file or none, readable by this account only."""
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        out.write(body)
    os.replace(part, file)


def _version() -> str:
    try:
        return version("ordertower-desktop")
    except PackageNotFoundError:
        return "0"
