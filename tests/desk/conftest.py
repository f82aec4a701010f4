"""What every test of the glass is handed: a dressed application and a theme."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import ITEMS
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from tests.desk.demo_rows import NOW, rows
from tests.desk.pictures import keep

__all__ = ["dark", "faces", "keep", "light", "pooled", "theme"]


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """The style that `application` asks for."""
    return ["tests", "-style", "fusion"]


@pytest.fixture(scope="session")
def faces(qapp: QApplication) -> None:
    fonts.load()
    fonts.load_rest()


def _theme(app: QApplication, mode: str) -> Iterator[Theme]:
    made = Theme(app, mode)
    yield made
    made.setParent(None)
    made.deleteLater()


@pytest.fixture
def light(qapp: QApplication, faces: None) -> Iterator[Theme]:
    yield from _theme(qapp, "light")


@pytest.fixture
def dark(qapp: QApplication, faces: None) -> Iterator[Theme]:
    yield from _theme(qapp, "dark")


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Theme]:
    """Both modes, one after the other."""
    yield from _theme(qapp, request.param)


@pytest.fixture
def pooled(qtbot: QtBot, light: Theme) -> Glass:
    """A glass that holds the rows of the story."""
    made = Glass(light, ITEMS, now=NOW)
    qtbot.addWidget(made.shell)
    made.model.take(rows())
    made.model.flush()
    return made
