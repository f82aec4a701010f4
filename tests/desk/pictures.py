"""Keeps a picture of a widget under artefacts/pictures, for eyes and for a few counted claims."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget

FOLDER = Path(__file__).resolve().parents[2] / "artefacts" / "pictures"
Keep = Callable[[QWidget, str], QImage]


def take(widget: QWidget, name: str) -> QImage:
    """Paint `widget` as it stands and save it; the picture comes back for counting."""
    widget.ensurePolished()
    QApplication.processEvents()
    image = widget.grab().toImage()
    FOLDER.mkdir(parents=True, exist_ok=True)
    assert image.save(str(FOLDER / f"{name}.png"))
    return image


def colours(image: QImage) -> set[str]:
    """Every colour that occurs, every second pixel of each row looked at."""
    small = image.convertToFormat(QImage.Format.Format_RGB32)
    return {QColor(small.pixel(x, y)).name() for y in range(small.height()) for x in range(0, small.width(), 2)}


def has(image: QImage, colour: QColor) -> int:
    """How many pixels have exactly this colour."""
    small, wanted = image.convertToFormat(QImage.Format.Format_RGB32), colour.rgb()
    return sum(small.pixel(x, y) == wanted for y in range(small.height()) for x in range(small.width()))


@pytest.fixture
def keep() -> Keep:
    return take
