"""What goes out by a channel: one line an order, most urgent first, without any customer's data."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from ordertower_desktop.domain.reporting import of_path
from ordertower_desktop.hub.channels.channel import Message, Recipient
from ordertower_desktop.hub.channels.text import clean, cut
from ordertower_desktop.hub.store.judging.telling import clock_words, headline
from ordertower_desktop.hub.store.tables.deliveries import QUIET, Delivery, State
from ordertower_desktop.wire.rows import PoolRow

SMS = "sms"
NAME = "订单控制塔"
"""Stands in every head, so that a robot that is kept by keyword can be given this one."""
REPEATED, WITH_REPEATS = "（重发）", "（含重发）"
"""On the line, and in the head: the line may be one that did not fit."""
MOST_CAUSES, LONGEST_CAUSE = 3, 24


def message(
    key: str, held: Sequence[Delivery], rows: Mapping[str, PoolRow], names: Mapping[str, str], contacts: Mapping[str, Mapping[str, str]],
    *, now: datetime, causes: Sequence[str] = (),
) -> Message:  # fmt: skip
    """One message for all of these. `held` are as they were claimed: what was being sent then may have arrived."""
    steps: dict[str, Delivery] = {}
    for one in held:
        steps.setdefault(one.case, one)
    ordered = sorted(steps.values(), key=lambda one: urgency(rows[one.case], one))
    first = rows[ordered[0].case]
    repeats = {one.case for one in held if one.state is State.SENDING}
    lines = tuple(_line(rows[one.case], now=now, repeat=one.case in repeats) for one in ordered)
    late = sum(row.due_at is not None and row.due_at <= now and not of_path(row.case) for row in (rows[one.case] for one in ordered))
    people = dict.fromkeys(one.person for one in held)
    to = tuple(recipient(person, names.get(person, person), held[0].channel, contacts.get(person, {})) for person in people)
    more = (f"，{late} 单已超时" if late else "") + (WITH_REPEATS if repeats else "")
    slept = len({one.case for one in held if one.why.startswith(QUIET)})
    more += f"，其中免打扰时段攒下 {slept} 单" if slept else ""
    head = clean(f"【{NAME}】{_whom(to)}{_waiting(rows[one.case] for one in ordered)}{more}")
    return Message(key, head, lines, to, first.order[-4:] or first.title, first.owner_name, bool(repeats), tuple(causes))


def causes_of(rows: Iterable[PoolRow], *, now: datetime) -> tuple[str, ...]:
    """What a flood comes from, the most orders first: how many, how many VIPs, how many late."""
    by_cause: dict[str, list[PoolRow]] = defaultdict(list)
    for row in rows:
        by_cause[row.cause_detail or row.cause_name or row.kind_name].append(row)
    ordered = sorted(by_cause.items(), key=lambda one: (-len(one[1]), one[0]))
    told = [_cause(name, part, now=now) for name, part in ordered[:MOST_CAUSES]]
    rest = ordered[MOST_CAUSES:]
    return (*told, *([f"· 另 {len(rest)} 个原因 {sum(len(part) for _, part in rest)} 单"] if rest else ()))


def _cause(name: str, part: Sequence[PoolRow], *, now: datetime) -> str:
    vips, late = sum(row.vip != "" for row in part), sum(row.due_at is not None and row.due_at <= now for row in part)
    more = (f"，VIP {vips} 单" if vips else "") + (f"，已超时 {late} 单" if late else "")
    return clean(f"· {cut(name, LONGEST_CAUSE, size=len)} {len(part)} 单{more}")


def recipient(person: str, name: str, channel: str, addresses: Mapping[str, str]) -> Recipient:
    """A person as a channel knows them; a robot may also call by the number that text messages go to."""
    return Recipient(person, name, addresses.get(channel, ""), addresses.get(SMS, ""))


def urgency(row: PoolRow, held: Delivery) -> tuple[bool, datetime, str]:
    """VIPs first, then the earliest deadline."""
    return not row.vip, row.due_at or held.due_at, row.order


def _waiting(rows: Iterable[PoolRow]) -> str:
    """What they are to do about it: a level asks for an answer, all else for work."""
    told = [of_path(row.case) for row in rows]
    level = "响应级别升高，请应答" if any(told) else ""
    return "，".join(words for words in (level, "" if all(told) else f"{len(told) - sum(told)} 单等你处理") if words)


def _whom(to: Sequence[Recipient]) -> str:
    return f"{'、'.join(one.name for one in to[:5])}{'等' if len(to) > 5 else ''}："


def _line(row: PoolRow, *, now: datetime, repeat: bool) -> str:
    late = row.due_at is not None and row.due_at <= now
    if of_path(row.case):
        return f"{REPEATED if repeat else ''}{row.title}：{row.cause_detail}"
    parts = [headline(row, row.order)]
    if late:
        parts.append(clock_words(row, now))
    parts.append(f"责任人 {row.owner_name or '未分配'}")
    if row.cause_name:
        parts.append(row.cause_name)
    return (REPEATED if repeat else "") + "，".join(parts)
