"""The six tabs: each shows one page of the hub as cards."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.models.kpi import tables
from ordertower_desktop.models.kpi.paused import paused
from ordertower_desktop.models.kpi.pushes import pushes
from ordertower_desktop.models.kpi.stats import Stats
from ordertower_desktop.models.kpi.table import Table
from ordertower_desktop.models.kpi.warned import warned
from ordertower_desktop.views.kpi.choosing import Chosen
from ordertower_desktop.views.kpi.grid import Grid
from ordertower_desktop.views.kpi.strip import Strip
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.card import Card
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.kpi import DrillPage, HealthPage, KpiPage, LoadPage, TrendPage
from ordertower_desktop.wire.pauses import PausePage
from ordertower_desktop.wire.risk import RiskPage


class Tab(QWidget):
    """`order_asked(order)`; `rule_asked(rule)`; `unit_asked(kind, unit)`: the orders behind a unit's score."""

    order_asked = Signal(str)
    rule_asked = Signal(str)
    unit_asked = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.cards: list[GridCard] = []
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(16, 12, 16, 12)
        self.box.setSpacing(12)

    def show_page(self, page: Any) -> None:
        """What the hub said."""
        raise NotImplementedError

    def show_tables(self, told: Sequence[Table], *, left: int = 1) -> None:
        """A card a table; cards are kept, so that nothing flickers."""
        while len(self.cards) < len(told):
            card = GridCard(self._theme)
            card.grid.opened.connect(self.opened)
            self.cards.append(card)
            self.box.addWidget(card)
        for place, card in enumerate(self.cards):
            card.setVisible(place < len(told))
            if place < len(told):
                card.show_table(told[place], left=told[place].left or left)
        self._push_up()

    def _push_up(self) -> None:
        last = self.box.itemAt(self.box.count() - 1)
        if last is None or last.spacerItem() is None:
            for place in range(self.box.count() - 1, -1, -1):
                if (item := self.box.itemAt(place)) is not None and item.spacerItem() is not None:
                    self.box.takeAt(place)
            self.box.addStretch(1)

    def opened(self, key: str) -> None:
        """A row was opened."""


class GridCard(Card):
    """A table under its title."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, " ", " ")
        self.grid, self.empty = Grid(theme), PlainLabel(theme, self.tr("这段日子没有"), role="text3")
        self.body.addWidget(self.grid)
        self.body.addWidget(self.empty)

    def show_table(self, table: Table, *, left: int = 1) -> None:
        self.title.setText(table.title)
        self.set_note(table.note)
        self.grid.show_table(table, left=left)
        self.grid.setVisible(bool(table.rows))
        self.empty.setVisible(not table.rows)


class KpiTab(Tab):
    """The stretch in seven figures, then links and people."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.strip = Strip(theme)
        self.box.addWidget(self.strip)

    def show_page(self, page: KpiPage) -> None:
        self.strip.show_tiles(tables.tiles(page))
        self.show_tables(tables.kpi(page))


class ScoresTab(Tab):
    """How the month is scored, then a table a kind of unit; a unit leads to its orders."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.about = Card(theme, self.tr("口径"), "")
        self.formula = PlainLabel(theme, role="text2", wrap="yes")
        warning = self.tr("名次只在同类里比；单量少的单位，名次多半是运气，看区间，不看先后。不足 30 单不排名，也不用于考核。")
        self.warning, self.standing = (
            PlainLabel(theme, warning, size=12, role="text3", wrap="yes"),
            PlainLabel(theme, role="text2", wrap="yes"),
        )
        for label in (self.formula, self.standing, self.warning):
            self.about.body.addWidget(label)
        self.box.addWidget(self.about)

    def show_page(self, page: HealthPage) -> None:
        self.formula.setText(page.formula)
        self.standing.setText(standing(page))
        self.show_tables(tables.health(page), left=2)

    def opened(self, key: str) -> None:
        kind, _, unit = key.partition("\t")
        self.unit_asked.emit(kind, unit)


def standing(page: HealthPage) -> str:
    """Whether the month may still move, and who froze it."""
    if not page.revision:
        return "这个月还没过完，数字还会变" if not page.over else "还没有封存：封存后的数字不再变，更正另存一版"
    newest = page.revisions[0]
    told = f"第 {newest.revision} 版，{newest.at.astimezone():%Y-%m-%d} 由{newest.by}封存" + (f"：{newest.why}" if newest.why else "")
    return told + ("。之后有迟到的消息，现在重算会不一样，可以更正为新的一版" if page.moved else "")


class DrillTab(Tab):
    """What is chosen, what it is grouped by, the lines; or the orders behind a number."""

    def __init__(self, theme: Theme, stats: Stats) -> None:
        super().__init__(theme)
        self._stats = stats
        self.chosen, self.back = Chosen(theme, stats), Link(theme, self.tr("回到分组"), icon="chevron-left")
        self.back.clicked.connect(stats.close_orders)
        self.box.addWidget(self.chosen)
        self.box.addWidget(self.back)

    def show_page(self, page: DrillPage) -> None:
        found = self._stats.found
        self.chosen.show_page(page)
        self.back.setVisible(found is not None)
        if found is not None:
            self.show_tables([tables.found(found)], left=len(tables.found(found).heads))
        else:
            self.show_tables([tables.drill(page)], left=len(page.by))

    def opened(self, key: str) -> None:
        if self._stats.found is not None:
            self.order_asked.emit(key)
        else:
            self._stats.enter(key.split("\t"))


class TrendsTab(Tab):
    """Which rule to tune, rules by week, and what departments pushed away; a line leads to its rule or its order."""

    def show_page(self, page: TrendPage) -> None:
        self.show_tables([tables.tuning(page), tables.trends(page), *pushes(page)])

    def opened(self, key: str) -> None:
        kind, _, rule = key.partition("\t")
        if rule and kind == "rule":
            self.rule_asked.emit(rule)
        else:
            self.order_asked.emit(key)


class AlarmsTab(Tab):
    """What alarms did to people."""

    def show_page(self, page: LoadPage) -> None:
        self.show_tables(tables.alarms(page))


class PausedTab(Tab):
    """What pauses were used for."""

    def show_page(self, page: PausePage) -> None:
        self.show_tables(paused(page))


class WarnedTab(Tab):
    """How good the early warnings were."""

    def show_page(self, page: RiskPage) -> None:
        self.show_tables(warned(page))
