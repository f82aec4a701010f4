"""A path or a formula over a row or an answer: JMESPath with our converters among its functions, checked when the file is read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError, ParseError

from ordertower_desktop.domain.fault import suggestion
from ordertower_desktop.hub.connectors.mapped.language.functions import STANDARD, TABLE, Functions, bad_format
from ordertower_desktop.hub.connectors.sheets.cells.text import Bad, shown

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Expression:
    """What stands in the file, ready to be used; equal texts are equal."""

    text: str
    zone: tzinfo
    parsed: Any = field(compare=False, repr=False)

    def find(self, told: object) -> Any:
        """The value, None where there is none; raises `Bad` for a value that a function cannot read."""
        try:
            return self.parsed.search(told, jmespath.Options(custom_functions=Functions(self.zone)))
        except JMESPathError as error:
            raise Bad(f"“{shown(self.text)}”对这一行算不出来：{shown(str(error))}") from None


def expression(text: str, zone: tzinfo) -> Expression:
    """The expression of that text; ValueError, in Chinese, says what is wrong with it."""
    if not text.strip() or len(text) > LONGEST:
        raise ValueError(f"要写成 1 到 {LONGEST} 字的取值写法，例如 total 或 yuan(total)")
    try:
        parsed = jmespath.compile(text)
    except ParseError as error:
        raise ValueError(f"取值写法“{shown(text)}”在第 {_place(error)} 个字附近看不懂{_hint(text)}") from None
    except (JMESPathError, RecursionError):
        raise ValueError(f"取值写法“{shown(text)}”看不懂{_hint(text)}") from None
    for name, arguments in _calls(parsed.parsed):
        _check(name, arguments)
    return Expression(text, zone, parsed)


def _place(error: ParseError) -> int:
    return int(error.lex_position or 0) + 1


def _hint(text: str) -> str:
    odd = next((mark for mark in text if not mark.isascii() or mark == "-"), "")
    return "；中文或带横线的名字要再加一层双引号，例如 '\"订单号\"'" if odd else ""


def _calls(node: Any) -> Iterator[tuple[str, list[Any]]]:
    """Every function call of the tree, with its arguments."""
    if not isinstance(node, dict):
        return
    if node.get("type") == "function_expression":
        yield str(node["value"]), node["children"]
    for child in node.get("children", ()):
        yield from _calls(child)


def _check(name: str, arguments: list[Any]) -> None:
    count = len(arguments)
    if name not in TABLE:
        if name not in STANDARD:
            known = [*TABLE, *STANDARD]
            raise ValueError(f"没有函数 {name}(){suggestion(name, known) or '，可用：' + '、'.join(TABLE)}")
        return
    low, high = TABLE[name].least, TABLE[name].most
    if not low <= count <= high:
        wanted = f"{low}" if low == high else f"{low} 到 {high}"
        raise ValueError(f"{name}() 要 {wanted} 个值，写了 {count} 个")
    if name == "time" and count == 2 and arguments[1].get("type") == "literal" and (problem := bad_format(arguments[1].get("value"))):
        raise ValueError(problem)
