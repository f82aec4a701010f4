"""A table becomes snapshots of orders, row by row, with every problem and every unknown status word named."""

from collections.abc import Iterator
from datetime import datetime
from types import MappingProxyType

from ordertower_desktop.domain.event import Value
from ordertower_desktop.domain.snapshot import Snapshot
from ordertower_desktop.hub.connectors.sheets.cells import ids, text
from ordertower_desktop.hub.connectors.sheets.cells.simple import known_platform
from ordertower_desktop.hub.connectors.sheets.cells.text import Bad
from ordertower_desktop.hub.connectors.sheets.columns.columnmap import ColumnMap
from ordertower_desktop.hub.connectors.sheets.columns.field import FIELDS
from ordertower_desktop.hub.connectors.sheets.orders.join import Clash, Joined, joined
from ordertower_desktop.hub.connectors.sheets.orders.line import Fixes, Line, LineReader
from ordertower_desktop.hub.connectors.sheets.orders.numbers import Numbered, numbered, numbers
from ordertower_desktop.hub.connectors.sheets.outcome import Fate, Gap, Problem, Row, Taken
from ordertower_desktop.hub.connectors.sheets.table import Table, Unreadable

_NO_FIXES: Fixes = MappingProxyType({})


def read(table: Table, column_map: ColumnMap, *, source: str, read_at: datetime, fixes: Fixes = _NO_FIXES) -> Iterator[Row]:
    """Snapshots, problems and gaps, in the order in which rows are done with.

    `source` names the system; `read_at` (aware) dates the snapshots, whose content keys do not depend on it; `fixes` are cells that a
    person corrected. The same table twice gives snapshots with the same keys.
    """
    if missing := column_map.missing:
        raise Unreadable(f"还差{'、'.join(FIELDS[name].label for name in missing)}列：请在列对应里指定（至少要有订单号和付款或下单时间）")
    yield from _Desk(table, column_map, source=source, read_at=read_at, fixes=fixes).run()


class _Desk:
    """Holds the rows of orders that are not complete yet; an order leaves at its last row."""

    def __init__(self, table: Table, column_map: ColumnMap, *, source: str, read_at: datetime, fixes: Fixes) -> None:
        self._table, self._source, self._read_at = table, source, read_at
        self._reader = LineReader(table, column_map, read_at=read_at, fixes=fixes)
        self._numbers = numbers(table, self._reader)
        self._open: dict[str, list[Line]] = {}

    def run(self) -> Iterator[Row]:
        for told in numbered(self._table, self._reader):
            if told.found:
                yield from self._row(told)
            else:
                bad = told.bad or Bad("缺订单号", "请补上订单号后重新导入")
                shown = text.shown(self._reader.cell(told.row, told.cells, told.place))
                yield self._problem(told.row, self._reader.name(told.place), value=shown, reason=bad.reason, proposal=bad.proposal)

    def _row(self, told: Numbered) -> Iterator[Row]:
        line = self._reader.read(told.row, told.cells)
        first = told.found[0]
        if line.slips:
            yield from self._slips(line, first)
        if self._dateless(line, first):
            reason, proposal = "没有付款时间也没有下单时间", "请补上其中一个时间后重新导入"
            yield self._problem(told.row, self._reader.time_name, reason=reason, proposal=proposal, order_id=first)
        elif not line.slips or not line.set_aside:
            yield from self._placed(line, told)
        for one in told.found:
            if self._numbers.last[one] == told.row and one in self._open:
                yield from self._done(one, told.found)

    def _placed(self, line: Line, told: Numbered) -> Iterator[Row]:
        for one in told.found:
            if self._numbers.cut and ids.long(one):
                yield self._problem(line.row, self._reader.name(told.place), value=one, reason=ids.RUINED, proposal=ids.REMEDY)
                continue
            for column, word in line.gaps:
                yield Gap(self._table.file, self._table.sheet, line.row, column, word, one)
            self._open.setdefault(one, []).append(line)

    def _dateless(self, line: Line, order_id: str) -> bool:
        """True when the row tells no time at all; a Pinduoduo number begins with the day of the order."""
        if line.set_aside or "paid_at" in line.values or "created_at" in line.values:
            return False
        day = self._reader.day_in(order_id)
        if day is None:
            return order_id not in self._open
        line.values |= {"created_at": day, "created_from": "订单号"}
        return False

    def _slips(self, line: Line, order_id: str) -> Iterator[Problem]:
        for slip in line.slips:
            fate = Fate.SET_ASIDE if slip.sets_aside else Fate.LEFT_OUT
            yield Problem(
                self._table.file, self._table.sheet, line.row, slip.column, slip.value,
                slip.bad.reason, slip.bad.proposal, slip.bad.fix, order_id, fate,
            )  # fmt: skip

    def _done(self, order_id: str, together: tuple[str, ...]) -> Iterator[Row]:
        lines = self._open.pop(order_id)
        told = joined(lines)
        for clash in told.clashes:
            yield self._clash(clash, order_id)
        yield Taken(self._snapshot(order_id, told, together), tuple(line.row for line in lines))

    def _snapshot(self, order_id: str, told: Joined, together: tuple[str, ...]) -> Snapshot:
        values: dict[str, Value] = dict(sorted(told.values.items()))
        if told.meaning.tags:
            listed = values.get("tags")
            own = [str(tag) for tag in listed] if isinstance(listed, list) else []
            values["tags"] = [*dict.fromkeys((*own, *told.meaning.tags))]
        if len(together) > 1:  # an ERP row that stands for several orders: its amount is nobody's own
            values = {name: value for name, value in values.items() if name != "amount_fen"}
            values["merged_with"] = [other for other in together if other != order_id]
        if "platform" not in values and (platform := known_platform(str(values.get("shop", ""))) or self._reader.platform):
            values["platform"] = platform
        if "buyer" not in values and "receiver" in values:
            values["buyer"] = values["receiver"]
        return Snapshot(
            at=self._read_at, source=self._source, kind=self._reader.kind, order_id=order_id, fields=MappingProxyType(values),
            stage=told.meaning.stage, facts=told.meaning.facts, status_word=told.word, last_at=self._read_at, arrived=self._read_at,
        )  # fmt: skip

    def _clash(self, clash: Clash, order_id: str) -> Problem:
        reason = f"与同一订单前面的行不一致：前面是“{text.shown(clash.against)}”"
        return self._problem(
            clash.row, FIELDS[clash.field].label, value=text.shown(clash.value), reason=reason, proposal="已按前面的行处理，请核对",
            order_id=order_id, fate=Fate.LEFT_OUT,
        )  # fmt: skip

    def _problem(
        self, row: int, column: str, *, reason: str, proposal: str, value: str = "", order_id: str = "", fate: Fate = Fate.SET_ASIDE
    ) -> Problem:
        return Problem(self._table.file, self._table.sheet, row, column, value, reason, proposal, "", order_id, fate)
