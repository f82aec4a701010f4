"""The third row: the longest overdue, the people, the heat."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPen

from ordertower_desktop.models import text
from ordertower_desktop.models.pool.line import PLATFORM_NAMES
from ordertower_desktop.views.board.pen import CENTER, RIGHT, Pen
from ordertower_desktop.wire.board import Board, Overdue, Person

ROW = 28.5
HEATS = ("h1", "h2", "h3", "h5")


def overdue(pen: Pen, box: QRectF, board: Board) -> None:
    pen.title(box, "超时清单", f"最久 {len(board.overdue_list)} 单" if board.overdue_list else "")
    pen.link(QRectF(box.right() - 150, box.top() + 10, 134, 22), f"在池中看 {text.count(board.overdue)} 单", "view:overdue")
    columns = _columns(box, (("尾号", 50), ("平台", 44), ("阶段", 52), ("原因", 0), ("责任人", 84), ("超时", 72), ("元/时", 54)))
    _headings(pen, box, columns, ("超时", "元/时"))
    for place, line in enumerate(board.overdue_list[: _room(box)]):
        top = box.top() + 68 + place * ROW
        pen.painter.fillRect(QRectF(box.left() + 1, top, 3, ROW), pen.color.redF)
        _overdue_line(pen, columns, top, line, board)
        pen.rule(box.left() + 16, box.right() - 16, top + ROW)
        pen.area(QRectF(box.left(), top, box.width(), ROW), f"case:{line.case}")
    if not board.overdue_list:
        pen.words(QRectF(box.left() + 16, box.top() + 76, box.width() - 32, 24), "没有超时的单", 13, "text3")


def _overdue_line(pen: Pen, columns: dict[str, QRectF], top: float, line: Overdue, board: Board) -> None:
    def at(name: str) -> QRectF:
        return QRectF(columns[name].left(), top, columns[name].width(), ROW)

    pen.words(at("尾号"), text.tail(line.order), 13, face="bold")
    pen.words(at("平台"), PLATFORM_NAMES.get(line.platform, line.platform), 13, "text2")
    pen.words(at("阶段"), line.stage, 13, "text2")
    pen.words(at("原因"), line.cause or "原因未明", 13, "text2")
    pen.avatar(at("责任人"), line.owner_name)
    pen.words(at("责任人").adjusted(27, 0, 0, 0), line.owner_name or "待认领", 13, "text" if line.owner_name else "text3")
    pen.words(at("超时"), text.span(board.at - line.due_at), 13, "red", face="bold", align=RIGHT)
    pen.words(at("元/时"), text.hourly(line.loss_fen_per_hour) if line.loss_fen_per_hour else "—", 13, align=RIGHT)


def people(pen: Pen, box: QRectF, board: Board) -> None:
    here = [person for person in board.people if person.presence != "off" or person.open]
    limit = here[0].limit if here else 0
    pen.title(box, "人员", f"上限 {limit} 单" if limit else "")
    columns = _columns(box, (("", 20), ("姓名", 82), ("在手", 0), ("超时", 40), ("已结", 40), ("加权分", 52)))
    _headings(pen, box, columns, ("超时", "已结", "加权分"))
    for place, person in enumerate(here[: _room(box) - 1]):
        top = box.top() + 68 + place * ROW
        _person(pen, columns, top, person, place + 1)
        pen.rule(box.left() + 16, box.right() - 16, top + ROW)
        pen.area(QRectF(box.left(), top, box.width(), ROW), f"owner:{person.id}")
    foot = QRectF(box.left() + 16, box.bottom() - 28, box.width() - 32, 20)
    pen.words(foot, "加权分 = 已结 × 难度系数（1.2–1.9）", 12, "text3")


def _person(pen: Pen, columns: dict[str, QRectF], top: float, person: Person, rank: int) -> None:
    def at(name: str) -> QRectF:
        return QRectF(columns[name].left(), top, columns[name].width(), ROW)

    over = person.open > person.limit
    pen.words(at(""), str(rank), 12, "text3")
    pen.avatar(at("姓名"), person.name)
    pen.words(at("姓名").adjusted(27, 0, 0, 0), person.name)
    bar = QRectF(at("在手").left(), top + ROW / 2 - 3, at("在手").width() - 44, 6)
    most = max(person.limit * 1.4, person.open, 1)
    pen.bar(bar, person.open / most, "amberF" if over else "h4")
    pen.painter.fillRect(QRectF(bar.left() + bar.width() * person.limit / most, bar.top() - 3, 1.5, 12), pen.color.text2)
    pen.words(
        QRectF(bar.right() + 4, top, 34, ROW),
        text.count(person.open),
        13,
        "amber" if over else "text",
        face="bold" if over else "plain",
        align=RIGHT,
    )
    pen.words(
        at("超时"),
        text.count(person.overdue),
        13,
        "red" if person.overdue > 20 else "text",
        face="bold" if person.overdue > 20 else "plain",
        align=RIGHT,
    )
    pen.words(at("已结"), text.count(person.closed), 13, align=RIGHT)
    pen.words(at("加权分"), text.count(person.points), 13, face="bold", align=RIGHT)


def heat(pen: Pen, box: QRectF, board: Board) -> None:
    """Region x product line; the worst cell is framed in red."""
    regions = [share.key for share in board.regions][:6]
    total: dict[str, int] = {}
    for cell in board.heat:
        total[cell.category] = total.get(cell.category, 0) + cell.open
    categories = sorted(total, key=lambda key: (-total[key], key))[:5]
    cells = {(cell.region, cell.category): cell.open for cell in board.heat}
    worst = max(cells, key=lambda key: cells[key], default=None)
    pen.title(box, "热力", "区域 × 产品线")
    if worst is not None:
        words = f"▲ {worst[0]}{worst[1]} {text.count(cells[worst])}"
        pen.words(QRectF(box.right() - 180, box.top() + 10, 164, 22), words, 13, "red", face="bold", align=RIGHT)
    _matrix(pen, box, regions, categories, cells=cells, worst=worst)


def _matrix(
    pen: Pen,
    box: QRectF,
    regions: list[str],
    categories: list[str],
    *,
    cells: dict[tuple[str, str], int],
    worst: tuple[str, str] | None,
) -> None:
    left, top = box.left() + 72, box.top() + 62
    column = (box.width() - 72 - 62) / max(1, len(categories))
    step = min(40.0, (box.bottom() - top - 8) / max(1, len(regions)))
    for place, category in enumerate(categories):
        pen.words(QRectF(left + place * column, top - 24, column, 22), category or "未填", 12, "text2", align=CENTER)
    pen.words(QRectF(box.right() - 62, top - 24, 46, 22), "合计", 12, "text2", align=RIGHT)
    highest = sorted({cells.get((r, c), 0) for r in regions for c in categories})
    for line, region in enumerate(regions):
        y = top + line * step
        pen.words(QRectF(box.left() + 16, y, 56, step), region or "未填", 12)
        for place, category in enumerate(categories):
            value = cells.get((region, category), 0)
            rank = min(3, highest.index(value) * 4 // max(1, len(highest)))
            spot = QRectF(left + place * column + 1.5, y + 1.5, column - 3, step - 3)
            _cell(pen, spot, value, "alarm" if (region, category) == worst else HEATS[rank])
            pen.area(spot, f"heat:{region}|{category}")
        row_total = sum(value for (name, _), value in cells.items() if name == region)
        pen.words(QRectF(box.right() - 62, y, 46, step), text.count(row_total), 13, face="bold", align=RIGHT)


def _cell(pen: Pen, box: QRectF, value: int, fill: str) -> None:
    if fill == "alarm":
        pen.painter.setPen(QPen(pen.color.redF, 1.5))
        pen.painter.setBrush(pen.color.redT)
        pen.painter.drawRoundedRect(box, 4, 4)
        pen.shape(QPointF(box.center().x() - 18, box.center().y()), "triangle", "redF")
        pen.words(box.adjusted(10, 0, 0, 0), text.count(value), 13, "red", face="bold", align=CENTER)
        return
    pen.fill(box, fill, 4)
    deep = fill == "h5"
    pen.words(box, text.count(value), 13, "onaccent" if deep else "text", face="bold" if deep else "plain", align=CENTER)


def _room(box: QRectF) -> int:
    return max(1, int((box.height() - 76) // ROW))


def _columns(box: QRectF, wanted: tuple[tuple[str, int], ...]) -> dict[str, QRectF]:
    """Columns side by side; the one of width 0 takes what is left."""
    room = box.width() - 32 - sum(width for _, width in wanted) - 8 * (len(wanted) - 1)
    left, made = box.left() + 16, {}
    for name, asked in wanted:
        width = asked or max(30.0, room)
        made[name] = QRectF(left, box.top() + 40, width, 24)
        left += width + 8
    return made


def _headings(pen: Pen, box: QRectF, columns: dict[str, QRectF], right: tuple[str, ...]) -> None:
    pen.painter.fillRect(QRectF(box.left() + 1, box.top() + 40, box.width() - 2, 27), pen.color.canvas)
    for name, place in columns.items():
        pen.words(place, name, 12, "text2", align=RIGHT if name in right else 129)
