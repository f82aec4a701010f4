"""A day that is over, as the replay page and the reports read it: its curve, its landmarks, its figures, and what was made of it."""

from datetime import date, datetime

import msgspec

from ordertower_desktop.domain.landmark import Landmark
from ordertower_desktop.insight.postmortem.answer import Answer, Evidence
from ordertower_desktop.insight.postmortem.figures import Figures, Spread
from ordertower_desktop.insight.postmortem.health import Health
from ordertower_desktop.wire.rows import PoolRow

__all__ = [
    "Answer", "DayLine", "DayPage", "Days", "Evidence", "Figures", "Filed", "Health", "Incident", "Landmark", "Minute", "PoolPage",
    "Spread", "Words",
]  # fmt: skip


class Minute(msgspec.Struct, frozen=True, array_like=True):
    """The headline of the last board of a minute."""

    at: datetime
    open: int
    overdue: int
    breached: int
    level: int


class PoolPage(msgspec.Struct, frozen=True):
    """The open pool, earliest due first; `total` counts all of it."""

    items: list[PoolRow]
    total: int
    after: str
    now: datetime


class DayLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A day that can be looked at: its worst level, its breaches, the highest backlog, and the title of its incident."""

    day: date
    level: int
    breached: int
    peak: int
    incident: str = ""


class Days(msgspec.Struct, frozen=True):
    """Every day of which something is known, newest first; moments can be asked for from `first` to `last`."""

    first: datetime | None
    last: datetime | None
    items: list[DayLine]


class Words(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What people say of a day: answers by their key, and what is to be done. `base` is the version that was edited."""

    title: str
    answers: dict[str, str] = {}
    actions: list[str] = []
    base: int = 0


class Filed(msgspec.Struct, frozen=True, omit_defaults=True):
    """An incident as it lies in the archive: people's words, and the figures and evidence as they stood when it was saved."""

    title: str
    answers: list[Answer]
    actions: list[str]
    health: Health
    total: Figures
    links: list[Figures] = []
    people: list[Figures] = []


class Incident(msgspec.Struct, frozen=True, omit_defaults=True):
    """An incident with who saved it last. `id` is its day, `2025-11-12`."""

    id: str
    version: int
    by: str
    by_name: str
    at: datetime
    filed: Filed


class DayPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A day whole. `late` holds (happened, learned) of news that came late, so that any moment can say what it did not know yet."""

    day: date
    since: datetime
    until: datetime
    now: datetime
    first: datetime | None
    curve: list[Minute]
    landmarks: list[Landmark]
    total: Figures
    links: list[Figures]
    people: list[Figures]
    health: Health
    healths: list[tuple[date, int]]
    formula: str
    answers: list[Answer]
    actions: list[str]
    late: list[tuple[datetime, datetime]] = []
    incident: Incident | None = None
