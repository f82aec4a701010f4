"""Reads `[stock]`: how the system is asked what lies in its warehouses, and what each row of the answer says."""

from datetime import timedelta, tzinfo

from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.hub.connectors.mapped.file.looking import found, maybe
from ordertower_desktop.hub.connectors.mapped.file.pulls import pull
from ordertower_desktop.hub.connectors.mapped.spec.mapping import StockPull

FIGURES = ("on_hand", "reserved", "on_sale")
OWN = ("sku", "warehouse", "at", "every", *FIGURES)
ORDERLY = ("window", "sweep", "read", "stamp", "grain", "keyset", "columns")
USUAL = timedelta(minutes=5)


def stock(entry: Entry, zone: tzinfo) -> StockPull:
    """It is walked as orders are, but whole each time: stock has no window of time."""
    for key in ORDERLY:
        if entry.has(key):
            raise entry.bad(key, "库存每次读全，这里不用写")
    asked = pull(Entry({key: value for key, value in entry.table.items() if key not in OWN}, entry.where, entry.path), zone)
    if strange := sorted(asked.call.blanks - {"page", "size", "offset", "cursor", "now"}):
        raise entry.bad("path", f"问库存用不到 {{{strange[0]}}}，可用 {{page}}、{{size}}、{{offset}}、{{cursor}}、{{now}}")
    if not any(entry.has(key) for key in ("on_hand", "on_sale")):
        raise entry.bad("on_hand", '要写明在库数或在售数是哪一项，例如 on_hand = "quantity"')
    every = entry.span("every", USUAL)
    if not every:
        raise entry.bad("every", "不能是 0")
    told = {key: value for key in FIGURES if (value := maybe(entry, key, zone)) is not None}
    return StockPull(asked, every, found(entry, "sku", zone), maybe(entry, "warehouse", zone), maybe(entry, "at", zone), told)
