"""Composes the demo: fake systems over real HTTP, a hub on top with the demo's clock, people at work, and a desk of its own process."""

import argparse
import contextlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
from msgspec.structs import replace

from ordertower_desktop import settings as setting
from ordertower_desktop.demo import asked, floor, goods, live, play, story
from ordertower_desktop.demo.clock import DemoClock
from ordertower_desktop.demo.double11 import records
from ordertower_desktop.demo.ending import Ending
from ordertower_desktop.demo.servers import FakeSystem
from ordertower_desktop.demo.staff import Staff, deeds
from ordertower_desktop.demo.world import Record, World
from ordertower_desktop.domain.people import Role
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.hub.api.routes import surface
from ordertower_desktop.hub.api.serving import Server, bound
from ordertower_desktop.hub.app import Hub
from ordertower_desktop.hub.connectors.connector import About
from ordertower_desktop.hub.connectors.pagerevealing import PagesRevealer
from ordertower_desktop.hub.connectors.pages import PagesConnector, StatusMap
from ordertower_desktop.hub.connectors.pagetelling import PagesWriter
from ordertower_desktop.hub.connectors.pagewarehouse import PagesWarehouse
from ordertower_desktop.hub.connectors.revealing import InTurn, Revealer
from ordertower_desktop.hub.store.tables import tokens
from ordertower_desktop.hub.store.tables.sources import READER
from ordertower_desktop.hub.workers import command, writeback
from ordertower_desktop.hub.workers.collecting import collect_less
from ordertower_desktop.hub.workers.loop import Duty
from ordertower_desktop.settings.source import Mode
from ordertower_desktop.sync.source import TOKEN

SECONDS_TO_START = 30
SECONDS_TO_CLOSE = 10
LOOK = 0.2
"""Seconds between two looks whether the end has been asked for."""
BEFORE_PEOPLE = (READER, "judge")


@dataclass(slots=True)
class Floor:
    """A demo floor that answers at `url`; `token` is the supervisor's."""

    url: str
    token: str
    hub: Hub
    clock: DemoClock
    staff: Staff
    reach: Callable[[floor.System], PagesConnector]


@dataclass(frozen=True, slots=True)
class Day:
    """What is played: everything the systems know, from when to when it is played in steps, and which of them refuse since when."""

    records: list[Record]
    begin: datetime
    until: datetime
    refuses: Mapping[str, datetime]


def run(options: argparse.Namespace) -> int:
    """`ordertower demo`: until the desk is closed or a signal comes; nothing of it stays on the disk."""
    day = day_of(options)
    _say(f"正在准备演示：{len(floor.SYSTEMS)} 个假系统，{len(story.STAFF)} 个人，{len(day.records):,} 条记录")
    collect_less()
    ending = Ending()
    ending.listen()
    with (
        tempfile.TemporaryDirectory(prefix="ordertower-demo-") as folder,
        opened(day, options.seed, Path(folder), pace=options.speed) as made,
    ):
        play_day(made, day, check=ending.check)
        tell_shops(made)
        made.clock.run(options.speed)
        made.hub.start()
        if options.headless:
            sys.stdout.write(json.dumps({"url": made.url, "token": made.token, "at": made.clock.now().isoformat()}) + "\n")
            sys.stdout.flush()
            while not ending.asked:
                time.sleep(LOOK)
            return 0
        return _desk(made, Path(folder), ending)


def day_of(options: argparse.Namespace) -> Day:
    refuses = asked.refusals(options.refuse or (), known=[system.id for system in floor.SYSTEMS])
    if options.day == "double11":
        until = asked.moment(options.until, option="--until") if options.until else story.MOMENT
        if not play.BEGIN < until <= story.MOMENT:
            raise Refusal(f"--until 要在 {_said(play.BEGIN)} 之后，不晚于 {_said(story.MOMENT)}，收到 {_said(until)}")
        return Day(list(records(options.seed)), play.BEGIN, until, {**floor.REFUSES, **refuses})
    made = live.records(options.seed, live.SHOW if options.day == "live" else live.QUIET)
    return Day(list(made), live.BEGIN - timedelta(minutes=10), live.BEGIN, refuses)


@contextlib.contextmanager
def opened(day: Day, seed: int, folder: Path, *, pace: float = 1.0) -> Iterator[Floor]:
    """Fakes, hub and people, standing at the day's beginning."""
    clock = DemoClock(day.begin, time.monotonic)
    secret = secrets.token_hex(16)
    fakes = floor.systems(World(day.records), secret, refuses=day.refuses, now=clock.now)
    for fake in fakes.values():
        fake.start()
    connectors = {one.id: _reached(fakes, day, secret, one) for one in floor.SYSTEMS}
    settings = replace(setting.HubSettings(), rate=100_000)
    (folder / "hub").mkdir()
    hub = Hub(settings, folder / "hub", now=clock.now, pace=pace, connectors=dict(connectors), revealers=_plain(fakes, day, secret))
    hub.open()
    sock = bound("127.0.0.1:0")
    url = f"http://127.0.0.1:{sock.getsockname()[1]}"
    ready = threading.Event()
    server = Server(surface(hub.tower, "demo", revealers=hub.revealers), ready.set)
    thread = threading.Thread(target=lambda: server.run(sockets=[sock]), name="demo-api", daemon=True)
    thread.start()
    if not ready.wait(SECONDS_TO_START):
        raise Refusal("演示的中枢没有起来，请重试")
    held = _people(hub, url)
    staff = Staff(url, held, deeds(seed))
    try:
        yield Floor(url, held["li"], hub, clock, staff, partial(_reached, fakes, day, secret))
    finally:
        staff.close()
        server.end()
        thread.join(10)
        hub.close()
        for connector in connectors.values():
            connector.close()
        for fake in fakes.values():
            fake.stop()


