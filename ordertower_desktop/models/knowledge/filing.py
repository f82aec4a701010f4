"""The report of a case drafted from its page: most of it stands in the log already. Pure."""

from dataclasses import dataclass

from ordertower_desktop.domain.article import LONGEST_PART, LONGEST_TITLE, redacted
from ordertower_desktop.models import text
from ordertower_desktop.models.order.incident import ARCHIVED, FINISHED
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.rows import Step

SAID = ("note", "hand_over", "force", "repull", "resync")


@dataclass(frozen=True, slots=True)
class Draft:
    """What an article is made of; `kind` and `cause` are found by the hub and only shown here."""

    title: str
    kind: str
    cause: str
    problem: str
    measures: str
    improvement: str

    @property
    def filled(self) -> int:
        """Percent of the six parts that nobody has to write any more."""
        parts = (self.title, self.kind, self.cause, self.problem, self.measures, self.improvement)
        return round(100 * sum(bool(part) for part in parts) / len(parts))


def drafted(page: OrderPage) -> Draft:
    """Title, problem and measures from what the tower saw and people did; what was learned only people know, or their last step."""
    row = page.row
    kind, why = row.kind_name if row else "", page.cause_detail or page.cause_name
    whose = [page.buyer, page.phone]
    steps = [_did(step) for step in page.steps if step.state in FINISHED and step.fills != ARCHIVED]
    said = [line.text for line in page.log if line.kind in SAID]
    learned = [step.said for step in page.steps if step.state in FINISHED and step.fills == ARCHIVED and step.said]
    return Draft(
        redacted(" · ".join(dict.fromkeys(part for part in (why, kind) if part)), whose)[:LONGEST_TITLE],
        kind,
        page.cause_name,
        redacted(_problem(page), whose)[:LONGEST_PART],
        redacted("；".join(dict.fromkeys(part for part in (*steps, *said) if part)), whose)[:LONGEST_PART],
        redacted("；".join(learned), whose)[:LONGEST_PART],
    )


def _problem(page: OrderPage) -> str:
    late = next((line.at for line in page.log if line.kind == "breached"), None)
    opened = f"{text.moment(page.row.opened_at)} 入池" if page.row else ""
    parts = [opened, f"{text.moment(late)} 超时" if late else "", page.cause_text or page.cause_detail, *page.evidence]
    return "；".join(dict.fromkeys(part for part in parts if part))


def _did(step: Step) -> str:
    title = f"跳过{step.title}" if step.state == "skipped" else step.title
    return f"{title}（{step.said}）" if step.said else title
