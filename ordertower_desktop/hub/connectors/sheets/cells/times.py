"""Times of a cell, in any of the ways that platforms, ERPs and spreadsheets write them."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from ordertower_desktop.domain.event import instant
from ordertower_desktop.hub.connectors.sheets.cells.text import Bad, plain
from ordertower_desktop.hub.connectors.sheets.table import Cell

_DAY = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
_FULL = re.compile(_DAY + r"(?:(?:\s+|T|(?<=日))(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,6}))?)?)?")
_WHOLE = re.compile(r"(\d{4})-\d{2}-\d{2} \d{2}:\d{2}:\d{2}", re.ASCII)  # most cells by far
_HALF = r"\s*(凌晨|早上|上午|中午|下午|傍晚|晚上|AM|PM)?\s*"
_CLOCK = r"(\d{1,2})[:时点](\d{1,2})?(?:[:分](\d{1,2}))?[分秒]?\s*(AM|PM)?"
_SPOKEN = re.compile(_DAY + _HALF + _CLOCK, re.IGNORECASE)
_ZONED = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?\s?(?:Z|[+-]\d{2}:?\d{2})", re.IGNORECASE)
_COMPACT = re.compile(r"(20\d{2})([01]\d)([0-3]\d)(?:([0-2]\d)([0-5]\d)([0-5]\d))?")
_NEVER = re.compile(
    r"0000[-/]0?0[-/]0?0.*|0001[-/]0?1[-/]0?1.*|1970[-/]0?1[-/]0?1(?: 0?[08]:00(?::00)?)?|1900[-/]0?1[-/]0?[01](?: .*)?|1899.*"
)
"""What systems write for a time that never was."""
_RELATIVE = re.compile(r"(今天|昨天|前天)\s*(\d{1,2}):(\d{2})(?::(\d{2}))?")
_YEARLESS = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?")
_SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's day number has no zone
_SERIALS = (36526.0, 73051.0)  # 2000-01-01 to 2100-01-01
_YEARS = range(2000, 2100)
_AFTERNOON = {"下午", "傍晚", "晚上", "pm"}
_DAYS_BACK = {"今天": 0, "昨天": 1, "前天": 2}


@dataclass(frozen=True, slots=True)
class Told:
    """A time without a zone, or with one, as the cell tells it; `day_only` when it names no hour."""

    at: datetime
    day_only: bool = False


@dataclass(frozen=True, slots=True)
class Times:
    """Reads the times of one file: `zone` where a cell names none, `read_at` only to propose what `昨天` meant."""

    zone: tzinfo
    read_at: datetime

    def moment(self, cell: Cell) -> str | None:
        """ISO 8601 UTC text, None when the cell is empty; a day without an hour is its first instant."""
        if isinstance(cell, str) and (whole := _WHOLE.fullmatch(cell)) and "2000" <= whole[1] < "2100":
            try:
                return instant(datetime.fromisoformat(cell).replace(tzinfo=self.zone))
            except ValueError:
                pass
        told = self._told(cell)
        return None if told is None else self._instant(told)

    def deadline(self, cell: Cell) -> str | None:
        """As `moment`, but a day without an hour stays a day: it means that day's end."""
        told = self._told(cell)
        if told is None:
            return None
        return told.at.date().isoformat() if told.day_only else self._instant(told)

    def _instant(self, told: Told) -> str:
        at = told.at if told.at.tzinfo else told.at.replace(tzinfo=self.zone)
        return instant(_rounded(at))

    def _told(self, cell: Cell) -> Told | None:
        told = _typed(cell) if not isinstance(cell, str) else _written(plain(cell))
        if told is None:
            text = plain(cell)
            if not text or _NEVER.fullmatch(text):
                return None
            raise self._bad(text)
        if told.at.year not in _YEARS:
            if _NEVER.fullmatch(plain(cell)):
                return None
            raise Bad(f"年份 {told.at.year} 不像真的")
        return told

    def _bad(self, text: str) -> Bad:
        fix = self._meant(unicodedata.normalize("NFKC", text))
        proposal = f"如果文件是今天导出的，应为 {fix}" if fix else "请改成 2025-11-12 10:18:00 这样的时间"
        return Bad(f"时间写成“{text[:20]}”", proposal, fix)

    def _meant(self, text: str) -> str:
        """The full time that a relative one or one without a year probably means; empty when there is no telling."""
        today = self.read_at.astimezone(self.zone)
        try:
            if spoken := _RELATIVE.fullmatch(text):
                day, (hour, minute, second) = today - timedelta(days=_DAYS_BACK[spoken[1]]), _numbers(spoken.groups()[1:])
                return day.replace(hour=hour, minute=minute, second=second).strftime("%Y-%m-%d %H:%M:%S")
            if short := _YEARLESS.fullmatch(text):
                month, number, hour, minute, second = _numbers(short.groups())
                then = today.replace(month=month, day=number, hour=hour, minute=minute, second=second)
                return (then if then <= today else then.replace(year=then.year - 1)).strftime("%Y-%m-%d %H:%M:%S")
        except ValueError:
            pass
        return ""