def _plain(fakes: Mapping[str, FakeSystem], day: Day, secret: str) -> dict[str, Revealer]:
    """The platforms tell who an order goes to, one order a call."""
    shops = [one for one in floor.SYSTEMS if one.kind is SourceKind.PLATFORM]
    return {one.id: InTurn(PagesRevealer(_reached(fakes, day, secret, one))) for one in shops}


def tell_shops(made: Floor) -> None:
    """From the end of the part that is played shops and warehouses are told: until then the story says what they heard."""
    shops = [one for one in floor.SYSTEMS if one.kind is SourceKind.PLATFORM]
    made.hub.tellers.update({one.id: (Mode.ON, PagesWriter(made.reach(one))) for one in shops})
    writeback.begin(made.hub.tower, made.hub.tellers)
    houses = [one for one in floor.SYSTEMS if one.kind is SourceKind.WMS]
    made.hub.warehouses.update({one.id: PagesWarehouse(made.reach(one)) for one in houses})
    command.begin(made.hub.tower, made.hub.warehouses)


def _reached(fakes: Mapping[str, FakeSystem], day: Day, secret: str, one: floor.System) -> PagesConnector:
    about = About(one.id, one.name, one.kind, floor.asked_every(one, day.refuses))
    every = goods.EVERY if one.id in (goods.STORE, goods.SHOP) else None
    return PagesConnector(about, fakes[one.id].url, secret, statuses=StatusMap(one.words), stock_every=every)


def _people(hub: Hub, url: str) -> dict[str, str]:
    """Put the staff on the floor through the surface; returns a token for each."""
    with hub.tower.db.write() as conn:
        admin = tokens.issue(conn, tokens.Kind.STANDING, person="local", role=Role.ADMIN, now=hub.tower.now(), name="demo")
    with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {admin}"}, timeout=20, trust_env=False) as http:
        for person in floor.people():
            http.put("/v1/people", json=person).raise_for_status()
        http.put(
            "/v1/people", json={"id": "local", "name": "本机", "role": "supervisor", "post": "supervisor", "presence": "off"}
        ).raise_for_status()
        http.put("/v1/rules", json={"text": floor.RULES, "why": "演示"}).raise_for_status()
        http.put("/v1/limits", json={"text": json.dumps({"limits": floor.LIMITS}), "why": "演示"}).raise_for_status()
    with hub.tower.db.write() as conn:
        return {
            key: tokens.issue(conn, tokens.Kind.STANDING, person=key, role=Role(role), now=hub.tower.now(), name="demo")
            for key, _, role, _ in story.STAFF
        }


def play_day(made: Floor, day: Day, *, check: Callable[[], None] = lambda: None) -> None:
    """Bring the floor to the end of the day's part that is played in steps, telling the terminal how far it has come.

    `check` is called before each piece of work, and may raise to end it there.
    """

    def told(at: datetime, share: float) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r正在演出 {_said(at)}，{share:.0%}，到 {_said(day.until)} 为止\033[K")

    moments = list(play.steps(day.until)) if day.begin == play.BEGIN else [day.begin, day.until]
    _say(f"正在演出 {_said(day.begin)} 到 {_said(day.until)}：每一单都经过假系统与中枢")
    play.play(made.clock, moments, _work(made, check), told=told)
    _say(f"演示就绪：{made.url}")


def _said(at: datetime) -> str:
    return f"{at.astimezone(story.ZONE):%m月%d日 %H:%M}"


def _say(text: str) -> None:
    """A line on the terminal, in place of the one that told how far it has come."""
    sys.stderr.write(f"\r\033[K{text}\n" if sys.stderr.isatty() else f"{text}\n")
    sys.stderr.flush()


def _work(made: Floor, check: Callable[[], None]) -> list[play.Work]:
    """The hub's duties and, where people would see what came, the people: each takes up what the one before it left."""
    duties = made.hub.duties()
    before = [duty for first in BEFORE_PEOPLE for duty in duties if duty.name.startswith(first)]
    after = [duty for duty in duties if duty not in before]

    def of(duty: Duty) -> play.Work:
        return lambda at: duty.tick(made.hub.tower, at)

    def checked(work: play.Work) -> play.Work:
        def one(at: datetime) -> None:
            check()
            work(at)

        return one

    return [checked(one) for one in (*map(of, before), made.staff.act, *map(of, after))]


def _desk(made: Floor, folder: Path, ending: Ending) -> int:
    """The desk, in a process of its own; when it ends the floor ends, and the other way round."""
    command = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "ordertower_desktop"]
    environ = os.environ | {TOKEN: made.token}
    with subprocess.Popen([*command, "desk", "--hub", made.url, "--data-dir", str(folder / "desk")], env=environ) as desk:
        while (code := desk.poll()) is None:
            if ending.asked:
                return _closed(desk)
            time.sleep(LOOK)
        return code


def _closed(desk: subprocess.Popen[bytes]) -> int:
    """Ask it to close; a desk that does not is killed, for the floor below it is going."""
    desk.terminate()
    try:
        return desk.wait(SECONDS_TO_CLOSE)
    except subprocess.TimeoutExpired:
        desk.kill()
        return desk.wait()
