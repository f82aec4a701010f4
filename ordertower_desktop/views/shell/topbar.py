"""The bar over every page: where we are, search, level, sources, bell, who."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from ordertower_desktop.views.parts.button import IconButton
from ordertower_desktop.views.parts.card import Surface
from ordertower_desktop.views.parts.labels import Avatar, Badge, Keycap, PlainLabel
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme


class SearchBox(QLineEdit):
    """Orders by number, tail, name, phone tail or waybill."""

    escaped = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setPlaceholderText(self.tr("搜索订单号、尾号、手机号、运单号"))
        self.setAccessibleName(self.tr("搜索订单"))
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


class Pill(QWidget):
    """A clickable badge."""

    clicked = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.badge = Badge(theme)
        self.badge.HEIGHT = 28
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.badge)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)
        self.badge.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.badge and event.type() == QEvent.Type.MouseButtonRelease:
            self.clicked.emit()
        return super().eventFilter(watched, event)

    def show_text(self, text: str, hue: str, *, icon: str = "", glyph: str = "") -> None:
        self.badge.show_text(text, hue, icon=icon, glyph=glyph)
        self.setAccessibleDescription(text)
        self.setVisible(bool(text))


class TopBar(Surface):
    """48 px."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, edge="bottom")
        self.setFixedHeight(48)
        self.title = PlainLabel(theme, size=16, strong="yes")
        self.subtitle = PlainLabel(theme, size=12, role="text3")
        self.search = SearchBox(theme)
        self.level = Pill(theme, self.tr("响应级别"))
        self.sources = Pill(theme, self.tr("来源状态"))
        self.bell = IconButton(theme, "bell", self.tr("通知"))
        self.avatar = Avatar(theme)
        self.person = PlainLabel(theme, size=13)
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 0, 16, 1)
        box.setSpacing(10)
        box.addWidget(self.title)
        box.addWidget(self.subtitle)
        box.addStretch(1)
        box.addWidget(self.search, 3)
        box.addStretch(1)
        for widget in (self.level, self.sources, self.bell, self.avatar, self.person):
            box.addWidget(widget)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), self._theme.color.border)
        painter.end()
