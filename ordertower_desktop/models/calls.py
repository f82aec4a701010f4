"""接口调用 at the desk: single calls as a table that is read on, interfaces and hand-overs as words, all of it as a workbook."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from ordertower_desktop.domain.calllog import ANSWER_NAMES, WORK_NAMES, Answered, Work
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.models import text
from ordertower_desktop.models.hublog import HubLog
from ordertower_desktop.models.workbook import Cell, Sheets
from ordertower_desktop.wire.calls import CallLine, CallPage, CallSummary, HopLine, InterfaceLine

COLUMNS = ("时间", "系统", "做什么", "接口", "应答", "耗时", "平台代码", "流水号", "订单")
MOST = 200
ANSWERS = (("", "全部应答"), ("failed", "没有成功的"), *((str(key), name) for key, name in ANSWER_NAMES.items()))
HOURS = (("1", "近 1 小时"), ("24", "近 24 小时"), ("168", "近 7 天"))
STANDINGS = {
    "fine": ("通", "green", "check"), "broken": ("断", "red", "cross"), "mute": ("无应答", "red", "cross"),
    "stale": ("没有新内容", "amber", "triangle"), "unknown": ("无记录", "neutral", ""),
}  # fmt: skip
"""Word, hue and shape: never the hue alone."""


class CallRows(HubLog):
    """The newest first, as `narrow` says."""

    columns = COLUMNS

    def __init__(self) -> None:
        super().__init__()
        self.wanted: tuple[str, str, str, str] = ("24", "", "", "")

    def narrow(self, hours: str, source: str, answered: str, interface: str = "") -> None:
        """Only these, from now on."""
        self.wanted = (hours, source, answered, interface)
        self.ask("fresh")

    def ask(self, how: str) -> None:
        self.waiting = how
        self.question.emit("calls", [*self.wanted, self.after if how == "more" else "", MOST])

    def answered(self, answer: Any) -> None:
        how, self.waiting = self.waiting, ""
        if isinstance(answer, CallPage):
            self.take(answer.items, how)
            self.after = answer.after
        else:
            self.trouble = str(answer)
        self.changed.emit()

    def row(self, place: int) -> tuple[str, ...]:
        return row(self.lines[place])


def row(one: CallLine) -> tuple[str, ...]:
    """A call in words, under `COLUMNS`."""
    at = one.at.astimezone(SHANGHAI)
    said = f"{answer(one.answered)} {one.status or ''}".strip() + (f" · 第 {one.tries} 次" if one.tries > 1 else "")
    what = (work(one.work), one.interface, said, took(one.ms))
    return (f"{at:%m-%d %H:%M:%S}", one.source_name, *what, one.code, one.request_id, one.order)


def work(word: str) -> str:
    return WORK_NAMES[Work(word)] if word in list(Work) else word


def answer(word: str) -> str:
    return ANSWER_NAMES[Answered(word)] if word in list(Answered) else word


def took(ms: int) -> str:
    """820 ms, 1.2 秒."""
    return f"{ms} ms" if ms < 1000 else f"{ms / 1000:.1f} 秒"


def failures(one: InterfaceLine) -> str:
    """3 · 限流 2、超时 1, or nothing."""
    parts = "、".join(f"{answer(key)} {text.count(count)}" for key, count in sorted(one.answers.items()) if key != "ok")
    return f"{text.count(one.failed)} · {parts}" if one.failed else "0"


def when(at: datetime | None, now: datetime) -> str:
    return text.dated_briefly(at, now) if at is not None else "—"


def systems(told: CallSummary) -> list[tuple[str, str]]:
    """(id, name) of whoever was called, everybody first."""
    known = {one.source: one.source_name for one in told.interfaces} | {one.source: one.name for one in told.hops}
    return [("", "全部系统"), *sorted(known.items(), key=lambda one: one[1])]


def sheets(lines: Sequence[CallLine], told: CallSummary | None) -> Sheets:
    """Calls as they are shown, and what they come to."""
    yield "接口调用", _each(lines)
    if told is not None:
        yield "接口", _interfaces(told.interfaces)
        yield "环节", _hops(told.hops)


def _each(lines: Iterable[CallLine]) -> Iterable[Sequence[Cell]]:
    yield (*COLUMNS, "发出字节", "收到字节")
    for one in lines:
        yield (*row(one), one.sent, one.got)


def _interfaces(found: Iterable[InterfaceLine]) -> Iterable[Sequence[Cell]]:
    yield ("系统", "接口", "次数", "没有成功", "p50 毫秒", "p95 毫秒", "最近一次")
    for one in found:
        yield (one.source_name, one.interface, one.count, one.failed, one.p50_ms, one.p95_ms, _full(one.last))


def _hops(found: Iterable[HopLine]) -> Iterable[Sequence[Cell]]:
    yield ("环节", "系统", "状态", "说明", "最近调用", "最近成功", "最近新内容")
    for one in found:
        yield (one.link_name, one.name, STANDINGS[one.standing][0], one.said, _full(one.called_at), _full(one.good_at), _full(one.news_at))


def _full(at: datetime | None) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" if at is not None else ""
