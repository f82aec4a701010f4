"""Forecasts beside the rows of the pool: each row with its band, and a row of its own for an order that has no case yet."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from ordertower_desktop.wire.risk import RiskRow
from ordertower_desktop.wire.rows import FORESEEN, Clock, PoolRow

BANDS = {"high": ("高", 2), "middle": ("中", 1)}
"""Band -> (its word, its rank); whatever else is no danger."""
AIMS = {"ship": ("可能晚发", "平台承诺"), "arrive": ("可能晚到", "送达承诺")}
KEY = "risk:"


class Ahead:
    """Takes both topics; gives what the list has to be told: rows that are new or other, and cases that are gone."""

    def __init__(self) -> None:
        self._risks: dict[str, dict[str, RiskRow]] = {}
        self._rows: dict[str, PoolRow] = {}
        self._order_of: dict[str, str] = {}

    def of(self, order: str) -> RiskRow | None:
        """What is forecast of an order: of its promises the one in the greater danger."""
        found = self._risks.get(order, {}).values()
        return max(found, key=lambda one: (BANDS.get(one.band, ("", 0))[1], one.percent), default=None)

    def take(self, rows: Sequence[RiskRow], gone: Iterable[str]) -> tuple[list[PoolRow], list[str]]:
        """Forecasts that came and went; a key that is gone is `order/aim`."""
        for row in rows:
            self._risks.setdefault(row.order, {})[row.aim] = row
        left = [key.rpartition("/") for key in gone]
        for order, _, aim in left:
            self._risks.get(order, {}).pop(aim, None)
            if not self._risks.get(order):
                self._risks.pop(order, None)
        return self._told({*(row.order for row in rows), *(order for order, _, _ in left)})

    def cases(self, rows: Sequence[PoolRow], gone: Iterable[str]) -> tuple[list[PoolRow], list[str]]:
        """Cases that came and went: only those with a forecast are told again."""
        changed = set()
        for case in gone:
            changed |= self._drop(case)
        for row in rows:
            if row.state == "open":
                self._rows[row.order], self._order_of[row.case] = row, row.order
            else:
                self._drop(row.case)
            changed.add(row.order)
        return self._told(changed & self._risks.keys())

    def clear(self) -> list[str]:
        """Another hub: the cases that were made here."""
        made = [f"{KEY}{order}" for order in self._risks]
        self._risks.clear()
        self._rows.clear()
        self._order_of.clear()
        return made

    def _drop(self, case: str) -> set[str]:
        order = self._order_of.pop(case, "")
        if order and self._rows[order].case == case:
            del self._rows[order]
        return {order} if order else set()

    def _told(self, orders: Iterable[str]) -> tuple[list[PoolRow], list[str]]:
        told = list(self._each(sorted(orders)))
        return [row for row, _ in told if row is not None], [key for _, key in told if key]

    def _each(self, orders: Iterable[str]) -> Iterator[tuple[PoolRow | None, str]]:
        for order in orders:
            risk, row, own = self.of(order), self._rows.get(order), f"{KEY}{order}"
            if row is not None:
                yield replace(row, risk=risk.band if risk else ""), own
            elif risk is not None:
                yield _own(risk), ""
            else:
                yield None, own


def _own(risk: RiskRow) -> PoolRow:
    """A row for an order that no rule has found yet."""
    name, promise = AIMS.get(risk.aim, ("可能超期", "承诺"))
    return PoolRow(
        case=f"{KEY}{risk.order}", order=risk.order, version=0, state=FORESEEN, kind=FORESEEN, kind_name=name, opened_at=risk.due_at,
        platform=risk.platform, shop=risk.shop, stage=risk.stage, warehouse=risk.warehouse, carrier=risk.carrier, cause=FORESEEN,
        cause_name="将要超期", cause_detail=risk.reasons[0] if risk.reasons else "", due_at=risk.due_at, clock=promise,
        clocks=[Clock("platform" if risk.aim == "ship" else "carrier", promise, "running", due_at=risk.due_at)],
        acknowledged=True, risk=risk.band,
    )  # fmt: skip
