"""The banner of a silent source: which it is, how many orders wait for it, and that it goes by itself."""

from datetime import timedelta

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.holding import Holding
from ordertower_desktop.views.glass.start import furnish, opened
from tests.desk.demo_board import sources
from tests.desk.demo_rows import NOW, rows


@pytest.fixture
def glass(qapp: QApplication, qtbot: QtBot) -> Glass:
    made, _ = opened(qapp, "light", now=NOW)
    furnish(made)
    qtbot.addWidget(made.shell)
    made.rows("source", sources(), [])
    return made


def test_the_banner_names_the_source_and_counts_what_waits_until_it_speaks_again(glass: Glass) -> None:
    holding, shown = Holding(glass), rows()[:5]
    holding.take([msgspec.structs.replace(row, held="ERP" if place < 3 else "") for place, row in enumerate(shown)], [])
    holding.tick(NOW)
    assert glass.shell.banner.text() == "ERP 停更 4 时 50 分：3 单先不催，恢复后自动补判；严重的照常提醒"
    holding.take([msgspec.structs.replace(shown[0], held="ERP", state="recovered"), shown[1]], [])
    holding.tick(NOW + timedelta(minutes=1))
    assert "停更 4 时 51 分：1 单" in glass.shell.banner.text()
    holding.take([], [shown[2].case])
    holding.tick(NOW)
    assert glass.shell.banner.text() == ""


def test_its_link_leads_to_the_sources(glass: Glass) -> None:
    holding = Holding(glass)
    holding.take([msgspec.structs.replace(rows()[0], held="ERP")], [])
    holding.tick(NOW)
    glass.shell.add_page("sources", QWidget())
    glass.shell.banner.followed.emit("held")
    assert glass.shell.page == "sources"
