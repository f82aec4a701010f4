"""The reporting path: who has to know of the level by when, what they were told by, who answered, and who told them."""

from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ordertower_desktop.domain.escalation import CHANNEL_NAMES, Channel
from ordertower_desktop.models import text
from ordertower_desktop.models.crisis.war import War
from ordertower_desktop.views.crisis.lines import line, pair
from ordertower_desktop.views.crisis.side import Section
from ordertower_desktop.views.parts import tips
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.chases import Telling
from ordertower_desktop.wire.crisis import RungRow

SAID = {
    "due": "应发，没有接通", "queued": "排队", "accepted": "已发出", "delivered": "已送达", "seen": "已读", "failed": "没送到",
    "stale": "作废", "cancelled": "没再发",
}  # fmt: skip


class PathCard(Section):
    """上报路径: `told_asked(post)` somebody told them, `answer_asked(case)` one of them knows."""

    told_asked = Signal(str)
    answer_asked = Signal(str)

    def __init__(self, theme: Theme, war: War) -> None:
        super().__init__(theme, war, self.tr("上报路径"))
        war.ticked.connect(self._show)
        self._show()

    @property
    def _opened(self) -> datetime | None:
        row = self._war.row
        return row.response.opened_at if row is not None and row.response is not None else None

    def _show(self) -> None:
        path, opened = self._war.row.pack.path if self._war.row is not None else [], self._opened
        self.say("" if path else self.tr("这一级没有上报要求"))
        over = tuple(opened is not None and self._war.now >= opened + timedelta(seconds=one.within_s) for one in path)
        self.lines.show_lines(path, self._line, also=(opened, over, self._war.post))

    def _line(self, rung: RungRow) -> QWidget:
        theme, opened = self._theme, self._opened
        names = "、".join(rung.names) or self.tr("无人在岗")
        title = Elided(theme, f"{rung.post}  {names}", role="text" if rung.names else "amber")
        said, role = chased(rung)
        how = Elided(theme, said or rung.how, size=12, role=role)
        made = line(pair(title, how), *self._right(rung, opened), height=46)
        made.setToolTip(tips.tip("\n".join(part for part in (rung.how, *(told(one) for one in rung.tellings)) if part)))
        return made

    def _right(self, rung: RungRow, opened: datetime | None) -> list[QWidget]:
        theme, within = self._theme, timedelta(seconds=rung.within_s)
        if rung.told_at is not None:
            late = opened is not None and rung.told_at > opened + within
            words = self.tr("{0} {1} 告知").format(text.of_day(rung.told_at), rung.told_by)
            return [PlainLabel(theme, words, size=12, role="red" if late else "green")]
        if rung.answered_at is not None:
            words = self.tr("{0} {1} 应答").format(text.of_day(rung.answered_at), rung.answered_by)
            return [PlainLabel(theme, words, size=12, role="green")]
        over = opened is not None and self._war.now >= opened + within
        due = self.tr("{0} 前").format(text.of_day(opened + within)) if opened else self.tr("{0}内").format(text.spoken(within))
        return [PlainLabel(theme, due, size=12, role="red" if over else "text2"), *self._links(rung, opened)]

    def _links(self, rung: RungRow, opened: datetime | None) -> list[QWidget]:
        """Who stands on the post answers; anybody else notes that they have told it."""
        if rung.case and rung.key == self._war.post:
            answer = Link(self._theme, self.tr("应答"))
            answer.clicked.connect(lambda: self.answer_asked.emit(rung.case))
            return [answer]
        if opened is None:
            return []
        link = Link(self._theme, self.tr("已告知"))
        link.clicked.connect(lambda: self.told_asked.emit(rung.key))
        return [link]


def chased(rung: RungRow) -> tuple[str, str]:
    """What the chain has done so far and does next, in a few words, with their colour."""
    if not rung.tellings and not rung.next:
        return "", "text3"
    last = f"{told(rung.tellings[-1])}" if rung.tellings else ""
    coming = f"{text.of_day(rung.next_at)} {rung.next.rpartition('，')[2]}" if rung.next_at else ""
    lost = bool(rung.tellings) and rung.tellings[-1].state in ("failed", "stale")
    return " · ".join(part for part in (last, coming) if part), "amber" if lost else "text2"


def told(one: Telling) -> str:
    """`企业微信 12:01 已发出`; where it was not, why not."""
    at = next((at for at in (one.seen_at, one.delivered_at, one.accepted_at, one.ended_at, one.queued_at) if at is not None), one.due_at)
    words = f"{CHANNEL_NAMES[Channel(one.channel)]} {text.of_day(at)} {SAID[one.state]}"
    return f"{words}（{one.why}）" if one.why and one.state in ("failed", "stale") else words
