"""A floor under a flood in simulated time: a real hub, each desk's own bell, and phones that note what reaches whom."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.people import Person, Role
from ordertower_desktop.hub.app import Hub
from ordertower_desktop.hub.channels import aliyun_sms, wecom_robot
from ordertower_desktop.hub.channels.channel import About, Message
from ordertower_desktop.hub.store.feed import changes
from ordertower_desktop.hub.store.judging.intake import take_in
from ordertower_desktop.hub.store.tables import contacts, deliveries, people, versions
from ordertower_desktop.hub.store.tables.deliveries import Delivery
from ordertower_desktop.settings import HubSettings
from ordertower_desktop.sync import notices as policy
from ordertower_desktop.sync.bell import Bell
from ordertower_desktop.wire.rows import NoticeRow
from tests.hub.floor import NOON, Clock

SECOND = timedelta(seconds=1)
TEN_MINUTES = timedelta(minutes=10)
BREACH = timedelta(hours=24)
RESTART_AT, RESTART_TAKES = timedelta(seconds=120), timedelta(seconds=20)
OFFLINE_FROM, OFFLINE_FOR = timedelta(seconds=30), timedelta(minutes=5)
CALM_AFTER, CALM_STEP = timedelta(minutes=1), timedelta(seconds=3)
"""What is left after the rain are steps of chains and the ends of pauses: the clock may go faster."""
EACH_CRITICAL = 20
"""One order in so many is critical."""
DUTIES = ("sequence", "judge", "escalate", "deliver-sms", "deliver-wecom")
RULES = """
[[rule]]
id = "R05"
name = "发货超时进池"
state = "on"
kind = "ship_overdue"
severity = "warning"
when = { all = [ { since = "payment_approved", over = "24h", without = "outbound", calendar = "always" } ] }
[[rule]]
id = "R05C"
name = "大单发货超时"
state = "on"
kind = "ship_overdue"
severity = "critical"
when = { all = [
  { since = "payment_approved", over = "24h", without = "outbound", calendar = "always" },
  { field = "amount_fen", at_least = 500000 },
] }
"""


@dataclass(frozen=True, slots=True)
class Weather:
    """How hard it rains, and what breaks meanwhile."""

    spread: int
    desks: int
    restart: bool = False
    offline: bool = False
    orders: int = 2000
    least_critical: int = EACH_CRITICAL

    def critical(self, number: int) -> bool:
        return number % self.least_critical == 0


class Phones:
    """A channel that takes everything, with a real one's limits; remembers when it told whom of which orders."""

    def __init__(self, about: About) -> None:
        self._about = about
        self.told: list[tuple[datetime, Message]] = []

    @property
    def about(self) -> About:
        return self._about

    def send(self, message: Message, *, now: datetime) -> str:
        self.told.append((now, message))
        return ""

    def close(self) -> None:
        """Nothing was opened."""

    def by_person(self) -> Mapping[str, list[datetime]]:
        rang: dict[str, list[datetime]] = defaultdict(list)
        for at, message in self.told:
            for one in message.to:
                rang[one.id].append(at)
        return rang


@dataclass
class Seat:
    """A desk: what its person was interrupted by, and which notices had come to it when."""

    person: str
    bell: Bell
    log: Path
    cursor: int = 0
    shows: list[tuple[datetime, policy.Show]] = field(default_factory=list)
    came: dict[str, tuple[datetime, NoticeRow]] = field(default_factory=dict)
    flooded_until: datetime | None = None

    @property
    def first_named(self) -> dict[str, datetime]:
        """Notice -> when a card first named it."""
        found: dict[str, datetime] = {}
        for at, show in self.shows:
            for one in show.card.notices:
                found.setdefault(one.id, at)
        return found

    def fates(self) -> Counter[str]:
        written = self.log.read_text("utf-8") if self.log.exists() else ""
        return Counter(json.loads(line)["id"] for line in written.splitlines())


