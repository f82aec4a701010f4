"""When a person is interrupted, and by what: one rolling stream of cards a desk, decided by a pure step."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from ordertower_desktop.domain.flood import WINDOW, begins
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.sync.card import DIGEST, Card, Notice, digest, single, urgency

BUDGET = 5
HOUR, HOUR_SOFT = timedelta(hours=1), 8
NORMAL_FIRST, NORMAL_NEXT = timedelta(seconds=30), timedelta(seconds=300)
CRITICAL_GAPS = (timedelta(0), timedelta(seconds=60), timedelta(seconds=180))
CRITICAL_TIRED = timedelta(seconds=600)
CATCH_UP, CATCH_UP_WORST = timedelta(seconds=30), 2
SOUND_GAP = timedelta(seconds=60)
ROLLING = timedelta(hours=1)


class Fate(StrEnum):
    SHOWN = "shown"
    DIGESTED = "digested"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True)
class Show:
    """Interrupt: put this card up, in place of one of the same id."""

    card: Card


@dataclass(frozen=True, slots=True)
class Update:
    """Change what the card of this id says, without sound or motion."""

    card: Card


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take the card of this id down."""

    card: str


@dataclass(frozen=True, slots=True)
class Logged:
    """What became of one notice, and why."""

    notice: Notice
    fate: Fate
    why: str


Decision = Show | Update | Withdraw | Logged


