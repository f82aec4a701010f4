"""A checked look into one table of a file that people write: every wrong value says where it stands and what would be right."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from ordertower_desktop.domain.condition import Scalar
from ordertower_desktop.domain.duration import SHAPE, duration
from ordertower_desktop.domain.fault import BadFile, Fault, suggestion
from ordertower_desktop.domain.moment import moment

LONGEST_TEXT = 500
LONGEST_LIST = 5000
LARGEST_NUMBER = 10**15


@dataclass(frozen=True, slots=True)
class Entry:
    """A table with its place: `where` is the entry (规则 R05), `path` the keys that lead here."""

    table: Mapping[str, object]
    where: str
    path: str = ""

    def bad(self, key: str, problem: str) -> BadFile:
        """The error that names this key of this entry."""
        return BadFile((Fault(self.where, ".".join(part for part in (self.path, key) if part), problem),))

    def only(self, known: Iterable[str]) -> None:
        """Refuse a key that is not known here."""
        known = tuple(known)
        for key in self.table:
            if key not in known:
                raise self.bad(str(key)[:80], f"不认识的键{suggestion(str(key), known) or '，可用：' + '、'.join(known)}")

    def has(self, key: str) -> bool:
        return key in self.table

    def text(self, key: str, default: str | None = None) -> str:
        value = self._get(key, default)
        if not isinstance(value, str) or len(value) > LONGEST_TEXT or (default is None and not value.strip()):
            raise self.bad(key, f"要写成不超过 {LONGEST_TEXT} 字的文字" + ("" if default == "" else "，不能为空"))
        return value

    def choice(self, key: str, known: Collection[str], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in known:
            raise self.bad(key, f"没有“{value[:40]}”{suggestion(value, known) or '，可用：' + '、'.join(known)}")
        return value

    def span(self, key: str, default: timedelta | None = None) -> timedelta:
        if default is not None and key not in self.table:
            return default
        value = self._get(key, None)
        if not isinstance(value, str):
            raise self.bad(key, f"{SHAPE}，并加引号")
        try:
            return duration(value)
        except ValueError as error:
            raise self.bad(key, f"“{value[:40]}”不是时长：{error}") from None

    def number(self, key: str, default: float | None = None) -> float:
        value = self._get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not _sane(value):
            raise self.bad(key, "要写成数字，绝对值不超过 10^15")
        return value

    def whole(self, key: str, default: int | None = None, *, low: int = 1, high: int = 1_000_000) -> int:
        value = self._get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.bad(key, f"要写成 {low} 到 {high} 的整数")
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """One text or a list of texts; nothing when the key is absent."""
        value = self.table.get(key, ())
        several = [value] if isinstance(value, str) else value
        if not isinstance(several, list | tuple) or len(several) > LONGEST_LIST or not all(isinstance(one, str) and one for one in several):
            raise self.bad(key, "要写成一段文字，或文字的列表")
        return tuple(str(one)[:LONGEST_TEXT] for one in several)

    def scalar(self, key: str) -> Scalar:
        return self._scalar(key, self._get(key, None))

    def scalars(self, key: str) -> tuple[Scalar, ...]:
        value = self._get(key, None)
        if not isinstance(value, list | tuple) or not value or len(value) > LONGEST_LIST:
            raise self.bad(key, f'要写成 1 到 {LONGEST_LIST} 个值的列表，例如 ["上海", "江苏"]')
        return tuple(self._scalar(f"{key}[{i}]", one) for i, one in enumerate(value))

    def at(self, key: str) -> datetime | None:
        """A moment; TOML's own dates and times serve as well as text. None when the key is absent."""
        value = self.table.get(key)
        if value is None:
            return None
        found = moment(value.isoformat() if isinstance(value, date) else value) if isinstance(value, date | str) else None
        if found is None:
            raise self.bad(key, "要写成时间，例如 2026-11-15T24:00:00+08:00 或 2026-11-15")
        return found.astimezone(UTC)

    def inner(self, key: str) -> "Entry":
        value = self._get(key, None)
        if not isinstance(value, Mapping):
            raise self.bad(key, '要写成一张表，例如 { field = "shop", is = "抖音直播间" }')
        return Entry(value, self.where, ".".join(part for part in (self.path, key) if part))

    def each(self, key: str) -> "Iterator[Entry]":
        """The tables of a list; nothing when the key is absent."""
        value = self.table.get(key, [])
        if not isinstance(value, list | tuple) or len(value) > LONGEST_LIST:
            raise self.bad(key, "要写成列表")
        for i, one in enumerate(value):
            if not isinstance(one, Mapping):
                raise self.bad(f"{key}[{i}]", "要写成一张表")
            yield Entry(one, self.where, ".".join(part for part in (self.path, f"{key}[{i}]") if part))

    def _get(self, key: str, default: object) -> object:
        value = self.table.get(key, default)
        if value is None:
            raise self.bad(key, "缺少这一项")
        return value

    def _scalar(self, key: str, value: object) -> Scalar:
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, str) and len(value) <= LONGEST_TEXT:
            return value
        if isinstance(value, int | float) and _sane(value):
            return value
        raise self.bad(key, f"要写成数字、true/false 或不超过 {LONGEST_TEXT} 字的文字")


def _sane(value: float) -> bool:
    """Neither beyond bounds nor NaN, which is not within any."""
    return abs(value) <= LARGEST_NUMBER
