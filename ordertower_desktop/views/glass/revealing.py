"""看一单明文 joined to the glass: what is left and why, then a minute of the receiver; nothing of it stays behind."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from ordertower_desktop.models import text
from ordertower_desktop.views.glass.ask import Ask
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.room import Room
from ordertower_desktop.views.reveal.sheet import RevealSheet
from ordertower_desktop.wire.reveals import Revealed, RevealTerms


class Revealing(Room):
    """`question` as in the annex. One order at a time; whoever goes on to another order has let the first one go."""

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass, self._order, self._link = glass, "", "starting"
        self.asking: Ask | None = None
        self.sheet: RevealSheet | None = None
        glass.orders.view.reveal_requested.connect(self.begin)
        glass.beyond["reveal"] = lambda _rows: self.begin()

    def show_state(self, state: Any) -> None:
        self._link = str(state.link)

    def begin(self) -> None:
        """The order in front: first what it would cost, and whom it would be asked of."""
        self._order = self._glass.orders.view.order
        if not self._order:
            self._say("info", self.tr("先打开一单，再看它的明文"))
        elif self._link != "online":
            self._say("warning", self.tr("中枢连不上，看不了明文：明文不存在本机，只能当场问来源。连上后再按一次"))
        else:
            self.question.emit("reveal_terms", [self._order])

    def answered(self, what: str, answer: Any) -> None:
        if isinstance(answer, Exception):
            self._say("warning", self.tr("明文没有取到：{0}").format(answer))
        elif answer.order != self._order or answer.order != self._glass.orders.view.order:
            return  # somebody has gone on: nobody waits for it any more
        elif what == "reveal_terms":
            self._terms(answer)
        else:
            self._show(answer)

    def tick(self, now: datetime) -> None:
        if self.sheet is not None:
            self.sheet.tick(now)

    def forget(self) -> None:
        """Another hub."""
        self._order = ""
        if self.sheet is not None:
            self.sheet.wipe()

    def _terms(self, terms: RevealTerms) -> None:
        if terms.why_not:
            self._say("warning", terms.why_not)
            return
        effect = self.tr("订单尾号 {0}，当场问 {1}，只显示 60 秒、哪里都不存；谁看了、为什么看，写进审计。今天还能看 {2} 次，共 {3} 次。")
        said = effect.format(text.tail(terms.order), terms.source, terms.left, terms.quota)
        self.asking = made = Ask(self._glass.theme, self._glass.shell, self.tr("看一单明文"), said, self.tr("看 60 秒"))
        made.choice("reason", self.tr("原因"), list(terms.reasons.items()))
        made.line("text", self.tr("补充"), self.tr("选“其他原因”时要写明；不要写客户的电话和地址"))
        made.accepted.connect(self._wish(terms.order, made))
        made.open()

    def _wish(self, order: str, made: Ask) -> Callable[[], None]:
        def wished() -> None:
            said = made.values()
            self.question.emit("reveal", [order, said["reason"], said["text"]])

        return wished

    def _show(self, told: Revealed) -> None:
        self.sheet = made = RevealSheet(self._glass.theme, self._glass.shell, told, now=self._glass.now)
        made.destroyed.connect(self._gone)
        made.open()

    def _gone(self) -> None:
        self.sheet = None

    def _say(self, hue: str, words: str) -> None:
        self._glass.shell.toasts.show(hue, words)
