"""The bar over every page: where we are, search, level, sources, bell, who."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy

from ordertower_desktop.views.parts.button import IconButton
from ordertower_desktop.views.parts.card import Surface
from ordertower_desktop.views.parts.labels import Keycap, PlainLabel
from ordertower_desktop.views.shell.pills import Person, Pill
from ordertower_desktop.views.shell.trail import Trail
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme


class SearchBox(QLineEdit):
    """Orders by number, tail, name, phone tail, waybill or time."""

    escaped = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setPlaceholderText(self.tr("搜索订单号、尾号、手机号、运单号、时间"))
        self.setAccessibleName(self.tr("搜索订单"))
        self.setObjectName("search")
        self.setFont(fonts.tabular(13))
        self.setFixedHeight(32)
        self.setMinimumWidth(180)
        self.setMaximumWidth(400)
        self.setMaxLength(64)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTextMargins(22, 0, 60, 0)
        self._caps = (Keycap(theme, "Ctrl"), Keycap(theme, "K"))
        for cap in self._caps:
            cap.setParent(self)
        theme.changed.connect(self.update)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        right = self.width() - 7
        for cap in reversed(self._caps):
            cap.resize(cap.sizeHint())
            right -= cap.width()
            cap.move(right, (self.height() - cap.height()) // 2)
            right -= 4

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.escaped.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.drawPixmap(
            10, self.height() // 2 - 7, icons.pixmap("search", 15, self._theme.color.text3, density=self.devicePixelRatioF())
        )
        painter.end()


WIDE = 900
"""Below it, what the page adds to its title gives way to what warns."""


class TopBar(Surface):
    """48 px."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, edge="bottom")
        self.setFixedHeight(48)
        self.trail = Trail(theme)
        self.title = PlainLabel(theme, size=16, strong="yes")
        self.subtitle = PlainLabel(theme, size=12, role="text3")
        self.search = SearchBox(theme)
        self.level = Pill(theme, self.tr("响应级别"))
        self.sources = Pill(theme, self.tr("来源状态"), style="framed")
        self.bell = IconButton(theme, "bell", self.tr("通知"))
        self.person = Person(theme, self.tr("我的账号"))
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 0, 16, 1)
        box.setSpacing(10)
        for widget in (self.trail, self.title, self.subtitle):
            box.addWidget(widget)
        box.addStretch(1)
        box.addWidget(self.search, 12)
        box.addStretch(1)
        for button in (self.level, self.sources, self.bell, self.person):
            box.addWidget(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.subtitle.setVisible(self.width() >= WIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), self._theme.color.border)
        painter.end()
