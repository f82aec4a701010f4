"""The report of a day: words, board, figures and landmarks on paper or as a workbook, as the file's ending says."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage, QTextCursor, QTextDocument

from ordertower_desktop.models import text, workbook
from ordertower_desktop.models.replay import sheet
from ordertower_desktop.models.replay.drafting import Drafting
from ordertower_desktop.models.replay.film import Film
from ordertower_desktop.views.parts import paper
from ordertower_desktop.views.replay.figures import HEADINGS, cells, lines
from ordertower_desktop.views.replay.player import LEVELS, day_name
from ordertower_desktop.wire.board import Board, Share, StageShare
from ordertower_desktop.wire.replay import DayPage

MOST_LANDMARKS, WIDE = 60, 640


def tr(words: str) -> str:
    return QCoreApplication.translate("DayReport", words)


def write_report(film: Film, drafting: Drafting, path: Path, *, pictures: Sequence[QImage] = ()) -> None:
    """Write the file; raises OSError when that cannot be done. Nothing is written while there is no day."""
    if film.page is None:
        return
    if path.suffix.lower() == ".xlsx":
        workbook.write(path, sheet.sheets(film.page, drafting, film.board))
    else:
        paper.write_pdf(document(film, drafting, pictures), path, title=tr("复盘 {0}").format(film.page.day))


def document(film: Film, drafting: Drafting, pictures: Sequence[QImage] = ()) -> QTextDocument:
    """The report as a document; every text of it is inserted as text. `pictures` show the board of the moment."""
    made = paper.blank()
    at, page = QTextCursor(made), film.page
    if page is None:
        return made
    paper.line(at, drafting.title or tr("{0} 复盘").format(day_name(page.day.isoformat())), paper.form(size=16, bold="yes"))
    paper.line(at, tr("{0}，制于 {1}").format(day_name(page.day.isoformat()), text.full_moment(page.now)), paper.form(size=8.5, grey="yes"))
    _health(at, page)
    _answers(at, drafting)
    if film.board is not None:
        _board(at, film.board, pictures)
    for name, which in ((tr("环节"), "links"), (tr("人员"), "people")):
        paper.heading(at, tr("用时与超时：{0}").format(name))
        paper.table(at, [list(HEADINGS), *(list(cells(line)) for line in lines(page, which))])
    _landmarks(at, page)
    return made


def _health(at: QTextCursor, page: DayPage) -> None:
    paper.heading(at, tr("订单健康度"))
    one = page.health
    if not one.moved:
        paper.line(at, tr("这一天没有订单往来"))
        return
    words = tr("{0} 分：时效 {1}，准确 {2}，客户反馈 {3}（{4} 单有往来）")
    paper.line(at, words.format(one.score, one.timeliness, one.accuracy, one.feedback, text.count(one.moved)), paper.form(bold="yes"))
    paper.line(at, page.formula, paper.form(size=8.5, grey="yes"))


def _answers(at: QTextCursor, drafting: Drafting) -> None:
    for answer in drafting.evidence:
        paper.heading(at, answer.question)
        paper.line(at, drafting.answers.get(answer.key, answer.text))
        for one in answer.evidence:
            paper.line(at, " ".join(part for part in (text.of_day(one.at), one.text, one.order) if part), paper.form(size=8.5, grey="yes"))
    actions = [line.strip() for line in drafting.actions.splitlines() if line.strip()]
    if actions:
        paper.heading(at, tr("改进项"))
        for number, words in enumerate(actions, 1):
            paper.line(at, f"{number}. {words}")


def _board(at: QTextCursor, board: Board, pictures: Sequence[QImage]) -> None:
    paper.heading(at, tr("{0} 的看板（当时所知）").format(text.full_moment(board.at)))
    words = tr("积压 {0}，在池超时 {1}，今日超时 {2}，{3}响应，待认领 {4}，今日已结 {5}")
    counts = [text.count(count) for count in (board.open, board.overdue, board.breached_today)]
    paper.line(at, words.format(*counts, LEVELS[board.level], text.count(board.unowned), text.count(board.closed_today)))
    for one in pictures:
        paper.picture(at, one, wide=WIDE)
    shares: tuple[tuple[str, Sequence[Share | StageShare]], ...] = (
        (tr("阶段"), board.stages), (tr("平台"), board.platforms), (tr("原因"), board.causes),
    )  # fmt: skip
    rows = [[name, one.name, text.count(one.open), text.count(one.overdue)] for name, held in shares for one in held]
    paper.table(at, [[tr("分布"), tr("名称"), tr("单"), tr("超时")], *rows])


def _landmarks(at: QTextCursor, page: DayPage) -> None:
    if page.landmarks:
        paper.heading(at, tr("当天的标记"))
        paper.table(at, [[tr("时间"), tr("发生了什么")], *([text.of_day_s(one.at), one.text] for one in page.landmarks[:MOST_LANDMARKS])])
