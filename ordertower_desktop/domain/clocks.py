"""Which clocks an order has now: its stage, the platform's promise, and the handling of its case."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from ordertower_desktop.domain.calendar import ALWAYS, Calendar, end_of_day
from ordertower_desktop.domain.clock import CaseMarks, Clock, ClockKind, fixed, make
from ordertower_desktop.domain.limits import Limits
from ordertower_desktop.domain.moment import moment
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.stage import RANK, STAGE_NAMES, TO_BE_SHIPPED, Fact, Stage
from ordertower_desktop.domain.triage import Triage

STAGE_LABELS = {
    Stage.TO_ACCEPT: "接单",
    Stage.TO_AUDIT: "审核",
    Stage.TO_PRINT: "打单",
    Stage.TO_PACK: "打包",
    Stage.TO_SHIP: "出库",
    Stage.TO_COLLECT: "揽收",
}


def clocks(
    order: Order, *, case_marks: CaseMarks | None, limits: Limits, calendars: Mapping[str, Calendar], now: datetime
) -> tuple[Clock, ...]:
    """Every clock of the order; cancelled, refunded and signed orders keep only the handling of their case."""
    found = [
        _stage(order, case_marks, limits=limits, calendars=calendars, now=now),
        _write_back(order, limits=limits, now=now),
        _platform(order, limits=limits),
        _handling(case_marks, limits=limits, calendars=calendars, now=now) if case_marks else None,
    ]
    return tuple(clock for clock in found if clock is not None)


def moved(order: Order) -> datetime | None:
    """The day that presale or a set date moved the promise to (D13), or None."""
    return moment(order.text("ship_on"))


def ship_clock_runs(order: Order, now: datetime) -> bool:
    """No ship clock while held, refunding before shipment, on presale or before the set date."""
    if order.ended or order.facts & {Fact.HELD, Fact.REFUNDING}:
        return False
    day = moved(order)
    if day is not None and now < day - timedelta(days=1):
        return False
    return not (order.value("presale") is True and day is None and order.at("outbound") is None)


def _stage(order: Order, marks: CaseMarks | None, *, limits: Limits, calendars: Mapping[str, Calendar], now: datetime) -> Clock | None:
    limit, start = limits.of(order.stage, order), order.entered
    if order.stage not in STAGE_LABELS or limit is None or start is None or Fact.WRITE_BACK_DUE in order.facts:
        return None
    if not ship_clock_runs(order, now) or order.value("split") is True or order.value("overseas") is True:
        return None
    calendar = calendars.get(limits.calendars.get(order.stage, "always"), ALWAYS)
    label = f"{STAGE_LABELS[order.stage]} {spoken(limit)}"
    kind = ClockKind.CARRIER if order.stage is Stage.TO_COLLECT else ClockKind.STAGE
    basis = f"{STAGE_NAMES[order.stage]}起 {spoken(limit)}内{STAGE_LABELS[order.stage]}"
    return make(kind, label, start=start, limit=limit, now=now, calendar=calendar, pauses=marks.pauses if marks else (), basis=basis)


def _write_back(order: Order, *, limits: Limits, now: datetime) -> Clock | None:
    start = order.at("outbound") or order.entered
    if Fact.WRITE_BACK_DUE not in order.facts or start is None or order.ended:
        return None
    basis = f"出库后 {spoken(limits.write_back)}内回传平台"
    return make(ClockKind.STAGE, f"回传 {spoken(limits.write_back)}", start=start, limit=limits.write_back, now=now, basis=basis)


def _platform(order: Order, *, limits: Limits) -> Clock | None:
    """The order's own field first, a set date before it, else so long after payment; it ends when the platform sees a shipment."""
    paid = order.at("payment_approved")
    if paid is None or order.ended or order.facts & {Fact.HELD, Fact.REFUNDING} or RANK[order.stage] < RANK[Stage.TO_ACCEPT]:
        return None
    shipped = order.at("outbound") if order.stage not in TO_BE_SHIPPED else None
    ended_at = None if Fact.WRITE_BACK_DUE in order.facts else shipped
    set_day = moved(order)
    if set_day is not None:
        return fixed(ClockKind.PLATFORM, "指定日期", start=paid, due_at=set_day, basis="买家指定或预售的发货日期", ended_at=ended_at)
    promised = moment(order.text("ship_by"))
    if promised is not None:
        return fixed(ClockKind.PLATFORM, "平台承诺", start=paid, due_at=promised, basis="平台订单上的最晚发货时间", ended_at=ended_at)
    if order.value("presale") is True:
        return None
    label = f"平台承诺 {spoken(limits.platform)}"
    return fixed(
        ClockKind.PLATFORM, label, start=paid, due_at=paid + limits.platform, basis="平台未给时间，按付款后推算", ended_at=ended_at
    )


def _handling(marks: CaseMarks, *, limits: Limits, calendars: Mapping[str, Calendar], now: datetime) -> Clock:
    """紧急 to the first response, 常规 to completion, 异常 until the cause is recorded, the same day (S27)."""
    calendar = calendars.get(limits.calendars.get(marks.triage, "always"), ALWAYS)
    ends = {Triage.URGENT: marks.first_response_at, Triage.ABNORMAL: marks.cause_recorded_at}
    ended = [at for at in (ends.get(Triage(marks.triage)), marks.resolved_at) if at is not None]
    ended_at = min(ended, default=None)
    if marks.triage == Triage.ABNORMAL:
        due = end_of_day(marks.opened_at, calendar)
        return fixed(ClockKind.HANDLING, "查因 当日", start=marks.opened_at, due_at=due, basis="异常单当日记录原因", ended_at=ended_at)
    urgent = marks.triage == Triage.URGENT
    limit = limits.first_response if urgent else limits.completion
    label, basis = ("响应", "紧急单入池后首次响应") if urgent else ("处理", "常规单入池后处理完成")
    return make(
        ClockKind.HANDLING,
        f"{label} {spoken(limit)}",
        start=marks.opened_at,
        limit=limit,
        now=now,
        calendar=calendar,
        pauses=marks.pauses,
        basis=basis,
        ended_at=ended_at,
    )


def spoken(limit: timedelta) -> str:
    """`4 时`, `30 分`, `1 时 30 分`."""
    hours, minutes = divmod(int(limit.total_seconds()) // 60, 60)
    parts = [f"{hours} 时" if hours else "", f"{minutes} 分" if minutes or not hours else ""]
    return " ".join(part for part in parts if part)
