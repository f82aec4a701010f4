"""What is asked of the pool's model: plain ints, since comparing an enum costs a hundred times more, three thousand times a frame."""

from PySide6.QtCore import Qt

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
LINE = int(Qt.ItemDataRole.UserRole) + 1
CASE = LINE + 1
