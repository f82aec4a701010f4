"""A sheet over the page: all behind is dimmed, Esc lets it go, the focus comes back; in a low window it scrolls."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from ordertower_desktop.views.theme.theme import Theme


class Veil(QWidget):
    """Covers its host and holds one sheet; `height_share` says how far down the sheet stands."""

    left = Signal()

    def __init__(self, theme: Theme, host: QWidget, *, height_share: float = 0.41) -> None:
        super().__init__(host)
        self._theme, self._host, self._share = theme, host, height_share
        self._sheet: QWidget | None = None
        self._before: QWidget | None = None
        self._area = QScrollArea(self)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        host.installEventFilter(self)
        theme.changed.connect(self.update)
        self.hide()

    def hold(self, sheet: QWidget) -> None:
        """Put a sheet up and give it the keys."""
        if (old := self._sheet) is not None and old is not sheet:
            self._area.takeWidget()
            old.setParent(self)
            old.hide()
        self._sheet = sheet
        self._area.setWidget(sheet)
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()
        sheet.show()
        self.place()
        sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays on the sheet: whoever works without a mouse never lands on what is dimmed."""
        sheet, here = self._sheet, QApplication.focusWidget()
        if sheet is None or here is None:
            return False
        found = here.nextInFocusChain() if forward else here.previousInFocusChain()
        while found is not None and found is not here:
            stop = found.focusPolicy().value & Qt.FocusPolicy.TabFocus.value and found.focusProxy() is None
            if stop and found.isVisible() and found.isEnabled() and (found is sheet or sheet.isAncestorOf(found)):
                found.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
                break
            found = found.nextInFocusChain() if forward else found.previousInFocusChain()
        return True

    def leave(self) -> None:
        if self.isVisible():
            self.hide()
            if self._before is not None:
                self._before.setFocus(Qt.FocusReason.OtherFocusReason)
            self.left.emit()

    def place(self) -> None:
        sheet = self._sheet
        if sheet is None or not self.isVisible():
            return
        room = self.rect().adjusted(24, 24, -24, -24)
        wanted = sheet.sizeHint().expandedTo(sheet.minimumSize()).boundedTo(sheet.maximumSize())
        sheet.resize(min(wanted.width(), room.width()), wanted.height())
        height = min(wanted.height(), room.height())
        width = sheet.width() + (self._area.verticalScrollBar().sizeHint().width() if height < wanted.height() else 0)
        top = room.top() + max(0, int((room.height() - height) * self._share))
        self._area.setGeometry((self.width() - width) // 2, top, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._host.rect())
            self.place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        event.accept()  # nothing of the page behind hears a key

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._sheet is None or not self._area.geometry().contains(event.position().toPoint()):
            self.leave()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(5, 8, 12, 150) if self._theme.dark else QColor(27, 37, 48, 97))
        painter.end()


class Sheet(QWidget):
    """A raised card of radius 12 with one edge; what stands on it is put there by its owner."""

    def __init__(self, theme: Theme, *, width: int) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedWidth(width)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color.border2, 1))
        painter.setBrush(color.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)
        painter.end()
