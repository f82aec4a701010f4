"""Exemptions as the editor writes them: who is spared, until when, by whom, why; and their words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ordertower_desktop.domain.event import instant
from ordertower_desktop.domain.fieldname import FIELD_NAMES, TAG_NAMES
from ordertower_desktop.domain.moment import end_of_day, ending
from ordertower_desktop.domain.rule_reader import rule
from ordertower_desktop.domain.sentence import phrase
from ordertower_desktop.models import text
from ordertower_desktop.wire.rules import Spared

MATCHED = ("shop", "platform", "warehouse", "carrier", "province", "customer_level", "sku", "category", "order_id")
UNTIL = {"0": "今天 24:00", "2": "后天 24:00", "6": "7 天后 24:00", "29": "30 天后 24:00", "": "长期（每月复核）"}
SOON = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Exempted:
    """An exemption in words; `more`: how many orders the rule would hit without it (None while nobody knows); `hue` of its end."""

    words: str
    until: str
    by: str
    why: str
    more: int | None
    hue: str
    own: bool


def choices() -> list[tuple[str, str]]:
    """What an exemption can be about: fields, then tags."""
    return [*((key, FIELD_NAMES[key]) for key in MATCHED), *((f"tag:{key}", name) for key, name in TAG_NAMES.items())]


def made(said: Mapping[str, str], *, by: str, now: datetime) -> dict[str, Any]:
    """A new exemption out of what a form says: `about`, `value`, `until` in days from today, `why`."""
    until = {} if said["until"] == "" else {"until": instant(end_of_day(_day(now, int(said["until"])), text.SHANGHAI))}
    return {"match": match(said), **until, "by": by, "why": said["why"].strip()}


def match(said: Mapping[str, str]) -> dict[str, Any]:
    """Whom a form means by `about` and `value`."""
    about, _, tag = said["about"].partition(":")
    several = [part.strip() for part in said["value"].replace("，", "、").split("、") if part.strip()]
    value: dict[str, Any] = {"is": said["value"].strip()} if len(several) < 2 else {"in": several}
    return {"tag": tag} if tag else {"field": about, **value}


def _day(now: datetime, days: int) -> Any:
    return (now.astimezone(text.SHANGHAI) + timedelta(days=days)).date()


def lines(tables: Sequence[Mapping[str, Any]], spared: Sequence[Spared], now: datetime) -> list[Exempted]:
    """A rule's own exemptions with what each spares, then those that were granted apart from it."""
    own = [one for one in spared if one.own]
    found = []
    for place, one in enumerate(tables):
        read = rule({"id": "X", "when": {"tag": "x"}, "exempt": [one]}).exempt[0]
        more = own[place].more if len(own) == len(tables) else None
        found.append(_line(phrase(read.match), read.until, read.by, read.why, more=more, now=now, own="yes"))
    found += [_line(one.words, one.until, one.by, one.why, more=one.more, now=now, own="") for one in spared if not one.own]
    return found


def _line(words: str, until: datetime | None, by: str, why: str, *, more: int | None, now: datetime, own: str) -> Exempted:
    if until is None:
        return Exempted(words, "长期", by, why, more, "text2", bool(own))
    over = until <= now
    hue = "text3" if over else "amber" if until - now < SOON else "text2"
    return Exempted(words, f"{ending(until)}{' 已到期' if over else ''}", by, why, more, hue, bool(own))
