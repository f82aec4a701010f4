"""A line of the tree carried by the mouse: where it would come to stand is shown, and it stands there when it is let go."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ordertower_desktop.models.rules import tree
from ordertower_desktop.models.rules.carrying import Spot, put_down, spots
from ordertower_desktop.models.rules.tree import Group
from ordertower_desktop.views.rules.tree.line import INDENT
from ordertower_desktop.views.theme.theme import Theme

MARK = 3


class Mark(QWidget):
    """The line where it would come to stand."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color.accent)
        painter.drawRoundedRect(QRectF(self.rect()), MARK / 2, MARK / 2)
        painter.end()


class Carrying(QObject):
    """`put(root, key)`: the node with this key was let go where it makes this tree. Escape lets it go where it was."""

    put = Signal(object, int)

    def __init__(self, theme: Theme, place: QWidget) -> None:
        super().__init__(place)
        self._place, self.mark = place, Mark(theme, place)
        self._rows: dict[int, QWidget] = {}
        self._root = Group(1, "all")
        self._key, self._given_up = 0, False
        self._spot: Spot | None = None

    def show_rows(self, root: Group, rows: dict[int, QWidget]) -> None:
        self._root, self._rows = root, rows

    def carry(self, key: int, at: QPoint) -> None:
        """The mouse has it at `at` of the tree's widget."""
        if self._given_up:
            return
        if not self._key:
            self._key = key
            self._place.grabKeyboard()
            self._place.installEventFilter(self)
        self._spot = self._nearest(at)
        self._show()

    def let_go(self) -> None:
        """Put it down where the mark is."""
        key, spot = self._key, self._spot
        self._end()
        self._given_up = False
        if key and spot is not None:
            self.put.emit(put_down(self._root, key, spot), key)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self._end()
            self._given_up = True
            return True
        return False

    def _end(self) -> None:
        if self._key:
            self._place.releaseKeyboard()
            self._place.removeEventFilter(self)
        self._key, self._spot = 0, None
        self.mark.hide()

    def _nearest(self, at: QPoint) -> Spot | None:
        """Below the last row whose middle is above the mouse; how far in the mouse is says how far in it goes."""
        carried = tree.find(self._root, self._key)
        if carried is None:
            return None
        inside = {node.key for node in tree.nodes(carried)} if isinstance(carried, Group) else {carried.key}
        above = [key for key, row in self._rows.items() if key not in inside and row.geometry().center().y() <= at.y()]
        found = spots(self._root, above[-1] if above else self._root.key, self._key)
        deep = max(1, at.x() // INDENT)
        return next((spot for spot in found if spot.depth <= deep), found[-1] if found else None)

    def _show(self) -> None:
        spot = self._spot
        if spot is None:
            self.mark.hide()
            return
        group = tree.find(tree.drop(self._root, self._key), spot.group)
        before = group.parts[: spot.at] if isinstance(group, Group) else ()
        last = max((node.key for part in before for node in _below(part)), key=self._bottom, default=spot.group)
        left = spot.depth * INDENT
        self.mark.setGeometry(left, self._bottom(last) - MARK // 2, max(40, self._place.width() - left - 160), MARK)
        self.mark.show()
        self.mark.raise_()

    def _bottom(self, key: int) -> int:
        return self._rows[key].geometry().bottom()


def _below(node: tree.Node) -> list[tree.Node]:
    return list(tree.nodes(node)) if isinstance(node, Group) else [node]
