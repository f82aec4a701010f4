"""Areas that scroll."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QScrollArea, QVBoxLayout, QWidget


def own_viewport(area: QAbstractScrollArea) -> None:
    """For what stands on the first paint: to name the class of a viewport that Qt made, PySide builds every widget class there is."""
    ground = QWidget()
    area.setViewport(ground)
    ground.setMouseTracking(True)


def scrolled(lines: QVBoxLayout, empty: QWidget) -> QScrollArea:
    """A list of lines, or what is said where there are none; keys stay with the lines themselves."""
    inner, area = QWidget(), QScrollArea()
    box = QVBoxLayout(inner)
    box.setContentsMargins(0, 0, 0, 0)
    box.addLayout(lines)
    box.addWidget(empty, 1)
    box.addStretch(1)
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def column(inner: QWidget) -> QScrollArea:
    """A column of cards that scrolls up and down only."""
    made = QScrollArea()
    made.setWidget(inner)
    made.setWidgetResizable(True)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made
