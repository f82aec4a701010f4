"""The toaster joined to the glass: the policy's decisions come in, what people click on a toast goes out as actions."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain.aggregate import of_group
from ordertower_desktop.domain.reporting import of_path
from ordertower_desktop.models.notices import page_of
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.leaving import Leaving
from ordertower_desktop.views.notify.toaster import Card, Toaster

LATER = timedelta(minutes=10)
OFF = "os"


class Ringing(QObject):
    """`muted(cause, until)`: nothing of this cause is to interrupt before then. `listed(card)`: a digest's notices are to be seen;
    `alarm_asked(id)`: a group of orders, not one of the pool."""

    muted = Signal(str, object)
    listed = Signal(object)
    help_asked = Signal()
    alarm_asked = Signal(str)

    def __init__(self, glass: Glass, toaster: Toaster, leaving: Leaving) -> None:
        super().__init__(glass)
        self._glass, self.toaster, self._leaving = glass, toaster, leaving
        toaster.asked.connect(self.asked)
        toaster.channel_changed.connect(self._channel)
        glass.shell.banner_followed.connect(lambda matter: self.help_asked.emit() if matter == OFF else None)

    def decided(self, kind: str, what: Any) -> None:
        """show | update a card, or withdraw the card of an id."""
        match kind:
            case "show":
                self.toaster.show(what)
                QApplication.alert(self._glass.shell)
            case "update":
                self.toaster.update(what)
            case _:
                self.toaster.withdraw(what)

    def asked(self, act: str, card: Card) -> None:
        """What somebody clicked on a toast."""
        single = len(card.notices) == 1 and bool(card.notices[0].case)
        if act == "open":
            self._leaving.come_forward()
            self._open(card)
        elif act == "take" and single:
            self.take_in_hand([card.notices[0].case])
        elif act == "later" and single:
            self.put_off(card.notices[0].case)
        elif act == "later":
            self.mute({notice.cause for notice in card.notices})

    def mute(self, causes: set[str]) -> None:
        """Put causes off for ten minutes; their notices stay where they are listed."""
        for cause in sorted(causes):
            self.muted.emit(cause, self._glass.now + LATER)

    def _open(self, card: Card) -> None:
        one = card.notices[0] if len(card.notices) == 1 else None
        if one is not None and one.case:
            self.open_case(one.case)
        elif one is not None and (page := page_of(one.cause)):
            self._glass.open_page(page)
        else:
            self.listed.emit(card)

    def open_case(self, case: str) -> None:
        """Where it is shown: an order in the pool, a group of orders on its own page."""
        if of_group(case):
            self.alarm_asked.emit(case)
            return
        if of_path(case):
            self._glass.open_page("crisis")
            return
        self._glass.open_page("pool")
        self._glass.pool.go_to(case)

    def take_in_hand(self, cases: Sequence[str]) -> None:
        """接手, as one batch that can be taken back."""
        self._do("acknowledge", [do.Acknowledge(id=_id(), case=case, version=self._version(case)) for case in cases])

    def put_off(self, case: str) -> None:
        """稍后处理: quiet for ten minutes."""
        until, why = self._glass.now + LATER, self.tr("稍后处理")
        self._do("snooze", [do.Snooze(id=_id(), case=case, version=self._version(case), until=until, why=why)])

    def _do(self, verb: str, actions: Sequence[do.Action]) -> None:
        self._glass.submitted.emit(list(actions))
        self._glass.receipts.sent(verb, actions)

    def _version(self, case: str) -> int:
        row = self._glass.model.row(case)
        return row.version if row else 0

    def _channel(self, name: str) -> None:
        words = "" if name else self.tr("系统通知被关闭，提醒只在本窗口显示")
        self._glass.shell.banner.say(OFF, "warning", words, link=self.tr("怎么打开"))


def _id() -> str:
    return uuid.uuid4().hex
