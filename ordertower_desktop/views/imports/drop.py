"""Step one: a place to drop files on, a button, and what comes of it."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme import icons
from ordertower_desktop.views.theme.theme import Theme

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm", ".ods", ".zip", ".gz", ".ndjson", ".jsonl")
FILTER = "订单表格 (*.csv *.tsv *.txt *.xlsx *.xls *.xlsm *.ods *.zip *.gz *.ndjson *.jsonl);;所有文件 (*)"


def paths(event: QDragEnterEvent | QDropEvent) -> list[Path]:
    """The files somebody drags, folders left out."""
    found = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in found if path.is_file()]


class Files(QObject):
    """Files that are dropped anywhere on a window."""

    dropped = Signal(list)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            found = paths(event)
            if found:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self.dropped.emit(found)
                return True
        return False


class Drop(QWidget):
    """`chosen` carries one or more files; `cancelled`: the one that is being read is not wanted any more."""

    chosen = Signal(list)
    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._over = theme, ""
        self.setAcceptDrops(True)
        self.title = PlainLabel(theme, size=16, strong="yes")
        self.detail = PlainLabel(theme, role="text2")
        self.error = PlainLabel(theme, role="red", wrap="yes")
        self.error.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pick = Button(theme, self.tr("选择文件…"), kind="primary", icon="folder-open", key="Ctrl O")
        self.pick.clicked.connect(self.open_dialog)
        self.stop = Button(theme, self.tr("取消"), key="Esc")
        self.stop.clicked.connect(self.cancelled)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(320)
        self.bar.setAccessibleName(self.tr("读取进度"))
        box = QVBoxLayout(self)
        box.setSpacing(10)
        box.addStretch(3)
        box.addSpacing(56)
        middle = Qt.AlignmentFlag.AlignHCenter
        for label in (self.title, self.detail):
            box.addWidget(label, 0, middle)
        errors = QHBoxLayout()
        errors.addStretch(1)
        errors.addWidget(self.error, 6)
        errors.addStretch(1)
        box.addLayout(errors)
        for widget in (self.bar, self.pick, self.stop):
            box.addWidget(widget, 0, middle)
        box.addStretch(4)
        theme.changed.connect(self.update)
        self.rest()

    def rest(self, error: str = "") -> None:
        """Waiting for a file; `error` says why the last one did not come in."""
        self.title.setText(self.tr("把导出的订单表格拖到这里"))
        self.detail.setText(self.tr("淘宝、京东、拼多多、抖音、快手、聚水潭、旺店通、快麦，或任何有订单号和时间的表格；可一次拖几个"))
        self._turn("rest", error)

    def work(self, name: str, detail: str, *, done: int = 0, total: int = 0) -> None:
        """A file is on its way."""
        self.title.setText(name)
        self.detail.setText(detail)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self._turn("work", "")

    def open_dialog(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("选择订单表格"), "", FILTER)
        if names:
            self.chosen.emit([Path(name) for name in names])

    def _turn(self, state: str, error: str) -> None:
        resting = state == "rest"
        self.error.setText(error)
        self.error.setVisible(bool(error))
        self.pick.setVisible(resting)
        self.bar.setVisible(not resting)
        self.stop.setVisible(not resting)
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths(event):
            self._over = "yes"
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._over = ""
        self.update()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._over = ""
        self.update()
        found = paths(event)
        if found:
            event.acceptProposedAction()
            self.chosen.emit(found)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(color.accent if self._over else color.border2, 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(color.sel if self._over else color.surface)
        painter.drawRoundedRect(frame, 10, 10)
        y = self.title.y() - 56
        mark = icons.pixmap("file-up", 40, color.accent if self._over else color.text3, density=self.devicePixelRatioF())
        painter.drawPixmap(int(self.width() / 2 - 20), y, mark)
        painter.end()
