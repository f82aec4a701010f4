"""An order as it stood at a past moment, told also by files that were read later: the pool of a day that is over."""

from dataclasses import replace
from datetime import datetime

from ordertower_desktop.domain import watch
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.milestone import IMPLIES
from ordertower_desktop.domain.moment import moment
from ordertower_desktop.domain.order import Order, as_known
from ordertower_desktop.domain.snapshot import Snapshot
from ordertower_desktop.domain.step import State, clocks_of


def as_of(order: Order, at: datetime) -> Order:
    """What was known at `at`; where a system had not been read yet, what its later reading dates up to then."""
    known = as_known(order, at)
    told = {snapshot.source for snapshot in known.snapshots}
    later: dict[str, Snapshot] = {}
    for snapshot in order.snapshots:
        if snapshot.source not in told:
            later.setdefault(snapshot.source, snapshot)
    looked_back = (_looked_back(snapshot, at) for snapshot in later.values())
    return replace(known, snapshots=(*known.snapshots, *(snapshot for snapshot in looked_back if snapshot is not None)))


def _looked_back(snapshot: Snapshot, at: datetime) -> Snapshot | None:
    """A reading that dates nothing after `at` is taken to have been true then; else its undated status says nothing of that time."""
    times = {name: moment(str(snapshot.fields[name])) for name in IMPLIES if snapshot.fields.get(name)}
    ahead = {name for name, when in times.items() if when is None or when > at}
    if len(ahead) == len(times):
        return None
    if not ahead:
        return replace(snapshot, at=at, last_at=at)
    fields = {name: value for name, value in snapshot.fields.items() if name not in ahead}
    return replace(snapshot, at=at, last_at=at, fields=fields, stage=None, facts=frozenset(), status_word="")


def stood(order: Order, at: datetime, *, floor: Floor) -> State:
    """The order at `at` with the case that the rules call for: opened when the first of them came true, owned by nobody."""
    order, floor = as_of(order, at), replace(floor, people=())
    verdicts = floor.bench.judge(order, at).verdicts
    first = min((v.since + floor.rules[v.rule_id].on_delay for v in verdicts), default=at)
    case, _ = watch.stand(order, None, verdicts, now=min(first, at), floor=floor)
    case, _ = watch.stand(order, case, verdicts, now=at, floor=floor)
    if case is None:
        return State(order)
    running = clocks_of(order, case, at, floor=floor)
    case, _ = watch.advance(case, running, now=at, floor=floor)
    return State(order, case, clocks=running)
