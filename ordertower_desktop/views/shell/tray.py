"""The sign in the system's tray: open, what is mine, leave for good."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from ordertower_desktop.views.theme.icons import logo


class Tray(QObject):
    """Where the system has no tray nothing is shown, and `there` says so."""

    open_asked = Signal()
    mine_asked = Signal()
    quit_asked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        icon = QIcon(logo(22))
        icon.addPixmap(logo(44))
        self.icon = QSystemTrayIcon(icon, self)
        self.menu = QMenu()
        self.menu.addAction(self.tr("打开订单控制塔")).triggered.connect(self.open_asked)
        self.mine = self.menu.addAction("")
        self.mine.triggered.connect(self.mine_asked)
        self.menu.addSeparator()
        self.menu.addAction(self.tr("退出…")).triggered.connect(self.quit_asked)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        self.show_mine(0)

    @property
    def there(self) -> bool:
        return bool(QSystemTrayIcon.isSystemTrayAvailable())

    def show(self) -> None:
        if self.there:
            self.icon.show()

    def hide(self) -> None:
        self.icon.hide()

    def show_mine(self, count: int) -> None:
        words = self.tr("我的 {0} 单").format(count)
        if words != self.mine.text():
            self.mine.setText(words)
            self.icon.setToolTip(self.tr("订单控制塔 · 我的 {0} 单").format(count))

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.open_asked.emit()
