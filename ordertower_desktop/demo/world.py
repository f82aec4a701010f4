"""What every system of the demo floor knows, and since when: the truth that the fake servers serve."""

import bisect
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

Value = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Told:
    """One happening at an order, told with a record: `event` at `at`, with its payload."""

    at: datetime
    event: str
    payload: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """How one system sees one order from `at` on."""

    system: str
    order: str
    at: datetime
    status: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    log: tuple[Told, ...] = ()


class World:
    """All records by system and time; it grows while the floor is played: shops are told of shipments."""

    def __init__(self, records: Iterable[Record]) -> None:
        by_system: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            by_system[record.system].append(record)
        self._records = {system: sorted(found, key=lambda r: (r.at, r.order)) for system, found in by_system.items()}
        self._times = {system: [record.at for record in found] for system, found in self._records.items()}
        self._guard = threading.Lock()

    def add(self, record: Record) -> None:
        """Something has happened that nobody had planned."""
        with self._guard:
            records, times = self._records.setdefault(record.system, []), self._times.setdefault(record.system, [])
            place = bisect.bisect_right(times, record.at)
            records.insert(place, record)
            times.insert(place, record.at)

    def changed(self, system: str, since: datetime, until: datetime) -> list[Record]:
        """The latest record of every order that changed in (since, until], by time and number."""
        with self._guard:
            records, times = self._records.get(system, []), self._times.get(system, [])
            told = records[bisect.bisect_right(times, since) : bisect.bisect_right(times, until)]
        found = {record.order: record for record in told}
        return sorted(found.values(), key=lambda r: (r.at, r.order))

    def one(self, system: str, order: str, now: datetime) -> Record | None:
        """An order as the system sees it at `now`, or None where it has none."""
        with self._guard:
            seen = [record for record in self._records.get(system, []) if record.order == order and record.at <= now]
        return seen[-1] if seen else None

    def counts(self) -> Iterator[tuple[str, int]]:
        for system, found in self._records.items():
            yield system, len(found)
