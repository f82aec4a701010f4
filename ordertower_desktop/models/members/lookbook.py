"""Who has looked at which order's receiver in plain, as somebody looks into it: by person or order, newest first, page after page."""

from collections.abc import Mapping
from typing import Any

from ordertower_desktop.domain.post import FIELD_NAMES, Field
from ordertower_desktop.models import text
from ordertower_desktop.models.hublog import HubLog
from ordertower_desktop.wire.reveals import RevealLine, RevealPage

COLUMNS = ("时间", "谁", "订单", "结果", "原因", "看到的，或为何没看到")
STATES = {"asked": "问了来源，没有结果", "shown": "看了", "failed": "没取到", "refused": "被拒"}


class LookBook(HubLog):
    """Today's number of looks beside the lines."""

    columns = COLUMNS

    def __init__(self) -> None:
        super().__init__()
        self.today: Mapping[str, int] = {}
        self.quota = 0
        self._wanted = ("", "")

    def look(self, who: str, order: str) -> None:
        """The newest lines of this person or order; empty is any."""
        self._wanted = (who, order.strip())
        self.ask("fresh")

    def answered(self, answer: Any) -> None:
        how, self.waiting = self.waiting, ""
        if isinstance(answer, RevealPage):
            self.take(answer.items, how)
            self.after, self.today, self.quota = answer.after, answer.today, answer.quota
        else:
            self.trouble = str(answer)
        self.changed.emit()

    def ask(self, how: str) -> None:
        self.waiting = how
        self.question.emit("reveals", [*self._wanted, self.after if how == "more" else ""])

    def row(self, place: int) -> tuple[str, ...]:
        """A line in words."""
        one: RevealLine = self.lines[place]
        seen = "、".join(FIELD_NAMES[Field(of)] for of in one.fields) or one.why
        return text.full_moment(one.at), one.name, one.order, STATES.get(one.state, one.state), one.reason, seen
