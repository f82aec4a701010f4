"""Opens the bulk sheets on the floor of the pictures: python -m tests.desk.show_bulk light|dark preview|running|receipt|conflict"""

import sys
from collections.abc import Sequence
from datetime import timedelta

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ordertower_desktop.domain import actions as do
from ordertower_desktop.models.bulk import Ask
from ordertower_desktop.models.bulk_run import Run
from ordertower_desktop.models.pool.model import PoolModel
from ordertower_desktop.views.bulk.flow import BulkFlow
from ordertower_desktop.views.pool.page import PoolPage
from ordertower_desktop.wire.rows import PersonRow, PoolRow
from ordertower_desktop.wire.sync import Result
from tests.desk.demo_rows import NOW, rows
from tests.desk.show import framed

ME = PersonRow(id="li", name="李婷", role="agent", post="agent")
PEOPLE = (
    PersonRow(id="zhou", name="周凯", role="agent", post="warehouse"),
    PersonRow(id="lin", name="林晓", role="agent", post="purchasing"),
    PersonRow(id="wu", name="吴桐", role="agent", post="it"),
    PersonRow(id="sun", name="孙浩", role="agent", post="operations"),
    PersonRow(id="he", name="何静", role="agent", post="finance"),
    PersonRow(id="chen", name="陈雨桐", role="agent", post="account_manager"),
)
POSTS = {"carrier": "warehouse", "stock": "purchasing", "gap": "it", "write_back": "operations", "audit": "finance"}


def troubled() -> list[PoolRow]:
    """The floor with everything a preview must name: leases, stale sources, closed ones, VIPs."""
    made = []
    for place, row in enumerate(row for row in rows() if row.state == "open"):
        changes: dict[str, object] = {"post": POSTS.get(row.cause, "agent")}
        if place % 23 == 5:
            changes |= {"acknowledged": True, "acknowledged_at": NOW - timedelta(minutes=3)}
        elif place % 71 == 9:
            changes |= {"seen_at": NOW - timedelta(hours=5)}
        elif place % 101 == 50:
            changes |= {"state": "resolved"}
        made.append(msgspec.structs.replace(row, **changes))
    return made


def taken(row: PoolRow) -> PoolRow:
    """As it is now: 何静 has it, had she not had it before."""
    return row if row.owner_name == "何静" else msgspec.structs.replace(row, owner="he", owner_name="何静", acknowledged_at=NOW)


def acknowledged(some: Sequence[PoolRow]) -> list[do.Action]:
    return [do.Acknowledge(id=f"a{place}", case=row.case, version=row.version) for place, row in enumerate(some)]


def begin(flow: BulkFlow, some: list[PoolRow]) -> None:
    flow.begin(some, Ask("distribute", ME, NOW, PEOPLE), make=acknowledged, source="筛选：仅未结 · 来自“全部”视图")


def answer(run: Run, flow: BulkFlow, count: int) -> None:
    whys = {17: Result("refused", "平台锁单，15:00 自动再试"), 40: Result("conflict", "被 何静 抢先接手 14:32:51", winner="何静")}
    for place in range(count):
        result = whys.get(place, Result("done", undo_until=NOW + timedelta(seconds=88)))
        flow.take_result(f"a{place}", result)


def show(what: str, flow: BulkFlow, some: list[PoolRow]) -> None:
    begin(flow, some)
    if what == "preview":
        return
    flow.veil.findChild(type(flow.veil._sheet)).agreed.emit()  # type: ignore[union-attr, arg-type]
    run = flow.run
    assert run is not None
    for second in range(3, 80, 3):
        flow.tick(NOW + timedelta(seconds=second))
    flow.now = NOW + timedelta(seconds=27)
    answer(run, flow, 1284 if what == "running" else run.total)
    if what == "running":
        flow.bar.show_run(run, NOW + timedelta(seconds=27))
    elif what == "conflict":
        flow.show_conflicts(["a40", "a17"])


def main() -> None:
    app = QApplication(sys.argv)
    theme, shell = framed(app, sys.argv[1])
    model = PoolModel(NOW)
    page = PoolPage(theme, model)
    shell.add_page("pool", page)
    shell.show_page("pool")
    shell.show_title("延迟池", "数据截至 14:32:08")
    some = troubled()
    held = {row.case: row for row in some}
    model.take(some)
    flow = BulkFlow(theme, shell, page.table.parentWidget(), look=lambda case: taken(held[case]), now=NOW)
    QTimer.singleShot(400, page, lambda: show(sys.argv[2], flow, some))
    shell.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
