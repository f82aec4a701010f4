"""A day that is over, as the replay page and the reports read it: its curve, its landmarks, its figures, and what was made of it."""

from datetime import datetime

import msgspec


class Minute(msgspec.Struct, frozen=True, array_like=True):
    """The headline of the last board of a minute."""

    at: datetime
    open: int
    overdue: int
    breached: int
    level: int


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line that an answer stands on; `order` leads to its order where it has one."""

    at: datetime
    text: str
    order: str = ""


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of the three questions: what is asked, what the log says to it, and why. `text` may be edited, evidence may not."""

    key: str
    question: str
    text: str
    evidence: list[Evidence] = []


class IncidentText(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What people save of an incident. `base` is the version that was edited."""

    title: str
    answers: list[Answer] = []
    actions: list[str] = []
    base: int = 0


class Incident(msgspec.Struct, frozen=True, omit_defaults=True):
    """An incident in the archive. `id` is its day, `2025-11-12`."""

    id: str
    version: int
    by: str
    by_name: str
    at: datetime
    title: str
    answers: list[Answer] = []
    actions: list[str] = []
