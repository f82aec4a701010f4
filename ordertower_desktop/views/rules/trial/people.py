"""Whom a rule would interrupt: the hours of the day against the budget, the worst hour in words, and each person's day."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.models.rules import pastwords
from ordertower_desktop.views.parts.card import clear, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.rules.trial.bars import hour_bars, show_hours
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.backtests import BacktestFound

MOST_PEOPLE = 4


class Interruptions(QWidget):
    """Bars, words, people."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.bars = hour_bars(theme, self.tr("每人每小时通知"))
        self.words = QVBoxLayout()
        self.words.setSpacing(3)
        self.people = QVBoxLayout()
        self.people.setSpacing(4)
        self.shown: list[str] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        title = PlainLabel(theme, self.tr("每人每小时通知"), strong="yes")
        box.addLayout(row(title, 1, PlainLabel(theme, self.tr("最忙的人，线框是现行"), role="text3", size=12)))
        box.addWidget(self.bars)
        box.addLayout(self.words)
        box.addLayout(self.people)

    def show_found(self, found: BacktestFound, days: int) -> None:
        told = found.notices
        self.bars.setVisible(bool(told.total or told.before))
        show_hours(self.bars, told.hours, told.hours_before)
        clear(self.words)
        clear(self.people)
        lines = pastwords.load(told)
        for words, role in lines:
            self.words.addWidget(PlainLabel(self._theme, words, role=role, size=12, wrap="yes"))
        for one in told.people[:MOST_PEOPLE]:
            change = PlainLabel(self._theme, self.tr("每日 {0}").format(pastwords.person(one, days)))
            self.people.addLayout(row(PlainLabel(self._theme, one.name), 1, change))
        self.shown = [words for words, _ in lines]
