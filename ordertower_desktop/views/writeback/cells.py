"""Widgets in the columns of a small table."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ordertower_desktop.views.parts.minihead import Column

GUTTER, HEIGHT = 16, 44


def lay(line: QWidget, columns: Sequence[Column], cells: Sequence[QWidget], *, height: int = HEIGHT) -> None:
    """Each cell in its column; one of a fixed size keeps it, figures stand at the right."""
    line.setFixedHeight(height)
    box = QHBoxLayout(line)
    box.setContentsMargins(GUTTER, 0, GUTTER, 0)
    box.setSpacing(0)
    for column, cell in zip(columns, cells, strict=True):
        holder = QWidget()
        place = QHBoxLayout(holder)
        place.setContentsMargins(0, 0, 12 if column.align == "left" else 0, 0)
        if column.align == "right" and isinstance(cell, QLabel):
            cell.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        fixed = cell.sizePolicy().horizontalPolicy() == cell.sizePolicy().Policy.Fixed
        place.addWidget(cell, 0 if fixed else 1)
        if fixed:
            place.addStretch(1)
        if column.width:
            holder.setFixedWidth(column.width)
        box.addWidget(holder, 0 if column.width else 1)
