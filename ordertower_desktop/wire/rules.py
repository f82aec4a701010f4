"""What the rule editor and the hub say to each other: a rule on trial, a rule to be put in force, what changed and when."""

from datetime import datetime
from typing import Any

import msgspec


class OnTrial(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule as it would be; `most` orders of each list are wanted by name."""

    rule: dict[str, Any]
    most: int = 20


class TrialOrder(msgspec.Struct, frozen=True, omit_defaults=True):
    """An order that a rule would newly hit, or hit no more."""

    order: str
    platform: str
    platform_name: str
    stage: str
    shop: str = ""
    paid_at: datetime | None = None


class Spared(msgspec.Struct, frozen=True, omit_defaults=True):
    """An exemption in words, and how many more orders the rule would hit without it; `own` ones stand in the rule itself."""

    words: str
    by: str
    why: str
    more: int
    until: datetime | None = None
    own: bool = True


class Trial(msgspec.Struct, frozen=True):
    """What a rule would say of the orders that are open now. `before`: of as many it is true as it stands in version `version`.

    `whole` orders are open, `judged` of them were tried: those whose time comes first, where there are too many.
    `lines`: place in the tree (`when.all[0]`) -> how many orders get through it.
    """

    at: datetime
    version: int
    whole: int
    judged: int
    about: int
    hits: int
    before: int
    kept: int
    added: int
    removed: int
    first_added: list[TrialOrder]
    first_removed: list[TrialOrder]
    lines: dict[str, int]
    spared: list[Spared]


class RuleToSave(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule to be put in force; `base` is the version that was edited, 0 for none."""

    rule: dict[str, Any]
    base: int = 0
    why: str = ""


class RuleChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """A version in which a rule became another one: `says` tells how, `rule` is what it was from then on."""

    version: int
    at: datetime
    by: str
    by_name: str
    why: str
    says: list[str]
    rule: dict[str, Any] = {}


class RulesInForce(msgspec.Struct, frozen=True, omit_defaults=True):
    """The rules as the hub holds them, read as JSON."""

    version: int
    by: str
    at: datetime
    why: str = ""
    kind: str = "rules"
    text: str = ""
    content: Any = None


class PromoOnTrial(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A promotion as it would be."""

    promo: dict[str, Any]


class PromoEffect(msgspec.Struct, frozen=True):
    """How many open orders a rule hits without the promotion, and how many it would hit if that were on now."""

    rule: str
    name: str
    before: int
    hits: int


class PromosToSave(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All promotions to be put in force, as JSON text; `base` is the version that was edited, 0 for none."""

    text: str
    why: str = ""
    base: int = 0
