"""数据冲突 of the order: what each system says, since when, how fresh it is, and what to do."""

from datetime import datetime

from ordertower_desktop.models import text
from ordertower_desktop.views.order.panel import Panel
from ordertower_desktop.views.order.wrapped import Wrapped
from ordertower_desktop.views.parts.card import clear, row
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import ConflictLine, OrderPage


class ConflictPanel(Panel):
    """Hidden where the systems have always agreed; a conflict that is over stays as a line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("数据冲突"))
        self.hide()

    def show_page(self, page: OrderPage, now: datetime) -> None:
        clear(self.body)
        for line in page.conflicts:
            self._add(line, now)
        left = sum(1 for line in page.conflicts if line.cleared_at is None)
        self.set_note(self.tr("{0} 处未消除").format(left) if left else self.tr("都已消除"))
        self.setVisible(bool(page.conflicts))

    def _add(self, line: ConflictLine, now: datetime) -> None:
        over = line.cleared_at is not None
        badge = Badge(self._theme, self.tr("已消除") if over else self.tr("不一致"), "green" if over else "red", icon=_icon(line))
        lasted = text.spoken((line.cleared_at or now) - line.since)
        words = self.tr("历时 {0}").format(lasted) if over else self.tr("已 {0}").format(lasted)
        if line.times > 1:
            words = self.tr("{0} · 第 {1} 次").format(words, line.times)
        name = PlainLabel(self._theme, line.name, strong="yes")
        self.body.addLayout(row(badge, name, 1, PlainLabel(self._theme, words, size=12, role="text3" if over else "red")))
        for said in line.said:
            value = Elided(self._theme, self.tr("{0}：{1}").format(said.name, said.text), size=13, role="text3" if over else "text")
            age = self.tr("{0} 起 · {1}前读到").format(text.dated(said.since, now), text.spoken(now - said.seen))
            made = row(value, PlainLabel(self._theme, age, size=12, role="text3"))
            made.setStretch(0, 1)
            self.body.addLayout(made)
        if line.advice:
            self.body.addWidget(Wrapped(self._theme, line.advice, size=12, role="text2"))


def _icon(line: ConflictLine) -> str:
    return "equal-not" if line.cleared_at is None else "check"
