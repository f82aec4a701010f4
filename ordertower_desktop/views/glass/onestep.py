"""A step of a playbook done from the list: one order at a time, because each has its own step and its own evidence."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from ordertower_desktop.models import text
from ordertower_desktop.models.mine.thing import FINISHED, at_hand
from ordertower_desktop.views.glass.ask import Ask
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.wire.rows import PoolRow, Step


class OneStep(QObject):
    """Gives the glass the three verbs; what is asked first depends on the step."""

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass = glass
        glass.beyond |= {verb: partial(self._do, verb) for verb in ("finish_step", "skip_step", "reopen_step")}

    def _do(self, verb: str, rows: Sequence[PoolRow]) -> None:
        if len(rows) != 1:
            self._say(self.tr("步骤要一单一单做：每单的步骤和留证不同"))
            return
        row = rows[0]
        step = self._finished(row) if verb == "reopen_step" else at_hand(row)
        if step is None:
            self._say(self.tr("尾号 {0} 没有可以这样做的步骤；接手后才打开").format(text.tail(row.order)))
            return
        said = self._asked(verb, row, step)
        if said is not None:
            self._glass.orders.verb.emit(verb, row.case, {"step": step.id} | said)

    def _asked(self, verb: str, row: PoolRow, step: Step) -> dict[str, str] | None:
        """What the verb wants to know; None when somebody changed their mind."""
        if verb == "reopen_step" or (verb == "finish_step" and not step.evidence):
            return {}
        finish = verb == "finish_step"
        title = self.tr("完成这一步") if finish else self.tr("跳过这一步")
        effect = self.tr("订单尾号 {0}：{1}").format(text.tail(row.order), step.title)
        ask = Ask(self._glass.theme, self._glass.shell, title, effect, self.tr("完成") if finish else self.tr("跳过"))
        name, label = ("text", self.tr("留证：{0}").format(step.evidence)) if finish else ("why", self.tr("为什么跳过"))
        ask.line(name, label).need(name)
        return ask.values() if ask.exec() == Ask.DialogCode.Accepted else None

    @staticmethod
    def _finished(row: PoolRow) -> Step | None:
        """The last one, which is the one that somebody has second thoughts about."""
        return next((step for step in reversed(row.steps) if step.state in FINISHED), None)

    def _say(self, words: str) -> None:
        self._glass.shell.toasts.show("info", words)
