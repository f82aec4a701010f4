"""Sends: claims what waits for a channel, looks again, sends, then marks; what may have arrived goes once more, labelled."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile

from sqlalchemy import Connection

from ordertower_desktop.domain.calllog import Work
from ordertower_desktop.domain.escalation import stands
from ordertower_desktop.domain.flood import ON, flooded
from ordertower_desktop.domain.kind import Severity
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.quiet import Quiet, last_end, quiet_until
from ordertower_desktop.hub.channels.channel import Answer, Channel, Message, Said, attempt
from ordertower_desktop.hub.channels.limit import Whose, free_at, longest
from ordertower_desktop.hub.store.feed.write import put
from ordertower_desktop.hub.store.judging.matters import cases_about, told_of
from ordertower_desktop.hub.store.judging.missing import move_on
from ordertower_desktop.hub.store.judging.telling import receipts_after
from ordertower_desktop.hub.store.tables import cases, contacts, deliveries, search, sends
from ordertower_desktop.hub.store.tables.deliveries import OUTBOUND, QUIET, Delivery, Outcome, State
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.hub.workers.wording import causes_of, message
from ordertower_desktop.wire.rows import PoolRow

BATCH = 2000
"""As much as a great flood brings at once: what is claimed together is one message."""
LEASE = timedelta(seconds=20)
"""Longer than a send may take, short enough that another worker takes over within half a minute."""
TOO_LATE = timedelta(hours=1)
"""What could not go out for so long would only confuse: it is recorded as missed."""
REPEAT_AFTER = timedelta(seconds=10)
REFUSED_REST = timedelta(seconds=60)
FIRST_REST, MOST_REST = timedelta(seconds=5), timedelta(seconds=60)
"""How long a channel that cannot be reached is left alone: doubling from the first to the most."""
FLOOD_SEEN = timedelta(hours=1)
"""So far back one looks whether a flood has begun and not ended."""
ANSWERED = "此单已有人处理"
TWICE = "两次都没有等到平台的答复，可能已经收到"


@dataclass(frozen=True, slots=True)
class _Begun:
    """One send that may start now: as claimed, and as it stands while it is under way."""

    key: int
    claimed: list[Delivery]
    held: list[Delivery]
    message: Message


def begin(tower: Tower, channels: Mapping[str, Channel]) -> None:
    """What waits for a channel that is no longer set up is owed, not forgotten."""
    connected = {one.about.kind for one in channels.values()}
    with tower.db.read() as conn:
        if not deliveries.stranded(conn, connected):
            return
    with tower.db.write() as conn:
        deliveries.disconnect_others(conn, connected, now=tower.now(), why="渠道已从设置里去掉，只作记录")


def tick(tower: Tower, now: datetime, channels: Mapping[str, Channel]) -> int:
    """One round over these channels, in their order of preference; returns how many deliveries were moved on."""
    kinds: dict[str, list[Channel]] = defaultdict(list)
    for channel in channels.values():
        kinds[channel.about.kind].append(channel)
    return sum(_round(tower, now, kind, ways) for kind, ways in kinds.items())


def _round(tower: Tower, now: datetime, kind: str, ways: Sequence[Channel]) -> int:
    with tower.db.read() as conn:
        if not deliveries.waiting(conn, now, states=OUTBOUND, channel=kind):
            return 0
        awake = _awake(conn, ways, now)
    if not awake:
        return 0
    with tower.db.write() as conn:
        claimed = deliveries.claim(conn, now, limit=BATCH, states=OUTBOUND, channel=kind, lease=LEASE)
    done = 0
    for person, held in _parcels(claimed, awake[0]).items():
        done += _send(tower, awake, person, held)
    return done


def _awake(conn: Connection, ways: Iterable[Channel], now: datetime) -> list[Channel]:
    """The channels that are not left alone for now."""
    rests = {channel.about.id: sends.rests_until(conn, channel.about.id) for channel in ways}
    return [channel for channel in ways if (until := rests[channel.about.id]) is None or until <= now]


def _parcels(claimed: Iterable[Delivery], channel: Channel) -> dict[str, list[Delivery]]:
    """What goes out together: one person's, or everybody's in a group (person empty)."""
    parcels: dict[str, list[Delivery]] = defaultdict(list)
    for one in claimed:
        parcels[one.person if channel.about.each else ""].append(one)
    return parcels


def _send(tower: Tower, awake: Sequence[Channel], person: str, claimed: Sequence[Delivery]) -> int:
    channel = awake[0]
    with tower.db.write() as conn:
        begun = _look_again(conn, tower, awake, person, claimed)
    if begun is None:
        return len(claimed)
    with tower.calls.by(channel.about.id, Work.SEND, now=tower.now()):
        answer = attempt(channel, begun.message, now=tower.now())
    with tower.db.write() as conn:
        _mark(conn, tower, begun, answer, channel, others=len(awake) > 1, now=tower.now())
    return len(begun.held)


def _look_again(conn: Connection, tower: Tower, awake: Sequence[Channel], person: str, claimed: Sequence[Delivery]) -> _Begun | None:
    """Right before the send: whose epoch was outrun, whose case was answered or whose time has passed does not go out."""
    about, now, floor = awake[0].about, tower.now(), tower.floors.current(conn)
    ours = deliveries.still_held(conn, claimed)
    ids = [one.case for one in ours]
    rows = {**search.rows_of(conn, ids), **told_of(conn, ids, now=now, floor=floor)}
    held = _standing(conn, tower, ours, rows, now)
    if not held:
        return None
    if (wait := _wait(conn, awake, person, now)) is not None:
        deliveries.settle(conn, [Outcome(one, one.state, one.person, one.why) for one in held], now=now, until=wait)
        return None
    names = {one.id: one.name for one in floor.people}
    known = contacts.of(conn, {one.person for one in held})
    flood = flooded(deliveries.due_times(conn, now - FLOOD_SEEN, channel=about.kind, person=person), now)
    causes = causes_of([rows[key] for key in {one.case: None for one in held}], now=now) if flood or _caught_up(held) > ON else ()
    made = message(uuid.uuid4().hex, held, rows, names, known, now=now, causes=causes)
    key = sends.begin(conn, about.id, person=person, deliveries=len(held), now=now)
    after = {one.id: State.REPEATING if one.state is State.SENDING else State.SENDING for one in held}
    deliveries.settle(conn, [Outcome(one, after[one.id], one.person, one.why) for one in held], now=now, until=now + LEASE)
    return _Begun(key, held, [replace(one, state=after[one.id]) for one in held], made)


def _standing(conn: Connection, tower: Tower, ours: Sequence[Delivery], rows: Mapping[str, PoolRow], now: datetime) -> list[Delivery]:
    """Of these, what is still to be said; the others are settled."""
    about = [one.order for one in ours]
    current = {**cases.latest(conn, about), **cases_about(conn, about)}
    standing, outcomes = [], []
    hours, resting = tower.floors.current(conn).roster.quiet, defaultdict[datetime, list[Outcome]](list)
    for one in ours:
        case = current.get(one.order)
        if case is None or case.id != one.case or not stands(case.handling.chain, one.cycle) or one.case not in rows:
            outcomes.append(_called_off(one))
        elif (until := _quiet(one, rows[one.case], hours, now)) is not None:
            resting[until].append(Outcome(one, one.state, one.person, f"{QUIET}，{until.astimezone(SHANGHAI):%H:%M} 再发"))
        elif one.state is State.REPEATING:
            outcomes.append(Outcome(one, State.FAILED, one.person, TWICE))
        elif max(one.due_at, last_end(hours, one.person, one.channel, now) or one.due_at) + TOO_LATE <= now:
            outcomes.append(Outcome(one, State.STALE, one.person, f"超过 1 小时没能发出{'：' + one.why if one.why else ''}"))
        else:
            standing.append(one)
    _settle(conn, tower, outcomes, now)
    for until, those in resting.items():
        deliveries.settle(conn, those, now=now, until=until)
    return standing


def _quiet(one: Delivery, row: PoolRow, hours: Sequence[Quiet], now: datetime) -> datetime | None:
    """Until when this rings nobody: at night only what is critical does, and what may have arrived is not left in doubt."""
    if row.severity == Severity.CRITICAL or one.state is not State.PENDING:
        return None
    return quiet_until(hours, one.person, one.channel, now)


def _caught_up(held: Sequence[Delivery]) -> int:
    """How many of these waited for the end of quiet hours."""
    return sum(one.why.startswith(QUIET) for one in held)


def _called_off(one: Delivery) -> Outcome:
    """Nobody waits for it any more; what may have arrived once is not sent again."""
    if one.state is State.PENDING:
        return Outcome(one, State.CANCELLED, one.person, ANSWERED)
    return Outcome(one, State.STALE, one.person, f"发过一次，没有等到答复；{ANSWERED}，不再重发")


def _wait(conn: Connection, awake: Sequence[Channel], person: str, now: datetime) -> datetime | None:
    """When this may be tried, where that is not right now: by the channel's rest, which another may break, or by its limits."""
    about = awake[0].about
    rest = sends.rests_until(conn, about.id)  # an earlier parcel of this round may have found the channel ill
    if rest is not None and rest > now:
        return rest if len(awake) == 1 else now
    since = now - longest(about.limits)
    sent = {Whose.CHANNEL: sends.times(conn, about.id, since), Whose.PERSON: sends.times(conn, about.id, since, person=person)}
    free = free_at(about.limits, sent, now)
    return free if free > now else None


