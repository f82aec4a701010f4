"""Keeps a picture of a widget under artefacts/pictures, for eyes and for a few counted claims."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
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


def pixels(image: QImage) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint32]]":
    """Rows of 0xffrrggbb."""
    flat = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(flat.constBits(), np.uint32).reshape(flat.height(), flat.bytesPerLine() // 4)[:, : flat.width()].copy()


def colours(image: QImage) -> set[str]:
    """Every colour that occurs."""
    return {QColor(int(value)).name() for value in np.unique(pixels(image))}


def has(image: QImage, colour: QColor) -> int:
    """How many pixels have exactly this colour."""
    return int((pixels(image) == colour.rgb()).sum())


@pytest.fixture
def keep() -> Keep:
    return take
