"""Gives commands their keys in a window: chords and sequences; single letters belong to the list that has the focus."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ordertower_desktop.models.palette.commands import Command


def sequence(keys: str) -> QKeySequence:
    """`G P` and `Ctrl+K` as Qt reads them."""
    return QKeySequence(", ".join(keys.split(" ")))


def alone(keys: str) -> bool:
    """Whether this is one key without Ctrl or Alt: it must not work while somebody types."""
    return bool(keys) and " " not in keys and not {"Ctrl", "Alt"} & set(keys.split("+"))


def fasten(commands: Sequence[Command], window: QWidget) -> list[QShortcut]:
    """A shortcut for every command with a chord or a sequence; the caller drops them by `deleteLater` when commands change."""
    made = []
    for command in commands:
        if command.keys and not alone(command.keys):
            shortcut = QShortcut(sequence(command.keys), window)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(command.run)
            made.append(shortcut)
    return made