def _mark(conn: Connection, tower: Tower, begun: _Begun, answer: Answer, channel: Channel, *, others: bool, now: datetime) -> None:
    """Note what the send came to, and when what it left undone is tried next."""
    rest = _rest(conn, channel, answer, now)
    sends.end(conn, begun.key, answer.said, why=answer.why, reference=answer.reference, rest_until=rest)
    match answer.said:
        case Said.OK:
            by = f"由{channel.about.name} {channel.about.id} 发出"
            deliveries.arrived(conn, begun.held, now=now, why=by)
            put(conn, receipts_after(conn, [Outcome(one, State.SENT, one.person, by) for one in begun.held], now=now))
        case Said.REFUSED if others:
            _again(conn, begun, answer.why, now, until=now)
        case Said.REFUSED | Said.NO_ADDRESS:
            _settle(conn, tower, [Outcome(one, State.FAILED, one.person, answer.why) for one in begun.held], now)
        case Said.SLOW_DOWN | Said.UNREACHABLE:
            _again(conn, begun, answer.why, now, until=now if others else rest or now)
        case Said.UNSURE | Said.OPEN:
            twice = [one for one in begun.held if one.state is State.REPEATING]
            _settle(conn, tower, [Outcome(one, State.FAILED, one.person, TWICE) for one in twice], now)
            once = [Outcome(one, one.state, one.person, answer.why) for one in begun.held if one.state is State.SENDING]
            deliveries.settle(conn, once, now=now, until=now + REPEAT_AFTER)


