"""The response level in force: what the counts ask for, kept from flapping, under the word of a person."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from ordertower_desktop.domain.crisis import ResponseLevel

CALM = timedelta(minutes=30)
"""The counts must ask for less for so long before the level falls, and it falls by one."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A person keeps the level, above or below `asked`, which is what the counts asked for then; `until` None: until released."""

    level: ResponseLevel
    by: str
    at: datetime
    why: str
    asked: ResponseLevel
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A person has seen the level and stands to it."""

    by: str
    at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """`level` is in force; `steady` is what the counts make of it by themselves, `asked` what they ask for at this moment."""

    level: ResponseLevel = ResponseLevel.ONE
    since: datetime | None = None
    steady: ResponseLevel = ResponseLevel.ONE
    asked: ResponseLevel = ResponseLevel.ONE
    why: str = ""
    below_since: datetime | None = None
    hold: Hold | None = None
    confirmed: Confirmation | None = None


class Turn(StrEnum):
    """What happened to the level."""

    ROSE = "rose"
    FELL = "fell"
    CONFIRMED = "confirmed"
    HELD = "held"
    RELEASED = "released"
    RAN_OUT = "ran_out"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True)
class Turned:
    """A line of the level's log. `by` is empty where nobody but the counts and the clock had a part in it."""

    at: datetime
    turn: Turn
    before: ResponseLevel
    after: ResponseLevel
    by: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """What the day's counts ask for now (D2), and the reason in words."""

    asked: ResponseLevel
    why: str = ""


@dataclass(frozen=True, slots=True)
class Confirm:
    by: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Keep:
    """Hold the level at `level`, for a reason, until a moment or until released."""

    by: str
    level: ResponseLevel
    why: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Release:
    by: str
    why: str = ""


Event = Counted | Confirm | Keep | Release
Effects = tuple[Turned, ...]


def step(state: Standing, event: Event, now: datetime) -> tuple[Standing, Effects]:
    """The standing after `event`. A hold that has run out ends first, at its own time, however late anybody looks."""
    state, turns = _run_out(state, now)
    match event:
        case Counted():
            found, more = _counted(state, event, now)
        case Confirm(by, why):
            found = replace(state, confirmed=Confirmation(by, now, why))
            more = (Turned(now, Turn.CONFIRMED, state.level, state.level, by, why),)
        case Keep(by, level, why, until):
            hold = Hold(level, by, now, why, state.asked, until)
            found = _in_force(replace(state, hold=hold), now)
            found = replace(found, confirmed=Confirmation(by, now, why))
            more = (Turned(now, Turn.HELD, state.level, found.level, by, why),)
        case Release(by, why):
            found = _in_force(replace(state, hold=None), now)
            more = (Turned(now, Turn.RELEASED, state.level, found.level, by, why),) if state.hold else ()
    return found, (*turns, *more)


def unconfirmed(state: Standing) -> bool:
    """Whether a level above the first waits for a person's word."""
    return state.level > ResponseLevel.ONE and state.confirmed is None


def _run_out(state: Standing, now: datetime) -> tuple[Standing, Effects]:
    hold = state.hold
    if hold is None or hold.until is None or now < hold.until:
        return state, ()
    found = _in_force(replace(state, hold=None), hold.until)
    return found, (Turned(hold.until, Turn.RAN_OUT, state.level, found.level, "", f"{hold.why}（保持到期）"),)


def _counted(state: Standing, event: Counted, now: datetime) -> tuple[Standing, Effects]:
    hold = state.hold
    overtaken = hold is not None and event.asked > max(hold.asked, hold.level)
    counted = replace(_steadied(state, event.asked, now), hold=None if overtaken else hold, why=event.why)
    found = _in_force(counted, now)
    if overtaken:
        return found, (Turned(now, Turn.OVERTAKEN, state.level, found.level, "", f"情况比保持时更重：{event.why}"),)
    if found.level == state.level:
        return found, ()
    turn = Turn.ROSE if found.level > state.level else Turn.FELL
    return found, (Turned(now, turn, state.level, found.level, "", event.why),)


def _steadied(state: Standing, asked: ResponseLevel, now: datetime) -> Standing:
    """Up at once; down by one level when less has been asked for all of `CALM`."""
    if asked >= state.steady:
        return replace(state, asked=asked, steady=asked, below_since=None)
    since = state.below_since or now
    if now - since < CALM:
        return replace(state, asked=asked, below_since=since)
    lower = ResponseLevel(state.steady - 1)
    return replace(state, asked=asked, steady=lower, below_since=now if asked < lower else None)


def _in_force(state: Standing, now: datetime) -> Standing:
    """The level that follows from hold and counts; another level has to be confirmed anew."""
    level = state.hold.level if state.hold is not None else state.steady
    if level == state.level:
        return state if state.since is not None else replace(state, since=now)
    return replace(state, level=level, since=now, confirmed=None)
