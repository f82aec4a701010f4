"""A telling of an alarm chain in the words of the order page: its state, and the way it went with its times."""

from datetime import datetime

from ordertower_desktop.models import text
from ordertower_desktop.wire.chases import Chase, Telling

STATES = {
    "due": ("应发", "neutral", "minus"), "queued": ("排队", "neutral", "clock"), "accepted": ("已发出", "blue", "send"),
    "delivered": ("已送达", "blue", "check"), "seen": ("已读", "green", "eye"), "failed": ("没送到", "red", "x"),
    "stale": ("作废", "amber", "x"), "cancelled": ("没再发", "neutral", "ban"),
}  # fmt: skip
"""State -> word, hue, icon."""


def path(told: Telling, now: datetime) -> str:
    """排队 14:32 → 已发出 14:32 → 已送达 14:32 → 已读 14:33, as far as it went; what happened at one moment is said once."""
    ends = {"failed": "没送到", "stale": "作废", "cancelled": "没再发"}
    went = [
        ("排队", told.queued_at),
        ("已发出", told.accepted_at),
        ("已送达", told.delivered_at),
        ("已读", told.seen_at),
        (ends.get(told.state, ""), told.ended_at),
    ]
    known = [(word, text.near(at, now)) for word, at in went if word and at is not None]
    last = [pair for i, pair in enumerate(known) if i + 1 == len(known) or known[i + 1][1] != pair[1]]
    return " → ".join(f"{word} {at}" for word, at in last)


def standing(chase: Chase, now: datetime) -> str:
    """Where the chain stands: who stopped it, or what comes next."""
    if chase.stopped_at is not None:
        by = f"{chase.stopped_by} 接手" if chase.stopped_by not in ("", "系统") else "条件消除" if chase.stopped_by else "有人处理"
        return f"{text.near(chase.stopped_at, now)} {by}，已停"
    if chase.next_at is not None:
        return f"下一步 {text.near(chase.next_at, now)} {chase.next}"
    return "已走完，没有人接手"
