"""The report of a stretch: every table of the page on paper or as a workbook, as the file's ending says."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextCursor, QTextDocument

from ordertower_desktop.models import workbook
from ordertower_desktop.models.kpi import tables
from ordertower_desktop.models.kpi.paused import paused
from ordertower_desktop.models.kpi.pushes import pushes
from ordertower_desktop.models.kpi.stats import Stats
from ordertower_desktop.models.kpi.table import Table
from ordertower_desktop.models.kpi.warned import warned
from ordertower_desktop.views.kpi.tabs import standing
from ordertower_desktop.views.parts import paper


def tr(words: str) -> str:
    return QCoreApplication.translate("WeekReport", words)


def sections(stats: Stats) -> Iterable[tuple[str, Table]]:
    """Every table, under the name of its sheet."""
    pages = stats.pages
    for table in tables.kpi(pages["kpi"]):
        yield tr("指标 {0}").format(table.title), table
    yield tr("下钻"), tables.drill(pages["drill"])
    yield tr("规则调整"), tables.tuning(pages["trends"])
    yield tr("规则走势"), tables.trends(pages["trends"])
    for table in pushes(pages["trends"]):
        yield tr("走势 {0}").format(table.title), table
    for table in tables.alarms(pages["alarms"]):
        yield tr("提醒 {0}").format(table.title), table
    for table in paused(pages["pauses"]):
        yield tr("暂停 {0}").format(table.title), table
    for table in warned(pages["foresight"]):
        yield table.title, table
    for table in tables.health(pages["scores"]):
        yield tr("健康度 {0}").format(table.title), table


def write_report(stats: Stats, path: Path) -> None:
    """Write the file; raises OSError when that cannot be done. Every page must be there."""
    if path.suffix.lower() == ".xlsx":
        workbook.write(path, [(name, table.sheet()) for name, table in sections(stats)])
    else:
        paper.write_pdf(document(stats), path, title=title(stats))


def title(stats: Stats) -> str:
    return tr("{0} 统计").format(" · ".join(part for part in (stats.name, stats.span.words) if part))


def document(stats: Stats) -> QTextDocument:
    """The report as a document; every text of it is inserted as text."""
    made = paper.blank()
    at, scores = QTextCursor(made), stats.pages["scores"]
    paper.line(at, title(stats), paper.form(size=16, bold="yes"))
    told = (f"{name} {cell.words}" + (f"（{cell.earlier}）" if cell.earlier else "") for name, cell in tables.tiles(stats.pages["kpi"]))
    paper.line(at, "，".join(told))
    for name, table in sections(stats):
        paper.heading(at, name)
        if table.note:
            paper.line(at, table.note, paper.form(size=8.5, grey="yes"))
        if table.rows:
            paper.table(at, table.lines())
        else:
            paper.line(at, tr("这段日子没有"))
    paper.heading(at, tr("健康度怎么算"))
    paper.line(at, f"{scores.month}：{standing(scores)}")
    paper.line(at, scores.formula)
    return made
