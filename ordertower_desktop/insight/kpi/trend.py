"""How a rule did, week by week: what it hit, what people said of it, what was muted (S100: what to tune, and whether it helped)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.insight.kpi.record import Record
from ordertower_desktop.insight.postmortem.figures import Window


@dataclass(frozen=True, slots=True)
class Week:
    """A rule in the week that begins on this Monday. `right` and `wrong` are verdicts of people on its cases."""

    monday: date
    hits: int = 0
    muted: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Trend:
    """A rule over the weeks, oldest first; every week is there."""

    rule: str
    weeks: list[Week]

    @property
    def hits(self) -> int:
        return sum(one.hits for one in self.weeks)

    @property
    def precision(self) -> float | None:
        """The share of verdicts that said the rule was right; None while nobody judged."""
        right, wrong = (sum(getattr(one, name) for one in self.weeks) for name in ("right", "wrong"))
        return right / (right + wrong) if right + wrong else None


def trends(records: Iterable[Record], window: Window) -> list[Trend]:
    """Every rule that hit anything, most hits first. A verdict belongs to the week in which the rule became true."""
    mondays = weeks(window)
    found: dict[str, dict[date, Week]] = defaultdict(lambda: {monday: Week(monday) for monday in mondays})
    for record in records:
        for raised in record.raised:
            if window.holds(raised.since):
                monday = monday_of(raised.since)
                known = found[raised.rule][monday]
                found[raised.rule][monday] = replace(
                    known, hits=known.hits + 1, muted=known.muted + raised.muted, missed=known.missed + record.missed,
                    right=known.right + (record.mark is True), wrong=known.wrong + (record.mark is False),
                )  # fmt: skip
    made = [Trend(rule, list(held.values())) for rule, held in found.items()]
    return sorted(made, key=lambda one: (-one.hits, one.rule))


def weeks(window: Window) -> Sequence[date]:
    """The Mondays of the weeks that the stretch touches."""
    first, last = monday_of(window.since), monday_of(window.until - timedelta(microseconds=1))
    return [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]


def monday_of(at: datetime) -> date:
    day = at.astimezone(SHANGHAI).date()
    return day - timedelta(days=day.weekday())
