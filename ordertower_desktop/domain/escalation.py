"""Who is told next, and when, until somebody answers (D3, D4): 告警链 as data."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Channel(StrEnum):
    """提醒渠道."""

    IN_APP = "in_app"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    SMS = "sms"
    MAIL = "mail"


CHANNEL_NAMES = {
    Channel.IN_APP: "站内",
    Channel.WECOM: "企业微信",
    Channel.DINGTALK: "钉钉",
    Channel.FEISHU: "飞书",
    Channel.SMS: "短信",
    Channel.MAIL: "邮件",
}


class To(StrEnum):
    """Whom a step speaks to; the hub finds the person when the step is due."""

    OWNER = "owner"
    POST = "post"
    BACKUP = "backup"
    SUPERVISOR = "supervisor"
    WAREHOUSE = "warehouse"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Step:
    """`after` the start of the chain, tell `to` by `channel`; `hands_over` makes the backup the owner."""

    after: timedelta
    channel: Channel
    to: To
    name: str
    hands_over: bool = False


@dataclass(frozen=True, slots=True)
class EscalationPolicy:
    """升级策略: the steps in the order of their times."""

    id: str
    name: str
    steps: tuple[Step, ...]


DEFAULT = EscalationPolicy(
    "default",
    "默认告警链",
    (
        Step(timedelta(), Channel.IN_APP, To.OWNER, "站内提醒责任人"),
        Step(timedelta(minutes=5), Channel.WECOM, To.OWNER, "企业微信提醒责任人"),
        Step(timedelta(minutes=10), Channel.SMS, To.OWNER, "短信提醒责任人"),
        Step(timedelta(minutes=15), Channel.IN_APP, To.BACKUP, "15 分钟无响应，转备岗", hands_over=True),
        Step(timedelta(hours=4), Channel.MAIL, To.MANAGER, "4 小时未处理，邮件告知区域经理"),
    ),
)
WAREHOUSE = EscalationPolicy(
    "warehouse-late",
    "仓库环节告警链",
    (Step(timedelta(), Channel.WECOM, To.WAREHOUSE, "企业微信提醒仓库负责人"), *DEFAULT.steps),
)
POLICIES = {policy.id: policy for policy in (DEFAULT, WAREHOUSE)}


@dataclass(frozen=True, slots=True)
class Chain:
    """A policy at work on one case; it carries its own copy, so a later edit changes nothing here."""

    policy: EscalationPolicy
    started_at: datetime
    taken: int = 0
    stopped_at: datetime | None = None
    stopped_by: str = ""
    cycle: int = 1


@dataclass(frozen=True, slots=True)
class Due:
    """A step that is due: its place in the policy and the moment it was due at."""

    index: int
    at: datetime
    step: Step = field(compare=False)


def next_at(chain: Chain | None) -> datetime | None:
    """When the next step is due, or None when the chain stopped or has run out."""
    if chain is None or chain.stopped_at is not None or chain.taken >= len(chain.policy.steps):
        return None
    return chain.started_at + chain.policy.steps[chain.taken].after


def due(chain: Chain | None, now: datetime) -> tuple[Due, ...]:
    """The steps that are due and not yet taken, in order."""
    if chain is None or chain.stopped_at is not None:
        return ()
    found = []
    for index in range(chain.taken, len(chain.policy.steps)):
        step = chain.policy.steps[index]
        if (at := chain.started_at + step.after) <= now:
            found.append(Due(index, at, step))
    return tuple(found)


def stands(chain: Chain | None, cycle: int) -> bool:
    """Whether what was said to do in this cycle is still to be done: nobody answered, and no other cycle has begun."""
    return chain is not None and chain.stopped_at is None and chain.cycle == cycle


def take(chain: Chain, steps: tuple[Due, ...]) -> Chain:
    """The chain after these steps have been taken."""
    return replace(chain, taken=max([chain.taken, *(step.index + 1 for step in steps)]))


def stop(chain: Chain | None, *, now: datetime, by: str) -> Chain | None:
    """The chain after somebody answered; a stopped one stays as it is."""
    if chain is None or chain.stopped_at is not None:
        return chain
    return replace(chain, stopped_at=now, stopped_by=by)


def restart(chain: Chain | None, policy: EscalationPolicy, *, now: datetime) -> Chain:
    """A new cycle; its steps are told apart from those of the last one."""
    return Chain(policy, now, cycle=chain.cycle + 1 if chain else 1)
