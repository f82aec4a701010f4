"""What people do to a case or an order: values with an id of their own, made on a desk, judged by the hub."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAction:
    """Something done to one case. `version` is the case as the person saw it, 0 when that is not known."""

    id: str
    case: str
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledge(CaseAction):
    """接手: this person answers for the case; every alarm of it stops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(CaseAction):
    """转派: another person or post answers from now on."""

    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze(CaseAction):
    """稍后: quiet until a moment, for a reason."""

    until: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(CaseAction):
    """暂停: the clock stands while `who` is waited for, at most until `until`."""

    why: str
    who: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(CaseAction):
    """恢复计时."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(CaseAction):
    """备注."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolve(CaseAction):
    """结单 with the closing checks that were made: any of `state_done, customer_told, archived`."""

    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(CaseAction):
    """重新打开."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive(CaseAction):
    """归档: nobody can be reached, off the pool."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkVerdict(CaseAction):
    """判真假: was the rule right?"""

    true: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(CaseAction):
    """撤销 of an earlier action by the same person within 60 seconds."""

    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Force(CaseAction):
    """强制推进: a supervisor asks the source to advance the order; it never invents a fact."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resync(CaseAction):
    """重新同步: ask every source of the order again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repull(CaseAction):
    """重新拉取: ask one source of the order again; an empty source is the one that the cause names."""

    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAction(CaseAction):
    """Something done to one step of the case's playbook."""

    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishStep(StepAction):
    """完成步骤, with the evidence that the step wants."""

    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipStep(StepAction):
    """跳过步骤, for a reason."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenStep(StepAction):
    """重开步骤: it is not done after all."""

    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvise(CaseAction):
    """临时操作: something was done past the systems, for a reason; it is filled in later (S65)."""

    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FillIn(CaseAction):
    """补录 of a 临时操作, named by the action that wrote it down."""

    stopgap: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreached(CaseAction):
    """联系未果: somebody tried to reach the customer and could not (S42)."""

    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileArticle(CaseAction):
    """报告归档: what was wrong and what helped, into the knowledge base (S63). Again: the article of this case anew."""

    title: str
    problem: str
    measures: str
    improvement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAction:
    """About an order, whether or not it has a case."""

    id: str
    order: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(OrderAction):
    """登记催单 or 投诉: a customer speaks up."""

    kind: str = "urged"
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterWaybill(OrderAction):
    """补录运单: somebody reads it from the parcel (S7); `left`: the parcel has left the house, so the shop is to be told."""

    waybill: str
    carrier: str = ""
    left: bool = True


Action = (
    Acknowledge
    | HandOver
    | Snooze
    | Pause
    | Resume
    | Note
    | Resolve
    | Reopen
    | Archive
    | MarkVerdict
    | Undo
    | Force
    | Resync
    | Repull
    | Report
    | EnterWaybill
    | FinishStep
    | SkipStep
    | ReopenStep
    | FileArticle
    | Improvise
    | FillIn
    | Unreached
)

DO = {
    "acknowledge": Acknowledge,
    "hand_over": HandOver,
    "snooze": Snooze,
    "pause": Pause,
    "resume": Resume,
    "note": Note,
    "resolve": Resolve,
    "reopen": Reopen,
    "archive": Archive,
    "verdict": MarkVerdict,
    "undo": Undo,
    "force": Force,
    "resync": Resync,
    "repull": Repull,
    "report": Report,
    "waybill": EnterWaybill,
    "finish_step": FinishStep,
    "skip_step": SkipStep,
    "reopen_step": ReopenStep,
    "file_article": FileArticle,
    "improvise": Improvise,
    "fill_in": FillIn,
    "unreached": Unreached,
}
"""The word that the wire uses -> the action."""

WORD_OF = {kind: word for word, kind in DO.items()}
UNDO_SECONDS = 60
UNDOABLE = (Acknowledge, HandOver, Snooze, Pause, Resume, Resolve, Reopen, Archive, MarkVerdict, FinishStep, SkipStep, ReopenStep)


def word(action: Action) -> str:
    """The wire's word for an action."""
    return WORD_OF[type(action)]
