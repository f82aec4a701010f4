"""Wall page 1: level, backlog, recovery, the four segments."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPen

from ordertower_desktop.domain.stage import Segment
from ordertower_desktop.models import text
from ordertower_desktop.views.wall.ink import RIGHT, Ink
from ordertower_desktop.wire.board import Board, StageShare

SHAPES = {"red": "triangle", "amber": "diamond", "green": "circle"}
LEVELS = {
    1: ("tile", "line", "text", "t2"),
    2: ("levelBg", "levelBorder", "levelText", "levelLabel"),
    3: ("alarmCellBg", "red", "red", "red"),
}


def paint(ink: Ink, board: Board) -> None:
    _level(ink, QRectF(36, 28, 748, 396), board)
    _backlog(ink, QRectF(804, 28, 1080, 396), board)
    _recovery(ink, QRectF(36, 444, 1848, 222), board)
    _stages(ink, QRectF(36, 686, 1848, 258), board)


def _level(ink: Ink, box: QRectF, board: Board) -> None:
    fill, edge, ink_role, label = LEVELS[board.level]
    ink.tile(box, fill, edge)
    left, right = box.left() + 36, box.right() - 36
    ink.words(QPointF(left, box.top() + 66), "响应级别", 46, label)
    ink.words(QPointF(right, box.top() + 66), "今日超时", 46, label, align=RIGHT)
    ink.words(QPointF(left, box.top() + 242), board.level_name, 160, ink_role, strong="yes")
    ink.fitted(QPointF(right, box.top() + 250), text.short_count(board.breached_today), 176, 330, ink_role, align=RIGHT)
    if board.forecast_at is not None:
        name = {2: "二级", 3: "三级"}.get(board.forecast_level, "")
        _rising(ink, QPointF(left, box.top() + 344))
        ink.words(QPointF(left + 76, box.top() + 364), f"约 {text.of_day(board.forecast_at)} 升{name}", 64, label)
    elif board.level == 3:
        ink.words(QPointF(left, box.top() + 364), "请总经理决定", 64, label)
    else:
        ink.words(QPointF(left, box.top() + 364), "暂无升级迹象", 64, label)


def _rising(ink: Ink, at: QPointF) -> None:
    """A line that goes up."""
    path = QPainterPath(QPointF(at.x(), at.y() + 16))
    for dx, dy in ((20, -6), (32, 6), (56, -18)):
        path.lineTo(at.x() + dx, at.y() + dy)
    path.moveTo(at.x() + 36, at.y() - 18)
    path.lineTo(at.x() + 56, at.y() - 18)
    path.lineTo(at.x() + 56, at.y() + 2)
    ink.painter.setBrush(Qt.BrushStyle.NoBrush)
    ink.painter.setPen(QPen(ink.hue("levelLabel"), 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    ink.painter.drawPath(path)


def _backlog(ink: Ink, box: QRectF, board: Board) -> None:
    ink.tile(box)
    _trend(ink, QRectF(box.left(), box.bottom() - 92, box.width(), 92), [point.open for point in board.trend])
    left, right = box.left() + 36, box.right() - 36
    ink.words(QPointF(left, box.top() + 66), "积压待处理", 46, "t2")
    ink.fitted(QPointF(left, box.top() + 272), text.short_count(board.open), 252, 600)
    falling = board.net_per_h >= 0
    ink.words(QPointF(right, box.top() + 66), "每小时净减" if falling else "每小时净增", 46, "t2", align=RIGHT)
    shown = text.short_count(abs(board.net_per_h))
    role = "green" if board.net_per_h > 0 else "text" if falling else "amber"
    ink.fitted(QPointF(right, box.top() + 250), shown, 176, 300, role, align=RIGHT)
    if board.net_per_h:
        _arrow(ink, QPointF(right - ink.width(shown, 176, "figure") - 72, box.top() + 186), "down" if falling else "up", role)


def _arrow(ink: Ink, at: QPointF, way: str, role: str) -> None:
    sign = 1 if way == "down" else -1
    path = QPainterPath(QPointF(at.x(), at.y() - 42 * sign))
    path.lineTo(at.x(), at.y() + 40 * sign)
    path.moveTo(at.x() - 36, at.y() + 6 * sign)
    path.lineTo(at.x(), at.y() + 42 * sign)
    path.lineTo(at.x() + 36, at.y() + 6 * sign)
    ink.painter.setBrush(Qt.BrushStyle.NoBrush)
    ink.painter.setPen(QPen(ink.hue(role), 9, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    ink.painter.drawPath(path)


def _trend(ink: Ink, box: QRectF, values: list[int]) -> None:
    if len(values) < 2 or not max(values):
        return
    top, step = max(values), box.width() / (len(values) - 1)
    line = QPainterPath(QPointF(box.left(), box.bottom() - values[0] / top * box.height()))
    for place, value in enumerate(values[1:], 1):
        line.lineTo(box.left() + place * step, box.bottom() - value / top * box.height())
    area = QPainterPath(line)
    area.lineTo(box.right(), box.bottom())
    area.lineTo(box.left(), box.bottom())
    frame = QPainterPath()
    frame.addRoundedRect(QRectF(804, 28, 1080, 396), 18, 18)
    ink.painter.save()
    ink.painter.setClipPath(frame)
    ink.painter.setPen(Qt.PenStyle.NoPen)
    ink.painter.setBrush(ink.color.tile2 if ink.stale else ink.color.sparkFill)
    ink.painter.drawPath(area)
    ink.painter.setPen(QPen(ink.hue("blue"), 4))
    ink.painter.setBrush(Qt.BrushStyle.NoBrush)
    ink.painter.drawPath(line)
    ink.painter.restore()


def _recovery(ink: Ink, box: QRectF, board: Board) -> None:
    ink.tile(box)
    left, right = box.left() + 36, box.right() - 36
    share = board.cleared / board.cohort if board.cohort else 1.0
    at = left + ink.words(QPointF(left, box.top() + 104), "恢复", 68) + 28
    at += ink.words(QPointF(at, box.top() + 124), f"{share * 100:.1f}%", 128, strong="figure") + 32
    ink.words(QPointF(at, box.top() + 112), f"{text.count(board.cleared)} / {text.count(board.cohort)}", 46, "t2")
    shown = (
        text.near(board.clear_at, board.at)
        if board.clear_at
        else ("已清零" if not board.open else "按当前速度清不完" if board.net_per_h <= 0 else "计算中")
    )
    size = 128 if board.clear_at else 68
    width = ink.words(QPointF(right, box.top() + (120 if size == 128 else 104)), shown, size, strong="yes", align=RIGHT)
    ink.words(QPointF(right - width - 28, box.top() + 112), "预计清零", 46, "t2", align=RIGHT)
    ink.bar(QRectF(left, box.bottom() - 64, right - left, 34), share, "green")


def _stages(ink: Ink, box: QRectF, board: Board) -> None:
    ink.tile(box)
    width = box.width() / len(Segment)
    held = {stage.key: stage for stage in board.stages}
    for place, segment in enumerate(Segment):
        stage = held.get(segment)
        left = box.left() + place * width
        if place:
            ink.rule(left - 2, box.top(), left - 2, box.top() + 92)
            ink.rule(left - 2, box.top() + 142, left - 2, box.bottom())
            _chevron(ink, QPointF(left - 2, box.top() + 116))
        if stage is not None:
            _stage(ink, QRectF(left, box.top(), width, box.height()), stage)


def _chevron(ink: Ink, at: QPointF) -> None:
    path = QPainterPath(QPointF(at.x() - 4, at.y() - 12))
    path.lineTo(at.x() + 6, at.y())
    path.lineTo(at.x() - 4, at.y() + 12)
    ink.painter.setBrush(Qt.BrushStyle.NoBrush)
    ink.painter.setPen(QPen(ink.hue("t2"), 3))
    ink.painter.drawPath(path)


def _stage(ink: Ink, box: QRectF, stage: StageShare) -> None:
    role = {"red": "red", "amber": "amber"}.get(stage.light, "text")
    ink.words(QPointF(box.left() + 36, box.top() + 78), stage.name, 68)
    ink.shape(QPointF(box.right() - 52, box.top() + 56), SHAPES[stage.light], stage.light)
    ink.fitted(QPointF(box.left() + 36, box.top() + 206), text.short_count(stage.open), 128, box.width() - 72, role)
