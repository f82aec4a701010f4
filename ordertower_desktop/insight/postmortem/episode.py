"""A case as it is measured afterwards: when it came, passed its time, was answered and closed, and whose it was."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from ordertower_desktop.domain.case import Case, CaseState, Entry
from ordertower_desktop.domain.link import Link

BY_PEOPLE = (CaseState.RESOLVED, CaseState.ARCHIVED)
SOMEBODY_ELSE = "备岗"


@dataclass(frozen=True, slots=True)
class HandOver:
    """A case that left somebody's hands. `asked`: they passed it on themselves; else the chain took it, as nobody answered."""

    at: datetime
    person: str
    asked: bool


@dataclass(frozen=True, slots=True)
class Episode:
    """People are called by their names, as the case's history does; an empty name is the queue."""

    case: str
    order: str
    kind: str
    link: Link
    opened_at: datetime
    rules: tuple[str, ...] = ()
    breached_at: datetime | None = None
    breached_by: str = ""
    responded_at: datetime | None = None
    responded_by: str = ""
    closed_at: datetime | None = None
    closed_by: str = ""
    hand_overs: tuple[HandOver, ...] = ()


def episode(case: Case, link: Link, names: Mapping[str, str]) -> Episode:
    """What a case comes to; `names`: person -> name."""
    did = case.handling
    closed = did.closed_at if did.state in BY_PEOPLE else None
    first = next((entry for entry in case.log if case.first_response_at is not None and entry.at == case.first_response_at), None)
    return Episode(
        case=case.id,
        order=case.order,
        kind=case.leading.kind,
        link=link,
        opened_at=case.opened_at,
        rules=tuple(standing.rule for standing in case.standings),
        breached_at=case.breached_at,
        breached_by=_holder(case, case.breached_at, names) if case.breached_at else "",
        responded_at=case.first_response_at,
        responded_by=first.who if first else "",
        closed_at=closed,
        closed_by=names.get(did.owner, did.owner) if closed else "",
        hand_overs=tuple(_hand_overs(case, names)),
    )


def _held(case: Case, names: Mapping[str, str]) -> Iterator[tuple[Entry, str, str]]:
    """Each entry with who held the case before it and after it."""
    taking = {step.name for step in case.handling.chain.policy.steps if step.hands_over} if case.handling.chain else set()
    last = max((i for i, entry in enumerate(case.log) if entry.what in ("assigned", "hand_over", "acknowledge", "reopen")), default=-1)
    holder = ""
    for i, entry in enumerate(case.log):
        before = holder
        match entry.what:
            case "assigned":
                holder = entry.text
            case "hand_over":
                holder = names.get(entry.text, entry.text)
            case "acknowledge" | "reopen":
                holder = entry.who
            case "step" if entry.text in taking:
                holder = names.get(case.handling.owner, SOMEBODY_ELSE) if i > last else SOMEBODY_ELSE
        yield entry, before, holder


def _holder(case: Case, at: datetime, names: Mapping[str, str]) -> str:
    """Who held the case when its clock passed; a case that came too late for that is its first owner's."""
    known = [(entry, after) for entry, _, after in _held(case, names)]
    by_then = [after for entry, after in known if entry.at <= at]
    return by_then[-1] if by_then else next((after for _, after in known if after), "")


def _hand_overs(case: Case, names: Mapping[str, str]) -> Iterator[HandOver]:
    for entry, before, after in _held(case, names):
        if before and after != before and entry.what in ("hand_over", "step"):
            yield HandOver(entry.at, before, asked=entry.what == "hand_over")
