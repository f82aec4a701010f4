"""Which value of a field counts, where it comes from, and where the systems disagree."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from ordertower_desktop.domain.event import Event, Value
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind, spoken_kind
from ordertower_desktop.domain.stage import RANK, Stage

AUTHORITY = (SourceKind.PLATFORM, SourceKind.ERP, SourceKind.WMS, SourceKind.CARRIER, SourceKind.CRM)
"""Whom we believe first when kinds of systems differ."""

SPECIAL_AUTHORITY: Mapping[str, tuple[SourceKind, ...]] = {
    "customer_level": (SourceKind.CRM,),
    "no_nudge": (SourceKind.CRM,),
    "warehouse": (SourceKind.WMS, SourceKind.ERP),
    "carrier": (SourceKind.CARRIER, SourceKind.WMS, SourceKind.ERP),
    "waybill": (SourceKind.WMS, SourceKind.ERP),
    "stock": (SourceKind.WMS,),
}
"""Fields about which another system knows more than the platform."""

PREFERRED = frozenset({"高", "优先", "紧急", "high", "urgent"})
"""How an order centre says that an order goes first."""

COMPARED = ("status", "amount_fen", "address_version", "district", "items", "customer_level", "waybill")
"""Fields in which two systems may be caught contradicting each other."""


class Reading(NamedTuple):
    """A value, who said it, and when. An order has a dozen, so they are of the cheapest kind."""

    value: Value
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field on which the latest readings differ: what each source says. `absent` sources say None."""

    field: str
    said: tuple[Reading, ...]


Weighed = dict[str, tuple[tuple[int, datetime], Reading]]
"""Field -> its best reading so far, with the weight that another must exceed; between equals the text decides."""


def readings(log: Iterable[Event], snapshots: Iterable[Snapshot], kinds: Mapping[str, SourceKind]) -> dict[str, Reading]:
    """The value that counts of every field: highest authority first, then the latest, then a fixed order."""
    return {name: reading for name, (_, reading) in weighed({}, log, snapshots, kinds=kinds).items()}


def weighed(best: Weighed, log: Iterable[Event], snapshots: Iterable[Snapshot] = (), *, kinds: Mapping[str, SourceKind]) -> Weighed:
    """`best` after these events and readings were heard too; in whatever portions they come, the result is the same."""
    best = dict(best)
    for event in log:
        if event.payload:
            _weigh(best, event.payload, event.source, kind=kinds.get(event.source) or spoken_kind(event.source), at=event.at)
    for snapshot in snapshots:
        _weigh(best, snapshot.fields, snapshot.source, kind=snapshot.kind, at=snapshot.latest)
    return best


def _weigh(best: Weighed, said: Mapping[str, Value], source: str, *, kind: SourceKind, at: datetime) -> None:
    for name, value in said.items():
        if value is None or value == "":
            continue
        weight = (-_distance(name, kind), at)
        old = best.get(name)
        if old is None or weight > old[0] or (weight == old[0] and f"{source}\0{value!r}" > f"{old[1].source}\0{old[1].value!r}"):
            best[name] = (weight, Reading(value, source, at))


@lru_cache(maxsize=4096)
def _distance(name: str, kind: SourceKind) -> int:
    order = (*SPECIAL_AUTHORITY.get(name, ()), *AUTHORITY)
    return order.index(kind)


def disagreements(current: Iterable[Snapshot]) -> tuple[Disagreement, ...]:
    """Every compared field on which at least two present sources differ, and orders that one source should know and does not."""
    current = sorted(current, key=lambda snapshot: snapshot.source)
    if len(current) < 2:
        return ()
    found = [_field_disagreement(name, current) for name in COMPARED if name != "status"]
    found += [_stock_disagreement(current), _priority_disagreement(current), _status_disagreement(current)]
    return tuple(one for one in found if one is not None)


def _field_disagreement(name: str, current: list[Snapshot]) -> Disagreement | None:
    said = tuple(Reading(s.fields[name], s.source, s.latest) for s in current if s.fields.get(name) not in (None, ""))
    return Disagreement(name, said) if len({repr(reading.value) for reading in said}) > 1 else None


def _stock_disagreement(current: list[Snapshot]) -> Disagreement | None:
    """A shop or an ERP sells more than the warehouse has; to sell less than that is only careful."""
    said = [(s, value) for s in current if isinstance(value := s.fields.get("stock"), int | float)]
    stored = max((value for s, value in said if s.kind is SourceKind.WMS), default=None)
    if stored is None or all(value <= stored for _, value in said):
        return None
    return Disagreement("stock", tuple(Reading(value, s.source, s.latest) for s, value in said))


def _priority_disagreement(current: list[Snapshot]) -> Disagreement | None:
    """The CRM calls the customer a VIP, and an order centre that ranks the order does not let it go first."""
    vips = [s for s in current if s.kind is SourceKind.CRM and "vip" in str(s.fields.get("customer_level") or "").lower()]
    ranks = [s for s in current if s.kind is not SourceKind.CRM and s.fields.get("priority") not in (None, "")]
    behind = [s for s in ranks if str(s.fields["priority"]).lower() not in PREFERRED]
    if not vips or not behind:
        return None
    said = [Reading(s.fields["customer_level"], s.source, s.latest) for s in vips]
    return Disagreement("priority", (*said, *(Reading(s.fields["priority"], s.source, s.latest) for s in behind)))


def _status_disagreement(current: list[Snapshot]) -> Disagreement | None:
    """A source without the order contradicts the others; so do platform and warehouse on either side of 'shipped'."""
    telling = [s for s in current if s.stage is not None or s.absent]
    shipped = {RANK[s.stage] >= RANK[Stage.TO_COLLECT] for s in telling if s.stage is not None}
    if not (any(s.absent for s in telling) and len(telling) > 1) and len(shipped) < 2:
        return None
    return Disagreement("status", tuple(Reading(None if s.absent else s.stage, s.source, s.latest) for s in telling))