@dataclass(frozen=True, slots=True)
class Arrived:
    """Notices for this person, new or seen before."""

    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Over:
    """These notices, or all of these cases, need nobody any more: answered here or elsewhere, or recovered."""

    notices: frozenset[str] = frozenset()
    cases: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Away:
    """The machine slept or the hub was out of reach for long: what comes now is old, wait until all of it is here."""


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """This desk holds everything again."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """Time has passed."""


@dataclass(frozen=True, slots=True)
class Muted:
    """The person wants no interruption for this cause until then."""

    cause: str
    until: datetime


Event = Arrived | Over | Away | CaughtUp | Ticked | Muted


@dataclass(frozen=True, slots=True)
class Quiet:
    """免打扰, in floor time; may span midnight. Critical notices come through."""

    start: time
    end: time

    def at(self, now: datetime) -> bool:
        clock = now.astimezone(SHANGHAI).time()
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


@dataclass(frozen=True, slots=True)
class Floor:
    """Everything the policy remembers. `waiting` pairs a notice with its arrival."""

    quiet: Quiet | None = None
    seen: frozenset[str] = frozenset()
    waiting: tuple[tuple[datetime, Notice], ...] = ()
    cards: tuple[Card, ...] = ()
    shown_at: tuple[datetime, ...] = ()
    critical_at: tuple[datetime, ...] = ()
    arrived_at: tuple[datetime, ...] = ()
    muted: tuple[tuple[str, datetime], ...] = ()
    catching_since: datetime | None = None
    sounded_at: datetime | None = None
    flood: bool = False
    decisions: tuple[Decision, ...] = field(default=())


def step(state: Floor, now: datetime, event: Event) -> tuple[Floor, list[Decision]]:
    """The policy after one event, and what to do about it."""
    state = _trimmed(replace(state, decisions=()), now)
    match event:
        case Arrived(notices):
            state = _arrived(state, now, notices)
        case Over(notices=ids, cases=cases):
            state = _over(state, ids, cases)
        case Away():
            state = replace(state, catching_since=state.catching_since or now)
        case CaughtUp():
            state = _caught_up(state, now)
        case Muted(cause, until):
            state = replace(state, muted=(*state.muted, (cause, until)))
        case Ticked():
            if state.catching_since is not None and now - state.catching_since >= CATCH_UP:
                state = _caught_up(state, now)
    state = _flush(state, now)
    return state, list(state.decisions)


def _trimmed(state: Floor, now: datetime) -> Floor:
    shown = tuple(at for at in state.shown_at if now - at < HOUR)
    critical = tuple(at for at in state.critical_at if now - at < WINDOW)
    arrived = tuple(at for at in state.arrived_at if now - at < WINDOW)
    muted = tuple((cause, until) for cause, until in state.muted if now < until)
    return replace(
        state, shown_at=shown, critical_at=critical, arrived_at=arrived, flood=begins(len(arrived), already=state.flood), muted=muted
    )


def _decided(state: Floor, decisions: Iterable[Decision]) -> Floor:
    return replace(state, decisions=(*state.decisions, *decisions))


def _arrived(state: Floor, now: datetime, notices: tuple[Notice, ...]) -> Floor:
    fresh = {n.id: n for n in notices if n.id not in state.seen}
    refused = {n.id: why for n in fresh.values() if (why := _against(state, now, n))}
    logs = [Logged(fresh[id_], Fate.SUPPRESSED, why) for id_, why in refused.items()]
    waiting = tuple((now, n) for n in fresh.values() if n.id not in refused)
    arrived = state.arrived_at + (now,) * len(fresh)
    state = replace(state, seen=state.seen | fresh.keys(), waiting=state.waiting + waiting, arrived_at=arrived)
    return _decided(_trimmed(state, now), logs)


def _against(state: Floor, now: datetime, notice: Notice) -> str:
    """Why this notice interrupts nobody; empty if it may."""
    if notice.over:
        return "已处理"
    if notice.critical:
        return ""
    if any(cause == notice.cause for cause, _ in state.muted):
        return "此原因已静音"
    if state.quiet is not None and state.quiet.at(now):
        return "免打扰时段"
    return ""


def _over(state: Floor, ids: frozenset[str], cases: frozenset[str]) -> Floor:
    def over(notice: Notice) -> bool:
        return notice.id in ids or (notice.case != "" and notice.case in cases)

    logs: list[Decision] = [Logged(n, Fate.SUPPRESSED, "弹出前已有人处理") for _, n in state.waiting if over(n)]
    cards: list[Card] = []
    for card in state.cards:
        left = tuple(n for n in card.notices if not over(n))
        if len(left) == len(card.notices):
            cards.append(card)
        elif left:
            cards.append(digest(left, card.id))
            logs.append(Update(cards[-1]))
        else:
            logs.append(Withdraw(card.id))
    waiting = tuple((at, n) for at, n in state.waiting if not over(n))
    seen = state.seen | ids
    return _decided(replace(state, waiting=waiting, cards=tuple(cards), seen=seen), logs)


def _caught_up(state: Floor, now: datetime) -> Floor:
    """After an absence: at most two of the worst by name, and one card for all the rest."""
    if state.catching_since is None:
        return state
    state = replace(state, catching_since=None)
    worst = sorted((n for _, n in state.waiting if n.critical), key=urgency)[:CATCH_UP_WORST]
    for notice in worst if len(state.waiting) > 1 else ():
        state = _put_up(state, now, (notice,)) if _room(state, now) else state
    rest = tuple(n for _, n in state.waiting)
    return _put_up(state, now, rest) if rest and _room(state, now) else state


def _flush(state: Floor, now: datetime) -> Floor:
    """Put up what is due."""
    if not state.waiting or state.catching_since is not None or not _room(state, now) or now < _due(state, now):
        return state
    critical = sorted((n for _, n in state.waiting if n.critical), key=urgency)
    if critical and not state.critical_at:
        return _put_up(state, now, (critical[0],))
    return _put_up(state, now, tuple(n for _, n in state.waiting))


def _due(state: Floor, now: datetime) -> datetime:
    last = state.shown_at[-1] if state.shown_at else None
    if any(n.critical for _, n in state.waiting):
        gap = CRITICAL_GAPS[min(len(state.critical_at), len(CRITICAL_GAPS) - 1)]
        if len(state.shown_at) >= HOUR_SOFT:
            gap = CRITICAL_TIRED
        return now if not state.critical_at or last is None else last + gap
    first = state.waiting[0][0] + NORMAL_FIRST
    gap = NORMAL_NEXT if len(state.shown_at) < HOUR_SOFT else CRITICAL_TIRED
    return first if last is None else max(first, last + gap)


def _room(state: Floor, now: datetime) -> bool:
    return sum(now - at < WINDOW for at in state.shown_at) < BUDGET


def _put_up(state: Floor, now: datetime, notices: tuple[Notice, ...]) -> Floor:
    """One interruption: a notice by name, or everything that waits joined to the rolling card."""
    ids = {n.id for n in notices}
    rolling = next((c for c in state.cards if c.id == DIGEST), None)
    if len(notices) == 1 and (rolling is None or notices[0].critical):
        card, fate = single(notices[0]), Fate.SHOWN
    else:
        older = tuple(n for n in rolling.notices if now - n.at < ROLLING and n.id not in ids) if rolling else ()
        card, fate = digest(older + notices, DIGEST), Fate.DIGESTED
    sound = state.sounded_at is None or now - state.sounded_at >= SOUND_GAP
    card = replace(card, sound=sound)
    critical = state.critical_at + ((now,) if any(n.critical for n in notices) else ())
    why = "单条提醒" if fate is Fate.SHOWN else f"并入汇总，共 {len(card.notices)} 条"
    logs: list[Decision] = [Show(card), *(Logged(n, fate, why) for n in notices)]
    return _decided(
        replace(
            state,
            waiting=tuple((at, n) for at, n in state.waiting if n.id not in ids),
            cards=(*(c for c in state.cards if c.id != card.id), card),
            shown_at=(*state.shown_at, now),
            critical_at=critical,
            sounded_at=now if sound else state.sounded_at,
        ),
        logs,
    )
