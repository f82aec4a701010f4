"""复制查询链接 joined to the glass: a link that the customer may have, asked of the hub and put into the clipboard (S92)."""

from typing import Any

from PySide6.QtGui import QGuiApplication

from ordertower_desktop.models import text
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.room import Room


class Linking(Room):
    """`question` as in the annex."""

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass, self._order, self._link = glass, "", "starting"
        glass.orders.view.link_requested.connect(self.begin)

    def show_state(self, state: Any) -> None:
        self._link = str(state.link)

    def begin(self) -> None:
        """For the order in front."""
        self._order = self._glass.orders.view.order
        if self._link == "offline":
            self._say("warning", self.tr("中枢连不上，链接由中枢签名，连上后再复制"))
        elif self._order:
            self.question.emit("track_link", [self._order])

    def answered(self, _what: str, answer: Any) -> None:
        if isinstance(answer, Exception):
            self._say("warning", self.tr("没有取到链接：{0}").format(answer))
            return
        QGuiApplication.clipboard().setText(answer.url)
        said = self.tr("订单尾号 {0} 的查询链接已复制，{1} 天有效，只能看这一单；拿到链接的人都能看，请只发给客户本人")
        self._say("ok", said.format(text.tail(self._order), answer.days))

    def forget(self) -> None:
        """Another hub."""
        self._order = ""

    def _say(self, hue: str, words: str) -> None:
        self._glass.shell.toasts.show(hue, words)
