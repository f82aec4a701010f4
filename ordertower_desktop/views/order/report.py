"""One order as a PDF: a document built from text, so nothing that a system sends is ever read as markup."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMarginsF, QSizeF
from PySide6.QtGui import (
    QFont,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTableCellFormat,
    QTextTableFormat,
)

from ordertower_desktop.models import text
from ordertower_desktop.models.order.incident import incident
from ordertower_desktop.models.order.snapshot import words_of
from ordertower_desktop.views.order import history
from ordertower_desktop.views.order.steps import NAMES, told
from ordertower_desktop.views.order.why import formula
from ordertower_desktop.views.parts.paint import plain
from ordertower_desktop.views.pool.clockline import face
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.tokens import colors
from ordertower_desktop.wire.order import OrderPage

DPI, MARGIN_MM, HEADING_ROOM = 144, 16.0, 28.0
GHOST = "ghost"


def tr(words: str) -> str:
    return QCoreApplication.translate("Report", words)


def write_report(page: OrderPage, path: Path) -> None:
    """Write the PDF; raises OSError when the file cannot be written."""
    with path.open("wb"):
        pass  # says why at once: QPdfWriter would stay silent
    writer = QPdfWriter(str(path))
    writer.setResolution(DPI)
    writer.setTitle(tr("订单 {0}").format(plain(page.order)))
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    size = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter))
    made = document(page)
    made.documentLayout().setPaintDevice(writer)
    made.setPageSize(QSizeF(writer.width(), writer.height()))
    made.print_(writer)


def document(page: OrderPage) -> QTextDocument:
    """The report as a document; every text of it is inserted as text."""
    made = QTextDocument()
    made.setDocumentMargin(0)
    base = QFont()
    base.setFamilies(fonts.font(13).families())
    base.setPointSizeF(9.5)
    made.setDefaultFont(base)
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


def _format(*, size: float = 9.5, bold: str = "", grey: str = "") -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFontPointSize(size)
    made.setFontWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    light = colors("light")
    made.setForeground(light.text3 if grey else light.text)
    return made


def _line(at: QTextCursor, words: str, form: QTextCharFormat | None = None) -> None:
    at.movePosition(QTextCursor.MoveOperation.End)
    at.insertText(plain(words), form or _format())
    at.insertBlock()


def _heading(at: QTextCursor, words: str) -> None:
    at.movePosition(QTextCursor.MoveOperation.End)
    spaced, plain_block = QTextBlockFormat(), QTextBlockFormat()
    spaced.setTopMargin(HEADING_ROOM)
    spaced.setBottomMargin(HEADING_ROOM / 4)
    at.setBlockFormat(spaced)
    at.insertText(plain(words), _format(size=12, bold="yes"))
    at.insertBlock(plain_block)


def _title(at: QTextCursor, page: OrderPage) -> None:
    head, tail = text.grouped(page.order)
    _line(at, tr("订单 {0}").format(f"{head} {tail}".strip()), _format(size=16, bold="yes"))
    title = f"{page.title} 等 {page.items} 件" if page.items > 1 and page.title and "等" not in page.title else page.title
    goods = [page.shop, title, text.yuan(page.amount_fen) if page.amount_fen else "", page.buyer, page.phone, page.place, page.vip]
    _line(at, " · ".join(part for part in goods if part))
    row = page.row
    owner = tr("责任人 {0}").format(row.owner_name or tr("待认领")) if row else ""
    state = [page.stage_name, row.kind_name if row else "", owner, *page.facts]
    _line(at, " · ".join(part for part in state if part))
    _line(at, tr("制于 {0}，数据同此时").format(text.full_moment(page.now)), _format(size=8.5, grey="yes"))


def _clocks(at: QTextCursor, page: OrderPage) -> None:
    if not page.clocks:
        return
    _heading(at, tr("时限"))
    for why in page.clocks:
        _line(at, f"{why.clock.label}：{face(why.clock, page.now)[0]}", _format(bold="yes"))
        for term in formula(why).splitlines()[1:]:
            _line(at, term, _format(size=9, grey="yes"))


def _cause(at: QTextCursor, page: OrderPage) -> None:
    _heading(at, tr("原因与证据"))
    sure = tr("（把握 {0}%）").format(page.confidence) if page.confidence else ""
    _line(at, ("：".join(part for part in (page.cause_name, page.cause_detail) if part) or tr("原因未明")) + sure, _format(bold="yes"))
    for words in (page.cause_text, *page.evidence):
        if words:
            _line(at, words)
    if page.ball:
        _line(at, tr("球在谁手里：") + "，".join(f"{ball.party} {text.spoken(timedelta(seconds=ball.seconds))}" for ball in page.ball))


def _incident(at: QTextCursor, page: OrderPage) -> None:
    fields = incident(page)
    if fields:
        _heading(at, tr("异常处理登记表"))
        _table(at, [[tr("项目"), tr("内容")], *([field.name, field.value] for field in fields)])


def _steps(at: QTextCursor, page: OrderPage) -> None:
    if page.steps:
        _heading(at, tr("处理步骤：{0}").format(page.playbook))
        rows = [[step.title, NAMES.get(step.state, step.state), told(step), step.right] for step in page.steps]
        _table(at, [[tr("步骤"), tr("状态"), tr("谁，留证"), tr("用时")], *rows])


def _snapshot(at: QTextCursor, page: OrderPage) -> None:
    if not page.columns:
        return
    _heading(at, tr("各系统快照"))
    rows = [["", *(column.name for column in page.columns)]]
    rows.append([tr("读到"), *(text.of_day_s(c.seen_at) if c.seen_at else "—" for c in page.columns)])
    for line in page.snapshot:
        cells = {cell.source: cell for cell in line.cells}
        said = [cells.get(column.source) for column in page.columns]
        rows.append([line.name, *(("≠ " if cell.differs else "") + words_of(cell) if cell else "—" for cell in said)])
    _table(at, rows)


def _life(at: QTextCursor, page: OrderPage) -> None:
    told = [(event.at, lane.name, event) for lane in page.lanes for event in lane.events if event.kind != GHOST]
    if not told:
        return
    _heading(at, tr("生命周期"))
    rows = [[tr("发生"), tr("到达"), tr("系统"), tr("事件")]]
    for when, lane, event in sorted(told, key=lambda one: (one[0], one[1])):
        arrived = text.of_day_s(event.arrived) if event.arrived else ""
        words = " · ".join(part for part in (event.name, f"×{event.count}" if event.count > 1 else "", event.who, event.detail) if part)
        rows.append([f"{text.moment(when).split(' ')[0]} {text.of_day_s(when)}", arrived, lane, words])
    _table(at, rows)


def _log(at: QTextCursor, page: OrderPage) -> None:
    lines = sorted([*page.log, *page.notes], key=lambda line: line.at)
    if not lines:
        return
    _heading(at, tr("历史与沟通"))
    _table(at, [[tr("时间"), tr("谁"), tr("做了什么")], *([text.moment(one.at), one.who, history.words_of(one)] for one in lines)])


def _table(at: QTextCursor, rows: list[list[str]]) -> None:
    at.movePosition(QTextCursor.MoveOperation.End)
    form = QTextTableFormat()
    form.setBorder(1)
    form.setBorderBrush(colors("light").border2)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderCollapse(True)
    form.setCellPadding(4)
    form.setHeaderRowCount(1)
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table = at.insertTable(len(rows), len(rows[0]), form)
    for i, row in enumerate(rows):
        for j, words in enumerate(row):
            cell = table.cellAt(i, j)
            level = QTextTableCellFormat()
            level.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
            cell.setFormat(level)
            cell.firstCursorPosition().insertText(plain(words), _format(size=8.5, bold="yes" if i == 0 else ""))
    at.movePosition(QTextCursor.MoveOperation.End)
    at.insertBlock()
