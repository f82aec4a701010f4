"""Any system that a mapping file tells, as one that tells of stock: its `[stock]`."""

from collections.abc import Mapping as Table
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from ordertower_desktop.domain.event import digest
from ordertower_desktop.domain.stock import Figure, code
from ordertower_desktop.hub.connectors.connector import SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.mapped.http.ask import Ask
from ordertower_desktop.hub.connectors.mapped.http.asking import asking
from ordertower_desktop.hub.connectors.mapped.http.line import Ticker
from ordertower_desktop.hub.connectors.mapped.http.vault import Keys
from ordertower_desktop.hub.connectors.mapped.language.expression import Expression
from ordertower_desktop.hub.connectors.mapped.speaking import speaking
from ordertower_desktop.hub.connectors.mapped.spec.mapping import Mapping, StockPull
from ordertower_desktop.hub.connectors.mapped.values.targets import taker
from ordertower_desktop.hub.connectors.mapped.walks.sheet import Sheet, Turner, rows_of
from ordertower_desktop.hub.connectors.mapped.walks.whole import whole
from ordertower_desktop.hub.connectors.sheets.cells import simple, text
from ordertower_desktop.hub.connectors.sheets.cells.text import Bad


class StockReader:
    """Has a line of its own: nobody waits for a long read of orders."""

    def __init__(self, mapping: Mapping, stock: StockPull, *, keys: Keys, ticker: Ticker) -> None:
        self._mapping, self._stock = mapping, stock
        self._line, self._caller = speaking(mapping, keys, ticker=ticker)
        self._time = taker("created_at", mapping.zone)

    @property
    def every(self) -> timedelta:
        return self._stock.every

    def close(self) -> None:
        self._line.close()

    def read(self, *, now: datetime) -> Sequence[Figure]:
        """All of it. A code that comes twice in a warehouse (batches, shelves) is added up; a row that cannot be read spoils all."""
        pull = self._stock.pull
        rows = whole(pull.walk, self._turner(now), digest, start=None, by_id=False).rows.values()
        found: dict[tuple[str, str], Figure] = {}
        for row in rows:
            one = self._figure(row, now)
            known = found.get((one.sku, one.warehouse))
            found[one.sku, one.warehouse] = one if known is None else _added(known, one)
        return list(found.values())

    def _turner(self, now: datetime) -> Turner:
        pull, always = self._stock.pull, {"now": now, "size": self._stock.pull.size, "cursor": ""}

        def at(values: Table[str, object]) -> Sheet:
            return self._sheet(asking(pull.call, always | dict(values)), now)

        def url(address: str) -> Sheet:
            inside = self._line.own(address)
            if not inside:
                raise SourceRefused("redirect", "来源给的下一页在别的地址上，为了不泄露密钥没有跟去；请核对 base_url")
            return self._sheet(Ask(inside, pull.call.method), now)

        return Turner(at, url)

    def _sheet(self, ask: Ask, now: datetime) -> Sheet:
        answer = self._caller.call(ask, now=now)
        if answer is None:
            raise SourceRefused("404", "来源没有这个库存接口，请核对 [stock] 的 path")
        return Sheet(tuple(rows_of(self._stock.pull.rows, answer, may_lack=self._mapping.errors.prove_success)), answer)

    def _figure(self, row: Any, now: datetime) -> Figure:
        stock, about = self._stock, self._mapping
        try:
            sku = code(text.name(_single(stock.sku, row)) or "")
            place = str(text.name(_single(stock.warehouse, row)) or "")
            told = _single(stock.at, row)
            at = datetime.fromisoformat(str(self._time(told))) if told not in (None, "") else now
            numbers = {name: simple.count(_single(path, row)) for name, path in stock.told.items()}
        except Bad as bad:
            raise Unreachable(f"{about.name} 的库存读不出来：{bad.reason}；请核对映射文件 [stock]") from None
        if not sku:
            raise Unreachable(f"{about.name} 的库存有一行没有 SKU，没有读入；请核对 [stock] 的 sku")
        return Figure(
            about.id, about.kind, sku, place[:128], at, *(_whole(numbers.get(name)) for name in ("on_hand", "reserved", "on_sale"))
        )


def _single(path: Expression | None, row: Any) -> Any:
    found = None if path is None else path.find(row)
    if isinstance(found, list | dict):
        raise Bad("取到的是一个列表或一组值，不是一个值")
    return found


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) else None


def _added(one: Figure, other: Figure) -> Figure:
    """The older of both times: only then it was true of all."""
    sums = (_sum(one.on_hand, other.on_hand), _sum(one.reserved, other.reserved), _sum(one.on_sale, other.on_sale))
    return Figure(one.source, one.kind, one.sku, one.warehouse, min(one.at, other.at), *sums)


def _sum(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else one + other
