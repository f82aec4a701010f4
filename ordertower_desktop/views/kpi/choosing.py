"""What the drill-down has chosen so far, what it is grouped by, and the ways to the orders themselves."""

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from ordertower_desktop.models.kpi.stats import Stats
from ordertower_desktop.models.kpi.tables import DIMENSIONS, named
from ordertower_desktop.models.text import count
from ordertower_desktop.views.parts.button import Button, Chip
from ordertower_desktop.views.parts.card import Surface
from ordertower_desktop.views.parts.flow import Flow
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.kpi import DrillPage


class Chosen(Surface):
    """Chips of what is chosen (a click takes one away), two menus for what comes next, and three buttons to the orders."""

    def __init__(self, theme: Theme, stats: Stats) -> None:
        super().__init__(theme, edge="all", radius=10)
        self._theme, self._stats = theme, stats
        self.first, self.second = Chip(theme, "", tail="chevron-down"), Chip(theme, "", tail="chevron-down")
        self.whole = PlainLabel(theme, role="text2")
        self.chips: list[Chip] = []
        names = (
            ("open", self.tr("看未发的")), ("slow", self.tr("看 8 时未出库的")), ("late", self.tr("看超时的")),
            ("missed", self.tr("看没来得及的")),
        )  # fmt: skip
        self.ways = {key: Button(theme, name, small="yes") for key, name in names}
        box, inner = QVBoxLayout(self), QWidget()
        box.setContentsMargins(16, 10, 16, 10)
        self._flow = Flow(inner, gap=8)
        box.addWidget(self.whole)
        box.addWidget(inner)
        for widget in (PlainLabel(theme, self.tr("按"), role="text2"), self.first, self.second, *self.ways.values()):
            self._flow.addWidget(widget)
        self.first.setAccessibleName(self.tr("先按什么分组"))
        self.second.setAccessibleName(self.tr("再按什么分组"))
        self.first.clicked.connect(partial(self._pick, 0))
        self.second.clicked.connect(partial(self._pick, 1))
        for key, button in self.ways.items():
            button.clicked.connect(partial(self._orders, key))

    def show_page(self, page: DrillPage) -> None:
        whole = page.whole
        left = whole.orders - whole.shipped
        self.whole.setText(self.tr("{0} 单，{1} 单未发，{2} 单超时").format(count(whole.orders), count(left), count(whole.late)))
        self.first.setText(DIMENSIONS[page.by[0]])
        self.second.setText(DIMENSIONS[page.by[1]] if len(page.by) > 1 else self.tr("再按…"))
        for key, number in (("open", left), ("slow", whole.ripe - whole.swift), ("late", whole.late), ("missed", whole.missed)):
            self.ways[key].setEnabled(number > 0)
        self._show_chips()

    def _show_chips(self) -> None:
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = []
        for dimension, key in self._stats.where.items():  # in the order of choosing
            chip = Chip(self._theme, f"{DIMENSIONS[dimension]}：{named(dimension, key)}", tail="x")
            chip.setToolTip(self.tr("不再只看这一项"))
            chip.clicked.connect(partial(self._leave, dimension))
            self.chips.append(chip)
            self._flow.addWidget(chip)

    def _pick(self, place: int, _on: object = None) -> None:
        menu, button = QMenu(self), (self.first, self.second)[place]
        for key in self.choices(place):
            name = DIMENSIONS.get(key, self.tr("不再分"))
            menu.addAction(name).triggered.connect(partial(self.group, place, key))
        menu.exec(button.mapToGlobal(QPoint(0, button.height())))

    def choices(self, place: int) -> list[str]:
        """What can be grouped by there; the second may be nothing."""
        free = [key for key in DIMENSIONS if key not in self._stats.where and key not in self._stats.by]
        return [*free, *([""] if place and len(self._stats.by) > 1 else [])]

    def group(self, place: int, key: str, _on: object = None) -> None:
        by = [*self._stats.by[:place], key, *self._stats.by[place + 1 :]]
        self._stats.group([one for one in by if one])

    def _orders(self, which: str, _on: object = None) -> None:
        self._stats.orders(which)

    def _leave(self, dimension: str, _on: object = None) -> None:
        self._stats.leave(dimension)
