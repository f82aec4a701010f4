"""One order as a PDF or a workbook: a document built from text, so nothing that a system sends is ever read as markup."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextCursor, QTextDocument

from ordertower_desktop.models import text, workbook
from ordertower_desktop.models.order.incident import incident
from ordertower_desktop.models.order.snapshot import words_of
from ordertower_desktop.models.workbook import Sheets
from ordertower_desktop.views.order import history
from ordertower_desktop.views.order.steps import NAMES, told
from ordertower_desktop.views.order.why import formula
from ordertower_desktop.views.parts import paper
from ordertower_desktop.views.pool.clockline import face
from ordertower_desktop.wire.order import OrderPage

GHOST = "ghost"


def tr(words: str) -> str:
    return QCoreApplication.translate("Report", words)


def write_report(page: OrderPage, path: Path) -> None:
    """Write a PDF, or a workbook where the file's name ends so; raises OSError when the file cannot be written."""
    if path.suffix.lower() == ".xlsx":
        workbook.write(path, sheets(page))
    else:
        paper.write_pdf(document(page), path, title=tr("订单 {0}").format(page.order))


def document(page: OrderPage) -> QTextDocument:
    """The report as a document; every text of it is inserted as text."""
    made = paper.blank()
    at = QTextCursor(made)
    _title(at, page)
    _clocks(at, page)
    _cause(at, page)
    _incident(at, page)
    _steps(at, page)
    _snapshot(at, page)
    _life(at, page)
    _log(at, page)
    return made


def _title(at: QTextCursor, page: OrderPage) -> None:
    head, tail = text.grouped(page.order)
    paper.line(at, tr("订单 {0}").format(f"{head} {tail}".strip()), paper.form(size=16, bold="yes"))
    title = f"{page.title} 等 {page.items} 件" if page.items > 1 and page.title and "等" not in page.title else page.title
    goods = [page.shop, title, text.worth(page.amount_fen, page.veiled), page.buyer, page.phone, page.place, page.vip]
    paper.line(at, " · ".join(part for part in goods if part))
    row = page.row
    owner = tr("责任人 {0}").format(row.owner_name or tr("待认领")) if row else ""
    state = [page.stage_name, row.kind_name if row else "", owner, *page.facts]
    paper.line(at, " · ".join(part for part in state if part))
    paper.line(at, tr("制于 {0}，数据同此时").format(text.full_moment(page.now)), paper.form(size=8.5, grey="yes"))


def _clocks(at: QTextCursor, page: OrderPage) -> None:
    if not page.clocks:
        return
    paper.heading(at, tr("时限"))
    for why in page.clocks:
        paper.line(at, f"{why.clock.label}：{face(why.clock, page.now)[0]}", paper.form(bold="yes"))
        for term in formula(why).splitlines()[1:]:
            paper.line(at, term, paper.form(size=9, grey="yes"))


def _cause(at: QTextCursor, page: OrderPage) -> None:
    paper.heading(at, tr("原因与证据"))
    sure = tr("（把握 {0}%）").format(page.confidence) if page.confidence else ""
    paper.line(
        at, ("：".join(part for part in (page.cause_name, page.cause_detail) if part) or tr("原因未明")) + sure, paper.form(bold="yes")
    )
    for words in (page.cause_text, *page.evidence):
        if words:
            paper.line(at, words)
    if page.ball:
        paper.line(at, tr("球在谁手里：") + "，".join(f"{ball.party} {text.spoken(timedelta(seconds=ball.seconds))}" for ball in page.ball))


def _incident(at: QTextCursor, page: OrderPage) -> None:
    fields = incident(page)
    if fields:
        paper.heading(at, tr("异常处理登记表"))
        paper.table(at, [[tr("项目"), tr("内容")], *([field.name, field.value] for field in fields)])


def _steps(at: QTextCursor, page: OrderPage) -> None:
    if page.steps:
        paper.heading(at, tr("处理步骤：{0}").format(page.playbook))
        rows = [[step.title, NAMES.get(step.state, step.state), told(step), step.right] for step in page.steps]
        paper.table(at, [[tr("步骤"), tr("状态"), tr("谁，留证"), tr("用时")], *rows])


def _snapshot(at: QTextCursor, page: OrderPage) -> None:
    if page.columns:
        paper.heading(at, tr("各系统快照"))
        paper.table(at, snapshot_rows(page))


def snapshot_rows(page: OrderPage) -> list[list[str]]:
    """What each system says, a column each."""
    rows = [["", *(column.name for column in page.columns)]]
    rows.append([tr("读到"), *(text.of_day_s(c.seen_at) if c.seen_at else "—" for c in page.columns)])
    for line in page.snapshot:
        cells = {cell.source: cell for cell in line.cells}
        said = [cells.get(column.source) for column in page.columns]
        rows.append([line.name, *(("≠ " if cell.differs else "") + words_of(cell) if cell else "—" for cell in said)])
    return rows


def _life(at: QTextCursor, page: OrderPage) -> None:
    rows = life_rows(page)
    if len(rows) > 1:
        paper.heading(at, tr("生命周期"))
        paper.table(at, rows)


def life_rows(page: OrderPage) -> list[list[str]]:
    """Every event with its system, in the order of happening."""
    told = [(event.at, lane.name, event) for lane in page.lanes for event in lane.events if event.kind != GHOST]
    rows = [[tr("发生"), tr("到达"), tr("系统"), tr("事件")]]
    for when, lane, event in sorted(told, key=lambda one: (one[0], one[1])):
        arrived = text.of_day_s(event.arrived) if event.arrived else ""
        words = " · ".join(part for part in (event.name, f"×{event.count}" if event.count > 1 else "", event.who, event.detail) if part)
        rows.append([f"{text.moment(when).split(' ')[0]} {text.of_day_s(when)}", arrived, lane, words])
    return rows


def _log(at: QTextCursor, page: OrderPage) -> None:
    rows = log_rows(page)
    if len(rows) > 1:
        paper.heading(at, tr("历史与沟通"))
        paper.table(at, rows)


def log_rows(page: OrderPage) -> list[list[str]]:
    """What people and their tower did."""
    lines = sorted([*page.log, *page.notes], key=lambda line: line.at)
    return [[tr("时间"), tr("谁"), tr("做了什么")], *([text.moment(one.at), one.who, history.words_of(one)] for one in lines)]


def sheets(page: OrderPage) -> Sheets:
    """The same as a workbook: what it says in words line by line, then a sheet for each of its tables."""
    yield tr("订单"), [[words] for words in paper.paragraphs(document(page))]
    yield tr("各系统快照"), snapshot_rows(page)
    yield tr("生命周期"), life_rows(page)
    yield tr("历史与沟通"), log_rows(page)
