"""What a mark says: in its label, in its tooltip and aloud."""

from datetime import timedelta

from PySide6.QtCore import QCoreApplication

from ordertower_desktop.models import text
from ordertower_desktop.views.order.lanes.crowd import Mark
from ordertower_desktop.views.order.lanes.ink import LATE_S
from ordertower_desktop.views.parts.paint import plain
from ordertower_desktop.wire.order import LaneEvent

LONGEST = 24


def tr(words: str) -> str:
    return QCoreApplication.translate("Lanes", words)


def label(mark: Mark, mode: str) -> str:
    """付款 10:18; 库存预占 10:19，10:34 到达; 入池 13:14 · 王芳; 拉取失败 10:33 ×3."""
    event = mark.shown
    name = short(event.name)
    if mode == "arrived":
        said = f"{name} {text.of_day(event.arrived or event.at)}"
    else:
        said = f"{name} {text.of_day(event.at)}"
        if delay(event).total_seconds() >= LATE_S and event.arrived is not None:
            said += tr("，{0} 到达").format(text.of_day(event.arrived))
    if mark.count > 1:
        said += f" ×{mark.count}"
    return f"{said} · {short(event.who, 8)}" if event.who and event.who not in name else said


def late(mark: Mark, mode: str) -> str:
    """晚 15 分, or nothing while it came in time."""
    length = delay(mark.shown)
    return tr("晚 {0}").format(text.spoken(length)) if mode != "arrived" and length.total_seconds() >= LATE_S else ""


def delay(event: LaneEvent) -> timedelta:
    return event.arrived - event.at if event.arrived is not None else timedelta()


def short(words: str, most: int = LONGEST) -> str:
    words = plain(words).replace("\n", " ")
    return words if len(words) <= most else words[: most - 1] + "…"


def full(mark: Mark, lane: str) -> str:
    """Everything that is known of a mark, a line a fact."""
    event = mark.shown
    lines = [f"{plain(event.name)} · {plain(lane)}"]
    if event.kind == "ghost":
        lines.append(tr("应在 {0}，还没有发生").format(text.full_moment(event.at)))
    else:
        lines.append(tr("发生 {0}").format(text.full_moment(event.at)))
    if event.arrived is not None:
        lines.append(tr("到达 {0}，晚 {1}").format(text.full_moment(event.arrived), text.spoken(delay(event))))
    if mark.count > 1:
        last = mark.events[-1].at
        lines.append(tr("相同的 {0} 条，最后一条 {1}").format(mark.count, text.full_moment(last)))
    lines += [plain(part) for part in (event.who, event.detail) if part]
    return "\n".join(lines)
