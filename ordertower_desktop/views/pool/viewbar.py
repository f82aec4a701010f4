"""The line of views: tabs with exact counts, and a plus that keeps the present filter as a view of one's own."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from ordertower_desktop.models.pool.filters import VIEWS, View
from ordertower_desktop.models.pool.model import PoolModel
from ordertower_desktop.views.parts.button import Button, IconButton
from ordertower_desktop.views.parts.card import Surface, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.popover import Popover
from ordertower_desktop.views.parts.tabs import Tab, ViewTabs
from ordertower_desktop.views.theme.theme import Theme

GIVEN = frozenset(view.key for view in VIEWS)
MOST_LETTERS = 16


class ViewBar(Surface):
    """`chosen` names a view; `changed` carries all views after one was added, renamed, moved or dropped."""

    chosen = Signal(str)
    changed = Signal(list)

    def __init__(self, theme: Theme, model: PoolModel) -> None:
        super().__init__(theme, edge="bottom")
        self._model, self._current = model, "all"
        self.setFixedHeight(44)
        self.tabs, self.plus = ViewTabs(theme), IconButton(theme, "plus", self.tr("把筛选存为视图"), size=28)
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 0, 12, 0)
        box.setSpacing(8)
        box.addWidget(self.tabs, 1)
        box.addWidget(self.plus)
        self.tabs.chosen.connect(self.chosen)
        self.tabs.moved.connect(self.put_before)
        self.plus.clicked.connect(lambda: self.menu().popup(self.plus.mapToGlobal(self.plus.rect().bottomLeft())))

    def show_counts(self, current: str) -> None:
        self._current = current
        self.tabs.show_tabs(tuple(self._tab(view) for view in self._model.views), current)

    def _tab(self, view: View) -> Tab:
        count = self._model.counts.counts[view.key] if self._model.whole else None
        return Tab(view.key, view.name, count, view.hue if count else "")

    def menu(self) -> QMenu:
        """What can be done with views; the given ones stay as they are."""
        menu = QMenu(self)
        menu.addAction(self.tr("把当前筛选存为视图…")).triggered.connect(lambda: self._ask_name(""))
        own = self._current not in GIVEN
        if own:
            menu.addSeparator()
            menu.addAction(self.tr("改名…")).triggered.connect(lambda: self._ask_name(self._current))
        menu.addAction(self.tr("左移")).triggered.connect(lambda: self.move_view(self._current, -1))
        menu.addAction(self.tr("右移")).triggered.connect(lambda: self.move_view(self._current, 1))
        if own:
            menu.addAction(self.tr("删除这个视图")).triggered.connect(lambda: self.drop(self._current))
        return menu

    def add(self, name: str) -> None:
        """The filter that is in force becomes a view of its own."""
        taken = {view.key for view in self._model.views}
        key = next(key for number in range(1, len(taken) + 2) if (key := f"own-{number}") not in taken)
        self._keep((*self._model.views, View(key, name, self._model.filter, shared=False)), key)

    def rename(self, key: str, name: str) -> None:
        views = tuple(View(v.key, name, v.filter, v.hue, v.shared) if v.key == key else v for v in self._model.views)
        self._keep(views, key)

    def move_view(self, key: str, by: int) -> None:
        views = list(self._model.views)
        at = next(place for place, view in enumerate(views) if view.key == key)
        to = at + by
        if 0 <= to < len(views):
            views.insert(to, views.pop(at))
            self._keep(tuple(views), key)

    def put_before(self, key: str, before: str) -> None:
        """A view stands before another one now, or last."""
        views = [view for view in self._model.views if view.key != key]
        place = next((place for place, view in enumerate(views) if view.key == before), len(views))
        view = next(view for view in self._model.views if view.key == key)
        moved = (*views[:place], view, *views[place:])
        if moved != self._model.views:
            self._keep(moved, self._current)

    def drop(self, key: str) -> None:
        if key not in GIVEN:
            self._keep(tuple(view for view in self._model.views if view.key != key), "all")

    def _keep(self, views: tuple[View, ...], current: str) -> None:
        self._model.set_views(views)
        self.changed.emit(list(views))
        if current != self._current:
            self.chosen.emit(current)
        self.show_counts(current)

    def _ask_name(self, key: str) -> None:
        old = next((view.name for view in self._model.views if view.key == key), "")
        popover = NameField(self._theme, self, old)
        popover.named.connect(lambda name: self.rename(key, name) if key else self.add(name))
        popover.show_at(self.plus)


class NameField(Popover):
    """Asks for a name; Enter keeps it."""

    named = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget, old: str) -> None:
        super().__init__(theme, parent, width=280)
        self.line = QLineEdit(old)
        self.line.setMaxLength(MOST_LETTERS)
        self.line.setPlaceholderText(self.tr("如：抖音直播间"))
        self.line.setAccessibleName(self.tr("视图的名字"))
        keep = Button(theme, self.tr("存下"), kind="primary", key="Enter")
        keep.clicked.connect(self._done)
        self.line.returnPressed.connect(self._done)
        self.body.addWidget(PlainLabel(theme, self.tr("视图的名字"), strong="yes"))
        self.body.addWidget(self.line)
        self.body.addLayout(row(1, keep))
        self.setFocusProxy(self.line)

    def _done(self) -> None:
        name = self.line.text().strip()
        if name:
            self.named.emit(name)
            self.close()
