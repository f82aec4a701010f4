"""The second row: bars by platform and region, and the four segments with their dwell."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QRectF

from ordertower_desktop.models import text
from ordertower_desktop.models.pool.line import PLATFORM_NAMES
from ordertower_desktop.views.board.pen import RIGHT, Pen
from ordertower_desktop.wire.board import Board, Share, StageShare

BLUES = {"accept": "h5", "print": "h3", "ship": "h4", "write_back": "h2"}


def platforms(pen: Pen, box: QRectF, board: Board) -> None:
    pen.title(box, "平台", "单，红段为已超时")
    _bars(pen, box, board.platforms, "platform")


def regions(pen: Pen, box: QRectF, board: Board) -> None:
    pen.title(box, "区域", "按收货地")
    _bars(pen, box, board.regions, "region")


def _bars(pen: Pen, box: QRectF, shares: Sequence[Share], field: str) -> None:
    lines = max(1, int((box.height() - 44) // 24))
    shown = shares[:lines]
    step = min(30.0, (box.height() - 44) / max(1, len(shown)))
    top_count = max((share.open for share in shown), default=1)
    name_left = box.left() + (40 if field == "platform" else 16)
    bar_left, bar_right = box.left() + 112, box.right() - 120
    for place, share in enumerate(shown):
        top = box.top() + 38 + place * step
        line = QRectF(box.left(), top, box.width(), step)
        if field == "platform":
            pen.mark(QRectF(box.left() + 16, top, 20, step), share.key)
        name = PLATFORM_NAMES.get(share.name, share.name) if field == "platform" else share.name
        pen.words(QRectF(name_left, top, bar_left - name_left - 4, step), name)
        _bar(pen, QRectF(bar_left, top + step / 2 - 4, bar_right - bar_left, 8), share, top_count)
        pen.words(QRectF(bar_right + 4, top, 50, step), text.count(share.open), 13, face="bold", align=RIGHT)
        role = "red" if share.overdue else "text3"
        pen.words(QRectF(bar_right + 58, top, 46, step), f"超 {text.count(share.overdue)}", 12, role, align=RIGHT)
        pen.area(line, f"{field}:{share.key}")


def _bar(pen: Pen, bar: QRectF, share: Share, top_count: int) -> None:
    full = bar.width() * share.open / top_count
    late = full * share.overdue / share.open if share.open else 0.0
    pen.fill(QRectF(bar.left(), bar.top(), full, bar.height()), "h4", 2)
    if late:
        pen.fill(QRectF(bar.left(), bar.top(), max(2.0, late), bar.height()), "redF", 2)


def stages(pen: Pen, box: QRectF, board: Board) -> None:
    """Share of the pool, then per segment: count, overdue, median dwell against the promise."""
    pen.title(box, "阶段", "占比与停留中位数")
    watched = sum(stage.open for stage in board.stages)
    pen.words(QRectF(box.right() - 116, box.top() + 10, 100, 22), text.count(watched), 12, "text3", align=RIGHT)
    left, width = box.left() + 16, box.width() - 32
    at = left
    for stage in board.stages:
        part = (width - 6) * stage.open / watched if watched else 0
        pen.fill(QRectF(at, box.top() + 42, part, 14), BLUES[stage.key], 2)
        at += part + 2
    column = width / max(1, len(board.stages))
    for place, stage in enumerate(board.stages):
        _stage(pen, QRectF(left + place * column, box.top() + 68, column, box.height() - 76), stage, watched)


def _stage(pen: Pen, box: QRectF, stage: StageShare, watched: int) -> None:
    if box.left() > 40:
        pen.painter.fillRect(QRectF(box.left() - 8, box.top(), 1, box.height() - 6), pen.color.line)
    pen.fill(QRectF(box.left(), box.top() + 7, 8, 8), BLUES[stage.key], 1)
    pen.words(QRectF(box.left() + 14, box.top(), box.width() - 18, 22), stage.name)
    width = pen.words(QRectF(box.left(), box.top() + 22, box.width() - 10, 26), text.count(stage.open), 20, face="bold")
    share = f"{stage.open * 100 / watched:.0f}%" if watched else ""
    pen.words(QRectF(box.left() + width + 6, box.top() + 25, 40, 22), share, 12, "text3")
    pen.words(
        QRectF(box.left(), box.top() + 48, box.width() - 10, 18),
        f"▲ 超 {text.count(stage.overdue)}",
        12,
        "red" if stage.overdue else "text3",
    )
    slow = stage.dwell_s > stage.promise_s
    dwell = f"停 {text.spoken(timedelta(seconds=stage.dwell_s))}"
    pen.words(
        QRectF(box.left(), box.top() + 67, box.width() - 10, 18), dwell, 12, "red" if slow else "text2", face="bold" if slow else "plain"
    )
    promise = f"约定 {text.spoken(timedelta(seconds=stage.promise_s))}"
    pen.words(QRectF(box.left(), box.top() + 85, box.width() - 10, 18), promise, 12, "text3")
    pen.area(box, f"segment:{stage.key}")
