"""异常处理登记表 (S64): time, owner, measures and improvement of an overdue case, filled from its log."""

from dataclasses import dataclass
from datetime import datetime

from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.kind import kind_name
from ordertower_desktop.domain.playbook import Stand, StepState, standing

MEASURES = ("note", "hand_over", "force", "repull", "resync")
ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Form:
    """One line of the summary; what the log does not say is empty, for people to add."""

    order: str
    kind: str
    opened_at: datetime
    breached_at: datetime
    closed_at: datetime | None
    owner: str
    measures: str
    improvement: str


def form(case: Case) -> Form | None:
    """The form of a case that was overdue; None for one that never was."""
    if case.breached_at is None:
        return None
    did = [one for one in standing(case.run) if one.ended is not None] if case.run else []
    steps = [_did(one) for one in did if one.step.fills != ARCHIVED]
    said = [entry.sentence for entry in case.log if entry.what in MEASURES and entry.text]
    learned = [one.ended.text for one in did if one.step.fills == ARCHIVED and one.ended is not None and one.ended.text]
    told = (kind_name(case.leading.kind), case.opened_at, case.breached_at, case.handling.closed_at, case.handling.owner)
    return Form(case.order, *told, "；".join(dict.fromkeys((*steps, *said))), "；".join(learned))


def _did(one: Stand) -> str:
    words = one.ended.text if one.ended is not None else ""
    title = f"跳过{one.step.title}" if one.state is StepState.SKIPPED else one.step.title
    return f"{title}（{words}）" if words else title


def quarter_of(at: datetime) -> str:
    """2025Q4; `at` in the floor's own time."""
    return f"{at.year}Q{(at.month - 1) // 3 + 1}"
