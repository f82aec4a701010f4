"""夜间对账 as rows of figures: the page paints them, the workbook holds them."""

from collections.abc import Iterable, Sequence

from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.models.workbook import Cell, Sheets
from ordertower_desktop.wire.writebacks import TARGET, WriteBackMissing, WriteBackNight, WriteBackNights

HEADS = ("夜", "店铺", "已对", "一致", "平台没有", "运单不同", "读不出", "已取消退款", "及时率", "对完")
FOUND = {"missing": ("对不上", "red", "triangle"), "unread": ("读不出", "amber", "diamond")}


def share(timely: float | None) -> str:
    return "—" if timely is None else f"{timely * 100:.1f}%"


def late(night: WriteBackNight) -> bool:
    """Under what is to be told in time (S93)."""
    return night.timely is not None and night.timely < TARGET


def nowhere(night: WriteBackNight) -> int:
    """Not shown at all, under no waybill."""
    return night.missing - night.other


def ended(night: WriteBackNight) -> str:
    return f"{night.ended_at.astimezone(SHANGHAI):%H:%M}" if night.ended_at else "对账中"


def figures(night: WriteBackNight) -> tuple[int, ...]:
    """In the order of the heads."""
    return night.checked, night.agreed, nowhere(night), night.other, night.unread, night.void


def sheets(told: WriteBackNights) -> Sheets:
    """Two sheets: the nights, and what does not agree now."""
    yield "夜间对账", _rows(told.nights)
    yield "现在对不上的", _lost(told.missing)


def _rows(nights: Sequence[WriteBackNight]) -> Iterable[Sequence[Cell]]:
    yield HEADS
    for one in nights:
        yield (one.night, one.name, *figures(one), share(one.timely), ended(one))


def _lost(missing: Sequence[WriteBackMissing]) -> Iterable[Sequence[Cell]]:
    yield ("订单", "店铺", "结果", "发现", "说明")
    for one in missing:
        yield (one.order, one.source_name, FOUND[one.found][0], f"{one.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", one.why)
