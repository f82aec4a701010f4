"""What every system says of one order, field by field, with what stands against what."""

from collections.abc import Mapping
from datetime import datetime

from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.snapshot import SOURCE_KIND_NAMES, Snapshot, SourceKind
from ordertower_desktop.domain.stage import STAGE_NAMES
from ordertower_desktop.domain.stock import TELLS
from ordertower_desktop.hub.store.judging.board import PLATFORM_NAMES
from ordertower_desktop.hub.store.judging.rows import health
from ordertower_desktop.hub.store.tables.sources import Source
from ordertower_desktop.wire.order import Cell, SnapshotColumn, SnapshotLine

FIELDS = {
    "status": "订单状态", "amount_fen": "应付金额", "address_version": "收货地址", "items": "商品数量", "stock": "库存数量",
    "customer_level": "客户等级", "warehouse": "仓库", "carrier": "承运商", "waybill": "运单号", "ship_by": "承诺发货",
}  # fmt: skip
LANES = list(SourceKind)


def columns(order: Order, sources: Mapping[str, Source], now: datetime) -> list[SnapshotColumn]:
    """The systems that have spoken of the order, platform first, and those that are read here and have not."""
    spoken = [(snapshot.kind, _column(snapshot, sources.get(snapshot.source), now)) for snapshot in _speaking(order)]
    mute = [(one.kind, _headed(one.id, one.kind, one.name, health(one, now), _heard_until(one))) for one in _mute(order, sources)]
    return [column for _, column in sorted(spoken + mute, key=lambda made: LANES.index(made[0]))]


def _speaking(order: Order) -> list[Snapshot]:
    """Figures of the order's goods are no reading of the order: they stand with the conflict."""
    told = (one for one in order.current.values() if not one.source.endswith(TELLS))
    return sorted(told, key=lambda snapshot: (LANES.index(snapshot.kind), snapshot.source))


def _mute(order: Order, sources: Mapping[str, Source]) -> list[Source]:
    """Of a platform only the order's own could speak."""
    return [one for one in sources.values() if one.connected and one.kind != SourceKind.PLATFORM and one.id not in order.current]


def _column(snapshot: Snapshot, source: Source | None, now: datetime) -> SnapshotColumn:
    name = source.name if source else PLATFORM_NAMES.get(snapshot.source, snapshot.source)
    return _headed(snapshot.source, snapshot.kind, name, health(source, now) if source else "unknown", snapshot.latest)


def _headed(source: str, kind: SourceKind, name: str, state: str, seen_at: datetime | None) -> SnapshotColumn:
    """ERP ERP would say it twice."""
    word = SOURCE_KIND_NAMES[kind]
    return SnapshotColumn(source, word if word == name else f"{word} {name}", kind, state, seen_at)


def lines(order: Order, sources: Mapping[str, Source], *, missing_at: str = "") -> list[SnapshotLine]:
    """The fields that any system tells; where systems disagree the ones against the counted value are marked.

    `missing_at` is the system that should have the order and has not told of it.
    """
    against = _against(order)
    told, mute = _speaking(order), _mute(order, sources)
    made = [
        SnapshotLine(field, name, [_cell(one, field, against) for one in told] + [_untold(one, field, missing_at) for one in mute])
        for field, name in FIELDS.items()
    ]
    return [line for line in made if any(cell.text and (not cell.absent or line.field == "status") for cell in line.cells)]


def _against(order: Order) -> set[tuple[str, str]]:
    """(field, source) of every reading that contradicts the value that counts."""
    marked: set[tuple[str, str]] = set()
    for one in order.disagreements:
        counted = order.stage if one.field == "status" else order.value(one.field)
        marked |= {(one.field, said.source) for said in one.said if said.value != counted}
    return marked


def _cell(snapshot: Snapshot, field: str, against: set[tuple[str, str]]) -> Cell:
    differs = (field, snapshot.source) in against
    if snapshot.absent:
        return Cell(snapshot.source, "无此单", snapshot.latest, differs, absent=True)
    return Cell(snapshot.source, _text(snapshot, field), snapshot.latest, differs)


def _heard_until(source: Source) -> datetime | None:
    """Until when it was heard, as every screen says it: to the moment of its refusal, though its last good answer may be older."""
    return source.refused_since or source.seen_at


def _untold(source: Source, field: str, missing_at: str) -> Cell:
    if source.id == missing_at and field == "status":
        return Cell(source.id, "无此单", _heard_until(source), differs=True, absent=True)
    return Cell(source.id)


def _text(snapshot: Snapshot, field: str) -> str:
    value = snapshot.fields.get(field)
    match field:
        case "status":
            return snapshot.status_word or (STAGE_NAMES[snapshot.stage] if snapshot.stage else "")
        case "amount_fen" if isinstance(value, int):
            return f"¥{value / 100:,.2f}"
        case "items" | "stock" if isinstance(value, int):
            return f"{value} 件"
        case "address_version" if value is not None:
            return f"{snapshot.fields.get('district') or ''} 第 {value} 版".strip()
        case _:
            return "" if value is None else str(value)
