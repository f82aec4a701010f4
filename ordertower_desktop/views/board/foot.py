"""The last row: how the recovery goes, and when it ends."""

from PySide6.QtCore import QPointF, QRectF

from ordertower_desktop.models import text
from ordertower_desktop.views.board.pen import RIGHT, Pen
from ordertower_desktop.views.parts import paint
from ordertower_desktop.wire.board import Board


def recovery(pen: Pen, box: QRectF, board: Board) -> None:
    """Share done, bar, trend, net rate, ETA with what more people would do."""
    share = board.cleared / board.cohort if board.cohort else 1.0
    left, mid = box.left() + 18, box.center().y()
    pen.words(QRectF(left, mid - 12, 40, 24), "恢复", 14, face="bold")
    width = pen.words(QRectF(left + 38, mid - 20, 130, 40), f"{share * 100:.1f}%", 28, "green", face="figure")
    at = left + 46 + width
    at += pen.words(QRectF(at, mid - 10, 120, 24), f"{text.count(board.cleared)} / {text.count(board.cohort)}", 13, "text2") + 22
    bar_right = box.left() + box.width() * 0.50
    pen.bar(QRectF(at, mid - 14, bar_right - at, 12), share, "greenF")
    under = QRectF(at, mid + 4, bar_right - at, 20)
    people = board.cleared - board.cleared_auto
    pen.words(under, f"自动 {text.count(board.cleared_auto)} · 人工 {text.count(people)}", 12, "text3")
    pen.words(under, f"剩 {text.count(board.open)}", 12, "text3", align=RIGHT)
    spark = QRectF(bar_right + 24, box.top() + 14, box.width() * 0.13, box.height() - 28)
    paint.spark(pen.painter, spark, [point.open for point in board.trend], pen.ink("h4"), pen.ink("h1"))
    _rates(pen, QRectF(spark.right() + 24, box.top(), box.right() - spark.right() - 40, box.height()), board)


def _rates(pen: Pen, box: QRectF, board: Board) -> None:
    falling = board.net_per_h >= 0
    pen.words(QRectF(box.left(), box.top() + 12, 90, 20), "每小时净减" if falling else "每小时净增", 12, "text3")
    arrow = "arrow-down" if falling else "arrow-up"
    pen.icon(QPointF(box.left(), box.center().y() + 4), arrow, 16, "green" if falling else "amber")
    pen.words(QRectF(box.left() + 20, box.center().y() - 3, 70, 30), text.count(abs(board.net_per_h)), 20, face="bold")
    left = box.left() + 96
    pen.words(QRectF(left, box.top() + 12, 90, 20), "预计清零", 12, "text3")
    if board.clear_at is None:
        words = "已清零" if not board.open else "按当前速度清不完" if board.net_per_h <= 0 else "计算中，需 2 小时数据"
        pen.words(QRectF(left, box.center().y() - 1, box.width() - 96, 26), words, 14, "text2")
        return
    width = pen.words(QRectF(left, box.center().y() - 3, 140, 30), text.near(board.clear_at, board.at), 20, face="bold")
    pen.words(QRectF(left + width + 6, box.center().y(), 60, 26), f"± {max(1, board.clear_band_s // 3600)} 时", 12, "text3")
    if board.clear_at_more is not None and box.width() > 330:
        more = f"增 {board.clear_more_people} 人 → {text.near(board.clear_at_more, board.at)}"
        pen.words(QRectF(box.right() - 160, box.center().y() - 12, 160, 24), more, 13, "text2", align=RIGHT)