def _typed(cell: Cell) -> Told | None:
    """A spreadsheet's own date, or its bare day number."""
    match cell:
        case datetime():
            return Told(cell)
        case date():
            return Told(datetime(cell.year, cell.month, cell.day), day_only=True)  # noqa: DTZ001 - the zone is the file's
        case bool() | time() | timedelta() | None | str():
            return None
        case int() | float():
            return _counted(cell)


def _counted(number: float) -> Told | None:
    """A day number, or a date written as one number; None for what is beyond both."""
    try:
        return _serial(float(number)) or (_compact(str(int(number))) if number == int(number) else None)
    except (ValueError, OverflowError):
        return None


def _serial(number: float) -> Told | None:
    if _SERIALS[0] <= number < _SERIALS[1]:
        return Told(_rounded(_SERIAL_ZERO + timedelta(days=number)), day_only=number.is_integer())
    return None


def _written(text: str) -> Told | None:
    try:
        if full := _FULL.fullmatch(text):
            return Told(_local(*full.groups()[:6], fraction=full[7] or ""), day_only=full[4] is None)
        return _odd(unicodedata.normalize("NFKC", text)) if text else None
    except ValueError:
        return None


def _odd(text: str) -> Told | None:
    """The rarer ways: full-width, with a zone, compact, day number as text, 上午/下午."""
    if _ZONED.fullmatch(text):
        return Told(datetime.fromisoformat(text.upper().replace(" Z", "Z").replace(" +", "+")))
    if told := _compact(text):
        return told
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return _serial(float(text))
    if re.fullmatch(r"1\d{9}(?:\d{3})?", text):
        return Told(datetime.fromtimestamp(int(text[:10]), UTC))
    if full := _FULL.fullmatch(text):
        return Told(_local(*full.groups()[:6]), day_only=full[4] is None)
    if spoken := _SPOKEN.fullmatch(text):
        year, month, day, before, hour, minute, second, behind = spoken.groups()
        half = (before or behind or "").lower()
        return Told(_local(year, month, day, str(_clock(half, int(hour))), minute, second))
    return None


def _compact(text: str) -> Told | None:
    found = _COMPACT.fullmatch(text)
    return Told(_local(*found.groups()), day_only=found[4] is None) if found else None


def _clock(half: str, hour: int) -> int:
    """The hour on a 24-hour clock; 下午 15 点 stays 15."""
    if half in _AFTERNOON or (half == "中午" and hour < 11):
        return hour + 12 if hour < 12 else hour
    return 0 if half in {"上午", "am", "凌晨"} and hour == 12 else hour


def _local(*parts: str | None, fraction: str = "") -> datetime:
    year, month, day, hour, minute, second = _numbers(parts)
    return datetime(year, month, day, hour, minute, second, int(fraction.ljust(6, "0")))  # noqa: DTZ001 - the zone is the file's


def _numbers(groups: tuple[str | None, ...]) -> tuple[int, ...]:
    return tuple(int(group or 0) for group in groups)


def _rounded(at: datetime) -> datetime:
    """The time without the dust that a spreadsheet's binary fraction leaves around a whole second."""
    dust = at.microsecond
    if dust == 0 or 1000 < dust < 999_000:
        return at
    return at.replace(microsecond=0) + timedelta(seconds=1 if dust > 500_000 else 0)
