"""A viewport that Python has made."""

from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def own_viewport(area: QAbstractScrollArea) -> None:
    """For what stands on the first paint: to name the class of a viewport that Qt made, PySide builds every widget class there is."""
    ground = QWidget()
    area.setViewport(ground)
    ground.setMouseTracking(True)
