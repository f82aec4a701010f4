"""One reading of one source system about one order."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from ordertower_desktop.domain.event import Value, digest
from ordertower_desktop.domain.lazy import lazy
from ordertower_desktop.domain.stage import Fact, Stage


class SourceKind(StrEnum):
    """What sort of system speaks; also its lane on the order page."""

    PLATFORM = "platform"
    ERP = "erp"
    WMS = "wms"
    CRM = "crm"
    CARRIER = "carrier"


SOURCE_KIND_NAMES = {
    SourceKind.PLATFORM: "平台",
    SourceKind.ERP: "ERP",
    SourceKind.WMS: "WMS",
    SourceKind.CRM: "CRM",
    SourceKind.CARRIER: "物流",
}

_START, _END = "(?<![a-z])", "(?![a-z])"
_SPOKEN = {
    SourceKind.ERP: re.compile(f"{_START}(?:erp|oms)|erp{_END}|jushuitan|wangdian|kuaimai|guanyi"),
    SourceKind.WMS: re.compile(f"{_START}wms|wms{_END}|{_START}pda{_END}|warehouse|仓"),
    SourceKind.CRM: re.compile(f"{_START}crm|crm{_END}"),
    SourceKind.CARRIER: re.compile(f"{_START}(?:sf|yto|zto|sto){_END}|carrier|express|kuaidi|cainiao|yunda|快递|物流"),
}
"""Short marks are words of their own, or an end of one: 申通's `sto` is in `stock` and `store`, too."""


@lru_cache(maxsize=4096)
def spoken_kind(source: str) -> SourceKind:
    """What a source is by its name alone; a name that says nothing is a shop's platform."""
    words = source.lower()
    return next((kind for kind, mark in _SPOKEN.items() if mark.search(words)), SourceKind.PLATFORM)


@dataclass(frozen=True)
class Snapshot:
    """What `source` said of the order: its fields, its own status word and what that word means here.

    `at` is the first time that the source showed exactly this content, `last_at` the latest; `stage` is None for an unknown word
    (a mapping gap) or a source that knows no stages; `absent` says that the source has no such order.
    """

    at: datetime
    source: str
    kind: SourceKind
    order_id: str
    fields: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    stage: Stage | None = None
    facts: frozenset[Fact] = frozenset()
    status_word: str = ""
    absent: bool = False
    last_at: datetime | None = None
    arrived: datetime | None = field(default=None, compare=False)

    @property
    def latest(self) -> datetime:
        return self.last_at or self.at

    @lazy
    def key(self) -> str:
        """A digest of source and content, without the times of reading."""
        return digest(
            [self.source, self.kind, self.order_id, dict(self.fields), self.stage, sorted(self.facts), self.status_word, self.absent]
        )


def union(one: Iterable[Snapshot], other: Iterable[Snapshot]) -> tuple[Snapshot, ...]:
    """Both sets of readings as one: equal contents become one reading that spans both, so repetition and order change nothing."""
    kept: dict[str, Snapshot] = {}
    for snapshot in (*one, *other):
        known = kept.get(snapshot.key)
        if known is not None or snapshot.last_at is None:
            snapshot = _span(known or snapshot, snapshot)
        kept[snapshot.key] = snapshot
    return tuple(sorted(kept.values(), key=lambda s: (s.latest, s.key)))


def _span(one: Snapshot, other: Snapshot) -> Snapshot:
    return replace(one, at=min(one.at, other.at), last_at=max(one.latest, other.latest), arrived=_earlier(one.arrived, other.arrived))


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((at for at in (one, other) if at is not None), default=None)
