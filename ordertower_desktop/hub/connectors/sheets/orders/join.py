"""The rows of one order as one: amounts once, goods counted, the slowest line's stage, contradictions named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ordertower_desktop.domain.event import Value
from ordertower_desktop.domain.stage import ENDED, RANK, Fact, Stage
from ordertower_desktop.hub.connectors.sheets.columns.field import FIELDS, Join
from ordertower_desktop.hub.connectors.sheets.columns.words import Meaning
from ordertower_desktop.hub.connectors.sheets.orders.line import Line

_PART = {Fact.PART_SHIPPED}
_DONE_TIMES = ("shipped_at", "collected_at", "signed_at")  # an order has them only when all of its lines have
_LISTED = 50


@dataclass(frozen=True, slots=True)
class Clash:
    """Two rows of one order say different things about what is the order's own; the first row was believed."""

    row: int
    field: str
    value: str
    against: str


@dataclass(frozen=True, slots=True)
class Joined:
    """The order that the rows tell together."""

    values: dict[str, Value]
    meaning: Meaning
    word: str
    clashes: tuple[Clash, ...] = ()


def joined(lines: Sequence[Line]) -> Joined:
    """One order out of its rows, in the order in which they stand."""
    if len(lines) == 1:
        return Joined(_single(lines[0]), lines[0].meaning, lines[0].word)
    own = _have_own_state(lines)
    meaning = _standing(lines)
    values: dict[str, Value] = {}
    for name in dict.fromkeys(name for line in lines for name in line.values):
        values[name] = _value(name, [line.values[name] for line in lines if name in line.values], own=len(own))
    if Fact.PART_SHIPPED in meaning.facts or any(_unfinished(line, values) for line in lines if not line.meaning.facts & ENDED):
        values = {name: value for name, value in values.items() if name not in _DONE_TIMES}
    _goods(values, lines)
    words = [*dict.fromkeys(line.word for line in lines if line.word)]
    return Joined(values, meaning, "；".join(words if own else words[:1]), tuple(_clashes(lines, own=len(own))))


def _single(line: Line) -> dict[str, Value]:
    if line.meaning.facts & _PART:
        return {name: value for name, value in line.values.items() if name not in _DONE_TIMES}
    return line.values


def _have_own_state(lines: Sequence[Line]) -> set[str]:
    """The sub-order or ERP numbers of the lines when there are several: then status, times and amounts may differ by line."""
    told = {str(line.values.get("sub_order_id") or line.values.get("erp_order_id") or "") for line in lines}
    return told if len(told) > 1 else set()


def _unfinished(line: Line, values: dict[str, Value]) -> bool:
    return line.meaning.stage is not None and RANK[line.meaning.stage] < RANK[Stage.TO_COLLECT] and "shipped_at" in values


def _standing(lines: Sequence[Line]) -> Meaning:
    """The slowest line that is still alive; an order has ended only when all its lines have."""
    tags = tuple(dict.fromkeys(tag for line in lines for tag in line.meaning.tags))
    alive = [line for line in lines if not line.meaning.facts & ENDED]
    told = alive or list(lines)
    facts = frozenset(fact for line in told for fact in line.meaning.facts)
    stages = [line.meaning.stage for line in told if line.meaning.stage is not None]
    if alive and len(alive) < len(lines):
        ended = {fact for line in lines for fact in line.meaning.facts & ENDED}
        tags = (*tags, *(["部分退款"] if Fact.REFUNDED in ended else []), *(["部分取消"] if Fact.CANCELLED in ended else []))
    if not stages or any(line.gaps and line.meaning.stage is None for line in told):
        return Meaning(None, facts, tags)
    slowest = min(stages, key=RANK.__getitem__)
    if RANK[slowest] < RANK[Stage.TO_COLLECT] <= max(RANK[stage] for stage in stages):
        return Meaning(Stage.TO_SHIP, facts | _PART, tags)
    return Meaning(slowest, facts, tags)


def _value(name: str, said: list[Value], *, own: int) -> Value:
    how = FIELDS[name].join if name in FIELDS else Join.FIRST
    match how:
        case Join.SUM:
            return sum(value for value in said if isinstance(value, int))
        case Join.AMOUNT:
            return _amount([value for value in said if isinstance(value, int)], own=own)
        case Join.EARLIEST:
            return min(str(value) for value in said)
        case Join.LATEST:
            return max(str(value) for value in said)
        case Join.ALL:
            return _all(said)
        case Join.SAME | Join.FIRST:
            return said[0]


def _amount(said: list[int], *, own: int) -> int:
    """The order's amount stands in each of its rows and counts once; amounts that differ by sub-order are parts and add up."""
    return sum(said) if own and len(set(said)) > 1 else said[0]


def _all(said: list[Value]) -> Value:
    if isinstance(said[0], bool):
        return any(value is True for value in said)
    return list(dict.fromkeys(str(one) for value in said if isinstance(value, list) for one in value))


def _goods(values: dict[str, Value], lines: Sequence[Line]) -> None:
    titles = dict.fromkeys(str(line.values["title"]) for line in lines if "title" in line.values)
    items = values.get("items")
    if len(titles) > 1:
        values["title"] = f"{next(iter(titles))} 等 {items if isinstance(items, int) else len(lines)} 件"
    for name, plural in (("sku", "skus"), ("waybill", "waybills"), ("sub_order_id", "sub_order_ids"), ("erp_order_id", "erp_order_ids")):
        several = list(dict.fromkeys(str(line.values[name]) for line in lines if name in line.values))
        if len(several) > 1:
            values[plural] = [*several[:_LISTED]]


def _clashes(lines: Sequence[Line], *, own: int) -> Iterator[Clash]:
    first: dict[str, str] = {}
    for line in lines:
        told = {name: value for name, value in line.values.items() if _is_orders_own(name, own)}
        if line.word and not own:
            told["status"] = line.word
        for name, value in told.items():
            against = first.setdefault(name, str(value))
            if str(value) != against:
                yield Clash(line.row, name, str(value), against)


def _is_orders_own(name: str, own: int) -> bool:
    field = FIELDS.get(name)
    if field is None or (own and name in ("refund_status", "paid_at")):
        return False
    return field.join is Join.SAME or (field.join is Join.AMOUNT and not own)
