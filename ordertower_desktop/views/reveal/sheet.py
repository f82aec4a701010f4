"""The plain receiver of one order on the glass: for a minute, with the minute running out, and then nowhere any more."""

from datetime import datetime, timedelta

from PySide6.QtCore import QMimeData, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QHideEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from ordertower_desktop.domain.post import FIELD_NAMES, Field
from ordertower_desktop.models import text
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.card import row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.reveals import Revealed

RING, WIDTH, LAST_SECONDS = 52, 460, 10
COPIED = 30
"""So many seconds what was copied stays in the clipboard."""
UNKEPT = {
    "x-kde-passwordManagerHint": b"secret",
    "ExcludeClipboardContentFromMonitorProcessing": b"1",
    "org.nspasteboard.ConcealedType": b"1",
}
"""What asks the histories of clipboards, system by system, to look away."""


class Ring(QWidget):
    """The seconds that are left, as a number in a ring that empties."""

    def __init__(self, theme: Theme, whole: int) -> None:
        super().__init__()
        self._theme, self._whole, self.left = theme, whole, whole
        self.setFixedSize(QSize(RING, RING))
        self.setAccessibleName(self.tr("还剩 {0} 秒").format(whole))

    def show_left(self, left: int) -> None:
        self.left = left
        self.setAccessibleName(self.tr("还剩 {0} 秒").format(left))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        ink = color.red if self.left <= LAST_SECONDS else color.accent
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(3, 3, RING - 6, RING - 6)
        for shade, share in ((color.track, 1.0), (ink, self.left / self._whole)):
            painter.setPen(QPen(QColor(shade), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawArc(ring, 90 * 16, -round(360 * share * 16))
        painter.setPen(QColor(color.text))
        painter.setFont(fonts.tabular_bold(16))
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, str(self.left))
        painter.end()


class RevealSheet(QDialog):
    """Closes by itself when the minute is over, when it is hidden, and on Esc; it then holds nothing any more."""

    def __init__(self, theme: Theme, parent: QWidget, told: Revealed, *, now: datetime) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("看一单明文"))
        self.setModal(True)
        self.setFixedWidth(WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._theme, self._told, self._begun, self._copied = theme, told, now, ""
        self._until = now + timedelta(seconds=told.seconds)
        self.ring, self.lines = Ring(theme, told.seconds), dict[str, PlainLabel]()
        # the hub's clock may be set, and the line to it may hang: the minute ends by the machine's own as well
        self._end = QTimer(self, singleShot=True, interval=told.seconds * 1000)
        self._end.timeout.connect(self.wipe)
        self._end.start()
        self._build(told)

    def _build(self, told: Revealed) -> None:
        theme, box = self._theme, QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(PlainLabel(theme, self.tr("订单尾号 {0} 的收件人").format(text.tail(told.order)), size=16, strong="yes"))
        words.addWidget(PlainLabel(theme, self.tr("由 {0} 给出 · 已写进审计 · 不存到任何地方").format(told.source), size=12, role="text3"))
        head = row(1, self.ring)
        head.insertLayout(0, words)
        box.addLayout(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for place, (of, value) in enumerate(((Field.NAME, told.name), (Field.PHONE, told.phone), (Field.ADDRESS, told.address))):
            self._line(grid, place, of, value)
        box.addLayout(grid)
        left = self.tr("今天还能看 {0} 次，共 {1} 次。复制的内容 {2} 秒后从剪贴板清掉。").format(told.left, told.quota, COPIED)
        box.addWidget(PlainLabel(theme, left, size=12, role="text2", wrap="yes"))
        close = Button(theme, self.tr("看完了"), kind="primary", key="Esc")
        close.clicked.connect(self.close)
        box.addLayout(row(1, close))

    def _line(self, grid: QGridLayout, place: int, of: Field, value: str) -> None:
        theme, top = self._theme, Qt.AlignmentFlag.AlignTop
        grid.addWidget(PlainLabel(theme, FIELD_NAMES[of], role="text2"), place, 0, top)
        if not value:
            why = self.tr("你的岗位不可见") if str(of) in self._told.kept else self.tr("来源没有给")
            grid.addWidget(PlainLabel(theme, why, role="text3"), place, 1, top)
            return
        shown = self.lines[of] = PlainLabel(theme, value, size=15, wrap="yes")
        grid.addWidget(shown, place, 1, top)
        copy = Link(theme, self.tr("复制"), icon="copy")
        copy.setAccessibleName(self.tr("复制{0}").format(FIELD_NAMES[of]))
        copy.clicked.connect(lambda: self._copy(of))
        grid.addWidget(copy, place, 2, top)

    def tick(self, now: datetime) -> None:
        """A second on the hub's clock; one that was set back does not make the minute longer."""
        if now >= self._until or now < self._begun:
            self.wipe()
        else:
            self.ring.show_left(round((self._until - now).total_seconds()))

    def wipe(self) -> None:
        """Nothing of it stays: not on the glass, not here."""
        self._end.stop()
        for shown in self.lines.values():
            shown.setText("")
        self._told = Revealed(self._told.order, "", "", "", "", 0, 0, 0)
        if self.isVisible():
            self.close()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.wipe()

    def _copy(self, of: Field) -> None:
        """Only when it is asked for, kept out of histories, and gone again soon; what somebody copied since stays."""
        value = str(getattr(self._told, of.value))
        if not value:
            return
        data = QMimeData()
        data.setText(value)
        for kind, said in UNKEPT.items():
            data.setData(kind, said)
        clipboard = QGuiApplication.clipboard()
        clipboard.setMimeData(data)
        forget = QTimer(clipboard, singleShot=True, interval=COPIED * 1000)
        forget.timeout.connect(lambda: clear_clipboard(value))
        forget.timeout.connect(forget.deleteLater)
        forget.start()


def clear_clipboard(value: str) -> None:
    """Take it out of the clipboard, if it is what is there."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.text() == value:
        clipboard.clear()
