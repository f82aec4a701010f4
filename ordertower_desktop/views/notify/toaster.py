"""From the policy's cards to toasts on whatever channel works, and from clicks to wishes."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject, Signal

from ordertower_desktop.views.notify.popup import LINES, TITLE, Notifier, Popup


def tr(words: str) -> str:
    return QCoreApplication.translate("Toaster", words)


class About(Protocol):
    """A notice on a card."""

    @property
    def case(self) -> str: ...
    @property
    def order(self) -> str: ...
    @property
    def cause(self) -> str: ...


class Card(Protocol):
    """What the policy wants to be seen; several notices make a digest."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def notices(self) -> Sequence[About]: ...
    @property
    def sound(self) -> bool: ...


class Toaster(QObject):
    """`asked(act, card)`: take | later | open on the card that was clicked. `channel_changed(name)`: empty where nothing works."""

    asked = Signal(str, object)
    channel_changed = Signal(str)

    def __init__(self, channels: Sequence[Notifier], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._channels, self._active, self._told = tuple(channels), None, False
        self._cards: dict[str, Card] = {}
        for channel in channels:
            channel.invoked.connect(self._invoked)
            channel.gone.connect(self._gone)
            channel.turned.connect(self._choose)

    _active: Notifier | None

    @property
    def channel(self) -> str:
        """The name of what works, or empty."""
        return self._active.name if self._active else ""

    @property
    def up(self) -> list[str]:
        """Ids of the cards that are up."""
        return list(self._cards)

    def start(self) -> None:
        for channel in self._channels:
            channel.start()

    def show(self, card: Card) -> None:
        """Interrupt."""
        self._put(card, quiet="")

    def update(self, card: Card) -> None:
        """Change what a card says; a card that a person has closed stays closed."""
        if card.id in self._cards:
            self._put(card, quiet="yes")

    def withdraw(self, card_id: str) -> None:
        self._cards.pop(card_id, None)
        if self._active is not None:
            self._active.withdraw(card_id)

    def test(self) -> None:
        """A toast to see whether toasts are seen."""
        if self._active is not None:
            self._active.show(Popup("test", tr("这是一条测试提醒"), tr("看到它，说明系统通知可用"), sound="yes"))

    def close(self) -> None:
        for channel in self._channels:
            channel.close()

    def _put(self, card: Card, *, quiet: str) -> None:
        self._cards[card.id] = card
        if self._active is not None:
            self._active.show(popup_of(card, quiet=quiet))

    def _choose(self) -> None:
        """The first that works; what is up moves along when another one takes over."""
        before, self._active = self._active, next((channel for channel in self._channels if channel.works), None)
        if self._active is before and self._told:
            return
        self._told = True
        if self._active is not None:
            for card in self._cards.values():
                self._active.show(popup_of(card, quiet=""))
        self.channel_changed.emit(self.channel)

    def _invoked(self, popup_id: str, act: str) -> None:
        card = self._cards.get(popup_id)
        if card is None:
            return
        self.asked.emit("open" if act == "default" else act, card)
        if act != "open":
            self.withdraw(popup_id)

    def _gone(self, popup_id: str) -> None:
        self._cards.pop(popup_id, None)


def popup_of(card: Card, *, quiet: str) -> Popup:
    """One notice can be taken in hand from its toast; a digest only looked at or put off."""
    later, look = ("later", tr("稍后10分钟")), ("open", tr("查看"))
    acts = (("take", tr("接手")), later, look) if len(card.notices) == 1 and card.notices[0].case else (later, look)
    body = "\n".join(card.body.splitlines()[:LINES])
    return Popup(card.id, card.title[:TITLE], body, card.severity, acts, "yes" if card.sound else "", quiet)
