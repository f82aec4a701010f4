"""Reads by what a floor merges orders and stops parcels: bad values get a sentence that says where, what and how instead."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ordertower_desktop.domain.consolidate import Merging
from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.valuefaults import Bounds, out_of_bounds, strange

WITHIN: Bounds = {
    "window_hours": (1, 168, "1 到 168 的小时数，例如 24"),
    "fee_yuan": (0, 1000, "0 到 1000 的元数，例如 8"),
    "twin_days": (1, 90, "1 到 90 的天数，例如 7"),
    "forget_months": (1, 120, "1 到 120 的月数，例如 24"),
}


def merging(table: Mapping[str, Any], *, file: str = "merging") -> Merging:
    """The values of a table; what is not written stays as the product ships it. Raises `BadFile` with every fault."""
    if faults := [*strange(table, WITHIN, file), *out_of_bounds(table, WITHIN, file)]:
        raise BadFile(tuple(faults))
    shipped = Merging()
    return Merging(
        window=timedelta(hours=float(table.get("window_hours", shipped.window / timedelta(hours=1)))),
        fee_fen=round(float(table.get("fee_yuan", shipped.fee_fen / 100)) * 100),
        twin_days=int(table.get("twin_days", shipped.twin_days)),
        forget_months=int(table.get("forget_months", shipped.forget_months)),
    )
