"""Wall page 3: the five most urgent orders, and who carries how much."""

from datetime import datetime

from PySide6.QtCore import QPointF, QRectF

from ordertower_desktop.models import text
from ordertower_desktop.models.pool.line import PLATFORM_NAMES
from ordertower_desktop.views.wall.ink import RIGHT, Ink
from ordertower_desktop.wire.board import Board, Overdue, Person

LINES = 5
STEP, FIRST = 154, 168


def paint(ink: Ink, board: Board, *, names: str) -> None:
    """`names` empty keeps the staff's names off the wall."""
    _overdue(ink, QRectF(36, 28, 1100, 916), board)
    _people(ink, QRectF(1156, 28, 728, 916), board, names)


def _overdue(ink: Ink, box: QRectF, board: Board) -> None:
    ink.tile(box)
    left, right = box.left() + 36, box.right() - 36
    ink.shape(QPointF(left + 20, box.top() + 80), "triangle", "red")
    at = left + 62 + ink.words(QPointF(left + 62, box.top() + 102), "已超时", 68, "red", strong="yes") + 28
    ink.words(QPointF(at, box.top() + 122), text.count(board.overdue), 128, "red", strong="figure")
    ink.words(QPointF(right, box.top() + 110), "最急 5 单，时:分", 46, "t2", align=RIGHT)
    for place, line in enumerate(board.overdue_list[:LINES]):
        top = box.top() + FIRST - 28 + place * STEP
        ink.rule(left, top, right, top)
        _line(ink, top, left, line, right=right, now=board.at)
    if not board.overdue_list:
        ink.words(QPointF(left, box.top() + 300), "没有超时的单", 68, "green")


def _line(ink: Ink, top: float, left: float, line: Overdue, *, right: float, now: datetime) -> None:
    ink.words(QPointF(left, top + 120), text.tail(line.order), 112)
    ink.words(QPointF(left + 320, top + 104), PLATFORM_NAMES.get(line.platform, line.platform)[:3], 68)
    ink.words(QPointF(left + 550, top + 104), line.stage.removeprefix("待")[:2], 68, "t2")
    minutes = int((now - line.due_at).total_seconds()) // 60
    shown = f"{minutes // 60}:{minutes % 60:02}" if minutes < 6000 else f"{minutes // 1440} 天"
    ink.fitted(QPointF(right, top + 124), shown, 128, 330, "red", align=RIGHT)


def _people(ink: Ink, box: QRectF, board: Board, names: str) -> None:
    ink.tile(box)
    left, right = box.left() + 36, box.right() - 36
    ink.words(QPointF(left, box.top() + 102), "在手", 68, strong="yes")
    people = sorted((p for p in board.people if p.presence != "off"), key=lambda p: -p.open)[:LINES]
    limit = people[0].limit if people else 0
    ink.words(QPointF(right, box.top() + 110), f"单，上限 {limit}", 46, "t2", align=RIGHT)
    for place, person in enumerate(people):
        top = box.top() + FIRST - 28 + place * STEP
        ink.rule(left, top, right, top)
        _person(ink, QRectF(left, top, right - left, STEP), person, names, place)


def _person(ink: Ink, box: QRectF, person: Person, names: str, place: int) -> None:
    over = person.open > person.limit
    role = "amber" if over else "text"
    ink.words(
        QPointF(box.left(), box.top() + 98), person.name[:4] if names else f"席位 {place + 1}", 68, role, strong="yes" if over else ""
    )
    width = ink.words(QPointF(box.right(), box.top() + 116), text.count(person.open), 116, role, strong="figure", align=RIGHT)
    if over:
        ink.shape(QPointF(box.right() - width - 40, box.top() + 80), "diamond", "amber")
    top = max(person.limit * 1.4, person.open)
    ink.bar(QRectF(box.left(), box.top() + 122, box.width(), 16), person.open / top if top else 0, "amber" if over else "blue")
    mark = box.left() + box.width() * person.limit / top if top else box.left()
    ink.painter.fillRect(QRectF(mark - 2, box.top() + 122, 5, 16), ink.hue("text"))
