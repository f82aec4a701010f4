"""What a walk asks for and gets: one page's rows with the answer they came in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ordertower_desktop.hub.connectors.connector import Unreachable
from ordertower_desktop.hub.connectors.mapped.http.ask import Answer
from ordertower_desktop.hub.connectors.mapped.language.expression import Expression
from ordertower_desktop.hub.connectors.sheets.cells.text import Bad


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page."""

    rows: tuple[Any, ...]
    answer: Answer


class Turner:
    """Turns pages: `at` fills the blanks of the call, `url` follows an address that an answer gave."""

    def __init__(self, at: Callable[[Mapping[str, object]], Sheet], url: Callable[[str], Sheet]) -> None:
        self.at, self.url = at, url


def whole_number(path: Expression | None, sheet: Sheet) -> int | None:
    """The count that an answer promises, None where the mapping names none; a count that is no number is no answer."""
    if path is None:
        return None
    try:
        return int(str(path.find(sheet.answer.body)))
    except (ValueError, Bad):
        raise Unreachable(f"回答里没有总数 {path.text}，没有读入；请核对 total") from None


def said(path: Expression, sheet: Sheet) -> object:
    try:
        return path.find(sheet.answer.body)
    except Bad as bad:
        raise Unreachable(bad.reason) from None


def rows_of(path: Expression, answer: Answer, *, may_lack: bool) -> list[Any]:
    """The rows of an answer; where there should be some and is something else, nothing of it is taken."""
    try:
        found = path.find(answer.body)
    except Bad as bad:
        raise Unreachable(bad.reason) from None
    if isinstance(found, dict):
        return [found]
    if isinstance(found, list):
        return found
    if found is None and may_lack:
        return []
    if found is None:
        raise Unreachable(f"回答里没有 {path.text}，没有读入；请核对 rows")
    raise Unreachable(f"回答里的 {path.text} 不是一列订单，没有读入；请核对 rows")
