"""Why a clock ends when it does: start, target, pauses and hours off, which add up to the due time."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from ordertower_desktop.domain import calendar as plain
from ordertower_desktop.domain.calendar import NOTHING, Calendar, hours_text
from ordertower_desktop.domain.clock import Clock, ClockKind, ClockState, Pause, standstills
from ordertower_desktop.domain.event import EVENT_NAMES, Event
from ordertower_desktop.domain.hours import Hours, elapsed, spans
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.snapshot import SOURCE_KIND_NAMES, spoken_kind
from ordertower_desktop.domain.stage import STAGE_NAMES


class LineKind(StrEnum):
    START = "start"
    TARGET = "target"
    PAUSE = "pause"
    CALENDAR = "calendar"
    DUE = "due"


LINE_NAMES = {
    LineKind.START: "起点",
    LineKind.TARGET: "目标",
    LineKind.PAUSE: "暂停",
    LineKind.CALENDAR: "日历",
    LineKind.DUE: "到期",
}
HAPPENED = {**EVENT_NAMES, "payment_approved": "付款成功", "order_created": "下单成功"}


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One term of the sum. The start and the due time are moments, everything between them is added.

    Law: the start plus every `added` is the due time.
    """

    icon: LineKind
    title: str
    detail: str
    at: datetime | None = None
    added: timedelta | None = None

    @property
    def amount(self) -> str:
        """`10:18:05`, `+ 0:45:00`, `11月12日 12:03:05` on the clocks of Shanghai."""
        if self.added is not None:
            return f"{'−' if self.added < NOTHING else '+'} {span_text(abs(self.added))}"
        if self.at is None:
            return ""
        wall = self.at.astimezone(SHANGHAI)
        clock = f"{wall:%H:%M:%S}"
        return f"{wall.month}月{wall.day}日 {clock}" if self.icon is LineKind.DUE else clock


def ledger(clock: Clock, *, order: Order, now: datetime) -> tuple[LedgerLine, ...]:
    """The lines of a clock as it stands at `now`. Empty where it has no end, or no start to reckon from."""
    if clock.start is None or clock.due_at is None:
        return ()
    start, due = _start(clock, order, clock.start), LedgerLine(LineKind.DUE, _due_title(clock), "", at=clock.due_at)
    if clock.limit is None:
        return start, LedgerLine(LineKind.TARGET, clock.basis, clock.by, added=clock.due_at - clock.start), due
    target = LedgerLine(LineKind.TARGET, clock.basis, clock.by, added=clock.limit)
    stood = _pauses(clock, clock.hours, clock.start, min(clock.due_at, now, clock.ended_at or now))
    return start, target, *stood, *_calendars(clock, clock.start, clock.due_at), due


def as_text(lines: tuple[LedgerLine, ...]) -> str:
    """The sum as plain text, for 复制算式."""
    told = (f"{LINE_NAMES[line.icon]} {line.title} {line.amount}" + (f"（{line.detail}）" if line.detail else "") for line in lines)
    return "\n".join(told)


def span_text(span: timedelta) -> str:
    """`1:00:00`, `43:45:57`: hours, minutes, seconds."""
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"


def _due_title(clock: Clock) -> str:
    return "暂停中，恢复后顺延" if clock.state is ClockState.PAUSED else ""


def _start(clock: Clock, order: Order, start: datetime) -> LedgerLine:
    """What set the clock going: an event with its way to us, a reading of a source, or the case itself."""
    if clock.kind is ClockKind.HANDLING:
        return LedgerLine(LineKind.START, "进入延迟池", "系统按规则判定", at=start)
    event = next((event for event in order.log if event.at == start), None)
    if event is not None:
        return LedgerLine(LineKind.START, HAPPENED.get(event.name, event.name), _arrival(event), at=start)
    shown = next((snapshot for snapshot in order.snapshots if snapshot.at == start and snapshot.stage is not None), None)
    if shown is not None and shown.stage is not None:
        told = f"{SOURCE_KIND_NAMES[shown.kind]}读数：{shown.status_word or STAGE_NAMES[shown.stage]}"
        return LedgerLine(LineKind.START, f"到达{STAGE_NAMES[shown.stage]}", told, at=start)
    return LedgerLine(LineKind.START, "进入承诺发货日", "预售或指定日期，之前不计时", at=start)


