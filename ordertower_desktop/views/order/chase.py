"""告警链 of the order: every step, whom it reached, when it was queued, accepted, delivered and seen, and who stopped it."""

from datetime import datetime

from ordertower_desktop.models.chain.receipts import STATES, path, standing
from ordertower_desktop.views.order.panel import Panel
from ordertower_desktop.views.order.wrapped import Wrapped
from ordertower_desktop.views.parts.card import clear, row
from ordertower_desktop.views.parts.labels import Badge, Elided
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.chases import Telling
from ordertower_desktop.wire.order import OrderPage


class ChasePanel(Panel):
    """Hidden for an order whose chain never began."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("告警链"))
        self.hide()

    def show_page(self, page: OrderPage, now: datetime) -> None:
        clear(self.body)
        chase = page.chase
        if chase is not None:
            self.set_note(chase.policy if chase.cycle == 1 else self.tr("{0} · 第 {1} 轮").format(chase.policy, chase.cycle))
            for told in chase.tellings:
                self._add(told, now)
            words = standing(chase, now)
            self.say(words, role="green" if chase.stopped_at else "text2", strong="yes")
        self.setVisible(chase is not None)

    def _add(self, told: Telling, now: datetime) -> None:
        word, hue, icon = STATES.get(told.state, (told.state, "neutral", "clock"))
        said = Elided(self._theme, f"{told.step} {told.to}".strip())
        made = row(Badge(self._theme, word, hue, icon=icon), said)
        made.setStretch(1, 1)
        self.body.addLayout(made)
        went = path(told, now)
        if went:
            self.body.addWidget(Wrapped(self._theme, went, size=12, role="text3"))
        if told.why:
            self.body.addWidget(Wrapped(self._theme, told.why, size=12, role="red" if hue == "red" else "text2"))