class Storm:
    """Turns the clock second by second: the hub's workers go round, every desk that is online hears what is new."""

    def __init__(self, folder: Path, weather: Weather) -> None:
        self.weather, self._folder, self.clock = weather, folder, Clock()
        self.wecom, self.sms = Phones(wecom_robot.about_of("wecom")), Phones(aliyun_sms.about_of("sms"))
        self.seats: list[Seat] = []
        self._hub: Hub | None = None
        self.began = NOON + SECOND

    def found(self) -> None:
        """The floor before the rain: people, rules, and orders that will break one after the other."""
        crew = [Person(f"a{i:02}", f"客服{i}", Role.AGENT, backup=f"a{(i + 1) % self.weather.desks:02}") for i in range(self.weather.desks)]
        crew.append(Person("li", "李婷", Role.SUPERVISOR, "supervisor"))
        self._open()
        hub = self.hub
        with hub.tower.db.write() as conn:
            people.put(conn, crew)
            versions.add(conn, "rules", RULES.encode(), by="", now=NOON, why="test")
            for one in crew:
                contacts.put(conn, one.id, {"wecom": one.id, "sms": f"138{crew.index(one):08}"})
            take_in(conn, self._orders(), now=NOON, floor=hub.tower.floors.current(conn))
        for one in crew:
            self.seats.append(self._seat(one.id))
        self._hear()

    @property
    def hub(self) -> Hub:
        assert self._hub is not None
        return self._hub

    def run(self, until: timedelta) -> None:
        while self.clock.at < self.began + until:
            self.clock.at += SECOND if self.clock.at < self.began + timedelta(seconds=self.weather.spread) + CALM_AFTER else CALM_STEP
            self._break()
            if self._hub is not None:
                for duty in self._duties:
                    duty.tick(self.hub.tower, self.clock.at)
                self._hear()
            for seat in self.seats:
                seat.bell.tick(now=self.clock.at)
                if seat.bell.flood:
                    seat.flooded_until = self.clock.at

    def everything(self) -> list[Delivery]:
        with self.hub.tower.db.read() as conn:
            return deliveries.page(conn, after="", limit=100_000)

    def close(self) -> None:
        if self._hub is not None:
            self._hub.close()
            self._hub = None

    def online_from(self, seat: Seat, at: datetime) -> datetime:
        """The first moment, not before `at`, at which this desk and the hub could speak."""
        for start, length, hit in (
            (self.began + OFFLINE_FROM, OFFLINE_FOR, self.weather.offline and seat is self.seats[0]),
            (self.began + RESTART_AT, RESTART_TAKES, self.weather.restart),
        ):
            if hit and start <= at < start + length:
                return start + length
        return at

    def _orders(self) -> Iterator[Event]:
        for number in range(self.weather.orders):
            due = self.began + timedelta(seconds=self.weather.spread) * number / self.weather.orders
            more = {"amount_fen": 600_000} if self.weather.critical(number) else {"amount_fen": 9_900}
            yield Event(due - BREACH, "taobao", "payment_approved", f"26{number:06}", {"platform": "taobao", **more})

    def _open(self) -> None:
        settings = HubSettings(db=f"sqlite:///{self._folder / 'hub.db'}")
        self._hub = Hub(settings, self._folder, now=self.clock, channels={"wecom": self.wecom, "sms": self.sms})
        self._hub.open()
        self._duties = [duty for duty in self._hub.duties() if duty.name in DUTIES]

    def _break(self) -> None:
        """The hub stops in the middle and comes back."""
        since = self.clock.at - self.began
        if self.weather.restart and self._hub is not None and RESTART_AT <= since < RESTART_AT + RESTART_TAKES:
            self._claim_and_die()
        elif self._hub is None and since >= RESTART_AT + RESTART_TAKES:
            self._open()

    def _claim_and_die(self) -> None:
        """Whoever told was holding what was due: that is in the database, and nobody has been told."""
        with self.hub.tower.db.write() as conn:
            deliveries.claim(conn, self.clock.at, limit=500)
        self.close()

    def _seat(self, person: str) -> Seat:
        log = self._folder / person / "notifications.jsonl"
        log.parent.mkdir()
        shows: list[tuple[datetime, policy.Show]] = []

        def decided(what: policy.Show | policy.Update | policy.Withdraw) -> None:
            if isinstance(what, policy.Show):
                shows.append((self.clock.at, what))

        bell = Bell(log, decided)
        bell.begin(now=self.clock.at)
        return Seat(person, bell, log, shows=shows)

    def _hear(self) -> None:
        away = self.began + OFFLINE_FROM
        with self.hub.tower.db.read() as conn:
            epoch, head = changes.position(conn)
            for seat in self.seats:
                if self.weather.offline and seat is self.seats[0] and away <= self.clock.at < away + OFFLINE_FOR:
                    continue
                if head > seat.cursor:
                    scopes = {"notice": f"notice/{seat.person}"}
                    page = changes.page(conn, seat.cursor, epoch=epoch, scopes=scopes, limit=10_000)
                    seat.cursor = page.cursor
                    self._take(seat, [msgspec.json.decode(bytes(one.body), type=NoticeRow) for one in page.changes if not one.gone])
                seat.bell.caught_up(now=self.clock.at)

    def _take(self, seat: Seat, rows: Iterable[NoticeRow]) -> None:
        for row in (rows := list(rows)):
            seat.came.setdefault(row.id, (self.clock.at, row))
        if rows:
            seat.bell.take(rows, now=self.clock.at)


def most_within(times: Iterable[datetime], span: timedelta = TEN_MINUTES) -> int:
    """The most of these in any stretch of this length."""
    times = sorted(times)
    most, first = 0, 0
    for last, at in enumerate(times):
        while at - times[first] >= span:
            first += 1
        most = max(most, last - first + 1)
    return most


@contextmanager
def storm(folder: Path, weather: Weather) -> Iterator[Storm]:
    made = Storm(folder, weather)
    made.found()
    try:
        yield made
    finally:
        made.close()
