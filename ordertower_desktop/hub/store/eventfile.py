"""Reads event files (`at, source, event, order_id, payload`; CSV or NDJSON): good lines go on, bad ones are named and set aside."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from itertools import chain
from pathlib import Path

import msgspec

from ordertower_desktop.domain.event import Event, Value
from ordertower_desktop.domain.moment import moment
from ordertower_desktop.hub.store.lines import Damaged, Line, Record, Records, lines

COLUMNS = ("at", "source", "event", "order_id", "payload")
HEADINGS = {**{name: name for name in COLUMNS}, "时间": "at", "来源": "source", "事件": "event", "订单号": "order_id", "内容": "payload"}
LONGEST_WORD = 200

Wanted = Callable[[str, str], bool]
Numbered = tuple[int, Event]


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be used, and why."""

    line: int
    column: str
    reason: str
    order_id: str = ""

    def __str__(self) -> str:
        return f"第 {self.line} 行{f'，{self.column} 列' if self.column else ''}：{self.reason}"


class _Unusable(ValueError):
    def __init__(self, column: str, reason: str, order_id: str = "") -> None:
        super().__init__(reason)
        self.column, self.order_id = column, order_id

    def at(self, line: int) -> BadLine:
        return BadLine(line, self.column, str(self), self.order_id)


def everything(_order_id: str, _event: str) -> bool:
    """Every line is wanted."""
    return True


def events(path: Path, *, zone: tzinfo, bad: Callable[[BadLine], None], wanted: Wanted = everything) -> Iterator[Event]:
    """The events of a file, line by line. Times without a zone are read on the clocks of `zone`.

    `wanted(order_id, event)` may leave lines out before they are looked into; `bad` hears of every line that is set aside.
    """
    return (event for _, event in numbered(path, zone=zone, bad=bad, wanted=wanted))


def numbered(path: Path, *, zone: tzinfo, bad: Callable[[BadLine], None], wanted: Wanted = everything) -> Iterator[Numbered]:
    """The events of a file, each with the number of the line where it begins."""
    source = (line for line in lines(path) if line.text.strip())
    try:
        first = next(source, None)
        if first is None:
            return
        read = _from_json if first.text.lstrip().startswith("{") else _from_csv
        yield from read(chain([first], source), zone=zone, bad=bad, wanted=wanted)
    except Damaged as damage:
        bad(BadLine(damage.line, "", str(damage)))


def _from_json(source: Iterator[Line], *, zone: tzinfo, bad: Callable[[BadLine], None], wanted: Wanted) -> Iterator[Numbered]:
    for line in source:
        try:
            cells = _json(line.text, "")
            event = _told(_event(cells, zone=zone, wanted=wanted), line)
        except _Unusable as error:
            bad(error.at(line.number))
        else:
            if event is not None:
                yield line.number, event


def _from_csv(source: Iterator[Line], *, zone: tzinfo, bad: Callable[[BadLine], None], wanted: Wanted) -> Iterator[Numbered]:
    first = next(source)
    records = Records(chain([first], source), "\t" if "\t" in first.text and "," not in first.text else ",")
    columns: tuple[str, ...] = ()
    for record in records:
        if not columns:
            columns, heading = _columns(record.cells)
            if heading:
                continue
        try:
            event = _told(_event(_row(record, columns), zone=zone, wanted=wanted), *record.lines)
        except _Unusable as error:
            bad(error.at(record.lines[0].number))
            if len(record.lines) > 1:
                records.again(record.lines[1:])
        else:
            if event is not None:
                yield record.lines[0].number, event


def _columns(cells: list[str]) -> tuple[tuple[str, ...], bool]:
    """The names of the columns, and whether the first row told them; a file without headings has the columns of the surface."""
    named = tuple(HEADINGS.get(cell.strip().lower(), cell.strip()) for cell in cells)
    return (named, True) if "order_id" in named else (COLUMNS, False)


def _row(record: Record, columns: tuple[str, ...]) -> Mapping[str, object]:
    if not record.cells:
        raise _Unusable("", "这一行不是完整的 CSV，请检查引号")
    if len(record.cells) > len(columns):
        raise _Unusable("", f"有 {len(record.cells)} 列，应为 {len(columns)} 列；payload 里有逗号时要整格加引号")
    return dict(zip(columns, record.cells, strict=False))


def _event(cells: Mapping[str, object], *, zone: tzinfo, wanted: Wanted) -> Event | None:
    order_id, name = _word(cells, "order_id"), _word(cells, "event")
    if not wanted(order_id, name):
        return None
    source, payload = cells.get("source"), cells.get("payload") or {}
    try:
        return Event(
            _at(cells.get("at"), zone),
            source.strip()[:LONGEST_WORD] if isinstance(source, str) else "",
            name,
            order_id,
            payload if isinstance(payload, dict) else _json(payload, "payload"),
        )
    except _Unusable as error:
        error.order_id = order_id
        raise


def _told(event: Event | None, *said: Line) -> Event | None:
    """The event, unless its text holds what no database but SQLite can keep."""
    if event is not None and any("\0" in line.text or "\\u0000" in line.text for line in said):
        raise _Unusable("", "有空字符（U+0000），请去掉", event.order_id)
    return event


def _word(cells: Mapping[str, object], column: str) -> str:
    value = cells.get(column)
    text = str(value).strip() if isinstance(value, str | int) else ""
    if not text:
        raise _Unusable(column, "是空的")
    if len(text) > LONGEST_WORD:
        raise _Unusable(column, f"超过 {LONGEST_WORD} 个字符")
    return text


def _at(value: object, zone: tzinfo) -> datetime:
    text = value.strip() if isinstance(value, str) else ""
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        found = moment(text.replace("/", "-"), zone)
    if found is None:
        raise _Unusable("at", f"“{text[:40]}”不是时间，应写成 2026-11-12T14:32:08+08:00") from None
    return found


def _json(value: object, column: str) -> dict[str, Value]:
    try:
        found: object = msgspec.json.decode(value) if isinstance(value, str) else None
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        raise _Unusable(column, "不是有效的 JSON") from None
    if not isinstance(found, dict):
        raise _Unusable(column, '应是一个 JSON 对象，例如 {"shop": "旗舰店"}')
    return found
