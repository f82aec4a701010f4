"""临时操作 of the order: what was done past the systems and is not filled in yet (S65)."""

from datetime import datetime

from PySide6.QtCore import Signal

from ordertower_desktop.models import text
from ordertower_desktop.views.order.panel import Panel
from ordertower_desktop.views.order.wrapped import Wrapped
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import clear, row
from ordertower_desktop.views.parts.labels import Badge, Elided
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rows import PoolRow, StopgapRow


class StopgapPanel(Panel):
    """`asked(verb, known)`: fill it in. Hidden where nothing is open; what was filled in stands in the history."""

    asked = Signal(str, dict)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("临时操作"))
        self._shown: tuple[object, ...] = ()
        self.hide()

    def show_row(self, shown: PoolRow | None, now: datetime) -> None:
        held = list(shown.stopgaps) if shown is not None else []
        late = tuple(one.id for one in held if one.due_at <= now)
        if (tuple(held), late) != self._shown:
            self._shown = (tuple(held), late)
            self._make(held, now)
        self.setVisible(bool(held))

    def _make(self, held: list[StopgapRow], now: datetime) -> None:
        clear(self.body)
        self.set_note(self.tr("补录后才能结单"))
        for one in held:
            late = one.due_at <= now
            badge = Badge(self._theme, self.tr("过 4 小时未补") if late else self.tr("待补录"), "red" if late else "amber", icon="bolt")
            made = row(badge, Elided(self._theme, one.what, strong="yes"))
            made.setStretch(1, 1)
            self.body.addLayout(made)
            words = f"{one.by} {text.near(one.at, now)}：{one.why}"
            self.body.addWidget(Wrapped(self._theme, words, size=12, role="text2"))
        if held:
            button = Button(self._theme, self.tr("补录…"), icon="clipboard-check", small="yes")
            button.clicked.connect(lambda: self.asked.emit("fill_in", {}))
            self.body.addLayout(row(button, 1))
