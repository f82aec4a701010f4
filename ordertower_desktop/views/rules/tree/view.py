"""The condition tree on the glass: a row for every line and every group, kept in step with the draft's tree."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.models.rules import leaf, tree
from ordertower_desktop.models.rules.tree import Group, Line, Node
from ordertower_desktop.views.parts.button import IconButton, Link
from ordertower_desktop.views.parts.card import clear
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.rules.tree.carrying import Carrying
from ordertower_desktop.views.rules.tree.inputs import Pick
from ordertower_desktop.views.rules.tree.line import Branch, Count, Grip, LineRow
from ordertower_desktop.views.theme.theme import Theme

JOINS = {"all": "全部满足", "any": "任一满足", "!all": "并非全部满足", "!any": "全都不满足"}


class GroupRow(QWidget):
    """The head of a group: how its lines are joined, and what can be added to it. The root cannot go."""

    joined = Signal(int, str)
    asked = Signal(int, str)
    moved = Signal(int, int)
    dropped = Signal(int)

    def __init__(self, theme: Theme, group: Group, *, depth: int) -> None:
        super().__init__()
        self.key = group.key
        key = ("!" if group.denied else "") + group.join
        choices = [(one, words) for one, words in JOINS.items() if depth or not one.startswith("!") or one == key]
        self.join = Pick(theme, self.tr("条件组怎么算满足"), choices, key, wide=122)
        self.line, self.group = Link(theme, self.tr("条件"), icon="plus"), Link(theme, self.tr("条件组"), icon="split")
        self.line.setAccessibleName(self.tr("在这一组加条件"))
        self.group.setAccessibleName(self.tr("在这一组加条件组"))
        self.grip, self.away, self.count = Grip(theme), IconButton(theme, "x", self.tr("删去这一组"), size=26), Count(theme)
        self.wrong = PlainLabel(theme, "", role="red", size=12)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 2, 0, 2)
        box.setSpacing(6)
        if depth:
            box.addWidget(Branch(theme, depth))
        for widget in (self.grip, self.join, self.line, self.group, self.wrong):
            box.addWidget(widget)
        box.addStretch(1)
        box.addWidget(self.count)
        box.addWidget(self.away)
        self.grip.setVisible(bool(depth))
        keep = self.away.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.away.setSizePolicy(keep)
        self.away.setVisible(bool(depth))
        self.join.activated.connect(lambda _row: self.joined.emit(self.key, self.join.key()))
        self.line.clicked.connect(lambda: self.asked.emit(self.key, "line"))
        self.group.clicked.connect(lambda: self.asked.emit(self.key, "group"))
        self.grip.moved.connect(lambda by: self.moved.emit(self.key, by))
        self.away.clicked.connect(lambda: self.dropped.emit(self.key))

    def show_fault(self, words: str) -> None:
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))

    def focus(self, _name: str = "") -> None:
        self.join.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(self.key, step)
        else:
            super().keyPressEvent(event)


class ConditionTree(QWidget):
    """`changed(root)`: somebody made another tree of it. It says so and shows it; whoever holds the draft keeps it."""

    changed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._root, self._locked = theme, Group(1, "all"), ""
        self.rows: dict[int, LineRow | GroupRow] = {}
        self._list = QVBoxLayout(self)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self.carrying = Carrying(theme, self)
        self.carrying.put.connect(lambda root, key: self._remake(root, key, grip="yes"))

    @property
    def root(self) -> Group:
        return self._root

    def show_root(self, root: Group, *, locked: str = "") -> None:
        """Another tree altogether; `locked` says why nobody may change it."""
        if root != self._root or locked != self._locked:
            self._root, self._locked = root, locked
            self._make()

    def show_faults(self, faults: Mapping[int, str]) -> None:
        for key, made in self.rows.items():
            made.show_fault(faults.get(key, ""))

    def show_counts(self, lines: Mapping[str, int] | None, about: int, *, stale: str = "") -> None:
        """How many orders get through each place; None while nobody knows."""
        for node, place in tree.places(self._root):
            count = about if node is self._root and lines is not None else None if lines is None else lines.get(place)
            self.rows[node.key].count.show_count(count, about, stale=stale)

    def focus(self, key: int) -> None:
        """Go to the first input of a line."""
        if key in self.rows:
            self.rows[key].focus()

    # making

    def _make(self) -> None:
        clear(self._list)
        self.rows = {}
        self._rows(self._root, 0)
        for made in self.rows.values():
            made.setEnabled(not self._locked)
            made.show()  # at once: what is not on the glass yet takes no focus
        self.carrying.show_rows(self._root, dict(self.rows))
        self.updateGeometry()

    def _rows(self, node: Node, depth: int) -> None:
        made = LineRow(self._theme, node, depth=depth) if isinstance(node, Line) else GroupRow(self._theme, node, depth=depth)
        made.moved.connect(self._move)
        made.dropped.connect(self._drop)
        made.grip.carried.connect(lambda at, key=node.key: self.carrying.carry(key, self.mapFromGlobal(at)))
        made.grip.let_go.connect(self.carrying.let_go)
        if isinstance(made, LineRow):
            made.changed.connect(self._say)
            made.reshaped.connect(self._reshape)
        else:
            made.joined.connect(self._join)
            made.asked.connect(self._add)
        self.rows[node.key] = made
        self._list.addWidget(made)
        if isinstance(node, Group):
            for part in node.parts:
                self._rows(part, depth + 1)

    # what somebody does

    def _say(self, line: Line) -> None:
        self._keep(tree.put(self._root, line))

    def _reshape(self, line: Line) -> None:
        made = self.rows[line.key]
        if isinstance(made, LineRow):
            made.take(line)
        self._say(line)

    def _join(self, key: int, join: str) -> None:
        group = tree.find(self._root, key)
        if isinstance(group, Group):
            self._say_group(replace(group, join=join.removeprefix("!"), denied=join.startswith("!")))

    def _say_group(self, group: Group) -> None:
        self._keep(tree.put(self._root, group))

    def _keep(self, root: Group) -> None:
        """The same rows, other contents."""
        self._root = root
        self.carrying.show_rows(root, dict(self.rows))
        self.changed.emit(root)

    def _add(self, group: int, what: str) -> None:
        """A line, or a group with a line in it, at the end of a group; the focus goes there."""
        key = tree.fresh_key(self._root)
        line = Line(key, dict(leaf.FRESH["field"]))
        new: Node = line if what == "line" else Group(key + 1, "any", (line,))
        self._remake(tree.add(self._root, group, new), key)

    def _move(self, key: int, by: int) -> None:
        focus = self.rows[key].focusWidget()
        self._remake(tree.move(self._root, key, by), key, grip="yes" if isinstance(focus, Grip) else "")

    def _drop(self, key: int) -> None:
        """The focus goes to what stands in its place."""
        order = list(self.rows)
        rest = tree.drop(self._root, key)
        left = {node.key for node in tree.nodes(rest)}
        after = [one for one in order[order.index(key) :] if one in left] or [one for one in order if one in left]
        self._remake(rest, after[0])

    def _remake(self, root: Group, focus: int, *, grip: str = "") -> None:
        if root == self._root:
            return
        self._root = root
        self._make()
        made = self.rows[focus]
        if grip:
            made.grip.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            made.focus()
        self.changed.emit(self._root)
