"""异常处理登记表: the incident form of an overdue order, filled from what its page knows. Pure."""

from typing import NamedTuple

from ordertower_desktop.models import text
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.rows import Step

FINISHED = ("done", "auto", "skipped")
ARCHIVED = "archived"
BLANK = "（待填）"


class Field(NamedTuple):
    name: str
    value: str

    @property
    def filled(self) -> bool:
        return self.value != BLANK


def incident(page: OrderPage) -> tuple[Field, ...]:
    """Time, owner, what was wrong, measures, improvement; nothing for an order that never was overdue."""
    if page.row is None or not any(line.kind == "breached" for line in page.log):
        return ()
    measures = [line.text for line in page.log if line.kind in ("note", "hand_over", "force", "repull", "resync")]
    steps = [_did(step) for step in page.steps if step.state in FINISHED and step.fills != ARCHIVED]
    improved = [step.said for step in page.steps if step.state in FINISHED and step.fills == ARCHIVED and step.said]
    return (
        Field("时间", _time(page)),
        Field("责任人", page.row.owner_name or BLANK),
        Field("问题", "：".join(part for part in (page.row.kind_name, page.cause_detail or page.cause_name) if part) or BLANK),
        Field("措施", "；".join(dict.fromkeys(part for part in (*steps, *measures) if part)) or BLANK),
        Field("改进", "；".join(improved) or BLANK),
    )


def _time(page: OrderPage) -> str:
    """When it came into the pool, when its clock passed, when it was closed."""
    late = next(line.at for line in page.log if line.kind == "breached")
    row = page.row
    opened = f"{text.moment(row.opened_at)} 入池，" if row is not None else ""
    closed = f"，{text.moment(row.closed_at)} 结单" if row is not None and row.closed_at is not None else "，尚未结单"
    return f"{opened}{text.moment(late)} 超时{closed}"


def _did(step: Step) -> str:
    if step.state == "skipped":
        return f"跳过{step.title}（{step.said}）" if step.said else f"跳过{step.title}"
    return f"{step.title}（{step.said}）" if step.said else step.title
