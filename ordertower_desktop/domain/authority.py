"""授权: how long a shop's authorisation holds, and when it is to be renewed."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

MOST_AHEAD, LEAST_AHEAD = timedelta(hours=12), timedelta(minutes=45)
CLAIM, AFTER_SILENCE, AFTER_REFUSAL = timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30)
"""How long a renewal under way keeps others from theirs, and when it is tried again."""


@dataclass(frozen=True, slots=True)
class Authority:
    """What is known of a shop's authorisation; nothing before it was renewed for the first time.

    `refused_since` and `why`: the platform or the keyring does not let us renew it. Nobody tries before `rest_until`.
    """

    until: datetime | None = None
    renewed_at: datetime | None = None
    refused_since: datetime | None = None
    why: str = ""
    rest_until: datetime | None = None


def due(authority: Authority, now: datetime) -> bool:
    """Whether it is time: well before it runs out, and once at the beginning, so that a renewal that cannot work shows on the first day."""
    if resting(authority, now):
        return False
    return authority.until is None or now >= authority.until - _ahead(authority)


def resting(authority: Authority, now: datetime) -> bool:
    return authority.rest_until is not None and now < authority.rest_until


def claimed(authority: Authority, now: datetime) -> Authority:
    """Somebody is about to ask for a new one."""
    return replace(authority, rest_until=now + CLAIM)


def renewed(until: datetime, now: datetime) -> Authority:
    """A new one lies where the old one lay. One that gives no time is not asked for again at once."""
    return Authority(until, now, rest_until=now + AFTER_REFUSAL)


def unheard(authority: Authority, now: datetime) -> Authority:
    """Nobody answered, which says nothing about the authorisation."""
    return replace(authority, rest_until=now + AFTER_SILENCE)


def refused(authority: Authority, why: str, now: datetime) -> Authority:
    """It is a person's turn; what they did is found out by trying again."""
    return replace(authority, why=why, refused_since=authority.refused_since or now, rest_until=now + AFTER_REFUSAL)


def left(until: datetime, now: datetime) -> str:
    """`还剩 6 天`, and in its last day in hours."""
    span = until - now
    if span <= timedelta():
        return "已到期"
    days, hours = span // timedelta(days=1), span // timedelta(hours=1)
    return f"还剩 {days} 天" if days else f"还剩 {hours} 小时" if hours else "还剩不到 1 小时"


def _ahead(authority: Authority) -> timedelta:
    """Half a day, or less of what does not live long."""
    if authority.until is None or authority.renewed_at is None:
        return LEAST_AHEAD
    life = authority.until - authority.renewed_at
    return min(max(min(life / 4, MOST_AHEAD), LEAST_AHEAD), life / 2)
