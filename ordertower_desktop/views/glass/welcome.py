"""The first run joined to the glass: when it opens, what becomes of the name, the hub and the file."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from ordertower_desktop.views.firstrun.page import FirstRun
from ordertower_desktop.views.glass.glass import Glass

SESSION = "session"


class Welcome(QObject):
    """`question` as in the annex; `moved(hub, person)`: this desk belongs to another hub from now on; `remembered`: it has been seen."""

    question = Signal(str, list)
    moved = Signal(str, str)
    remembered = Signal()

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass, self._name, self._hub, self.seen = glass, "", "", ""
        self.page = FirstRun(glass.theme, glass.shell)
        self.page.named.connect(self._named)
        self.page.enrol_asked.connect(self._enrol)
        self.page.left.connect(self._left)
        glass.shell.banner_followed.connect(lambda matter: self.page.log_in(self._hub, "") if matter == "login" else None)

    def empty(self) -> None:
        """There is nothing at all yet: say welcome, once."""
        if not self.seen:
            self.seen = "yes"
            self.page.open()

    def show_state(self, state: Any, hub: str) -> None:
        """A login that the hub does not know any more needs a new invitation."""
        self._hub = hub
        words = self.tr("登录已失效，操作照存；请用新的邀请码登录") if state.login else ""
        self._glass.shell.banner.say("login", "error", words, link=self.tr("登录"))

    def tick(self) -> None:
        """A name that was given before the hub knew us is told as soon as it does."""
        me = self._glass.people.get(self._glass.me)
        if not self._name or me is None:
            return
        name, self._name = self._name, ""
        if name != me.name:
            person = {"id": me.id, "name": name, "role": me.role, "post": me.post, "presence": me.presence, "backup": me.backup}
            self.question.emit("person", [person])

    def answered(self, what: str, answer: Any) -> None:
        """enrol: where the token is kept, or trouble. person: the name, or why not."""
        if what == "person":
            if isinstance(answer, Exception):
                self._glass.shell.toasts.show("warning", self.tr("姓名没有改成：{0}").format(answer))
            return
        self.page.enrolled(answer)
        if not isinstance(answer, Exception):
            hub, person, keep = answer
            session = keep == SESSION
            self._glass.shell.status.show_lock(self.tr("本次登录不保存") if session else "")
            if session:
                self._glass.shell.toasts.show("warning", self.tr("这台电脑没有可用的钥匙串，登录只在本次有效；下次打开要新的邀请码"))
            self.moved.emit(hub, person)

    def _named(self, name: str) -> None:
        self._name = name
        self.tick()

    def _enrol(self, address: str, code: str) -> None:
        self._name = ""
        self.question.emit("enrol", [address, code])

    def _left(self) -> None:
        self.remembered.emit()
        self._glass.shell.rail.setFocus()
