"""Which clocks an order has now: its stage, the platform's promise, the carrier's, and the handling of its case."""

from datetime import datetime, timedelta
from functools import lru_cache

from ordertower_desktop.domain.calendar import end_of_day
from ordertower_desktop.domain.clock import CaseMarks, Clock, ClockKind, Pause, fixed, make
from ordertower_desktop.domain.limits import Limited
from ordertower_desktop.domain.moment import moment
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.promise import counted_from, left_us, promise, promise_runs, ship_clock_runs
from ordertower_desktop.domain.stage import Fact, Stage
from ordertower_desktop.domain.terms import Terms, Under
from ordertower_desktop.domain.triage import Triage

STAGE_LABELS = {
    Stage.TO_ACCEPT: "接单",
    Stage.TO_AUDIT: "审核",
    Stage.TO_PRINT: "打单",
    Stage.TO_PACK: "打包",
    Stage.TO_SHIP: "出库",
    Stage.TO_COLLECT: "揽收",
}


def clocks(order: Order, *, case_marks: CaseMarks | None, terms: Terms, now: datetime) -> tuple[Clock, ...]:
    """Every clock of the order; cancelled, refunded and signed orders keep only the handling of their case."""
    pauses = case_marks.pauses if case_marks else ()
    found = [
        _stage(order, pauses, terms=terms, now=now),
        _write_back(order, terms=terms, now=now),
        _platform(order, terms=terms, now=now),
        _delivery(order),
        _handling(order, case_marks, terms=terms, now=now) if case_marks else None,
    ]
    return tuple(clock for clock in found if clock is not None)


def _stage(order: Order, pauses: tuple[Pause, ...], *, terms: Terms, now: datetime) -> Clock | None:
    """The rung that the order stands on; its clock begins when the order came there, or when a later promise lets it begin."""
    entered = order.entered
    if order.stage not in STAGE_LABELS or entered is None:
        return None
    if Fact.WRITE_BACK_DUE in order.facts or not ship_clock_runs(order):
        return None
    if order.stage is Stage.TO_COLLECT and (by := moment(order.text("collect_by"))) is not None:
        return fixed(ClockKind.CARRIER, "揽收承诺", start=entered, due_at=by, basis="平台要求的最晚揽收时间", by="订单字段 collect_by")
    start = counted_from(order, order.stage, entered)
    under = terms.under(order.stage, order, start, seen=now)
    return stage_clock(order.stage, under, start=start, now=now, pauses=pauses) if under else None


def stage_clock(
    stage: Stage,
    under: Under,
    *,
    start: datetime,
    now: datetime,
    pauses: tuple[Pause, ...] = (),
    ended_at: datetime | None = None,
) -> Clock:
    """The clock of one rung of the ladder."""
    does, target = STAGE_LABELS[stage], under.target
    return make(
        ClockKind.CARRIER if stage is Stage.TO_COLLECT else ClockKind.STAGE,
        f"{does} {spoken(target.limit)}",
        start=start,
        limit=target.limit,
        now=now,
        calendar=under.hours,
        pauses=pauses,
        basis=f"{target.whom}订单 {spoken(target.limit, hour='小时', minute='分钟')}内{does}",
        by=target.by,
        ended_at=ended_at,
    )


def _write_back(order: Order, *, terms: Terms, now: datetime) -> Clock | None:
    """Outbound is known and the platform has not been told: our own matter, no pause of a customer's stops it."""
    if Fact.WRITE_BACK_DUE not in order.facts or order.ended:
        return None
    start = order.at("outbound") or order.entered
    under = terms.under(Limited.WRITE_BACK, order, start, seen=now) if start else None
    if start is None or under is None:
        return None
    target = under.target
    return make(
        ClockKind.STAGE,
        f"回传 {spoken(target.limit)}",
        start=start,
        limit=target.limit,
        now=now,
        calendar=under.hours,
        basis=f"出库后 {spoken(target.limit, hour='小时', minute='分钟')}内回传平台",
        by=target.by,
    )


def _platform(order: Order, *, terms: Terms, now: datetime) -> Clock | None:
    """The promise to ship: it ends when the platform sees the shipment, and nothing of ours moves it."""
    found = promise(order, terms, seen=now)
    if found is None or not promise_runs(order):
        return None
    label = f"{found.name} {spoken(found.limit)}" if found.limit is not None else found.name
    by = f"订单字段 {found.field}，来自 {order.fields[found.field].source}" if found.field in order.fields else "默认时限"
    start = order.at("payment_approved") or order.at("order_created") or order.entered
    return fixed(ClockKind.PLATFORM, label, start=start, due_at=found.due_at, basis=found.basis, by=by, ended_at=left_us(order))


def _delivery(order: Order) -> Clock | None:
    """The promise to arrive, once the parcel is on its way."""
    by = moment(order.text("deliver_by"))
    if by is None or order.stage is not Stage.IN_TRANSIT or order.ended:
        return None
    return fixed(ClockKind.CARRIER, "送达承诺", start=order.entered, due_at=by, basis="平台承诺的送达时间", by="订单字段 deliver_by")


def _handling(order: Order, marks: CaseMarks, *, terms: Terms, now: datetime) -> Clock | None:
    """紧急 to the first response, 常规 to completion, 异常 until the cause is recorded, the same day (S27)."""
    ends = {Triage.URGENT: marks.first_response_at, Triage.ABNORMAL: marks.cause_recorded_at}
    ended = [at for at in (ends.get(Triage(marks.triage)), marks.resolved_at) if at is not None]
    ended_at = min(ended, default=None)
    if marks.triage == Triage.ABNORMAL:
        due = end_of_day(marks.opened_at)
        return fixed(ClockKind.HANDLING, "查因 当日", start=marks.opened_at, due_at=due, basis="异常单当日记录原因", ended_at=ended_at)
    urgent = marks.triage == Triage.URGENT
    what = Limited.FIRST_RESPONSE if urgent else Limited.COMPLETION
    under = terms.under(what, order, marks.opened_at, seen=min(now, ended_at or now))
    if under is None:
        return None
    label, basis = ("响应", "紧急单入池后首次响应") if urgent else ("处理", "常规单入池后处理完成")
    return make(
        ClockKind.HANDLING,
        f"{label} {spoken(under.target.limit)}",
        start=marks.opened_at,
        limit=under.target.limit,
        now=now,
        calendar=under.hours,
        pauses=marks.pauses,
        basis=basis,
        by=under.target.by,
        ended_at=ended_at,
    )


@lru_cache(maxsize=512)
def spoken(limit: timedelta, *, hour: str = "时", minute: str = "分") -> str:
    """`4 时`, `30 分`, `1 时 30 分`; below a minute the seconds, for rehearsals."""
    hours, rest = divmod(int(limit.total_seconds()), 3600)
    minutes, seconds = divmod(rest, 60)
    parts = [f"{hours} {hour}" if hours else "", f"{minutes} {minute}" if minutes else ""]
    return " ".join(part for part in parts if part) or f"{seconds} 秒"
