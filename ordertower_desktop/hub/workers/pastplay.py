"""The process beside the hub that plays stored history through two sets of rules: what it reads it forgets, what it finds it tells."""

import os
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from multiprocessing.connection import Connection

from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.rule import Rule, RuleState
from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.judging import books
from ordertower_desktop.hub.store.judging.history import count, lived
from ordertower_desktop.hub.store.tables import orders
from ordertower_desktop.hub.store.tables.backtests import Asked
from ordertower_desktop.hub.workers.collecting import collect_less
from ordertower_desktop.insight.trial.happened import happened
from ordertower_desktop.insight.trial.hits import Hit, Stretch, Trial, why_not

OLD = "\0"
"""Before the id of a rule as it is in force; no id can begin so."""
UNKNOWN = "中枢里没有这个单号"


@dataclass(frozen=True, slots=True)
class Task:
    """A database, what was asked of it, and the moment at which that was."""

    url: str
    asked: Asked
    now: datetime

    @property
    def stretch(self) -> Stretch:
        return Stretch(self.now - timedelta(days=self.asked.days), self.now)


@dataclass(frozen=True, slots=True)
class Progress:
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """Every hit of the rules as they would be and as they are, and why labelled orders were missed."""

    orders: int
    after: list[Hit] = field(default_factory=list)
    before: list[Hit] = field(default_factory=list)
    missed: dict[str, str] = field(default_factory=dict)


def play_apart(pipe: Connection) -> None:
    """The life of the process; nobody at the other end: it was called off."""
    collect_less()
    with suppress(AttributeError):  # Windows has no niceness
        os.nice(10)
    with suppress(EOFError, ConnectionError):
        task: Task = pipe.recv()
        pipe.send(_played(task, pipe))


def sides(asked: Asked) -> tuple[Floor, tuple[Rule, ...], tuple[Rule, ...]]:
    """The floor as it would be, and the rules to compare: the one on trial whatever its state, or of whole books those that are on."""
    after, before = books.floor(asked.after), books.floor(asked.before)
    return after, _chosen(after, asked.rule), _chosen(before, asked.rule)


def _chosen(floor: Floor, key: str) -> tuple[Rule, ...]:
    if key:
        return (floor.rules[key],) if key in floor.rules else ()
    return tuple(rule for rule in floor.rules.values() if rule.state is RuleState.ON and rule.rate is None)


def _played(task: Task, pipe: Connection) -> Outcome:
    floor, after, before = sides(task.asked)
    same = {rule.id for rule in before if rule in after}
    others = [replace(rule, id=f"{OLD}{rule.id}") for rule in before if rule.id not in same]
    trial, db = Trial([*after, *others], floor, task.stretch), Database(task.url)
    total, played = count(db, task.stretch.start), 0
    new: list[Hit] = []
    old: list[Hit] = []
    for part in lived(db, task.stretch.start):
        for order in part:
            for hit in trial.hits(order):
                if hit.rule.startswith(OLD):
                    old.append(hit._replace(rule=hit.rule.removeprefix(OLD)))
                    continue
                new.append(hit)
                if hit.rule in same:
                    old.append(hit)
        played += len(part)
        pipe.send(Progress(played, max(total, played)))
    found = {hit.order for hit in new}
    missed = _missed(db, [label for label in task.asked.labels if label not in found], after, floor)
    db.close()
    return Outcome(played, new, old, missed)


def _missed(db: Database, labels: list[str], rules: tuple[Rule, ...], floor: Floor) -> dict[str, str]:
    """Label -> why no rule found it; of a whole book there is no one reason."""
    with db.read() as conn:
        known = orders.load(conn, labels)
    context = floor.bench.context
    return {
        key: UNKNOWN if key not in known else why_not(happened(known[key]), rules[0], context) if len(rules) == 1 else "没有规则命中"
        for key in labels
    }
