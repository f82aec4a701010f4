"""A promotion's exemptions as the form says them, and their words."""

from collections.abc import Mapping, Sequence
from typing import Any

from ordertower_desktop.domain.condition_reader import condition
from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.promo import EVERY_RULE
from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.domain.sentence import phrase
from ordertower_desktop.models.rules import exemption


def made(said: Mapping[str, str]) -> dict[str, Any]:
    """An exemption out of what a form says: `rule`, `about`, `value`, `why`."""
    return {"rule": said["rule"], "match": exemption.match(said), "why": said["why"].strip()}


def choices(rules: Sequence[Rule]) -> list[tuple[str, str]]:
    """Which rules can spare somebody: every one at once, or one."""
    return [(EVERY_RULE, "全部规则"), *((rule.id, f"{rule.id} {rule.name}") for rule in rules)]


def words(table: Mapping[str, Any]) -> tuple[str, str]:
    """Who is spared, and by which rules."""
    named = table.get("rule", EVERY_RULE)
    rules = [named] if isinstance(named, str) else list(named)
    told = "全部规则" if EVERY_RULE in rules else "、".join(map(str, rules))
    try:
        return phrase(condition(Entry(table["match"], "豁免"))), told
    except (BadFile, KeyError):
        return "没写清的对象", told
