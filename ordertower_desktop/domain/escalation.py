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


PHONES = (Channel.WECOM, Channel.SMS)
"""What finds somebody away from the desk, and is not theirs to switch off (S56)."""


class To(StrEnum):
    """Whom a step speaks to; the hub finds the person when the step is due."""

    OWNER = "owner"
    POST = "post"
    BACKUP = "backup"
    SUPERVISOR = "supervisor"
    WAREHOUSE = "warehouse"
    MANAGER = "manager"
    PERSON = "person"


TO_NAMES = {
    To.OWNER: "责任人",
    To.POST: "岗位",
    To.BACKUP: "备岗",
    To.SUPERVISOR: "主管",
    To.WAREHOUSE: "仓库负责人",
    To.MANAGER: "区域经理",
    To.PERSON: "指定的人",
}


@dataclass(frozen=True, slots=True)
class Step:
    """`after` the start of the chain, tell `to` by `channel`; `hands_over` makes the backup the owner.

    `whom` names the post (empty: the case's own) or the person that `to` leaves open.
    """

    after: timedelta
    channel: Channel
    to: To
    name: str
    hands_over: bool = False
    whom: str = ""


@dataclass(frozen=True, slots=True)
class EscalationPolicy:
    """升级策略: the steps in the order of their times.

    `moved_in` is the version in which somebody last said that chains at work should go on by the new steps.
    """

    id: str
    name: str
    steps: tuple[Step, ...]
    moved_in: int = 0


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
REPORT = EscalationPolicy(
    "report",
    "上报路径",
    (
        Step(timedelta(), Channel.WECOM, To.POST, "企业微信提醒要知情的岗位"),
        Step(timedelta(minutes=5), Channel.SMS, To.POST, "没有应答，短信提醒要知情的岗位"),
        Step(timedelta(minutes=10), Channel.IN_APP, To.SUPERVISOR, "仍没有应答，请主管打电话告知"),
    ),
)
"""How those are told of a risen level who have to know of it and have not answered on their desk."""
POLICIES = {policy.id: policy for policy in (DEFAULT, WAREHOUSE, REPORT)}


@dataclass(frozen=True, slots=True)
class Missed:
    """A step reached nobody; `number` counts the steps of the whole cycle."""

    number: int
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Chain:
    """A policy at work on one case; it carries its own copy, so a later edit changes nothing here.

    `behind`: how many steps the policies had that it went by earlier in this cycle, so that no two steps share a number.
    """

    policy: EscalationPolicy
    started_at: datetime
    taken: int = 0
    stopped_at: datetime | None = None
    stopped_by: str = ""
    cycle: int = 1
    behind: int = 0
    missed: tuple[Missed, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """A step that is due: its place in the policy, the moment it was due at, and its number in the cycle."""

    index: int
    at: datetime
    step: Step = field(compare=False)
    number: int = 0


def next_at(chain: Chain | None) -> datetime | None:
    """When the next step is due, or None when the chain stopped or has run out."""
    if chain is None or chain.stopped_at is not None or chain.taken >= len(chain.policy.steps):
        return None
    return _moment(chain, chain.taken)


def _moment(chain: Chain, index: int) -> datetime:
    """When a step is due: at its time, or at once when the step before it reached nobody."""
    regular = chain.started_at + chain.policy.steps[index].after
    before = chain.behind + index - 1
    return min((regular, *(one.at for one in chain.missed if one.number == before)))


def due(chain: Chain | None, now: datetime) -> tuple[Due, ...]:
    """The steps that are due and not yet taken, in order."""
    if chain is None or chain.stopped_at is not None:
        return ()
    steps = chain.policy.steps
    moments = ((index, _moment(chain, index)) for index in range(chain.taken, len(steps)))
    return tuple(Due(index, at, steps[index], chain.behind + index) for index, at in moments if at <= now)


def stands(chain: Chain | None, cycle: int) -> bool:
    """Whether what was said to do in this cycle is still to be done: nobody answered, and no other cycle has begun."""
    return chain is not None and chain.stopped_at is None and chain.cycle == cycle


def take(chain: Chain, steps: tuple[Due, ...]) -> Chain:
    """The chain after these steps have been taken."""
    return replace(chain, taken=max([chain.taken, *(step.index + 1 for step in steps)]))


def miss(chain: Chain, number: int, *, now: datetime, why: str) -> Chain:
    """The chain after a step of this number has reached nobody; the second time changes nothing."""
    if any(one.number == number for one in chain.missed):
        return chain
    return replace(chain, missed=(*chain.missed, Missed(number, now, why)))


def move(chain: Chain, policy: EscalationPolicy, *, now: datetime) -> Chain:
    """The chain by another policy from now on: what lies behind is not made up for, what is to come comes at its new time."""
    passed = sum(1 for step in policy.steps if chain.started_at + step.after <= now)
    return replace(chain, policy=policy, taken=passed, behind=chain.behind + len(chain.policy.steps), missed=())


def stop(chain: Chain | None, *, now: datetime, by: str) -> Chain | None:
    """The chain after somebody answered; a stopped one stays as it is."""
    if chain is None or chain.stopped_at is not None:
        return chain
    return replace(chain, stopped_at=now, stopped_by=by)


def restart(chain: Chain | None, policy: EscalationPolicy, *, now: datetime) -> Chain:
    """A new cycle; its steps are told apart from those of the last one."""
    return Chain(policy, now, cycle=chain.cycle + 1 if chain else 1)
