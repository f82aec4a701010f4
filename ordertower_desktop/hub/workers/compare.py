"""Every night compares what shops were told with what they show; where we said it and they do not show it, it is work (S93)."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ordertower_desktop.domain.breaker import Switch, breaker
from ordertower_desktop.domain.calllog import Work
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.writeback import Target, belied, shows_shipment, timeliness
from ordertower_desktop.hub.connectors.connector import Writer
from ordertower_desktop.hub.connectors.onebyone import Asked, one_by_one
from ordertower_desktop.hub.store.judging.intake import take_in
from ordertower_desktop.hub.store.tables import nights, sources, tries, writebacks
from ordertower_desktop.hub.store.tables.nights import MISSING, UNREAD, Missing, Night
from ordertower_desktop.hub.store.tables.writebacks import WriteBack
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.hub.workers.writeback import Tellers
from ordertower_desktop.settings.source import Mode

BEGINS = timedelta(hours=3)
"""After midnight in Shanghai: the shops are quiet then."""
REACH, DAY = timedelta(days=3), timedelta(days=1)
BATCH = 20
"""With a round every 20 seconds half of what one shop may be asked in a minute stays for those who tell it."""
REST, LOOK_EVERY = timedelta(minutes=5), timedelta(minutes=30)
"""How long a shop that does not answer is left alone, and how often it is seen whether somebody has mended what was missing."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of looking at some: those that are missing and why, those nobody can read and why, and the others.

    Of the missing, `other` show another waybill; of the others, `void` have ended meanwhile. `ill`: the shop stopped answering.
    """

    missing: dict[WriteBack, str] = field(default_factory=dict)
    fine: list[WriteBack] = field(default_factory=list)
    unread: dict[WriteBack, str] = field(default_factory=dict)
    other: int = 0
    void: int = 0
    ill: bool = False

    @property
    def count(self) -> int:
        return len(self.missing) + len(self.fine) + len(self.unread)


def tick(tower: Tower, now: datetime, tellers: Tellers) -> int:
    """One round over these shops; returns how many write-backs were looked at."""
    done = 0
    for key, (mode, writer) in tellers.items():
        if mode is Mode.ON:
            with tower.calls.by(key, Work.COMPARE, now=tower.now()):
                done += _night(tower, key, writer, now) + _mended(tower, key, writer, now)
    return done


def _night(tower: Tower, source: str, writer: Writer, now: datetime) -> int:
    """The next stretch of this shop's night."""
    name = (now.astimezone(SHANGHAI) - BEGINS).date().isoformat()
    with tower.db.read() as conn:
        night = nights.one(conn, source, name)
        if night is not None and (night.ended_at is not None or (night.rest_until is not None and now < night.rest_until)):
            return 0
        night = night or Night(source, name, now, timely=_timely(conn, source, now))
        coming = nights.told(conn, night, since=night.begun_at - REACH, limit=BATCH)
        left_alone = breaker(tries.calls(conn, source), now).switch is Switch.OPEN
        answers = _answers(conn, night)
    looked = Looked(ill=True) if left_alone else _look(writer, coming, now, answers=answers)
    after = coming[looked.count - 1].id if looked.count else night.after
    ended = None if looked.ill or len(coming) == BATCH or looked.count < len(coming) else now
    _note(tower, looked, now, _went(night, looked, after=after, rest=now + REST if looked.ill else None, ended=ended))
    return looked.count


def _went(night: Night, looked: Looked, *, after: str, rest: datetime | None, ended: datetime | None) -> Night:
    return replace(
        night,
        after=after,
        rest_until=rest,
        ended_at=ended,
        checked=night.checked + looked.count,
        missing=night.missing + len(looked.missing),
        other=night.other + looked.other,
        void=night.void + looked.void,
        unread=night.unread + len(looked.unread),
    )


def _answers(conn: Connection, night: Night) -> str:
    """`yes` where the shop was heard by its reader after it had told nothing of an order: then that is the order's trouble."""
    if night.rest_until is None:
        return ""
    source = sources.one(conn, night.source)
    return "yes" if source is not None and source.seen_at is not None and source.seen_at > night.rest_until - REST else ""


def _mended(tower: Tower, source: str, writer: Writer, now: datetime) -> int:
    """Look again at what is missing: somebody may have shipped it by hand."""
    with tower.db.read() as conn:
        found = nights.to_look_at(conn, source, now - LOOK_EVERY, limit=BATCH)
        if not found or breaker(tries.calls(conn, source), now).switch is Switch.OPEN:
            return 0
    looked = _look(writer, found, now, answers="yes")
    if looked.count:
        _note(tower, looked, now)
    return len(looked.fine) + len(looked.missing)


def _look(writer: Writer, found: list[WriteBack], now: datetime, *, answers: str = "") -> Looked:
    """Each by the platform's own record, as far as it answers; one that it cannot tell of is told by itself.

    Where it tells of no other, it is the shop that does not answer, unless it is known to (`answers`).
    """
    asked = one_by_one(found, lambda one: writer.shipped(one.order, now=now))
    if answers or not asked.unread or (asked.answers and not asked.mute):
        return _read(asked, asked.unread, now)
    last = max((found.index(one) for one in asked.answers), default=-1)
    certain = {one: why for one, why in asked.unread.items() if found.index(one) < last}
    return replace(_read(asked, certain, now), ill=True)


def _read(asked: Asked[WriteBack, Target], unread: dict[WriteBack, str], now: datetime) -> Looked:
    missing, fine, other, void = dict[WriteBack, str](), list[WriteBack](), 0, 0
    for one, target in asked.answers.items():
        told_at = (one.done_at or one.at).astimezone(SHANGHAI).strftime("%m-%d %H:%M")
        why = belied(target, one.waybill, told_at=told_at)
        if why:
            missing[one] = why
            other += shows_shipment(target)
        else:
            fine.append(one)
            void += why is None
    return Looked(missing, fine, unread, other, void, ill=asked.ill is not None)


def _note(tower: Tower, looked: Looked, now: datetime, night: Night | None = None) -> None:
    """What is missing becomes an event of its order, once, and so does its coming to light again."""
    with tower.db.write() as conn:
        known = nights.known(conn, [one.id for one in (*looked.missing, *looked.fine, *looked.unread)])
        lost = [Missing(one.id, one.source, one.order, now, why) for one, why in looked.missing.items()]
        dark = [one for one in looked.unread if known.get(one.id) != MISSING]
        lost += [Missing(one.id, one.source, one.order, now, looked.unread[one], UNREAD) for one in dark]
        nights.note(conn, lost, now)
        nights.looked(conn, [one.id for one in looked.unread if one not in dark], now)
        nights.clear(conn, [one.id for one in looked.fine if one.id in known])
        events = [_told(one, now, "missing", why) for one, why in looked.missing.items() if known.get(one.id) != MISSING]
        events += [_told(one, now, "there", "平台现在与我们一致") for one in looked.fine if known.get(one.id) == MISSING]
        if events:
            take_in(conn, events, now=now, floor=tower.floors.current(conn))
        if night is not None:
            nights.put(conn, night)


def _told(one: WriteBack, now: datetime, found: str, why: str) -> Event:
    return Event(now, one.source, "write_back_checked", one.order, {"write_back_check": found, "reason": why, "waybill": one.waybill})


def _timely(conn: Connection, source: str, now: datetime) -> float | None:
    """The share of the last day that was told within half an hour."""
    return timeliness([(out, done) for key, out, done in writebacks.marks(conn, now - DAY) if key == source], now)
