"""A view of the pool on paper: who must do what by when, for people without a desk."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextCursor, QTextDocument

from ordertower_desktop.models import text
from ordertower_desktop.models.pool.sheet import HEADINGS, cells
from ordertower_desktop.views.parts import paper
from ordertower_desktop.wire.rows import PoolRow

SHOWN = ("订单号", "平台", "阶段", "延迟类型", "原因", "责任人", "到期", "超时")
MOST = 500
"""More is a book, not a list; a workbook takes all of them."""


def tr(words: str) -> str:
    return QCoreApplication.translate("PoolReport", words)


def write_report(rows: Sequence[PoolRow], path: Path, *, title: str, now: datetime) -> None:
    """Write the PDF; raises OSError when the file cannot be written."""
    paper.write_pdf(document(rows, title=title, now=now), path, title=title)


def document(rows: Sequence[PoolRow], *, title: str, now: datetime) -> QTextDocument:
    """The view as a document; every text of it is inserted as text."""
    made = paper.blank()
    at = QTextCursor(made)
    late = sum(row.due_at is not None and row.due_at <= now for row in rows)
    paper.line(at, title, paper.form(size=16, bold="yes"))
    paper.line(at, tr("{0} 单，其中 {1} 单已超时；制于 {2}").format(text.count(len(rows)), text.count(late), text.full_moment(now)))
    if len(rows) > MOST:
        paper.line(at, tr("只列出前 {0} 单，全部请导出为 .xlsx").format(MOST), paper.form(bold="yes"))
    places = [HEADINGS.index(name) for name in SHOWN]
    told = (cells(row, now) for row in rows[:MOST])
    paper.table(at, [list(SHOWN), *([line[place] for place in places] for line in told)])
    return made
