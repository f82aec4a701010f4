"""Limits and calendars as people say them, and what an edit changes, in words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from ordertower_desktop.domain.calendar import ALWAYS, Calendar, day_text
from ordertower_desktop.domain.duration import in_chinese
from ordertower_desktop.domain.limits import Limited, Limits, Other
from ordertower_desktop.domain.stage import Stage

WHAT_NAMES: Mapping[Stage | Limited, str] = {
    Stage.TO_ACCEPT: "接单", Stage.TO_AUDIT: "审核", Stage.TO_PRINT: "打单", Stage.TO_PACK: "打包", Stage.TO_SHIP: "出库",
    Stage.TO_COLLECT: "揽收", Limited.WRITE_BACK: "回传", Limited.PLATFORM: "平台承诺", Limited.FIRST_RESPONSE: "紧急单响应",
    Limited.COMPLETION: "常规单处理",
}  # fmt: skip
"""Everything that has a limit, in the order of an order's life."""
SINCE: Mapping[Stage | Limited, str] = {
    Stage.TO_ACCEPT: "付款后", Stage.TO_AUDIT: "接单后", Stage.TO_PRINT: "接单或审核后", Stage.TO_PACK: "打单后", Stage.TO_SHIP: "打包后",
    Stage.TO_COLLECT: "出库后", Limited.WRITE_BACK: "出库后", Limited.PLATFORM: "付款后，平台未给时间时", Limited.FIRST_RESPONSE: "入池后",
    Limited.COMPLETION: "入池后",
}  # fmt: skip
FIELD_NAMES = {
    "shop": "店铺", "platform": "平台", "category": "品类", "customer_level": "会员等级", "tag": "标记", "warehouse": "仓库",
    "carrier": "快递", "province": "省份",
}  # fmt: skip
DAYS = "一二三四五六日"
Names = Mapping[str, Calendar]


def usual(limits: Limits, what: Stage | Limited) -> timedelta | None:
    """The limit of the house."""
    found: timedelta | None = limits.stages.get(what) if isinstance(what, Stage) else getattr(limits, what.value)
    return found


def said(limits: Limits, what: Stage | Limited, names: Names) -> str:
    """接单：付款后 4 小时内，按“客服”的时间；5,000 元起 1 小时；店铺是“抖音直播间”的 6 小时。"""
    limit = usual(limits, what)
    parts = [f"{SINCE[what]} {in_chinese(limit)}内" if limit else "没有时限"]
    parts[0] += hours_of(limits.calendars.get(what, ALWAYS.id), names)
    if what is Stage.TO_ACCEPT:
        parts.append(f"{limits.high_value_fen // 100:,} 元起 {in_chinese(limits.high_value_accept)}")
    parts += [f"{whom(one)} {in_chinese(one.limit)}" + (hours_of(one.calendar, names) if one.calendar else "") for one in _of(limits, what)]
    return f"{WHAT_NAMES[what]}：{'；'.join(parts)}。"


def hours_of(key: str, names: Names) -> str:
    """，按“客服”的时间; running always needs no word."""
    return "" if key == ALWAYS.id else f"，按“{names[key].name if key in names else key}”的时间"


def whom(other: Other) -> str:
    """店铺是“抖音直播间”、品类是“家电”的."""
    return "、".join(f"{FIELD_NAMES.get(key, key)}是“{value}”" for key, value in other.match) + "的"


def differences(was: Limits, will: Limits, names: Names) -> tuple[str, ...]:
    """What an edit changes, one sentence each; empty where it changes nothing."""
    found: list[str] = []
    for what, name in WHAT_NAMES.items():
        one, other = usual(was, what), usual(will, what)
        if one != other:
            found.append(f"{name}时限 {_span(one)} → {_span(other)}")
        before, after = (limits.calendars.get(what, ALWAYS.id) for limits in (was, will))
        if before != after:
            found.append(f"{name}改按“{_named(after, names)}”计时，原按“{_named(before, names)}”")
    if was.high_value_accept != will.high_value_accept:
        found.append(f"高价值接单时限 {_span(was.high_value_accept)} → {_span(will.high_value_accept)}")
    if was.high_value_fen != will.high_value_fen:
        found.append(f"高价值起点 {was.high_value_fen // 100:,} 元 → {will.high_value_fen // 100:,} 元")
    return (*found, *_others(was.others, will.others))


def _others(was: Sequence[Other], will: Sequence[Other]) -> Iterator[str]:
    told: Callable[[Other], str] = lambda one: f"{whom(one)}{WHAT_NAMES[one.what]} {in_chinese(one.limit)}"  # noqa: E731 - one line says it
    gone, come = [one for one in was if one not in will], [one for one in will if one not in was]
    yield from (f"去掉例外：{told(one)}" for one in gone)
    yield from (f"新增例外：{told(one)}" for one in come)
    if not gone and not come and tuple(was) != tuple(will):
        yield "例外的先后次序变了，先对上的算"


def calendar_differences(was: Names, will: Names) -> tuple[str, ...]:
    """What an edit of the calendars changes, one sentence each."""
    found = [f"新增日历“{will[key].name}”" for key in will if key not in was]
    found += [f"去掉日历“{was[key].name}”" for key in was if key not in will]
    for key in was:
        if key in will:
            found += [f"“{will[key].name}”{words}" for words in _changed(was[key], will[key])]
    return tuple(found)


def week_said(calendar: Calendar) -> str:
    """周一至周五 09:00-18:00，周六、周日休息."""
    runs: list[tuple[int, int]] = []
    for day in range(7):
        if runs and calendar.week[runs[-1][0]] == calendar.week[day]:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return "，".join(f"{_days(first, last)} {day_text(calendar.week[first]) or '休息'}" for first, last in runs)


def days_said(days: Sequence[date]) -> str:
    """10月1日至10月7日、11月12日: what follows on is one stretch."""
    ordered = sorted(days)
    if not ordered:
        return ""
    breaks = [i + 1 for i, (one, other) in enumerate(pairwise(ordered)) if other - one != timedelta(days=1)]
    stretches = [ordered[a:b] for a, b in pairwise([0, *breaks, len(ordered)])]
    return "、".join(_day(one[0]) if len(one) == 1 else f"{_day(one[0])}至{_day(one[-1])}" for one in stretches)


def _changed(was: Calendar, will: Calendar) -> Iterator[str]:
    if was.name != will.name:
        yield f"改名，原名“{was.name}”"
    if was.week != will.week:
        yield f"改为{week_said(will)}，原为{week_said(was)}"
    for word, one, other in (("放假", was.holidays, will.holidays), ("调休上班", was.workdays, will.workdays)):
        if other - one:
            yield f"新增{word} {days_said(sorted(other - one))}"
        if one - other:
            yield f"取消{word} {days_said(sorted(one - other))}"
    if was.workday_pattern != will.workday_pattern:
        yield f"调休日按周{DAYS[will.workday_pattern]}上班，原按周{DAYS[was.workday_pattern]}"
    if was.published_through != will.published_through:
        yield f"放假安排公布到 {will.published_through} 年"


def _of(limits: Limits, what: Stage | Limited) -> list[Other]:
    return [one for one in limits.others if one.what == what]


def _span(limit: timedelta | None) -> str:
    return in_chinese(limit) if limit else "不限"


def _named(key: str, names: Names) -> str:
    return names[key].name if key in names else key


def _days(first: int, last: int) -> str:
    return f"周{DAYS[first]}" if first == last else f"周{DAYS[first]}{'、' if last == first + 1 else '至'}周{DAYS[last]}"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
