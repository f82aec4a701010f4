"""Wall page 2: region x product line; four blues by rank, one alarm cell."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from ordertower_desktop.models import text
from ordertower_desktop.views.wall.ink import CENTER, RIGHT, Ink
from ordertower_desktop.wire.board import Board

ROWS, COLUMNS = 5, 5
BLUES = ("h0", "h1", "h2", "h3")


def paint(ink: Ink, board: Board) -> None:
    regions = [share.key for share in board.regions if share.key]
    categories = _categories(board)
    cells = {(cell.region, cell.category): cell.open for cell in board.heat}
    worst = max(cells, key=lambda key: cells[key], default=None)
    _head(ink, board, regions, worst, cells)
    ink.tile(QRectF(36, 136, 1848, 808))
    shown = regions[:ROWS]
    ranks = _ranks([cells.get((r, c), 0) for r in shown for c in categories])
    for column, category in enumerate(categories):
        ink.words(QPointF(258 + column * 321.4 + 156, 216), category[:4] or "未填", 68, "t2", align=CENTER)
    for line, region in enumerate(shown):
        top = 246 + line * 136.6
        ink.words(QPointF(66, top + 88), region[:3], 68)
        for column, category in enumerate(categories):
            value = cells.get((region, category), 0)
            alarm = (region, category) == worst and value > 0
            _cell(ink, QRectF(258 + column * 321.4, top, 313, 128), value, "alarm" if alarm else BLUES[ranks.get(value, 0)])


def _head(ink: Ink, board: Board, regions: list[str], worst: tuple[str, str] | None, cells: dict[tuple[str, str], int]) -> None:
    width = ink.words(QPointF(36, 96), "积压热力", 68, strong="yes")
    rest = [share for share in board.regions if share.key in regions[ROWS:]]
    more = f"单，另有{'、'.join(share.name for share in rest[:1])} {text.count(rest[0].open)}" if rest else "单"
    ink.words(QPointF(36 + width + 28, 96), more, 46, "t2")
    if worst is not None:
        value = text.count(cells[worst])
        right = 1884 - ink.words(QPointF(1884, 96), f"{worst[0]}{worst[1]} {value}", 68, "red", strong="yes", align=RIGHT)
        ink.shape(QPointF(right - 38, 74), "triangle", "red")


def _categories(board: Board) -> list[str]:
    """The largest product lines, in the order of their names' first appearance by size."""
    total: dict[str, int] = {}
    for cell in board.heat:
        total[cell.category] = total.get(cell.category, 0) + cell.open
    return sorted(total, key=lambda key: (-total[key], key))[:COLUMNS]


def _ranks(values: list[int]) -> dict[int, int]:
    """Value -> one of four steps by rank among the values that are shown."""
    ordered = sorted(set(values))
    return {value: min(3, place * 4 // max(1, len(ordered))) for place, value in enumerate(ordered)}


def _cell(ink: Ink, box: QRectF, value: int, fill: str) -> None:
    alarm = fill == "alarm"
    ink.painter.setPen(QPen(ink.color.red, 4) if alarm and not ink.stale else Qt.PenStyle.NoPen)
    ink.painter.setBrush(ink.color.tile2 if ink.stale else ink.color.alarmCellBg if alarm else getattr(ink.color, fill))
    ink.painter.drawRoundedRect(box, 10, 10)
    center = box.center().x() + (36 if alarm else 0)
    role = "red" if alarm else "t2" if fill == "h0" else "text"
    strong = "figure" if fill in ("alarm", "h2", "h3") else ""
    ink.words(QPointF(center, box.top() + 108), text.short_count(value), 116, role, strong=strong, align=CENTER)
    if alarm:
        ink.shape(QPointF(box.left() + 34, box.center().y()), "triangle", "red")
