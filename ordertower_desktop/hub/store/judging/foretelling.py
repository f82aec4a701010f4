"""Forecasts become rows: what changed enough to be told, what is over, and who is told of a rise."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zlib import crc32

import msgspec
from sqlalchemy import Connection

from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.people import Person, Role, answers_for, here, on_duty
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.tables import cases, forecasts, notices
from ordertower_desktop.hub.store.tables.forecasts import Forecast
from ordertower_desktop.insight.foresight.band import RANK, Band, rises
from ordertower_desktop.insight.foresight.passage import RUNGS, Aim, Passage
from ordertower_desktop.wire.rows import NoticeRow, Receipt

TOPIC = KIND = "risk"
EARLY = timedelta(hours=1)
"""What is said later than this before the time is of little use, and is not graded."""
MOVED = timedelta(hours=1)
"""A change below this is not worth telling a hundred desks."""
A_DESK, AN_HOUR = 5, timedelta(hours=1)
"""So many of these notices a desk gets in an hour; the others stand in the list."""
DOES = {Aim.SHIP: "发出", Aim.ARRIVE: "送到"}


@dataclass(frozen=True, slots=True)
class Said:
    """A forecast as it was, and as it is to be told from now on."""

    before: Forecast | None
    after: Forecast


def moved(one: datetime | None, other: datetime | None) -> bool:
    """Whether desks should hear that a time is another one."""
    if one is None or other is None:
        return one is not other
    return abs(one - other) >= MOVED


def store(conn: Connection, news: Sequence[Said], *, now: datetime, floor: Floor) -> None:
    """Store what is news and tell the desks; rises to 高 go to people, as far as their budget reaches."""
    rose = sorted((one.after for one in news if rises(_band(one.before), one.after.band)), key=lambda one: (-one.p, one.due_at))
    told = _tell(conn, rose, now=now, floor=floor) if rose else {}
    kept = [replace(one.after, told_to=told.get(one.after.key, one.after.told_to)) for one in news]
    _withdraw(conn, [one for one in kept if one.told_to and one.band is not Band.HIGH], now)
    forecasts.put(conn, [replace(one, told_to=one.told_to if one.band is Band.HIGH else "") for one in kept])
    put(conn, [Document(TOPIC, one.key, one.row) for one in kept if RANK[one.band]])
    hidden = [one.after for one in news if RANK[_band(one.before)] and not RANK[one.after.band]]
    put(conn, [Document(TOPIC, one.key, gone=True) for one in hidden])


def end(conn: Connection, over: Sequence[Forecast], *, now: datetime) -> None:
    """These are forecasts no more: they leave the desks, and what was told of them is taken back."""
    forecasts.put(conn, over)
    put(conn, [Document(TOPIC, one.key, gone=True) for one in over if RANK[one.band]])
    _withdraw(conn, [one for one in over if one.told_to], now)


def settle(conn: Connection, ways: Mapping[str, Passage], gone: Sequence[str], *, now: datetime) -> None:
    """Orders that moved: whose promise is kept or over is no danger any more, and the truth is known, or known better."""
    had = forecasts.of_orders(conn, [*ways, *gone])
    over = [one.ended(late=None) for one in had if one.order not in ways]
    over += [ended for one in had if one.order in ways and (ended := _ended(one, ways[one.order])) is not None]
    if over:
        end(conn, over, now=now)
    if gone:
        forecasts.take_out(conn, gone)


def _ended(one: Forecast, way: Passage) -> Forecast | None:
    """The forecast with the truth; None where it goes on, or ended with the same truth before."""
    reached = reached_at(way, one.aim)
    if reached is not None:
        late: bool | None = reached > one.due_at
    elif way.over_at is not None or way.held:
        late = one.late
    else:
        return None
    return one.ended(late=late) if one.live or one.late != late else None


def reached_at(way: Passage, aim: Aim) -> datetime | None:
    """When the order left us, or arrived."""
    first = len(RUNGS) - (3 if aim is Aim.SHIP else 1)
    return min((at for at in way.entered[first:] if at is not None), default=None)


def _band(one: Forecast | None) -> Band:
    return one.band if one is not None else Band.LOW


def _withdraw(conn: Connection, told: Iterable[Forecast], now: datetime) -> None:
    for one in told:
        live = [told for told in notices.about(conn, f"{KIND}/{one.key}/") if told.withdrawn_at is None]
        put(conn, notices.put(conn, [msgspec.structs.replace(notice, withdrawn_at=now) for notice in live]))


def _tell(conn: Connection, rose: Sequence[Forecast], *, now: datetime, floor: Floor) -> dict[str, str]:
    """Order -> who was told: whoever has its case in hand, else those on duty by turns; each within the budget of the hour."""
    crew = on_duty(floor.people, "agent") or [person for person in floor.people if here(person) and person.role is Role.SUPERVISOR]
    left = {person.id: A_DESK - used for person, used in _used(conn, floor, now)}
    had = cases.latest(conn, [one.order for one in rose])
    found: dict[str, NoticeRow] = {}

    def free(of: Forecast) -> list[Person]:
        return [person for person in crew if left.get(person.id, 0) > 0 and answers_for(person, of.row.warehouse)]

    for one in rose:
        case = had.get(one.order)
        owner = case.handling.owner if case is not None and case.open else ""
        who = owner if left.get(owner, 0) > 0 else _turn(one.order, free(one)) if not owner else ""
        if who:
            left[who] -= 1
            found[one.key] = _notice(one, who, case.id if case is not None and case.open else "", now=now, floor=floor)
    put(conn, notices.put(conn, found.values()))
    return {key: notice.person for key, notice in found.items()}


def _turn(order: str, crew: Sequence[Person]) -> str:
    return crew[crc32(order.encode()) % len(crew)].id if crew else ""


def _used(conn: Connection, floor: Floor, now: datetime) -> Iterator[tuple[Person, int]]:
    """How many of these notices each desk has had within the hour."""
    recent = notices.since(conn, KIND, now - AN_HOUR)
    for person in floor.people:
        if here(person):
            yield person, sum(1 for who in recent if who == person.id)


def _notice(one: Forecast, person: str, case: str, *, now: datetime, floor: Floor) -> NoticeRow:
    names = {known.id: known.name for known in floor.people}
    return NoticeRow(
        id=f"{KIND}/{one.key}/{micros(now)}",
        person=person,
        case=case,
        order=one.order,
        kind=KIND,
        severity="notice",
        title=f"可能来不及{DOES[one.aim]}",
        body=f"{one.row.reasons[0]}。时限 {one.due_at.astimezone(SHANGHAI):%m-%d %H:%M}",
        at=now,
        cause=KIND,
        cause_name="将要超期",
        due_at=one.due_at,
        path=["将要超期", *one.row.reasons],
        receipts=[Receipt("in_app", person, names.get(person, person), "delivered", now)],
    )
