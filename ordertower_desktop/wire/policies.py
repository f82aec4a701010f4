"""Alarm chains as they are written and asked about: the chain itself, one to be put in force, and who would hear what when."""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from ordertower_desktop.domain.duration import duration, spell
from ordertower_desktop.domain.escalation import Channel, EscalationPolicy, Step, To
from ordertower_desktop.wire.codec import Malformed
from ordertower_desktop.wire.rules import RuleChange


class StepBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A step of a chain: `after` is a duration such as `15min`; `whom` is the post or the person that `to` leaves open."""

    after: str
    channel: Channel
    to: To
    name: str
    hands_over: bool = False
    whom: str = ""


class PolicyBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A chain. `moved_in`: the version in which chains at work were last told to go on by the new steps."""

    id: str
    name: str
    steps: list[StepBody]
    moved_in: int = 0


class PoliciesBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `/v1/policies` reads and writes: the chains, and this floor's own limits (`TO_SHIP` or `write_back` -> `8h`)."""

    policies: list[PolicyBody] = []
    limits: dict[str, str] = {}


class PolicyRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A chain as every desk holds it. `version` is the one that last changed it."""

    id: str
    name: str
    steps: list[StepBody]
    version: int = 0
    at: datetime | None = None
    by_name: str = ""


class ChainToSave(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One chain to be put in force; `base` is the version that was edited, 0 for none. `running`: keep | move."""

    policy: PolicyBody
    base: int = 0
    why: str = ""
    running: str = "keep"


class ChainOnTrial(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A chain as it would be, for an order of this post (and of this owner; empty: whose turn it is)."""

    policy: PolicyBody
    post: str = "agent"
    owner: str = ""


class ChainDrill(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A chain to be rehearsed for an order of this post; `outside` is `yes` where phones and mail shall ring too."""

    policy: PolicyBody
    post: str = "agent"
    outside: str = ""


class Drilled(msgspec.Struct, frozen=True):
    """How many notices went to desks, and what came of each message outside, in words."""

    desks: int
    rung: list[str]


class ChainTold(msgspec.Struct, frozen=True, omit_defaults=True):
    """A step as it would go now. `fate`: told | owed | nobody; `why` says more than the names."""

    step: int
    at: datetime
    channel: str
    fate: str
    names: list[str] = []
    why: str = ""
    handed: str = ""


class ChainTrial(msgspec.Struct, frozen=True, omit_defaults=True):
    """If an order broke at `at`: who would hear what when. `connected`: channels that send; `warnings`: step -> words."""

    at: datetime
    owner: str
    owner_name: str
    told: list[ChainTold]
    connected: list[str] = []
    warnings: dict[str, str] = {}


class ChainPast(msgspec.Struct, frozen=True, omit_defaults=True):
    """The versions of a chain, newest first (each holds it as `rule`), how many cases run by it now, and how many rules name it."""

    changes: list[RuleChange]
    running: int = 0
    rules: int = 0


def policy(body: PolicyBody) -> EscalationPolicy:
    """The chain that a text means; raises `Malformed`."""
    steps = tuple(Step(span(one.after), one.channel, one.to, one.name, one.hands_over, one.whom) for one in body.steps)
    if list(steps) != sorted(steps, key=lambda step: step.after):
        raise Malformed(f"告警链 {body.name}：步骤要按时间先后排列")
    return EscalationPolicy(body.id, body.name, steps, body.moved_in)


def policy_body(made: EscalationPolicy) -> PolicyBody:
    steps = [StepBody(spell(one.after), one.channel, one.to, one.name, one.hands_over, one.whom) for one in made.steps]
    return PolicyBody(made.id, made.name, steps, made.moved_in)


def policy_of(row: PolicyRow) -> EscalationPolicy:
    """The chain that a row of the feed is."""
    return policy(PolicyBody(row.id, row.name, row.steps))


def table(made: EscalationPolicy) -> dict[str, Any]:
    """A chain as plain values."""
    found: dict[str, Any] = msgspec.to_builtins(policy_body(made))
    return found


def span(text: str) -> timedelta:
    """The duration that a text names; raises `Malformed`."""
    try:
        return duration(text)
    except ValueError as error:
        raise Malformed(str(error)) from error
