"""The converters that a mapping may use, beside those that JMESPath itself knows."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from jmespath.functions import Functions as Standard

from ordertower_desktop.domain.event import instant
from ordertower_desktop.hub.connectors.sheets.cells import money
from ordertower_desktop.hub.connectors.sheets.cells.people import person
from ordertower_desktop.hub.connectors.sheets.cells.text import Bad, plain, shown
from ordertower_desktop.hub.connectors.sheets.cells.times import Times

STANDARD = tuple(sorted(Standard.FUNCTION_TABLE))
_SAMPLE = datetime(2025, 11, 12, 10, 18, tzinfo=UTC)
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)
_LONGEST = 100_000


class Functions:
    """What JMESPath calls; times without a zone are told in `zone`."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone

    def call_function(self, name: str, arguments: list[Any]) -> Any:
        """The value of a call. A converter of nothing is nothing."""
        own = TABLE.get(name)
        if own is None:
            return _standard.call_function(name, arguments)
        if arguments[0] is None or arguments[0] == "":
            return own.of_nothing
        return own.run(self, *arguments)


_standard = Standard()


@dataclass(frozen=True, slots=True)
class Function:
    """A converter: how many values it takes, what it does, what it makes of nothing."""

    run: Callable[..., Any]
    least: int
    most: int
    text: str
    of_nothing: Any = None


def bad_format(layout: object) -> str:
    """Why this is no layout for a time, or nothing: what it writes it must read back, at least the day."""
    try:
        if isinstance(layout, str) and datetime.strptime(_SAMPLE.strftime(layout), layout).date() == _SAMPLE.date():  # noqa: DTZ007 - only tried
            return ""
    except (ValueError, re.error):
        pass
    return f"“{shown(str(layout))}”不是时间写法，例如 '%Y-%m-%d %H:%M:%S'"


def _yuan(_: Functions, amount: Any) -> int | None:
    if isinstance(amount, list | dict):
        raise Bad("金额不是一个数")
    return money.fen(amount)


def _fen(_: Functions, amount: Any) -> int:
    text = plain(amount)
    if isinstance(amount, bool) or not re.fullmatch(r"-?\d{1,15}(\.0+)?", text):
        raise Bad(f"“{shown(text)}”不是以分为单位的整数", "以元为单位时写 yuan(…)")
    return int(text.partition(".")[0])


def _time(self: Functions, said: Any, layout: str = "") -> str | None:
    if not layout:
        return Times(self.zone, _EARLIEST).moment(said)
    text = plain(said)
    if not text or text.startswith(("0000", "0001")):
        return None
    try:
        at = datetime.strptime(text, layout)  # noqa: DTZ007 - the source's zone follows
    except ValueError:
        raise Bad(f"时间“{shown(text)}”不是 {layout} 的样子") from None
    return _told(at if at.tzinfo else at.replace(tzinfo=self.zone))


def _told(at: datetime) -> str | None:
    """Text of a moment; what systems write for a time that never was is none."""
    if at < _EARLIEST:
        return None
    if at >= _LATEST:
        raise Bad(f"年份 {at.year} 不像真的")
    return instant(at)


def _epoch(said: Any, *, a_second: int, from_s: int = 0) -> str | None:
    try:
        number = int(plain(said))
        return _told(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=number * 1_000_000 // a_second, seconds=from_s))
    except (ValueError, OverflowError):
        raise Bad(f"“{shown(plain(said))}”不是秒数或毫秒数") from None


def _epoch_s(_: Functions, said: Any, offset: Any = 0) -> str | None:
    return _epoch(said, a_second=1, from_s=int(offset))


def _epoch_ms(_: Functions, said: Any) -> str | None:
    return _epoch(said, a_second=1000)


def _unless(_: Functions, said: Any, *never: Any) -> Any:
    return None if plain(said) in {plain(one) for one in never} else said


def _pick(_: Functions, said: Any, table: Any, otherwise: Any = None) -> Any:
    if not isinstance(table, dict):
        raise Bad('pick() 的第二个值要写成对照表，例如 `{"1": "顺丰"}`')
    return table.get(plain(said), otherwise)


def _yes(_: Functions, said: Any, *words: Any) -> bool:
    return plain(said).lower() in {plain(word).lower() for word in words or ("是", "1", "y", "yes", "true")}


def _match(_: Functions, said: Any, pattern: str) -> str | None:
    """The first group, or the whole match."""
    try:
        found = re.search(pattern, plain(said)[:_LONGEST])
    except re.error:
        raise Bad(f"“{shown(pattern)}”不是正则表达式") from None
    return None if found is None else found[1] if found.re.groups else found[0]


def _split(_: Functions, said: Any, mark: str) -> list[str]:
    return [part.strip() for part in plain(said).split(mark or ",") if part.strip()]


def _inner(_: Functions, said: Any) -> Any:
    try:
        return json.loads(said) if isinstance(said, str) else said
    except ValueError:
        raise Bad("这一项里不是 JSON 文字") from None


def _text(_: Functions, said: Any) -> str:
    return plain(said)


def _mask(_: Functions, said: Any) -> str | None:
    return person(plain(said))


TABLE: dict[str, Function] = {
    "yuan": Function(_yuan, 1, 1, "以元为单位的金额（文字或数字）变成整数分"),
    "fen": Function(_fen, 1, 1, "已经以分为单位的金额，核对是整数"),
    "time": Function(_time, 1, 2, "时间文字；第二个值是写法，不写时自动辨认"),
    "epoch_s": Function(_epoch_s, 1, 2, "1970 年起的秒数；第二个值是要再加的秒数"),
    "epoch_ms": Function(_epoch_ms, 1, 1, "1970 年起的毫秒数"),
    "unless": Function(_unless, 2, 20, "等于后面任何一个值时当作没有"),
    "pick": Function(_pick, 2, 3, "按对照表换成另一个值；第三个值是表里没有时的值"),
    "yes": Function(_yes, 1, 20, "是否等于后面任何一个词（不写时：是、1、y、yes、true）", of_nothing=False),
    "match": Function(_match, 2, 2, "正则表达式的第一组，没有组时是整段"),
    "split": Function(_split, 2, 2, "按一个记号切成列表"),
    "json": Function(_inner, 1, 1, "这一项是 JSON 文字：展开它"),
    "text": Function(_text, 1, 1, "变成文字"),
    "mask": Function(_mask, 1, 1, "打码：李婷变成 李*"),
}
"""Name -> converter: the whole language beside JMESPath."""
