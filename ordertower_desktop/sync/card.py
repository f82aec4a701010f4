"""What an interruption says: one notice by name, or many joined by cause."""

from dataclasses import dataclass
from datetime import datetime, timedelta

DIGEST = "digest"
TITLE = 20
FAR = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something this person is told. `id` is made of case, clock, cycle and step, so the same thing twice has the same one."""

    id: str
    case: str
    order: str
    title: str
    body: str
    at: datetime
    severity: str = "warning"
    cause: str = ""
    cause_name: str = ""
    vip: bool = False
    due_at: datetime | None = None
    over: bool = False

    @property
    def critical(self) -> bool:
        return self.severity == "critical"


@dataclass(frozen=True, slots=True)
class Section:
    """The notices of one cause on a digest card."""

    cause: str
    name: str
    count: int
    vips: int
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Card:
    """A toast: a title of at most 20 characters and two lines. A card of the same id replaces the one that is up."""

    id: str
    title: str
    body: str
    severity: str
    notices: tuple[Notice, ...]
    sections: tuple[Section, ...] = ()
    sound: bool = False


def urgency(notice: Notice) -> tuple[int, int, datetime]:
    """Sorts the worst first: critical, then VIP, then the earliest deadline."""
    return 0 if notice.critical else 1, 0 if notice.vip else 1, notice.due_at or notice.at + FAR


def single(notice: Notice) -> Card:
    return Card(f"notice:{notice.id}", notice.title[:TITLE], "\n".join(notice.body.splitlines()[:2]), notice.severity, (notice,))


def digest(notices: tuple[Notice, ...], card_id: str) -> Card:
    """Many notices as one card, the largest causes first; every notice stays reachable from it."""
    sections = _sections(notices)
    orders = len({n.order for n in notices})
    severity = "critical" if any(n.critical for n in notices) else "warning"
    title = f"{len(notices)} 条提醒，{len(sections)} 个原因"
    lines = [f"{s.name} {s.count} 条" + (f"，VIP {s.vips}" if s.vips else "") for s in sections[:2]]
    if len(sections) > 2:
        lines[-1] += f"，另 {len(sections) - 2} 个原因"
    return Card(card_id, title[:TITLE], "\n".join(lines) or f"涉及 {orders} 单", severity, notices, sections)


def _sections(notices: tuple[Notice, ...]) -> tuple[Section, ...]:
    causes: dict[str, list[Notice]] = {}
    for notice in notices:
        causes.setdefault(notice.cause, []).append(notice)
    made = [
        Section(
            cause=cause,
            name=part[0].cause_name or "未归因",
            count=len(part),
            vips=sum(n.vip for n in part),
            due_at=min((n.due_at for n in part if n.due_at), default=None),
        )
        for cause, part in causes.items()
    ]
    return tuple(sorted(made, key=lambda s: (-s.count, s.name)))
