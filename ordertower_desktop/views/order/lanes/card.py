"""The life-cycle card: what the signs mean, by which time, folded or not, the whole screen, and the lanes."""

from datetime import datetime
from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QPainter, QPainterPath, QPaintEvent, QPen, QRegion, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from ordertower_desktop.views.order.lanes import ink
from ordertower_desktop.views.order.lanes.layout import story
from ordertower_desktop.views.order.lanes.view import LanesView
from ordertower_desktop.views.parts.button import Chip, IconButton
from ordertower_desktop.views.parts.card import Rule, Surface, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import OrderPage

HEAD, LEGEND_FROM = 40, 640
MODES = (("happened", "发生时间"), ("arrived", "到达时间"))


class Sign(QWidget):
    """A sign of the legend: joined | ghost | gap."""

    WIDTHS: ClassVar = {"joined": 34, "ghost": 30, "gap": 22}

    def __init__(self, theme: Theme, sign: str) -> None:
        super().__init__()
        self._theme, self._sign = theme, sign
        self.setFixedSize(self.WIDTHS[sign], 20)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y, width = 10.0, float(self.width())
        match self._sign:
            case "joined":
                painter.setPen(QPen(color.accent, 2))
                painter.drawLine(QPointF(5, y), QPointF(width - 6, y))
                painter.setBrush(color.surface)
                painter.drawEllipse(QPointF(width - 6, y), 4, 4)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color.accent)
                painter.drawEllipse(QPointF(5, y), 5, 5)
            case "ghost":
                painter.setPen(ink.ghost_pen(color.control))
                painter.drawLine(QPointF(0, y), QPointF(width, y))
            case _:
                painter.setPen(QPen(color.redB, 1))
                painter.setBrush(color.redT)
                box = QRectF(0.5, 4.5, width - 1, 11)
                painter.drawRoundedRect(box, 2, 2)
                painter.setClipRect(box)
                for x in range(-8, int(width), 7):
                    painter.drawLine(QPointF(x, box.bottom()), QPointF(x + 11, box.top()))
        painter.end()


class LanesCard(Surface):
    """`full_requested` opens it over the whole screen."""

    full_requested = Signal()

    def __init__(self, theme: Theme, *, full: str = "") -> None:
        super().__init__(theme, edge="all", radius=10)
        self._theme, self._full = theme, full
        self._page: OrderPage | None = None
        self.view = LanesView(theme)
        self.view.folded_changed.connect(self._folded)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.setSpacing(0)
        holder = QWidget()
        holder.setFixedHeight(HEAD)
        head = self._head()
        head.setContentsMargins(15, 0, 10, 0)
        holder.setLayout(head)
        box.addWidget(holder)
        box.addWidget(Rule(theme))
        box.addWidget(self.view, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding if full else QSizePolicy.Policy.Fixed)

    def _head(self) -> QHBoxLayout:
        theme = self._theme
        self._legend: list[QWidget] = []
        for sign, name in (("joined", self.tr("发生与到达")), ("ghost", self.tr("预期路径")), ("gap", self.tr("断点"))):
            self._legend += [Sign(theme, sign), PlainLabel(theme, name, size=12, role="text3")]
        self._mode = Chip(theme, self.tr("发生时间"), tail="chevron-down")
        self._mode.setToolTip(self.tr("按事件发生的时间排，或按我们得知的时间排"))
        self._fold = Chip(theme, self.tr("折叠相同"))
        self._fold.setCheckable(True)
        self._fold.setToolTip(self.tr("挨在一起的相同事件合成一个点，放大就分开；按下全部展开"))
        self._fold.toggled.connect(lambda apart: self.view.fold(not apart))
        icon, name = ("x", self.tr("关上全屏")) if self._full else ("maximize-2", self.tr("全屏 F11"))
        self._wide = IconButton(theme, icon, name, size=28)
        self._wide.clicked.connect(self.full_requested)
        self._mode.clicked.connect(self._choose_mode)
        title = PlainLabel(theme, self.tr("生命周期"), size=14, strong="yes")
        made = row(title, *self._legend, 1, self._mode, self._fold, self._wide)
        made.setSpacing(8)
        return made

    def sizeHint(self) -> QSize:
        return QSize(700, HEAD + 3 + self.view.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        return QSize(320, HEAD + 3 + self.view.minimumHeight())

    def show_page(self, page: OrderPage, now: datetime) -> None:
        """The same order keeps the stretch of time that was chosen."""
        if self._page is not None and self._page.order != page.order:
            self.view.forget()
        self._page = page
        self.view.tell(story(page, now))
        self.updateGeometry()

    def forget(self) -> None:
        self._page = None
        self.view.forget()

    def tick(self, now: datetime) -> None:
        self.view.tick(now)

    def show_mode(self, mode: str) -> None:
        self._mode.setText(self.tr(dict(MODES)[mode]))
        self.view.show_mode(mode)

    def turn_mode(self) -> None:
        """From the time it happened to the time we knew, and back."""
        self.show_mode("arrived" if self.view.board.mode == "happened" else "happened")

    def _choose_mode(self) -> None:
        menu = QMenu(self)
        for key, name in MODES:
            action = QAction(self.tr(name), menu)
            action.triggered.connect(lambda _on=False, key=key: self.show_mode(key))
            menu.addAction(action)
        menu.popup(self._mode.mapToGlobal(self._mode.rect().bottomLeft()))

    def _folded(self, count: int) -> None:
        apart = self._fold.isChecked()
        words = self.tr("已展开相同") if apart else self.tr("折叠相同 {0} 条").format(count) if count else self.tr("折叠相同")
        if words != self._fold.text():
            self._fold.setText(words)
            self._fold.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for sign in self._legend:
            sign.setVisible(self.width() >= LEGEND_FROM)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.view.rect()).adjusted(0, -20, 0, 0), 9, 9)
        self.view.setMask(QRegion(path.toFillPolygon().toPolygon()))


class FullLanes(QDialog):
    """The lanes over the whole screen; Esc closes."""

    def __init__(self, theme: Theme, parent: QWidget, page: OrderPage, now: datetime) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("生命周期 · 订单 {0}").format(page.order[-4:]))
        self.card = LanesCard(theme, full="yes")
        self.card.full_requested.connect(self.accept)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 12, 12, 12)
        box.addWidget(self.card)
        self.card.show_page(page, now)
        QShortcut(QKeySequence("F11"), self).activated.connect(self.accept)
        self.card.view.setFocus()
