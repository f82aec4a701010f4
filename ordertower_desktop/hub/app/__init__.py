"""Composes a hub, beside one desk or for a floor; the one room of the hub that reads the clock and the environment."""

import argparse
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec
from msgspec.structs import replace

from ordertower_desktop import settings as setting
from ordertower_desktop.domain.people import Role
from ordertower_desktop.hub.api.routes import surface
from ordertower_desktop.hub.api.serving import Server, bound
from ordertower_desktop.hub.app.certificate import Certificate, certificate, found_at
from ordertower_desktop.hub.app.hub import Hub, wall_clock
from ordertower_desktop.hub.app.outside import channels, connectors, followers, revealers, tellers, try_mapping, warehouses
from ordertower_desktop.hub.connectors.caller import Outsider
from ordertower_desktop.hub.connectors.connector import Connector
from ordertower_desktop.hub.connectors.revealing import Revealer
from ordertower_desktop.hub.store.folder import alone_in, write_private
from ordertower_desktop.hub.store.founding import LOCAL
from ordertower_desktop.hub.store.tables import tokens
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.hub.workers.collecting import collect_less
from ordertower_desktop.hub.workers.writeback import Tellers
from ordertower_desktop.settings import Settings

__all__ = ["Hub", "HubFile", "run", "run_beside", "run_hub", "try_mapping", "wall_clock"]

log = logging.getLogger(__name__)
ALONE_CHECK_SECONDS = 0.5


class HubFile(msgspec.Struct, frozen=True):
    """`hub.json`: where the hub beside a desk answers, and under which token."""

    url: str
    token: str
    pid: int
    epoch: str
    version: str


def run(options: argparse.Namespace) -> int:
    """`ordertower hub`."""
    logging.basicConfig(level=logging.DEBUG if options.verbose else logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for loud in ("httpx", "httpcore"):  # they write whole addresses and headers, and some carry a key
        logging.getLogger(loud).setLevel(logging.WARNING)
    config = Path(options.config) if options.config else None
    settings = setting.read(config, os.environ)
    place = setting.place(config, os.environ).parent
    systems, told, tracks = connectors(settings, place), tellers(settings, place), followers(settings, place)
    plain = revealers(settings, place)
    if options.beside:
        return run_beside(settings, Path(options.beside), connectors=systems, tellers=told, tracks=tracks, plain=plain)
    hub = settings.hub
    listen = options.listen or hub.listen
    hub = replace(hub, db=options.db or hub.db, listen=listen, workers=options.workers or hub.workers, hosts=found_at(hub.hosts, listen))
    folder = Path(options.data_dir) if options.data_dir else settings.folder
    return run_hub(
        replace(settings, hub=hub), folder, only=options.only or "", connectors=systems, tellers=told, tracks=tracks, plain=plain
    )


def run_hub(
    settings: Settings, folder: Path, *, only: str = "", connectors: Mapping[str, Connector] | None = None, tellers: Tellers | None = None,
    tracks: Mapping[str, Outsider] | None = None, plain: Mapping[str, Revealer] | None = None,
    now: Callable[[], datetime] | None = None, pace: float = 1.0,
) -> int:  # fmt: skip
    """A floor's hub on its address, until a signal."""
    with alone_in(folder):
        proof = certificate(settings.hub, folder, settings.hub.listen, now=(now or wall_clock)())
        hub = Hub(
            settings.hub, folder, now=now, pace=pace, connectors=connectors, channels=channels(settings), tellers=tellers,
            pin=proof.pin if proof else "", followers=tracks, warehouses=warehouses(settings), revealers=plain,
        )  # fmt: skip
        hub.open()
        _let_somebody_in(hub.tower, folder / "admin.token")
        if only == "workers":
            return _work_until_signal(hub)
        _serve(hub, settings.hub.listen, workers=only != "api", ready=_say_ready, proof=proof)
    return 0


def run_beside(
    settings: Settings, folder: Path, *, connectors: Mapping[str, Connector] | None = None, tellers: Tellers | None = None,
    tracks: Mapping[str, Outsider] | None = None, plain: Mapping[str, Revealer] | None = None,
    now: Callable[[], datetime] | None = None, pace: float = 1.0,
) -> int:  # fmt: skip
    """The hub beside one desk: loopback, a port and a token of its own, gone by itself when nobody has spoken for a while."""
    with alone_in(folder):
        hub = Hub(
            settings.hub, folder, now=now, pace=pace, connectors=connectors, channels=channels(settings), tellers=tellers, followers=tracks,
            warehouses=warehouses(settings), revealers=plain,
        )  # fmt: skip
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


def _serve(
    hub: Hub, listen: str, *, workers: bool, ready: Callable[[str], None], idle: float = 0.0, proof: Certificate | None = None
) -> None:
    _end_gently()
    collect_less()
    sock = bound(listen)
    host, port = sock.getsockname()[:2]
    url = f"{'https' if proof else 'http'}://{f'[{host}]' if ':' in host else host}:{port}"
    told = {"cert": proof.cert, "key": proof.key} if proof else {}
    up, done = threading.Event(), threading.Event()

    def serving() -> None:
        ready(url)
        up.set()

    server = Server(surface(hub.tower, _version(), hub.channels, hub.followers, hub.revealers), serving, **told)
    try:
        if workers:
            hub.start()
        if idle:
            threading.Thread(target=_leave_when_alone, args=(hub.tower, server, idle, up, done), name="hub-alone", daemon=True).start()
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


def _leave_when_alone(tower: Tower, server: Server, idle: float, up: threading.Event, done: threading.Event) -> None:
    """Counts from when somebody could first have spoken: on a busy machine that may be long after the start."""
    up.wait()
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
