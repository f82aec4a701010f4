"""物流轨迹: what a carrier, or somebody who asks carriers, says of one parcel."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ordertower_desktop.domain.event import Event, Value
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import Stage

NO_RECORD = "不存在"
"""What `waybill_status` says of a number that its carrier does not know."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the record: when, which event it is, where and by which code."""

    at: datetime
    name: str
    payload: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Track:
    """All that is known of a parcel; `at` is the time of the newest line. `code` and `word` are the carrier's own.

    `gaps` are codes that nobody has mapped. `over`: nothing more will be said. `lost`: after days the carrier still has no record.
    """

    waybill: str
    at: datetime | None = None
    steps: tuple[Step, ...] = ()
    stage: Stage | None = None
    word: str = ""
    code: str = ""
    over: bool = False
    lost: bool = False
    gaps: tuple[str, ...] = ()


def arrivals(track: Track, order: Order, *, source: str, now: datetime) -> list[Event | Snapshot]:
    """What one order learns of it. The reading is as old as the newest line: an old record told late changes nothing."""
    told: list[Event | Snapshot] = [
        Event(step.at, source, step.name, order.id, {**step.payload, "waybill": track.waybill}) for step in track.steps
    ]
    if track.lost and not _seen(track.waybill, order, source):
        return [_reading(track, order, source=source, at=now, status=NO_RECORD)]
    return told if track.at is None else [*told, _reading(track, order, source=source, at=track.at, status=track.code)]


def _seen(waybill: str, order: Order, source: str) -> bool:
    """Whether they have known it before: then a loss is old news that came late."""
    return any(event.source == source and event.payload.get("waybill") == waybill for event in order.events)


def _reading(track: Track, order: Order, *, source: str, at: datetime, status: str) -> Snapshot:
    fields = {"waybill": track.waybill, "waybill_status": status}
    return Snapshot(at, source, SourceKind.CARRIER, order.id, fields, track.stage, status_word=track.word)
