"""What stands beside the steps of a chain: the ways out and how they are doing, and who is here on which post."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ordertower_desktop.domain.people import POSTS
from ordertower_desktop.models import text
from ordertower_desktop.wire.codec import utc
from ordertower_desktop.wire.rows import PersonRow

ICONS = {"in_app": "bell", "wecom": "message-square", "dingtalk": "message-square", "feishu": "send", "sms": "smartphone", "mail": "mail"}


@dataclass(frozen=True, slots=True)
class Way:
    """A channel: `hue` green when it works, red when its last message failed, amber when nobody knows, neutral without connection."""

    channel: str
    id: str
    name: str
    words: str
    hue: str
    connected: bool


def ways(answer: Sequence[dict[str, Any]], now: datetime) -> list[Way]:
    """The lines of `/v1/channels`."""
    return [_way(one, now) for one in answer]


def _way(one: dict[str, Any], now: datetime) -> Way:
    channel, key = str(one["channel"]), str(one.get("id", ""))
    if not one.get("connected"):
        return Way(channel, "", str(one["name"]), "没有接通", "neutral", connected=False)
    if not key:
        return Way(channel, "", str(one["name"]), "可用", "green", connected=True)
    if one.get("silent_since"):
        return Way(
            channel,
            key,
            str(one["name"]),
            f"沉默：{text.near(utc(str(one['silent_since'])), now)} 起有提醒等着没发出",
            "red",
            connected=True,
        )
    if one.get("check_why"):
        return Way(channel, key, str(one["name"]), f"自检没有通过：{one['check_why']}", "red", connected=True)
    well, ill = str(one.get("last_ok") or ""), str(one.get("last_error_at") or "")
    if ill > well:
        return Way(channel, key, str(one["name"]), f"失败：{one.get('last_error', '')}", "red", connected=True)
    if not well:
        return Way(channel, key, str(one["name"]), "还没有发过", "amber", connected=True)
    hue = "amber" if one.get("silent") else "green"
    tested = str(one.get("checked_at") or "")
    checked = f"，{text.near(utc(tested), now)} 自检通过" if tested else ""
    return Way(channel, key, str(one["name"]), f"{text.near(utc(well), now)} 发出过{checked}", hue, connected=True)


@dataclass(frozen=True, slots=True)
class Duty:
    """A post and who stands on it now: (name, presence) each."""

    post: str
    name: str
    people: tuple[tuple[str, str], ...]
    backups: str
    words: str
    hue: str


def duties(people: Iterable[PersonRow], posts: Mapping[str, str] = POSTS) -> list[Duty]:
    """Every post that somebody has, in the order of the posts."""
    known = {one.id: one for one in people if not one.disabled}
    found = []
    for post, name in posts.items():
        here = sorted((one for one in known.values() if one.post == post), key=lambda one: (one.presence != "on", one.id))
        if here:
            backups = list(dict.fromkeys(known[one.backup].name for one in here if one.backup in known))
            found.append(Duty(post, name, tuple((one.name, one.presence) for one in here), "、".join(backups), *_stand(here)))
    return found


def _stand(here: Sequence[PersonRow]) -> tuple[str, str]:
    on = sum(1 for one in here if one.presence == "on")
    if on:
        return f"{on} 人在岗", "green"
    return ("都在休息，转告主管", "amber") if any(one.presence == "break" for one in here) else ("无人，转告主管", "red")
