"""清点: what a system lists by when it was placed, held against what is known here, so that what an increment loses is found."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from ordertower_desktop.domain.moment import SHANGHAI

EVERY, REST = timedelta(minutes=10), timedelta(minutes=5)
NIGHTLY = timedelta(hours=4)
"""After midnight in Shanghai: the shops are quiet then, and what was told has been compared."""
TOO_NEW = timedelta(minutes=5)
"""What was placed or changed so lately may still be on its way here."""
BEFORE = timedelta(days=2)
"""A new source is read from so far back; nobody has promised what lies before."""


class Scope(StrEnum):
    """OPEN: what waits to be shipped, every few minutes. ALL: everything of the last days, every night."""

    OPEN = "open"
    ALL = "all"


REACH = {Scope.OPEN: timedelta(days=15), Scope.ALL: timedelta(days=7)}


@dataclass(frozen=True, slots=True)
class Count:
    """Orders. `there` are listed, `here` those of them that were known; `missing` were not.

    Of `stale` a change was missed; `unread` could not be read again.
    """

    there: int = 0
    here: int = 0
    missing: int = 0
    stale: int = 0
    unread: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.there + other.there, self.here + other.here, self.missing + other.missing, self.stale + other.stale,
            self.unread + other.unread,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """One counting, up to `until`.

    What was placed before `reached` has been compared, and of the stretch that follows the orders up to `after`.
    """

    scope: Scope
    begun_at: datetime
    reached: datetime
    until: datetime
    after: str = ""
    count: Count = Count()
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Census:
    """What a source's countings have come to: the one in hand, the last whole one of each scope, and what stopped it (`why`) until when."""

    since: datetime | None = None
    going: Run | None = None
    done: tuple[Run, ...] = ()
    why: str = ""
    rest_until: datetime | None = None

    def last(self, scope: Scope) -> Run | None:
        return next((run for run in self.done if run.scope is scope), None)


def due(census: Census, scopes: Collection[Scope], *, interval: timedelta, now: datetime) -> Run | None:
    """The counting that is in hand or whose time has come; nothing is counted before the source has been read for a while."""
    if census.since is None or (census.rest_until is not None and now < census.rest_until):
        return None
    if census.going is not None:
        return census.going
    scope = next((scope for scope in (Scope.ALL, Scope.OPEN) if scope in scopes and _comes(census, scope, now)), None)
    if scope is None:
        return None
    reached = now - REACH[scope]
    if scope is Scope.ALL:
        reached = max(reached, census.since - BEFORE)
    return Run(scope, now, reached, now - TOO_NEW - interval)


def _comes(census: Census, scope: Scope, now: datetime) -> bool:
    last = census.last(scope)
    begun = last.begun_at if last is not None else census.since
    if begun is None:
        return False
    return now - begun >= EVERY if scope is Scope.OPEN else _night(now) > _night(begun)


def _night(at: datetime) -> date:
    return (at.astimezone(SHANGHAI) - NIGHTLY).date()


def doubtful(listed: Mapping[str, datetime], held: Mapping[str, datetime], waiting: Collection[str], until: datetime) -> list[str]:
    """Orders to be read again: unknown here, changed there unheard, or waiting here and not there. What is too new is let pass."""
    odd = {order for order, changed in listed.items() if order not in held or held[order] < changed <= until}
    return sorted(odd | (set(waiting) - listed.keys()))


def told(order: str, changed: datetime, held: Mapping[str, datetime], until: datetime) -> Count:
    """What reading the order again has shown."""
    if order not in held:
        return Count(missing=1)
    return Count(stale=1) if held[order] < changed <= until else Count()


def went_on(census: Census, run: Run, now: datetime) -> Census:
    """The counting has come this far, or to its end."""
    if run.reached < run.until or run.after:
        return replace(census, going=run, why="", rest_until=None)
    others = tuple(one for one in census.done if one.scope is not run.scope)
    return replace(census, going=None, done=(replace(run, ended_at=now), *others), why="", rest_until=None)


def rested(census: Census, why: str, now: datetime) -> Census:
    """It goes on from where it is, but not at once."""
    return replace(census, why=why, rest_until=now + REST)
