"""Closing the window is not leaving: the tray keeps watch; leaving for good says what stops and asks."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from ordertower_desktop.models import text
from ordertower_desktop.views.glass.ask import Ask
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.shell.tray import Tray

BESIDE, FLOOR = "beside", "floor"


class Leaving(QObject):
    """`where` says whose the hub is: `beside` this desk, or a `floor`'s."""

    def __init__(self, glass: Glass, tray: Tray) -> None:
        super().__init__(glass)
        self._glass, self.tray, self._waiting, self.where = glass, tray, 0, BESIDE
        self._told, self.for_good = False, False
        tray.open_asked.connect(self.come_forward)
        tray.mine_asked.connect(self._mine)
        tray.quit_asked.connect(self.ask)
        glass.shell.closing.connect(self.closed)
        QShortcut(QKeySequence("Ctrl+Q"), glass.shell).activated.connect(self.ask)
        glass.shell.banner_followed.connect(self._followed)
        tray.show()

    def show_waiting(self, waiting: int) -> None:
        """How many actions the hub has not confirmed."""
        self._waiting = waiting

    def tick(self) -> None:
        self.tray.show_mine(self._glass.model.counts.counts["mine"])

    def come_forward(self) -> None:
        shell = self._glass.shell
        shell.setWindowState(shell.windowState() & ~Qt.WindowState.WindowMinimized)
        shell.show()
        shell.raise_()
        shell.activateWindow()

    def closed(self) -> None:
        """The window was closed: hide where there is a tray to come back from, else only get small."""
        if self.tray.there:
            self._glass.shell.hide()
            return
        self._glass.shell.showMinimized()
        if not self._told:
            self._told = True
            words = self.tr("窗口已最小化，提醒照常；这个系统没有托盘。要真正退出请按 Ctrl Q")
            self._glass.shell.banner.say("tray", "info", words, link=self.tr("知道了"))

    def ask(self) -> None:
        """Say what will stop; go only on a yes."""
        self.come_forward()
        question = Ask(self._glass.theme, self._glass.shell, self.tr("退出订单控制塔"), self.words(), self.tr("退出"))
        if question.exec() == Ask.DialogCode.Accepted:
            self.tray.hide()
            self.for_good = True
            self._glass.quit_asked.emit()

    def words(self) -> str:
        """What leaving means here and now."""
        said = self.tr("退出后：本机不再提醒；中枢和告警链照常运行。")
        if self.where == BESIDE:
            chains = self._glass.model.unanswered()
            said = self.tr("退出后：本机中枢停止，{0} 条告警链暂停，到下次打开才继续。").format(text.count(chains))
        if self._waiting:
            said += self.tr("发件箱里 {0} 个操作还没送到，存在本机，下次打开自动补发。").format(text.count(self._waiting))
        return said

    def _followed(self, matter: str) -> None:
        if matter == "tray":
            self._glass.shell.banner.say("tray", "info", "")

    def _mine(self) -> None:
        self.come_forward()
        self._glass.open_page("mine")