def _again(conn: Connection, begun: _Begun, why: str, now: datetime, *, until: datetime) -> None:
    """Nothing was sent: each is again what it was before, and a repeat stays one."""
    before = {one.id: one.state for one in begun.claimed}
    deliveries.settle(conn, [Outcome(one, before[one.id], one.person, why) for one in begun.held], now=now, until=until)


def _rest(conn: Connection, channel: Channel, answer: Answer, now: datetime) -> datetime | None:
    """Until when the channel is left alone after such an answer."""
    match answer.said:
        case Said.SLOW_DOWN:
            return now + answer.wait
        case Said.REFUSED:
            return now + REFUSED_REST
        case Said.UNREACHABLE:
            before = sends.latest(conn, channel.about.id, other_than=(Said.OPEN,))
            row = sum(1 for _ in takewhile(lambda one: one.state == Said.UNREACHABLE, before))
            doubled: timedelta = FIRST_REST * 2**row
            return now + min(MOST_REST, doubled)
        case _:
            return None


def _settle(conn: Connection, tower: Tower, outcomes: Sequence[Outcome], now: datetime) -> None:
    """For good: in the ledger and on the notices that people see; where a step failed, the next one comes at once."""
    if outcomes:
        deliveries.settle(conn, outcomes, now=now)
        put(conn, receipts_after(conn, outcomes, now=now))
        move_on(conn, outcomes, now=now, floor=tower.floors.current(conn))
