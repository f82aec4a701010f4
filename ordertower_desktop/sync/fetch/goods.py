"""What a page asks the hub about goods."""

from ordertower_desktop.sync.question import Question
from ordertower_desktop.wire.stock import HoldPage, StockPage


def stock(like: str = "", warehouse: str = "", state: str = "", after: str = "", limit: int = 200) -> Question[StockPage]:
    """Goods by code and warehouse: codes that hold some text, of one warehouse, in one state, or all."""
    asked = (("q", like), ("warehouse", warehouse), ("state", state), ("after", after), ("limit", str(limit)))
    return lambda client: client.get("/v1/stock", StockPage, params={key: value for key, value in asked if value})


def stock_holds(sku: str, warehouse: str = "") -> Question[HoldPage]:
    """The orders that hold these goods or lack them."""
    query = {"sku": sku, **({"warehouse": warehouse} if warehouse else {})}
    return lambda client: client.get("/v1/stock/holds", HoldPage, params=query)
