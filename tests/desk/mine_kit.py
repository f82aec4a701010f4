"""A queue as the design shows it: an order whose ERP refuses, five after it, and the page of the first."""

from datetime import timedelta

from msgspec.structs import replace

from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.rows import PersonRow, PoolRow, Step
from tests.desk import demo_page
from tests.desk.demo_page import NOW
from tests.desk.demo_rows import rows

ME = PersonRow("zhao", "赵一鸣", "agent", "agent", backup="lin")
FIRST = demo_page.row().case


def steps(at: int = 0) -> list[Step]:
    """Three steps of the owner around one of IT; the first `at` are done."""
    wanted = (
        Step("重新拉取这一单", "按 R 重新拉取，看 ERP 一栏有没有变化", "todo", "5 分", id="1", post="责任人", expected_s=300),
        Step("核对接口报错", "到数据源页看 ERP 的错误码", "todo", "15 分", id="2", post="责任人", expected_s=900, evidence="错误码"),
        Step("请 IT 恢复接口", "发给 IT 值班", "todo", "40 分", id="3", post="IT/运维", expected_s=2400, check="ERP 恢复应答"),
        Step("告知客户", "照话术联系", "todo", "20 分", id="4", post="责任人", expected_s=1200, fills="customer_told"),
    )
    done = [replace(step, state="done", right="用时 2 分") for step in wanted[:at]]
    doing = [replace(step, state="current", due_at=NOW + timedelta(seconds=step.expected_s)) for step in wanted[at : at + 1]]
    return [*done, *doing, *wanted[at + 1 :]]


def first(at: int = 1) -> PoolRow:
    """The order at hand, taken, with its playbook open."""
    made = replace(demo_page.row(), owner="zhao", owner_name="赵一鸣", acknowledged=True, loss_fen_per_hour=1086_00, confidence=96)
    return replace(made, steps=steps(at), playbook="系统断层 · ERP 未收单", cause="system_gap", cause_name="系统断层", tags=["urged"])


def others() -> list[PoolRow]:
    """Five more of mine, not taken yet, and one of somebody else's."""
    known = [row for row in rows() if row.state == "open" and row.case != FIRST]
    mine = [replace(row, owner="zhao", owner_name="赵一鸣", acknowledged=False) for row in known[1:7]]
    return [*mine, replace(known[8], owner="lin", owner_name="林晓")]


def page() -> OrderPage:
    return replace(demo_page.page(), row=first(), steps=steps(1))
