"""自定义字段: what a shop's own systems tell of an order beyond what the tower knows, with the name and the kind that the floor gave it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from ordertower_desktop.domain.event import Value
from ordertower_desktop.domain.moment import SHANGHAI, moment


class Sort(StrEnum):
    """What kind of value a field holds."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    FLAG = "flag"
    LIST = "list"


SORT_NAMES = {
    Sort.TEXT: "文字", Sort.NUMBER: "数字", Sort.MONEY: "金额", Sort.DATE: "日期", Sort.FLAG: "是否", Sort.LIST: "选项",
}  # fmt: skip
YES, NO = frozenset({"1", "true", "yes", "y", "是", "有"}), frozenset({"0", "false", "no", "n", "否", "无"})
LONGEST = 60
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class OwnField:
    """`key` is what systems call it. `unit` stands behind a number, or is what money is told in (元 or 分); `choices` are those of a list.

    `plain`: it tells nothing of a customer, so posts that are kept from some field may see it, too.
    """

    key: str
    name: str
    sort: Sort = Sort.TEXT
    unit: str = ""
    choices: tuple[str, ...] = ()
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as the screen says it. `problem` is why it does not fit its kind, and what to do; the value is shown as it came then."""

    text: str
    problem: str = ""


def shown(field: OwnField, value: Value) -> Shown:
    """The value in the words of its kind; one that does not fit is told as it came, never left out."""
    came = _came(value)
    try:
        return Shown(_READS[field.sort](field, value))
    except ValueError as bad:
        return Shown(came, f"这一项定的是“{SORT_NAMES[field.sort]}”，收到“{came}”：{bad}")


def _came(value: Value) -> str:
    if isinstance(value, list | tuple):
        return "、".join(_came(one) for one in value)[:LONGEST]
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value).strip()[:LONGEST]


def _text(_field: OwnField, value: Value) -> str:
    match value:
        case Mapping():
            raise ValueError("来源给的是一组值，请在映射文件里写到最里面，例如 gift.name")
        case _:
            return _came(value)


def _number(field: OwnField, value: Value) -> str:
    number = _read(value, "请在来源改成数字，或在“自定义字段”里把它改成文字")
    said = f"{number:,.4f}".rstrip("0").rstrip(".")
    return f"{said} {field.unit}".strip()


def _money(field: OwnField, value: Value) -> str:
    number = _read(value, "请在来源改成金额，或在“自定义字段”里把它改成文字")
    return f"¥{number / (100 if field.unit == '分' else 1):,.2f}"


def _read(value: Value, advice: str) -> float:
    plain = _came(value).replace(",", "").removeprefix("¥").removesuffix("元")
    if isinstance(value, bool | list | tuple | Mapping) or not re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", plain):
        raise ValueError(advice)
    return float(plain)


def _date(_field: OwnField, value: Value) -> str:
    said = value.strip().replace("/", "-") if isinstance(value, str) else ""
    at = moment(said)
    if at is None:
        raise ValueError("日期要写成 2025-11-12 或 2025-11-12 18:00，请在映射文件里用 time(…) 读它")
    return said if _DAY.fullmatch(said) else _moment(at)


def _moment(at: datetime) -> str:
    here = at.astimezone(SHANGHAI)
    return f"{here:%Y-%m-%d}" if here.time() == time() else f"{here:%Y-%m-%d %H:%M}"


def _flag(_field: OwnField, value: Value) -> str:
    word = _came(value).lower()
    if word not in YES and word not in NO:
        raise ValueError("要写是或否（也认 1、0、true、false），请在映射文件里换成其中一个")
    return "是" if word in YES else "否"


def _list(field: OwnField, value: Value) -> str:
    parts = [_came(one) for one in value] if isinstance(value, list | tuple) else [_came(value)]
    if strange := [one for one in parts if one not in field.choices]:
        raise ValueError(f"选项里没有“{strange[0]}”，现有：{'、'.join(field.choices)}；要收下它，请在“自定义字段”里加上")
    return "、".join(parts)


_READS: Mapping[Sort, Callable[[OwnField, Value], str]] = {
    Sort.TEXT: _text, Sort.NUMBER: _number, Sort.MONEY: _money, Sort.DATE: _date, Sort.FLAG: _flag, Sort.LIST: _list,
}  # fmt: skip
