"""The screen is cache + outbox: rows as the hub gave them, with this login's unconfirmed actions on top."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from ordertower_desktop.sync.cache import Cache
from ordertower_desktop.sync.files import passing
from ordertower_desktop.sync.page import Delta
from ordertower_desktop.sync.pending import Pending
from ordertower_desktop.sync.preview import overlay
from ordertower_desktop.wire.alarms import AlarmRow
from ordertower_desktop.wire.board import Board
from ordertower_desktop.wire.crisis import CrisisRow, PlanRow
from ordertower_desktop.wire.light import LightRow
from ordertower_desktop.wire.policies import PolicyRow
from ordertower_desktop.wire.posts import PostRow
from ordertower_desktop.wire.risk import RiskRow
from ordertower_desktop.wire.rows import TOPICS, PersonRow, PoolRow

T = TypeVar("T")
_LATER: dict[str, Any] = {
    "board": Board, "policy": PolicyRow, "crisis": CrisisRow, "clearing": PlanRow, "alarm": AlarmRow, "post": PostRow, "light": LightRow,
    "risk": RiskRow,
}  # fmt: skip
"""What the first paint does without."""
_decoders: dict[str, Any] = {topic: msgspec.json.Decoder(kind) for topic, kind in (TOPICS | _LATER).items()}
_any = msgspec.json.Decoder()


@dataclass(frozen=True, slots=True)
class Shown:
    """What to put on the glass: rows of a topic that are new or different, and keys that are gone."""

    topic: str
    rows: list[Any]
    gone: list[str]


class Screen:
    """Reads for the glass. A damaged cache is begun anew here; the next exchange fills it and tells the glass everything."""

    def __init__(self, cache: Cache, pending: Pending, actor: str) -> None:
        self._cache, self._pending, self._actor = cache, pending, actor
        self.lost = bool(cache.rebuilt)
        self._told: dict[str, set[str]] = {}

    def read(self, look: Callable[[], T], otherwise: T) -> T:
        """What `look` finds in the cache; else `otherwise`, and `lost` says that the glass does not show all that there is."""
        try:
            return look()
        except msgspec.DecodeError as error:
            self._cache.rebuild(sqlite3.DatabaseError(str(error)))
        except sqlite3.DatabaseError as error:
            if not passing(error):
                self._cache.rebuild(error)
        self.lost = True
        return otherwise

    @property
    def me(self) -> PersonRow:
        """The person of this login, as far as it is known."""
        person, role = self.read(lambda: (self._cache.known("person"), self._cache.known("role")), ("", ""))
        found = self._rows("person", [person]) if person else []
        return found[0] if found else PersonRow(id=person or self._actor, name="我", role=role, post="")

    def first(self, limit: int, *, now: datetime) -> Shown:
        """The most urgent open cases, for first paint."""
        return Shown("case", self._over(self.read(lambda: _decoded("case", self._cache.first_rows(limit)), []), now), [])

    def part(self, topic: str, after: str, *, limit: int, now: datetime) -> tuple[Shown, str]:
        """The next rows of a topic in the order of their keys, and where to go on; an empty string ends it."""
        nothing: list[tuple[str, bytes]] = []
        found = self.read(lambda: self._cache.part(topic, after, limit=limit), nothing)
        self._told.setdefault(topic, set()).update(key for key, _ in found)
        rows = self._over(self.read(lambda: _decoded(topic, [body for _, body in found]), []), now)
        return Shown(topic, rows, []), found[-1][0] if len(found) == limit else ""

    def everything(self, topic: str, *, now: datetime) -> Shown:
        """Every row of a topic."""
        return self.part(topic, "", limit=-1, now=now)[0]

    def some(self, topic: str, keys: Iterable[str], *, now: datetime, gone: Iterable[str] = ()) -> Shown:
        """The rows of these keys; those of `gone` that the glass has been told of are named as gone."""
        wanted, told = list(dict.fromkeys(keys)), self._told.setdefault(topic, set())
        rows = self._over(self._rows(topic, wanted), now)
        left = [key for key in gone if key in told]
        told.difference_update(left)
        told.update(wanted if rows else ())
        return Shown(topic, rows, left)

    def all_over(self, delta: Delta) -> None:
        """Make good what the glass missed: everything that is held is told again, and what it was told of and is no more is gone."""
        self.lost = False
        nothing: dict[str, int] = {}
        for topic in sorted(self._told.keys() | self.read(self._cache.counts, nothing).keys()):
            held, told = self._keys(topic), self._told.get(topic, set())
            delta.changed[topic] = sorted(held)
            delta.gone.setdefault(topic, []).extend(told - held)

    def case(self, key: str) -> PoolRow | None:
        """One case as the hub gave it, without anything on top."""
        return next(iter(self._rows("case", [key])), None)

    def _keys(self, topic: str) -> set[str]:
        nothing: list[str] = []
        return set(self.read(lambda: self._cache.keys(topic), nothing))

    def _rows(self, topic: str, keys: Sequence[str]) -> list[Any]:
        nothing: list[Any] = []
        return self.read(lambda: _decoded(topic, [body for key in keys if (body := self._cache.body(topic, key)) is not None]), nothing)

    def _over(self, rows: list[Any], now: datetime) -> list[Any]:
        if not self._pending or not rows or not isinstance(rows[0], PoolRow):
            return rows
        me, waiting = self.me, self._pending.cases()
        return [overlay(row, self._pending.of(row.case), me=me, now=now) if row.case in waiting else row for row in rows]


def _decoded(topic: str, bodies: Iterable[bytes]) -> list[Any]:
    decoder = _decoders.get(topic, _any)
    return [decoder.decode(body) for body in bodies]
