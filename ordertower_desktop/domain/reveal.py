"""看一单明文: who may ask a source for the plain name, telephone and address of one order, why, and how often (S105, D14)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from ordertower_desktop.domain.people import Actor, Role
from ordertower_desktop.domain.post import CEILING, Field, May, Post, Sight, refused

LASTS = timedelta(seconds=60)
"""So long what was revealed stands on a screen."""
REASONS: Mapping[str, str] = {
    "call": "打电话给收件人",
    "address": "核对或更正地址",
    "courier": "向快递报址查件",
    "after_sale": "售后补寄或换货",
    "other": "其他原因",
}
"""The short list; `other` wants words."""
FIELDS = (Field.NAME, Field.PHONE, Field.ADDRESS)
LEAST_WORDS, MOST_WORDS = 4, 60
_DIGITS = re.compile(r"\d{7,}")


@dataclass(frozen=True, slots=True)
class Plain:
    """What a source has told of one receiver. It lives in memory only, and never says itself by accident."""

    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    address: str = field(default="", repr=False)

    def kept_to(self, seen: tuple[Field, ...]) -> "Plain":
        """Only what somebody may see."""
        return replace(self, **{of.value: "" for of in FIELDS if of not in seen})

    @property
    def told(self) -> tuple[Field, ...]:
        return tuple(of for of in FIELDS if getattr(self, of.value))


def seen(actor: Actor, posts: Mapping[str, Post]) -> tuple[Field, ...]:
    """The fields that may be revealed to somebody: a post that has one masked or hidden does not get it plain either."""
    post = posts.get(actor.post)
    return FIELDS if post is None else tuple(of for of in FIELDS if post.sight(of) is Sight.SHOWN)


def refusal(actor: Actor, posts: Mapping[str, Post]) -> str:
    """Why somebody may not reveal anything, as a sentence; empty where they may. What was lent does not count: it lends no eyes."""
    if not actor.id or actor.role is Role.DISPLAY:
        return "大屏和没有写明是谁的令牌不能看明文，请以本人登录"
    post = posts.get(actor.post)
    allowed = CEILING[actor.role] if post is None else post.may & CEILING[post.role]
    if May.REVEAL not in allowed:
        return refused(Actor(actor.id, actor.name, post.role if post else actor.role, actor.post), May.REVEAL, posts)
    return "" if seen(actor, posts) else f"{post.name if post else '这个'}岗位的姓名、手机号、地址都不是“可见”，没有明文可看"


def reason(key: str, words: str) -> str:
    """The reason as it is kept; raises ValueError with what is missing. A number that somebody typed into it is not kept."""
    if key not in REASONS:
        raise ValueError("要选一个原因：" + "、".join(REASONS.values()))
    said = _DIGITS.sub("…", " ".join(words.split()))[:MOST_WORDS]
    if key == "other" and len(said) < LEAST_WORDS:
        raise ValueError(f"选了“其他原因”，请写明为什么要看，至少 {LEAST_WORDS} 个字")
    return said if key == "other" else "：".join(part for part in (REASONS[key], said) if part)


def left(quota: int, used: int) -> int:
    return max(0, quota - used)


def day_of(now: datetime, zone: timedelta = timedelta(hours=8)) -> tuple[datetime, datetime]:
    """The day in Shanghai that a quota counts for: from, until."""
    there = now + zone
    begin = there.replace(hour=0, minute=0, second=0, microsecond=0) - zone
    return begin, begin + timedelta(days=1)
