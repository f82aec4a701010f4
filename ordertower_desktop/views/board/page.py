"""The overview: tiles in rows of twenty-four columns, chosen and ordered by the supervisor (S111)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.board.breakers import BreakerStrip
from ordertower_desktop.views.board.kinds import DEFAULT, KINDS
from ordertower_desktop.views.board.tile import MIME, Tile
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.board import Board

COLUMNS = 24
STRETCHED = 290


class BoardPage(QWidget):
    """`asked` says where a click leads: `view:KEY`, `platform:KEY`, `case:ID`, `page:KEY` …; `arranged` the new order of tiles."""

    asked = Signal(str)
    arranged = Signal(list)
    wall_asked = Signal()
    report_asked = Signal()

    def __init__(self, theme: Theme, tiles: Sequence[str] = DEFAULT) -> None:
        super().__init__()
        self._theme = theme
        self._board: Board | None = None
        self._order = [key for key in tiles if key in KINDS] or list(DEFAULT)
        self._tiles: dict[str, Tile] = {}
        self._arranging = False
        self.setAcceptDrops(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 10, 16, 12)
        outer.setSpacing(10)
        outer.addLayout(self._head())
        self.breakers = BreakerStrip(theme)
        self.breakers.asked.connect(self.asked)
        outer.addWidget(self.breakers)
        scroll = QScrollArea()
        scroll.setAccessibleName(self.tr("总览的卡片"))
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        scroll.setWidget(inner)
        outer.addWidget(scroll, 1)
        self._empty = StateView(theme)
        self._empty.show_state("wait", self.tr("正在等第一份看板"))
        outer.addWidget(self._empty, 1)
        self._scroll = scroll
        scroll.hide()
        self._lay()

    def _head(self) -> QHBoxLayout:
        theme = self._theme
        self._as_of = PlainLabel(theme, "", size=12, role="text3")
        self._choose, wall = Button(theme, "", icon="layout-dashboard"), Button(theme, self.tr("投到大屏"), icon="monitor-play")
        report = Button(theme, self.tr("日报"), icon="file-text")
        self._choose.clicked.connect(self._menu)
        wall.clicked.connect(self.wall_asked)
        report.clicked.connect(self.report_asked)
        return row(self._as_of, 1, self._choose, wall, report)

    @property
    def tiles(self) -> list[str]:
        return list(self._order)

    def arrange_as(self, tiles: Sequence[str]) -> None:
        """The tiles as they were left; unknown ones are passed over."""
        self._order = [key for key in tiles if key in KINDS] or list(DEFAULT)
        self._lay()

    def show_board(self, board: Board) -> None:
        self._board = board
        self._scroll.show()
        self._empty.hide()
        self._as_of.setText(self.tr("数据截至 {0}").format(text.of_day_s(board.at)))
        self.breakers.show_broken(board.broken, board.at)
        for tile in self._tiles.values():
            tile.show_board(board)

    def tick(self, now: datetime) -> None:
        """Old numbers say that they are old."""
        if self._board is None:
            return
        age = now - self._board.at
        if age > timedelta(seconds=30):
            words = self.tr("数据截至 {0}，已 {1}未更新").format(text.of_day_s(self._board.at), text.spoken(age))
            self._as_of.setText(words)
            self._as_of.set_role("amber")
        else:
            self._as_of.set_role("text3")

    def _lay(self) -> None:
        """Tiles in their order, wrapped at the last column."""
        for tile in self._tiles.values():
            self._grid.removeWidget(tile)
            tile.setVisible(tile.kind.key in self._order)
        line, used = 0, 0
        for line_no in range(self._grid.rowCount()):
            self._grid.setRowStretch(line_no, 0)
        for key in self._order:
            tile = self._tile(key)
            span = min(COLUMNS, tile.kind.span)
            if used + span > COLUMNS:
                line, used = line + 1, 0
            self._grid.addWidget(tile, line, used, 1, span)
            if tile.kind.height >= STRETCHED:
                self._grid.setRowStretch(line, 1)
            used += span
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self._choose.setText(self.tr("选择卡片 {0}/{1}").format(len(self._order), len(KINDS)))
        self._choose.updateGeometry()

    def _tile(self, key: str) -> Tile:
        if key not in self._tiles:
            tile = Tile(self._theme, KINDS[key])
            tile.followed.connect(self.asked)
            tile.moved.connect(self._move)
            tile.removed.connect(self._toggle)
            if self._board is not None:
                tile.show_board(self._board)
            tile.arrange(self._arranging)
            self._tiles[key] = tile
        return self._tiles[key]

    def _menu(self) -> None:
        menu = QMenu(self)
        for key, kind in KINDS.items():
            action = menu.addAction(kind.name)
            action.setCheckable(True)
            action.setChecked(key in self._order)
            action.triggered.connect(lambda _on=False, key=key: self._toggle(key))
        menu.addSeparator()
        arrange = menu.addAction(self.tr("完成排布") if self._arranging else self.tr("调整顺序（拖动，或 Alt+方向键）"))
        arrange.triggered.connect(lambda: self.arrange("" if self._arranging else "on"))
        menu.addAction(self.tr("恢复默认")).triggered.connect(self._reset)
        menu.exec(self._choose.mapToGlobal(self._choose.rect().bottomLeft()))

    def arrange(self, on: str) -> None:
        self._arranging = bool(on)
        for tile in self._tiles.values():
            tile.arrange(self._arranging)

    def _toggle(self, key: str) -> None:
        """Take a tile off or put it at the end; the last one stays."""
        if key in self._order and len(self._order) > 1:
            self._order.remove(key)
        elif key not in self._order:
            self._order.append(key)
        self._changed()

    def _move(self, key: str, step: int) -> None:
        here = self._order.index(key)
        there = max(0, min(len(self._order) - 1, here + step))
        self._order.insert(there, self._order.pop(here))
        self._changed()
        self._tiles[key].setFocus()

    def _reset(self) -> None:
        self._order = list(DEFAULT)
        self._changed()

    def _changed(self) -> None:
        self._lay()
        self.arranged.emit(list(self._order))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """The dragged tile takes the place of the one under it."""
        key = bytes(event.mimeData().data(MIME).data()).decode()
        under = self.childAt(event.position().toPoint())
        if isinstance(under, Tile) and key in self._order and under.kind.key != key:
            self._order.remove(key)
            self._order.insert(self._order.index(under.kind.key), key)
            self._changed()
        event.acceptProposedAction()
