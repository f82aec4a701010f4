"""A roster said in words, and what one version of it changed against another."""

from datetime import timedelta

from ordertower_desktop.domain.callings import Callings, post_called
from ordertower_desktop.domain.escalation import CHANNEL_NAMES, Channel
from ordertower_desktop.domain.period import clock
from ordertower_desktop.domain.quiet import EVERYBODY, Quiet
from ordertower_desktop.domain.roster import Roster, Shift, Swap

WEEK = "一二三四五六日"
NIGHT = timedelta(hours=24)


def days_text(days: frozenset[int]) -> str:
    """周一至周五、周六；每天."""
    if len(days) == len(WEEK):
        return "每天"
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return "、".join(f"周{WEEK[run[0]]}" + (f"至周{WEEK[run[-1]]}" if len(run) > 1 else "") for run in runs)


def hours_text(start: timedelta, long: timedelta) -> str:
    """20:00–次日 04:00."""
    end = start + long
    return f"{clock(start)}–{f'次日 {clock(end - NIGHT)}' if end > NIGHT else clock(end)}"


def shift_text(shift: Shift, names: Callings) -> str:
    when = f"{days_text(shift.days)} {hours_text(shift.start, shift.long)}"
    said = f"{post_called(shift.post, names)} {names.get(shift.person, shift.person)}，{when}"
    more = [f"备岗 {names.get(shift.backup, shift.backup)}" if shift.backup else "", "节假日休" if shift.calendar else ""]
    more += [f"{shift.since} 起" if shift.since else "", f"到 {shift.until}" if shift.until else ""]
    return "，".join([said, *filter(None, more)])


def swap_text(swap: Swap, names: Callings) -> str:
    who = f"{swap.day.month}月{swap.day.day}日 {post_called(swap.post, names)} {names.get(swap.person, swap.person)}"
    said = f"{who} 由 {names.get(swap.instead, swap.instead)} 代班" if swap.instead else f"{who} 不来，没有人代"
    return f"{said}（{swap.why}）" if swap.why else said


def quiet_text(quiet: Quiet, names: Callings) -> str:
    """免打扰 所有人，短信，22:00–次日 08:00."""
    who = "所有人" if quiet.person == EVERYBODY else names.get(quiet.person, quiet.person)
    way = CHANNEL_NAMES[Channel(quiet.channel)] if quiet.channel else "全部站外渠道"
    return f"免打扰 {who}，{way}，{hours_text(quiet.start, quiet.long)}"


def changed(was: Roster, now: Roster, names: Callings) -> list[str]:
    """Everything that came or went."""
    gone = [shift_text(one, names) for one in was.shifts if one not in now.shifts]
    come = [shift_text(one, names) for one in now.shifts if one not in was.shifts]
    unswapped = [swap_text(one, names) for one in was.swaps if one not in now.swaps]
    swapped = [swap_text(one, names) for one in now.swaps if one not in was.swaps]
    gone += [quiet_text(one, names) for one in was.quiet if one not in now.quiet]
    come += [quiet_text(one, names) for one in now.quiet if one not in was.quiet]
    return [
        *(f"去掉：{one}" for one in gone), *(f"加上：{one}" for one in come), *(f"取消：{one}" for one in unswapped), *swapped,
    ]  # fmt: skip
