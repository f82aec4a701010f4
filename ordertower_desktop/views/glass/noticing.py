"""The sheet of notices and the digest card joined to the glass."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QEvent, QObject

from ordertower_desktop.models import text
from ordertower_desktop.models.notices import Notices
from ordertower_desktop.views.glass.ask import Ask
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.ringing import Ringing
from ordertower_desktop.views.notices.sheet import NoticeSheet
from ordertower_desktop.views.parts.digest import DigestCard, DigestCause

DIGEST, GAP = "digest", 16
ASK_FROM = 2


class Noticing(QObject):
    """Rows of the topic `notice` come in; what somebody does with them goes through the glass like any other act."""

    def __init__(self, glass: Glass, ringing: Ringing) -> None:
        super().__init__(glass)
        self._glass, self._ringing, self.notices = glass, ringing, Notices()
        self.sheet = NoticeSheet(glass.theme, glass.shell, self.notices, now=glass.now)
        self.sheet.asked.connect(self.act)
        self.sheet.muted.connect(lambda cause: ringing.mute({cause}))
        self.digest = DigestCard(glass.theme, glass.pool)
        self.digest.asked.connect(self._digest_asked)
        self.digest.folded.connect(lambda _on: self._place())
        self.digest.hide()
        self._card: Any = None
        glass.pool.installEventFilter(self)
        glass.shell.bell_clicked.connect(self.sheet.toggle)
        ringing.listed.connect(lambda _card: self.sheet.open())

    def take(self, rows: Sequence[Any], gone: Sequence[str]) -> None:
        self.notices.take(rows, gone)
        self._glass.shell.show_bell(self.notices.unanswered)
        self.sheet.changed()

    def clear(self) -> None:
        self.notices.clear()
        self.decided("withdraw", DIGEST)
        self._glass.shell.show_bell(0)

    def tick(self, now: datetime) -> None:
        self.sheet.tick(now)
        if self._card is not None and self.digest.isVisible():
            self._tell(now)

    def decided(self, kind: str, what: Any) -> None:
        """The rolling digest of the policy, as a card over the pool."""
        if kind == "withdraw" and what == DIGEST:
            self._card = None
            self.digest.hide()
        elif kind != "withdraw" and what.id == DIGEST:
            self._card = what
            self._tell(self._glass.now)
            self._place()
            self.digest.show()
            self.digest.raise_()

    def act(self, verb: str, cases: Sequence[str]) -> None:
        """take | later | open | page; many at once are asked about first."""
        if verb == "open":
            self.sheet.hide()
            self._ringing.open_case(cases[0])
        elif verb == "page":
            self.sheet.hide()
            self._glass.open_page(cases[0])
        elif verb == "later":
            self._ringing.put_off(cases[0])
        elif len(cases) < ASK_FROM or self._sure(len(cases)):
            self._ringing.take_in_hand(cases)

    def _sure(self, count: int) -> bool:
        effect = self.tr("{0} 单的责任人改为您，待发的提醒停止；60 秒内可撤销。").format(text.count(count))
        ask = Ask(self._glass.theme, self._glass.shell, self.tr("全部接手"), effect, self.tr("接手 {0} 单").format(text.count(count)))
        return bool(ask.exec() == Ask.DialogCode.Accepted)

    def _tell(self, now: datetime) -> None:
        card = self._card
        span = self.tr("到 {0} 为止，一条不少，都在通知里").format(text.of_day(max(notice.at for notice in card.notices)))
        causes = tuple(self._cause(section, now) for section in card.sections)
        self.digest.show_digest(card.title, span, causes, mode=self.tr("汇总"))

    def _cause(self, section: Any, now: datetime) -> DigestCause:
        late = section.due_at is not None and section.due_at <= now
        deadline = text.left(section.due_at - now) if section.due_at else ""
        vip = self.tr("{0} 位 VIP").format(section.vips) if section.vips else ""
        count = self.tr("{0} 条").format(text.count(section.count))
        detail = self.tr("已经超时的先看") if late else self.tr("按时限先后处理")
        return DigestCause(section.cause, section.name, detail, count, "", deadline, "red" if late else "neutral", vip)

    def _digest_asked(self, cause: str, verb: str) -> None:
        if verb == "later":
            self._ringing.mute({cause})
        else:
            self._glass.open_page("pool")
            self._glass.pool.show_cause(cause) if cause else self.sheet.open()

    def _place(self) -> None:
        pool = self._glass.pool
        width = min(920, pool.width() - 2 * GAP - (pool.pane.width() if pool.pane.isVisible() else 0))
        self.digest.setFixedWidth(max(480, width))
        self.digest.adjustSize()
        self.digest.move(GAP, pool.height() - self.digest.height() - GAP)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._glass.pool and self.digest.isVisible():
            self._place()
        return False
