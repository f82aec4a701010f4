"""The strip at the foot of every wall page: how old the news of every source is, and what time it is; loud when all of it is old."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, Qt

from ordertower_desktop.models import text
from ordertower_desktop.views.wall.ink import RIGHT, Ink
from ordertower_desktop.wire.board import Broken
from ordertower_desktop.wire.rows import SourceRow

BOX = QRectF(36, 964, 1848, 92)
GRAVE = ("refused", "silent")


def paint(ink: Ink, sources: Sequence[SourceRow], broken: Sequence[Broken], *, now: datetime, page: int, pages: int) -> None:
    ink.tile(BOX)
    right = BOX.right() - 36
    width = ink.words(QPointF(right, BOX.top() + 61), text.of_day_s(now), 44, strong="yes", align=RIGHT)
    dots = right - width - 28 - (pages - 1) * 24
    for place in range(pages):
        ink.painter.setPen(Qt.PenStyle.NoPen)
        ink.painter.setBrush(ink.color.text if place == page else ink.color.line)
        ink.painter.drawEllipse(QPointF(dots + place * 24, BOX.center().y()), 7, 7)
    left, limit = BOX.left() + 36, dots - 30
    for words, hue in (*_broken(broken), *_told(sources, now)):
        wide = ink.width(words, 44, "yes" if hue == "red" else "") + 30
        if left + wide > limit:
            break
        ink.shape(QPointF(left + 6, BOX.center().y()), "triangle" if hue == "red" else "circle", hue, 12)
        ink.words(QPointF(left + 28, BOX.top() + 61), words, 44, "red" if hue == "red" else "text", strong="yes" if hue == "red" else "")
        left += wide + 62


def paint_old(ink: Ink, *, now: datetime, as_of: datetime | None) -> None:
    """The whole board is old: never blank, never green."""
    ink.painter.setBrush(ink.color.staleBg)
    ink.painter.setPen(ink.color.levelBorder)
    ink.painter.drawRoundedRect(BOX, 18, 18)
    minutes = int((now - as_of).total_seconds()) // 60 if as_of else 0
    words = f"数据已 {minutes} 分钟未更新" if as_of and minutes else "数据已中断" if as_of else "还没有数据"
    fresh = Ink(ink.painter, ink.color)
    fresh.shape(QPointF(BOX.left() + 54, BOX.center().y()), "diamond", "amber", 18)
    fresh.words(QPointF(BOX.left() + 96, BOX.top() + 68), words, 68, "staleText", strong="yes")
    since = f"截至 {text.of_day(as_of)}，正在重连" if as_of else "正在连接中枢"
    fresh.words(QPointF(BOX.left() + 932, BOX.top() + 62), since, 46, "levelLabel")
    fresh.words(QPointF(BOX.right() - 36, BOX.top() + 61), text.of_day_s(now), 44, strong="yes", align=RIGHT)


def _broken(broken: Sequence[Broken]) -> list[tuple[str, str]]:
    """What is left alone longest stands first: it explains what the rest of the wall shows."""
    if not broken:
        return []
    first = broken[0]
    state = "试通" if first.switch == "half" else "熔断"
    again = f" {text.of_day(first.until)} 再试" if first.until is not None else ""
    others = f"，共 {len(broken)} 处" if len(broken) > 1 else ""
    return [(f"{first.name} {first.what}{state}{again}{others}", "red")]


def _told(sources: Sequence[SourceRow], now: datetime) -> list[tuple[str, str]]:
    """Platforms together, every other source by itself; the broken ones in red."""
    platforms = [row for row in sources if row.kind == "platform" and row.state not in GRAVE and row.seen_at]
    told: list[tuple[str, str]] = []
    if platforms:
        oldest = min(row.seen_at for row in platforms if row.seen_at)
        name = "五平台" if len(platforms) == 5 else f"{len(platforms)} 平台" if len(platforms) > 1 else platforms[0].name
        told.append((f"{name} {text.spoken(now - oldest)}", "green"))
    for row in sources:
        if row.state in GRAVE:
            since = row.refused_since or row.seen_at
            told.append((f"{row.name} 停更 {text.spoken(now - since) if since else ''}".strip(), "red"))
        elif row.kind != "platform" and row.seen_at:
            told.append((f"{row.name} {text.spoken(now - row.seen_at)}", "amber" if row.state == "late" else "green"))
    return told
