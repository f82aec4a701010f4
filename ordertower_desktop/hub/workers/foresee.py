"""Looks ahead: learns every quarter of an hour how long orders take, and says every five minutes which open ones may be late."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import starmap
from typing import TYPE_CHECKING, NamedTuple

from ordertower_desktop.hub.store.judging.foretelling import EARLY, Said, end, moved, store
from ordertower_desktop.hub.store.tables import forecasts, passages
from ordertower_desktop.hub.store.tables.forecasts import Forecast
from ordertower_desktop.hub.store.tables.passages import Row
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.insight.foresight.band import Band, band
from ordertower_desktop.insight.foresight.passage import HOPS, Aim
from ordertower_desktop.wire.risk import RiskRow

if TYPE_CHECKING:
    from ordertower_desktop.insight.foresight.model import Foresight, Scores
    from ordertower_desktop.insight.foresight.table import Names

    Learnt = tuple[Foresight, Names]

LEARN_EVERY, SCORE_EVERY = timedelta(minutes=15), timedelta(minutes=5)
LOOKS_BACK, MOST = timedelta(days=90), 100_000
KEPT = timedelta(days=90)
PART = 2_000
"""News that is stored in one transaction: nobody who wants to write waits long for it."""
FINE_M, COARSE_M, NEAR = 15, 60, timedelta(hours=4)
"""Times are told to the quarter of an hour within four hours, and to the hour beyond."""
STEP, SAME_H = 0.05, 1 / 3600
Key = tuple[str, Aim]


class Foreseeing:
    """Keeps what was learnt between two rounds. Between them a tick asks the database nothing."""

    def __init__(self) -> None:
        self._learnt_at: datetime | None = None
        self._scored_at: datetime | None = None
        self._learnt_now: Learnt | None = None

    def tick(self, tower: Tower, now: datetime) -> int:
        """One round; returns how many forecasts were news."""
        if self._scored_at is not None and timedelta(0) <= now - self._scored_at < SCORE_EVERY:
            return 0
        self._scored_at = now
        with tower.db.read() as conn:
            known, live = passages.waiting(conn), forecasts.live(conn)
        said, news = self._said(tower, known, live, now) if known else (set(), [])
        over = [one.ended(late=True if one.due_at <= now else None) for key, one in live.items() if key not in said]
        for start in range(0, len(over), PART):
            with tower.db.write() as conn:
                end(conn, over[start : start + PART], now=now)
        for start in range(0, len(news), PART):
            with tower.db.write() as conn:
                store(conn, news[start : start + PART], now=now, floor=tower.floors.current(conn))
        if over:
            with tower.db.write() as conn:
                forecasts.forget(conn, now - KEPT)
        return len(news) + len(over)

    def _said(self, tower: Tower, known: list[Row], live: Mapping[Key, Forecast], now: datetime) -> tuple[set[Key], list[Said]]:
        """Of which promises something is said, and what of it is news."""
        from ordertower_desktop.insight.foresight.table import AIMS, hours, table  # NumPy: only where there is something to say

        model, names = self._learnt(tower, now)
        scores = model.score(table([row[:-2] for row in known], names), hours(now))
        keys = [(known[place][0], AIMS[aim]) for place, aim in zip(scores.place.tolist(), scores.aim.tolist(), strict=True)]
        news = []
        for place, (key, one) in enumerate(zip(keys, _glanced(scores), strict=True)):
            before = live.get(key)
            found = band(one.p, before.band if before else Band.LOW, rule=one.rule)
            if before is None or _tells(before, one, found, now):
                news.append(Said(before, _forecast(scores, place, known[int(scores.place[place])], before, now)))
        return set(keys), news

    def _learnt(self, tower: Tower, now: datetime) -> "Learnt":
        from ordertower_desktop.insight.foresight.model import learn
        from ordertower_desktop.insight.foresight.table import Names, hours, table

        if self._learnt_now is None or self._learnt_at is None or not timedelta(0) <= now - self._learnt_at < LEARN_EVERY:
            with tower.db.read() as conn:
                rows = passages.newest(conn, now - LOOKS_BACK, limit=MOST)
            names = Names()
            self._learnt_now, self._learnt_at = (learn(table(rows, names), hours(now)), names), now
        return self._learnt_now


class Glance(NamedTuple):
    """The little of a score that tells whether it is news."""

    p: float
    rule: bool
    warm: bool
    hop: int
    due: float
    half: float


def _glanced(scores: "Scores") -> Iterator[Glance]:
    return starmap(Glance, zip(*(getattr(scores, name).tolist() for name in Glance._fields), strict=True))


def _tells(before: Forecast, one: Glance, found: Band, now: datetime) -> bool:
    """Whether it is worth telling a hundred desks; when an order will be there, only of those that somebody watches."""
    told = before.row
    if (before.band, before.warm, told.stage) != (found, one.warm, HOPS[one.hop]) or abs(before.p - one.p) >= STEP:
        return True
    if abs(before.due_at.timestamp() / 3600 - one.due) > SAME_H:
        return True
    return found is not Band.LOW and moved(told.half_at, _rounded(one.half, now))


def _forecast(scores: "Scores", place: int, row: Row, before: Forecast | None, now: datetime) -> Forecast:
    from ordertower_desktop.insight.foresight.table import AIMS, moment_of
    from ordertower_desktop.insight.foresight.words import reasons

    aim, p = AIMS[int(scores.aim[place])], float(scores.p[place])
    due = moment_of(float(scores.due[place]))
    found = band(p, before.band if before else Band.LOW, rule=bool(scores.rule[place]))
    warm = bool(scores.warm[place])
    told = RiskRow(
        row[0], aim, found, due, round(p * 20) * 5, reasons(scores, place), _rounded(float(scores.half[place]), now),
        _rounded(float(scores.late[place]), now), HOPS[int(scores.hop[place])], row[-2], row[-1], row[-5], row[-4], warm,
    )  # fmt: skip
    made = Forecast(row[0], aim, due, p, found, warm, told) if before is None else _renewed(before, due, p, found, told)
    early = (p if warm else None) if due - now >= EARLY else made.early_p
    return replace(made, early_p=early, rose_at=made.rose_at or (now if found is Band.HIGH else None))


def _renewed(before: Forecast, due: datetime, p: float, found: Band, told: RiskRow) -> Forecast:
    return replace(before, due_at=due, p=p, band=found, warm=told.learnt, row=told)


def _rounded(hours: float, now: datetime) -> datetime | None:
    """To the quarter of an hour soon, to the hour later; None where nobody can say."""
    from ordertower_desktop.insight.foresight.table import moment_of

    if hours != hours:
        return None
    at = moment_of(hours)
    grain = (FINE_M if at - now <= NEAR else COARSE_M) * 60
    return moment_of(-(-round(at.timestamp()) // grain) * grain / 3600)
