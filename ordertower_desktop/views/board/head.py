"""The first row of the overview: level, lights, what waits for a decision."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from ordertower_desktop.domain.crisis import THREE_FROM, TWO_FROM
from ordertower_desktop.models import text
from ordertower_desktop.views.board.pen import RIGHT, Pen
from ordertower_desktop.wire.board import SWIFT_TARGET, Board

HUE = {1: "green", 2: "amber", 3: "red"}


def level(pen: Pen, box: QRectF, board: Board) -> None:
    """Level strip with the marks of 51 and 201 and the forecast."""
    hue = HUE[board.level]
    pen.painter.setPen(QPen(pen.ink(hue + "B"), 1))
    pen.painter.setBrush(pen.ink(hue + "T"))
    pen.painter.drawRoundedRect(box, 10, 10)
    left, top = box.left() + 18, box.top()
    pen.words(QRectF(left, top + 12, 90, 18), "响应级别", 12, hue)
    pen.words(QRectF(left + 110, top + 12, 90, 18), "今日超时", 12, hue)
    pen.words(QRectF(left, top + 28, 110, 52), board.level_name, 38, hue, face="figure")
    pen.words(QRectF(left + 110, top + 28, 140, 52), text.count(board.breached_today), 38, hue, face="figure")
    right = QRectF(box.left() + 240, top + 14, box.width() - 258, 22)
    if board.forecast_at is not None:
        name = {2: "二级", 3: "三级"}[board.forecast_level]
        words = f"约 {text.of_day(board.forecast_at)} 升{name}"
        width = pen.words(right, words, 14, hue, face="bold", align=RIGHT)
        pen.icon(QPointF(right.right() - width - 22, right.top() + 3), "trending-up", 16, hue)
        rate = f"+{board.breach_rate_per_h} 单/时，还差 {board.to_next_level} 单"
        pen.words(right.translated(0, 21), rate, 12, hue, align=RIGHT)
    else:
        pen.words(right, "请总经理决定" if board.level == 3 else "暂无升级迹象", 13, hue, align=RIGHT)
    _scale(pen, QRectF(left, box.bottom() - 31, box.width() - 36, 8), board, hue)


def _scale(pen: Pen, bar: QRectF, board: Board, hue: str) -> None:
    top = max(240, board.breached_today)
    pen.bar(bar, board.breached_today / top, hue + "F", hue + "B")
    for count, name, role in ((TWO_FROM, f"{TWO_FROM} 二级", "amber"), (THREE_FROM, f"{THREE_FROM} 三级", "red")):
        x = bar.left() + bar.width() * count / top
        pen.painter.fillRect(QRectF(x - 1, bar.top() - 3, 2, 14), pen.ink(role))
        pen.words(QRectF(x - 30, bar.bottom() + 3, 60, 16), name, 12, role, align=int(Qt.AlignmentFlag.AlignCenter))


def lights(pen: Pen, box: QRectF, board: Board) -> None:
    """Red, amber, green: how many, and the worst or next of each."""
    rest = board.open - board.overdue - board.due_2h
    worst = text.span(board.at - board.oldest_due_at) if board.oldest_due_at else ""
    soon = text.span(board.next_due_at - board.at) if board.next_due_at else ""
    word = "净减" if board.net_per_h >= 0 else "净增"
    cells = (
        ("已超时", board.overdue, f"最长 {worst}" if worst else "没有超时", "triangle", "red", "view:overdue"),
        ("2 小时内到期", board.due_2h, f"最早 {soon}" if soon else "没有临近", "diamond", "amber", "view:soon"),
        ("其余在池", rest, f"{word} {abs(board.net_per_h)}/时", "circle", "green", "view:all"),
    )
    width = box.width() / len(cells)
    for place, (name, count, note, shape, hue, ask) in enumerate(cells):
        cell = QRectF(box.left() + place * width, box.top(), width, box.height())
        if place:
            pen.painter.fillRect(QRectF(cell.left(), cell.top() + 12, 1, cell.height() - 24), pen.color.line)
        pen.shape(QPointF(cell.left() + 22, cell.top() + 25), shape, hue + "F")
        pen.words(QRectF(cell.left() + 34, cell.top() + 14, width - 40, 22), name)
        role = "text" if hue == "green" or not count else hue
        pen.words(QRectF(cell.left() + 17, cell.top() + 36, width - 24, 42), text.count(count), 30, role, face="figure")
        pen.words(QRectF(cell.left() + 17, cell.bottom() - 32, width - 24, 20), note, 12, "text3")
        pen.area(cell, ask)


def swift(pen: Pen, box: QRectF, board: Board) -> None:
    """The share of orders that were out within eight hours, against the target (S51)."""
    pen.title(box, "8 小时出库", "近一天满 8 小时的单")
    left, top = box.left() + 17, box.top() + 36
    if not board.ripe:
        pen.words(QRectF(left, top + 8, box.width() - 32, 24), "还没有满 8 小时的单", 13, "text3")
        return
    share, late = board.swift / board.ripe, board.ripe - board.swift
    hue = "green" if share >= SWIFT_TARGET else "red"
    width = pen.words(QRectF(left, top, box.width() - 32, 42), f"{share * 100:.1f}%", 30, hue, face="figure")
    pen.shape(QPointF(left + width + 16, top + 24), "circle" if hue == "green" else "triangle", hue + "F")
    note = f"目标 {SWIFT_TARGET:.1%} · {text.count(late)} 单没赶上，共 {text.count(board.ripe)} 单"
    pen.words(QRectF(left, box.bottom() - 32, box.width() - 32, 20), note, 12, "text3")
    pen.area(box, "page:kpi")


def decisions(pen: Pen, box: QRectF, board: Board) -> None:
    """What only a supervisor can decide."""
    count = len(board.decisions)
    pen.title(box, "等我决定", f"{count} 项" + ("，先看 2 项" if count > 2 else "") if count else "")
    if not count:
        pen.words(QRectF(box.left() + 16, box.top() + 44, box.width() - 32, 24), "现在没有要你决定的事", 13, "text3")
        return
    for place, one in enumerate(board.decisions[:2]):
        top = box.top() + 37 + place * 37
        pen.rule(box.left() + 16, box.right() - 16, top)
        width = pen.words(QRectF(box.left() + 16, top + 7, box.width() - 150, 24), one.title)
        room = box.width() - width - 160
        if room > 30:
            pen.words(QRectF(box.left() + 28 + width, top + 7, room, 24), one.detail, 12, "text3")
        button = QRectF(box.right() - 84, top + 6, 68, 26)
        primary = place == 0
        pen.fill(button, "accent" if primary else "surface", 6)
        if not primary:
            pen.painter.setPen(QPen(pen.color.border2, 1))
            pen.painter.drawRoundedRect(button, 6, 6)
        pen.words(button, one.verb, 13, "onaccent" if primary else "text", align=int(Qt.AlignmentFlag.AlignCenter))
        pen.area(button, f"decide:{one.key}")
