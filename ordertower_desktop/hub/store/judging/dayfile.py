"""The file of a day: everything that the store knows of it, put before the pure functions of the post-mortem."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import median_low

from sqlalchemy import Connection

from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.event import EVENT_NAMES
from ordertower_desktop.domain.landmark import Landmark, Reading, Turning, bursts
from ordertower_desktop.domain.link import Link, link_at
from ordertower_desktop.domain.moment import SHANGHAI, end_of_day
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.timeline import LATE_ARRIVAL
from ordertower_desktop.hub.store.feed import past
from ordertower_desktop.hub.store.moment import MICROSECOND
from ordertower_desktop.hub.store.tables import boards, cases, deliveries, heard, imports, landmarks, orders, people, sources, versions
from ordertower_desktop.insight.postmortem import figures, health, questions
from ordertower_desktop.insight.postmortem.answer import Day, LateNews, Unheard
from ordertower_desktop.insight.postmortem.episode import Episode, episode
from ordertower_desktop.insight.postmortem.figures import Window
from ordertower_desktop.insight.postmortem.health import Health, Seen
from ordertower_desktop.wire.codec import decode
from ordertower_desktop.wire.replay import DayPage
from ordertower_desktop.wire.rows import PoolRow

MOST_LATE = 5000
MOST_NAMED = 5
HEALTHS = 10
"""So many days stand beside each other on the page."""
FED = {SourceKind.ERP: Link.TO_ERP, SourceKind.WMS: Link.TO_WMS, SourceKind.CARRIER: Link.TO_CARRIER}
"""What stands still without a source of a kind; a platform feeds the whole way."""
_ADMINISTERED = {
    "rules": "规则",
    "exemptions": "豁免",
    "policies": "升级策略",
    "calendars": "日历",
    "playbooks": "处置 SOP",
    "packs": "动作包",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """A day and what is known of the people and sources in it."""

    window: Window
    names: Mapping[str, str]
    sources: Mapping[str, sources.Source]


def bounds(day: date, now: datetime) -> Window:
    """From midnight to midnight in Shanghai, today up to this instant and with it."""
    since = datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
    return Window(since, max(since, min(end_of_day(day), now + MICROSECOND)))


def page(conn: Connection, day: date, *, now: datetime) -> DayPage:
    """The day whole, but for its incident."""
    window = bounds(day, now)
    ground = Ground(window, {one.id: one.name for one in people.everyone(conn)}, {one.id: one for one in sources.every(conn)})
    episodes, curve = list(_episodes(conn, ground)), boards.minutes(conn, window.since, window.until)
    late = list(heard.late(conn, window.since, window.until, over=LATE_ARRIVAL, limit=MOST_LATE))
    turned = sorted([*_landmarks(conn, ground, episodes), *bursts([Reading(m.at, m.breached) for m in curve])], key=lambda one: one.at)
    missed, first_missed = deliveries.missed(conn, window.since, window.until, limit=MOST_NAMED)
    fed = {key: FED[one.kind] for key, one in ground.sources.items() if one.kind in FED}
    told = Day(episodes, turned, list(_news(ground, late)), [Unheard(d.due_at, d.step, d.order, d.why) for d in first_missed],
               missed, _causes(conn, episodes, window), fed)  # fmt: skip
    answers, reach = questions.drafted(told, window), boards.reach(conn)
    healths = [(day - timedelta(days=back), day_health(conn, day - timedelta(days=back), now=now)) for back in range(HEALTHS)]
    return DayPage(
        day=day, since=window.since, until=window.until, now=now, first=reach[0] if reach else None, curve=curve, landmarks=turned,
        total=figures.total(episodes, window), links=figures.by_link(episodes, window), people=figures.by_person(episodes, window),
        health=healths[0][1], healths=[(when, one.score) for when, one in reversed(healths) if one.moved], formula=health.FORMULA,
        answers=answers, actions=questions.actions(answers, turned), late=[(one.at, one.arrived) for one in late],
    )  # fmt: skip


def day_health(conn: Connection, day: date, *, now: datetime) -> Health:
    window = bounds(day, now)
    breached, _ = cases.breached_orders(conn, window.since, window.until)
    moved, faulty, unhappy = heard.counted(conn, window.since, window.until)
    return health.health(Seen(moved, breached, faulty, unhappy))


def _episodes(conn: Connection, ground: Ground) -> Iterator[Episode]:
    known = cases.standing_in(conn, ground.window.since, ground.window.until)
    held = orders.load(conn, (case.order for case in known))
    for case in known:
        order = held.get(case.order)
        yield episode(case, link_at(order, _moment(case)) if order else Link.NONE, ground.names)


def _moment(case: Case) -> datetime:
    """When it is asked which link held the order: as its time passed, else as it came into the pool."""
    return case.breached_at or case.opened_at


def _landmarks(conn: Connection, ground: Ground, episodes: Sequence[Episode]) -> Iterator[Landmark]:
    since, until = ground.window.since, ground.window.until
    yield from landmarks.between(conn, since, until)
    for made in (made for made in versions.made_in(conn, since, until) if made.by):  # what the product brought along nobody changed
        who = ground.names.get(made.by, made.by)
        name = f"{_ADMINISTERED.get(made.kind, made.kind)} 第 {made.version} 版" + (f"：{made.why}" if made.why else "")
        yield Landmark(made.at, Turning.RULE, made.kind, name + (f"（{who}）" if who else ""))
    for at, view in imports.brought_in(conn, since, until):
        yield Landmark(at, Turning.IMPORT, view.id, f"导入 {view.name}，{view.orders_new} 个新订单")
    first = min(((e.breached_at, e.order) for e in episodes if e.breached_at and ground.window.holds(e.breached_at)), default=None)
    if first is not None:
        yield Landmark(first[0], Turning.BREACH, first[1], f"当天第一单超时 …{first[1][-4:]}", grave=True)


def _news(ground: Ground, late: Iterable[heard.Late]) -> Iterator[LateNews]:
    """Only of systems that are read or that push by themselves: a file tells of yesterday, and nobody waits for it."""
    by_source: dict[str, list[heard.Late]] = defaultdict(list)
    for one in late:
        by_source[one.source].append(one)
    for key, told in by_source.items():
        known = ground.sources.get(key)
        if known is None or known.connected:
            worst = max(told, key=lambda one: one.arrived - one.at)
            yield LateNews(
                key, known.name if known else key, len(told), median_low([one.arrived - one.at for one in told]),
                worst.arrived - worst.at, worst.at, worst.order, EVENT_NAMES.get(worst.name, worst.name),
            )  # fmt: skip


def _causes(conn: Connection, episodes: Sequence[Episode], window: Window) -> dict[str, str]:
    """What the rows of breached orders said as the last of them breached; later knowledge is left out on purpose."""
    breached = {e.order: e.breached_at for e in episodes if e.breached_at and window.holds(e.breached_at)}
    held = past.held_at(conn, max(breached.values()), ("case",)) if breached else None
    rows = (decode(bytes(one.body), PoolRow) for one in held or ())
    return {row.order: row.cause_detail or row.cause_name for row in rows if row.order in breached}
