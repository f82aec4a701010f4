"""库存 as the hub tells it: a line for each code in each warehouse, the orders that hold it, and the nightly counts."""

from datetime import date, datetime

import msgspec


class StockRow(msgspec.Struct, frozen=True):
    """Goods of one code in one warehouse (empty: in all of them). None is what nobody tells.

    `held` and `short` are pieces of orders; `free` is what can still be held. `at` is when the count was true, `stale` that this was long
    ago; `since` is since when more is on sale than there is, None where it is not.
    """

    sku: str
    warehouse: str
    on_hand: int | None = None
    reserved: int | None = None
    held: int = 0
    short: int = 0
    free: int | None = None
    on_sale: int | None = None
    at: datetime | None = None
    stale: bool = False
    source: str = ""
    shop: str = ""
    since: datetime | None = None
    times: int = 0
    oversold: int = 0


class StockNight(msgspec.Struct, frozen=True):
    """A night's count: how many lines there were, how many of them were right, and how many leaks were freed on that day."""

    day: date
    lines: int
    right: int
    leaks: int


class StockPage(msgspec.Struct, frozen=True):
    """By code and warehouse; `after` asks for the next page. `counts` are numbers of lines: all, oversold, short, stale.

    `unpaid` orders hold goods without being paid; the first of them lets go at `frees_at`.
    """

    items: list[StockRow] = []
    warehouses: list[str] = []
    counts: dict[str, int] = {}
    nights: list[StockNight] = []
    troubles: list[str] = []
    unpaid: int = 0
    frees_at: datetime | None = None
    after: str = ""


class HoldRow(msgspec.Struct, frozen=True):
    """One line of an order that holds goods or lacks them."""

    order: str
    sku: str
    warehouse: str
    quantity: int
    state: str
    since: datetime
    until: datetime | None = None
    platform: str = ""
    shop: str = ""
    stage: str = ""


class HoldPage(msgspec.Struct, frozen=True):
    """The oldest first."""

    items: list[HoldRow] = []
