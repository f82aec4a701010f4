"""An order that needs somebody: one case per order and open episode."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from ordertower_desktop.domain.chatter import Left
from ordertower_desktop.domain.clock import Pause
from ordertower_desktop.domain.escalation import Chain
from ordertower_desktop.domain.playbook import Run
from ordertower_desktop.domain.stopgap import Stopgap
from ordertower_desktop.domain.triage import Triage


class CaseState(StrEnum):
    OPEN = "open"
    RESOLVED = "resolved"
    RECOVERED = "recovered"
    ARCHIVED = "archived"


CASE_STATE_NAMES = {CaseState.OPEN: "未结", CaseState.RESOLVED: "已结单", CaseState.RECOVERED: "自动恢复", CaseState.ARCHIVED: "已归档"}
SEVERITIES = ("notice", "warning", "critical")
CLOSING_CHECKS = {"state_done": "状态完成", "customer_told": "客户确认", "archived": "报告归档"}


@dataclass(frozen=True, slots=True)
class Standing:
    """A verdict that stands on a case; `cleared_at` is when its rule stopped being true, `held_until` how long it stays for chattering."""

    rule: str
    kind: str
    severity: str
    since: datetime
    policy: str = ""
    muted: bool = False
    cleared_at: datetime | None = None
    held_until: datetime | None = None


ENTRY_NAMES = {
    "opened": "入池：{0}",
    "assigned": "分派给 {0}",
    "queued": "{0} 无人在班，进待认领",
    "breached": "{0} 超时",
    "step": "{0}",
    "step_missed": "没送到：{0}，立即下一步",
    "chain_moved": "告警链“{0}”已改，此单按新的走",
    "handed_over": "{0}",
    "recovered": "条件消除，自动恢复",
    "held": "{0} 停更，先不催，恢复后自动补判",
    "released": "{0} 恢复，照常催办",
    "chatters": "抖动：“{0}”1 小时内反复出现又消失，先留在池里 1 小时，不再反复提醒",
    "acknowledge": "接手",
    "hand_over": "转派给 {0}",
    "snooze": "稍后：{0}",
    "pause": "暂停：{0}",
    "resume": "恢复计时",
    "note": "{0}",
    "resolve": "结单",
    "reopen": "重新打开",
    "archive": "归档",
    "verdict": "判真假",
    "undo": "撤销了上一步",
    "force": "强制推进：{0}",
    "resync": "重新同步",
    "repull": "重新拉取 {0}",
    "playbook": "打开处置步骤：{0}",
    "ticked": "自动打勾：{0}",
    "step_late": "步骤超时：{0}",
    "finish_step": "完成：{0}",
    "skip_step": "跳过：{0}",
    "reopen_step": "重开：{0}",
    "file_article": "报告归档到知识库：{0}",
    "improvise": "临时操作：{0}",
    "fill_in": "补录：{0}",
    "unreached": "联系未果：{0}",
    "stopgap_late": "临时操作 4 小时未补录：{0}",
}
"""How an entry of the history reads."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the case's history. `what` is an action's word, or `opened, assigned, breached, step, recovered, undone`."""

    at: datetime
    who: str
    what: str
    text: str = ""

    @property
    def sentence(self) -> str:
        """The entry as people read it."""
        return ENTRY_NAMES.get(self.what, "{0}").format(self.text)


@dataclass(frozen=True, slots=True)
class Handling:
    """What people have made of the case; the part that an undo can give back."""

    state: CaseState = CaseState.OPEN
    owner: str = ""
    acknowledged_at: datetime | None = None
    snoozed_until: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    checks: tuple[str, ...] = ()
    mark: bool | None = None
    closed_at: datetime | None = None
    chain: Chain | None = None


@dataclass(frozen=True, slots=True)
class Undoable:
    """An action that can still be taken back, and what stood before it."""

    action: str
    by: str
    at: datetime
    before: Handling


@dataclass(frozen=True, slots=True)
class Case:
    """异常: the verdicts that stand, who answers, and everything that was done.

    `held` names the silent sources that its alarms wait for; `left` is what lately came and went on the order.
    `handled` is (version, person, name) of the last change that a person made; a later action on an older version meets it.
    """

    id: str
    order: str
    opened_at: datetime
    triage: Triage
    post: str
    version: int = 1
    standings: tuple[Standing, ...] = ()
    handling: Handling = Handling()
    log: tuple[Entry, ...] = ()
    handled: tuple[int, str, str] = (0, "", "")
    undoable: tuple[Undoable, ...] = field(default=())
    breached_at: datetime | None = None
    cleared_at: datetime | None = None
    first_response_at: datetime | None = None
    cause_recorded_at: datetime | None = None
    run: Run | None = None
    held: tuple[str, ...] = ()
    stopgaps: tuple[Stopgap, ...] = ()
    left: tuple[Left, ...] = ()

    @property
    def open(self) -> bool:
        return self.handling.state is CaseState.OPEN

    @property
    def active(self) -> tuple[Standing, ...]:
        """The verdicts that are true now."""
        return tuple([s for s in self.standings if s.cleared_at is None])

    @property
    def leading(self) -> Standing:
        """The verdict that names the case: the gravest that is true, then the oldest."""
        return first(self.active or self.standings)

    @property
    def muted(self) -> bool:
        """免催: on the board and in the count, but nobody is chased."""
        active = self.active
        return bool(active) and all(s.muted for s in active)


def first(standings: tuple[Standing, ...]) -> Standing:
    """The gravest, then the oldest."""
    return standings[0] if len(standings) == 1 else min(standings, key=lambda s: (-SEVERITIES.index(s.severity), s.since, s.rule))


def filed(case: Case) -> tuple[str, ...]:
    """The closing check that an article in the knowledge base makes (S63)."""
    return ("archived",) if any(entry.what == "file_article" for entry in case.log) else ()


def noted(case: Case, entry: Entry) -> Case:
    """The case with one more line in its history."""
    return replace(case, log=(*case.log, entry))


def paused(case: Case, now: datetime) -> Pause | None:
    """The pause that holds the clocks at `now`, or None."""
    return next(
        (p for p in case.handling.pauses if p.start <= now and (p.end is None or now < p.end) and (p.until is None or now < p.until)), None
    )
