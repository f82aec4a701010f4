"""A chain rehearsed from its page: asked for, and what came of it in words."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from ordertower_desktop.domain.escalation import EscalationPolicy
from ordertower_desktop.models.chain.asks import Asks
from ordertower_desktop.wire.codec import convert
from ordertower_desktop.wire.policies import Drilled, policy_body


class Drilling(QObject):
    """`question("rehearse_chain", …)`; `told(kind, words)`: how it went."""

    question = Signal(str, list)
    told = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._asks = Asks(self.question.emit)

    def ask(self, policy: EscalationPolicy, post: str, outside: str) -> None:
        """One at a time: a second click while the first is on its way is no second drill."""
        if not self._asks.under_way("rehearse_chain"):
            self._asks.ask("rehearse_chain", policy_body(policy), post, outside)

    def answered(self, what: str, answer: Any) -> None:
        self._asks.answered(what)
        if isinstance(answer, Exception):
            self.told.emit("warning", f"没有演练成：{answer}")
            return
        done = convert(answer, Drilled)
        rung = f"；{'；'.join(done.rung)}" if done.rung else ""
        self.told.emit("ok", f"已演练：站内 {done.desks} 条，标着【演练】，一刻钟后自己撤下{rung}")
