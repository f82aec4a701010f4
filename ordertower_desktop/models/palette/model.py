"""What the palette lists: commands that match, best first inside each group, with a line over each group."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from ordertower_desktop.models.palette.commands import Command
from ordertower_desktop.models.palette.match import NOT_FOUND, rank

Index = QModelIndex | QPersistentModelIndex
Find = Callable[[str], Sequence[Command]]
DISPLAY, ACCESSIBLE = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)
ENTRY = int(Qt.ItemDataRole.UserRole) + 1
MOST_OF_A_GROUP, MOST = 6, 40


class PaletteModel(QAbstractListModel):
    """Entries are commands, or the name of a group. `find` adds what only a search knows: orders, people."""

    def __init__(self) -> None:
        super().__init__()
        self._commands: tuple[Command, ...] = ()
        self._find: Find = lambda _typed: ()
        self._entries: tuple[Command | str, ...] = ()

    def load(self, commands: Sequence[Command], find: Find) -> None:
        self._commands, self._find = tuple(commands), find
        self.narrow("")

    def narrow(self, typed: str) -> None:
        """List what `typed` finds."""
        self.beginResetModel()
        self._entries = tuple(self._listed(typed.strip()))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == ENTRY:
            return entry
        if role in (DISPLAY, ACCESSIBLE):
            return entry if isinstance(entry, str) else f"{entry.title} {entry.keys}".strip()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._entries[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def command(self, place: int) -> Command | None:
        """The command on a line, or None for a group's name."""
        entry = self._entries[place] if 0 <= place < len(self._entries) else ""
        return None if isinstance(entry, str) else entry

    def step(self, place: int, by: int) -> int:
        """The next line with a command in a direction, or the same when there is none."""
        at = place + by
        while 0 <= at < len(self._entries):
            if self.command(at) is not None:
                return at
            at += by
        return place

    def _listed(self, typed: str) -> list[Command | str]:
        """Groups in the order of their best hit, then as they were given; a group's lines by their rank."""
        hits = [(rank(typed, command.title), command) for command in self._commands]
        found = [(score, command) for score, command in hits if score < NOT_FOUND]
        found += [(0, command) for command in (self._find(typed) if typed else ())]
        groups: dict[str, list[tuple[int, Command]]] = {}
        for score, command in found:
            groups.setdefault(command.group, []).append((score, command))
        listed: list[Command | str] = []
        for name, members in sorted(groups.items(), key=lambda item: min(score for score, _ in item[1])):
            members.sort(key=lambda pair: pair[0])
            listed += [name, *(command for _, command in members[: MOST_OF_A_GROUP if typed else None])]
        return listed[:MOST] if typed else listed
