"""What goes out by a channel: one line an order, most urgent first, without any customer's data."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from ordertower_desktop.hub.channels.channel import Message, Recipient
from ordertower_desktop.hub.channels.text import clean
from ordertower_desktop.hub.store.judging.telling import clock_words, headline
from ordertower_desktop.hub.store.tables.deliveries import Delivery, State
from ordertower_desktop.wire.rows import PoolRow

SMS = "sms"
NAME = "订单控制塔"
"""Stands in every head, so that a robot that is kept by keyword can be given this one."""
REPEATED, WITH_REPEATS = "（重发）", "（含重发）"
"""On the line, and in the head: the line may be one that did not fit."""


def message(
    key: str, held: Sequence[Delivery], rows: Mapping[str, PoolRow], names: Mapping[str, str], contacts: Mapping[str, Mapping[str, str]],
    *, now: datetime,
) -> Message:  # fmt: skip
    """One message for all of these. `held` are as they were claimed: what was being sent then may have arrived."""
    steps: dict[str, Delivery] = {}
    for one in held:
        steps.setdefault(one.case, one)
    ordered = sorted(steps.values(), key=lambda one: urgency(rows[one.case], one))
    first = rows[ordered[0].case]
    repeats = {one.case for one in held if one.state is State.SENDING}
    lines = tuple(_line(rows[one.case], now=now, repeat=one.case in repeats) for one in ordered)
    late = sum(row.due_at is not None and row.due_at <= now for row in (rows[one.case] for one in ordered))
    people = dict.fromkeys(one.person for one in held)
    to = tuple(recipient(person, names.get(person, person), held[0].channel, contacts.get(person, {})) for person in people)
    more = (f"，{late} 单已超时" if late else "") + (WITH_REPEATS if repeats else "")
    head = clean(f"【{NAME}】{_whom(to)}{len(lines)} 单等你处理{more}")
    return Message(key, head, lines, to, first.order[-4:], first.owner_name, bool(repeats))


def recipient(person: str, name: str, channel: str, addresses: Mapping[str, str]) -> Recipient:
    """A person as a channel knows them; a robot may also call by the number that text messages go to."""
    return Recipient(person, name, addresses.get(channel, ""), addresses.get(SMS, ""))


def urgency(row: PoolRow, held: Delivery) -> tuple[bool, datetime, str]:
    """VIPs first, then the earliest deadline."""
    return not row.vip, row.due_at or held.due_at, row.order


def _whom(to: Sequence[Recipient]) -> str:
    return f"{'、'.join(one.name for one in to[:5])}{'等' if len(to) > 5 else ''}："


def _line(row: PoolRow, *, now: datetime, repeat: bool) -> str:
    late = row.due_at is not None and row.due_at <= now
    parts = [headline(row, row.order)]
    if late:
        parts.append(clock_words(row, now))
    parts.append(f"责任人 {row.owner_name or '未分配'}")
    if row.cause_name:
        parts.append(row.cause_name)
    return (REPEATED if repeat else "") + "，".join(parts)
