"""The words for clocks, ages, counts, money and numbers, as the screen writes them; no Qt."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone

from ordertower_desktop.wire.rows import PoolRow

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Without summer time since 1991; a fixed offset spares the first paint the reading of a zone file."""

UNSEEN = "金额不可见"
MINUTE, HOUR, DAY = 60, 3600, 86400


def left(remaining: timedelta) -> str:
    """剩 0:42:18, or 超 2:29:03 when it is negative."""
    word = "超" if remaining <= timedelta() else "剩"
    return f"{word} {span(abs(remaining))}"


def span(length: timedelta) -> str:
    """2:29:03; from four days up 5 天 22 时, from ten 378 天."""
    seconds = int(length.total_seconds())
    if seconds >= 4 * DAY:
        return f"{seconds // DAY} 天" + (f" {seconds % DAY // HOUR} 时" if seconds < 10 * DAY else "")
    return f"{seconds // HOUR}:{seconds % HOUR // MINUTE:02}:{seconds % MINUTE:02}"


def spoken(length: timedelta) -> str:
    """6 秒, 3 分, 4 时 50 分, 2 天 3 时."""
    seconds = max(0, int(length.total_seconds()))
    if seconds < MINUTE:
        return f"{seconds} 秒"
    if seconds < HOUR:
        return f"{seconds // MINUTE} 分"
    if seconds < DAY:
        minutes = seconds % HOUR // MINUTE
        return f"{seconds // HOUR} 时 {minutes} 分" if minutes else f"{seconds // HOUR} 时"
    hours = seconds % DAY // HOUR
    return f"{seconds // DAY} 天 {hours} 时" if hours else f"{seconds // DAY} 天"


def count(number: int) -> str:
    """2,134."""
    return f"{number:,}"


def short_count(number: int) -> str:
    """1.2万 from ten thousand up; for the wall only."""
    return f"{number / 10000:.1f}万" if number >= 10000 else f"{number:,}"


def yuan(fen: int) -> str:
    """¥1,234.50."""
    sign = "-" if fen < 0 else ""
    return f"{sign}¥{abs(fen) // 100:,}.{abs(fen) % 100:02}"


def yuan_sum(fen: int) -> str:
    """A sum: ¥12,397 or ¥118.4 万."""
    return f"¥{fen / 1_000_000:,.1f} 万" if abs(fen) >= 10_000_000 else f"¥{fen // 100:,}"


def worth(fen: int, veiled: Mapping[str, str], *, of: str = "amount") -> str:
    """Money as this desk's post may see it: ¥1,234.50, 约 ¥1,000, or that it is not to be seen; empty where there is none."""
    match veiled.get(of):
        case "hidden":
            return UNSEEN
        case "masked":
            return f"约 {yuan_sum(fen)}" if fen else ""
        case _:
            return yuan(fen) if fen else ""


def worth_sum(fen: int, veiled: Mapping[str, str], *, of: str = "amount") -> str:
    """A sum of such money; a sum of nothing is ¥0."""
    return yuan_sum(fen) if of not in veiled else worth(fen, veiled, of=of) or yuan_sum(0)


def veiled(rows: Iterable[PoolRow | None]) -> Mapping[str, str]:
    """How numbers are kept from this desk: of one row as of all."""
    return next((row.veiled for row in rows if row is not None), {})


def hourly(fen: int) -> str:
    """元/小时 without the sign."""
    return f"{fen // 100:,}"


def moment(at: datetime) -> str:
    """11月12日 14:32."""
    here = at.astimezone(SHANGHAI)
    return f"{here.month}月{here.day}日 {here:%H:%M}"


def full_moment(at: datetime) -> str:
    """2025年11月12日 14:32:08."""
    here = at.astimezone(SHANGHAI)
    return f"{here.year}年{here.month}月{here.day}日 {here:%H:%M:%S}"


def of_day(at: datetime) -> str:
    """14:32."""
    return f"{at.astimezone(SHANGHAI):%H:%M}"


def of_day_s(at: datetime) -> str:
    """14:32:08."""
    return f"{at.astimezone(SHANGHAI):%H:%M:%S}"


def of_date(at: datetime) -> date:
    """The day in Shanghai."""
    return at.astimezone(SHANGHAI).date()


def near(at: datetime, now: datetime) -> str:
    """14:32 today, 昨天 14:32, 11月10日 14:32 before that; 明日 15:00 ahead."""
    days = (at.astimezone(SHANGHAI).date() - now.astimezone(SHANGHAI).date()).days
    word = {0: "", 1: "明日 ", -1: "昨天 "}.get(days)
    return moment(at) if word is None else f"{word}{of_day(at)}"


def dated(at: datetime, reference: datetime) -> str:
    """14:32 on the day of `reference`, else 11-10 14:32."""
    here = at.astimezone(SHANGHAI)
    return of_day(at) if here.date() == reference.astimezone(SHANGHAI).date() else f"{here:%m-%d %H:%M}"


def dated_briefly(at: datetime, reference: datetime) -> str:
    """14:32 on the day of `reference`, else 11-10."""
    return dated(at, reference)[:5]


def grouped(number: str) -> tuple[str, str]:
    """An order number in groups of four from the end: the grey part and the bold tail. Other writings stay as they are."""
    if len(number) <= 4:
        return "", number
    head, tail = number[:-4], number[-4:]
    if head.isascii() and head.isalnum():
        first = len(head) % 4
        groups = [head[:first], *(head[i : i + 4] for i in range(first, len(head), 4))]
        if len(groups) > 1 and 0 < len(groups[0]) < 3:
            groups[:2] = [groups[0] + groups[1]]
        head = " ".join(group for group in groups if group)
    return head, tail


def tail(number: str) -> str:
    """What people say of an order number."""
    return number[-4:]