def _arrival(event: Event) -> str:
    told = f"{SOURCE_KIND_NAMES[spoken_kind(event.source)]}事件"
    if event.arrived is None or event.arrived < event.at:
        return told
    return f"{told}，{late_text(event.arrived - event.at)}后到达"


def late_text(span: timedelta) -> str:
    """`8 秒`, `15 分`, `3 时 20 分`, `2 天 4 时`."""
    seconds = int(span.total_seconds())
    if seconds < 60:
        return f"{seconds} 秒"
    if seconds < 3600:
        return f"{seconds // 60} 分"
    if seconds < 86400:
        return f"{seconds // 3600} 时" + (f" {seconds % 3600 // 60} 分" if seconds % 3600 >= 60 else "")
    return f"{seconds // 86400} 天" + (f" {seconds % 86400 // 3600} 时" if seconds % 86400 >= 3600 else "")


def _pauses(clock: Clock, calendar: Hours, start: datetime, seen: datetime) -> list[LedgerLine]:
    """Each pause with what it adds beyond the ones before it: where pauses overlap, the working time counts once."""
    lines: list[LedgerLine] = []
    reached = start
    for pause in sorted(clock.pauses, key=lambda pause: pause.start):
        for opened, closed in standstills((pause,), reached, seen):
            reached = closed
            lines.append(LedgerLine(LineKind.PAUSE, pause.reason, _who(pause, seen), added=elapsed(calendar, opened, closed)))
    return lines


def _who(pause: Pause, seen: datetime) -> str:
    opened, closed = (at.astimezone(SHANGHAI) for at in pause.stretch(seen))
    day = "" if closed.date() == opened.date() else f"{closed.month}月{closed.day}日 "
    end = "现在" if pause.holds(seen) else f"{day}{closed:%H:%M}"
    return f"{opened:%H:%M}–{end}" + (f"，{pause.who}" if pause.who else "")


def _calendars(clock: Clock, start: datetime, due: datetime) -> list[LedgerLine]:
    """The hours between start and end in which nobody works, a line for every calendar that counted in turn."""
    parts = spans(clock.hours, start, due) or [(start, due, spans(clock.hours, start, start + plain.MIDNIGHT)[0][2])]
    lines = [_calendar(calendar, begin, until) for begin, until, calendar in parts]
    for i, (begin, _, _) in enumerate(parts[1:], 1):
        lines[i] = replace(lines[i], title=f"{_from(begin)} 改按 {lines[i].title}")
    if not clock.guessed:
        return lines
    guess = f"{due.astimezone(parts[-1][2].zone).year} 年放假安排未公布，此为推算"
    return [*lines[:-1], replace(lines[-1], detail="；".join(part for part in (lines[-1].detail, guess) if part))]


def _calendar(calendar: Calendar, start: datetime, due: datetime) -> LedgerLine:
    off = (due - start) - plain.elapsed(calendar, start, due)
    title = calendar.name if hours_text(calendar, start) == calendar.name else f"{calendar.name} {hours_text(calendar, start)}"
    holidays = f"含放假 {days} 天" if (days := _holidays(calendar, start, due)) else ""
    return LedgerLine(LineKind.CALENDAR, title if off else f"{title}，无扣除", holidays, added=off)


def _from(at: datetime) -> str:
    wall = at.astimezone(SHANGHAI)
    return f"{wall.month}月{wall.day}日 {wall:%H:%M} 起"


def _holidays(calendar: Calendar, start: datetime, due: datetime) -> int:
    first, last = (at.astimezone(UTC).astimezone(calendar.zone).date() for at in (start, due))
    return sum(first <= day <= last for day in calendar.holidays - calendar.workdays)
