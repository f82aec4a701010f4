"""The pill of the top bar is the light of the watch: green with its age, and never green when nobody watches."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain.light import Hue
from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import furnish, opened
from ordertower_desktop.wire.light import LightRow
from ordertower_desktop.wire.rows import SourceRow
from tests.desk.demo_rows import NOW

SECOND = timedelta(seconds=1)
WELL = [SourceRow("tmall", "天猫", "platform", "fresh", 60, NOW), SourceRow("erp", "ERP", "erp", "fresh", 60, NOW)]
ILL = [WELL[0], SourceRow("erp", "ERP", "erp", "silent", 60, NOW)]


@pytest.fixture
def annex(qapp: QApplication, qtbot: QtBot) -> Iterator[Annex]:
    glass, bridge = opened(qapp, "light", now=NOW)
    furnish(glass)
    qtbot.addWidget(glass.shell)
    made = Annex(glass, bridge)
    glass.rows("source", WELL, [])
    yield made
    made.stop()


def told(annex: Annex, hue: Hue, *says: str) -> None:
    annex._rows("light", [LightRow(NOW, hue, list(says), 2134)], [])


def pill(glass: Glass, after: timedelta = timedelta()) -> tuple[str, str]:
    glass.tick(NOW + after)
    return glass.lit(glass.sources.values())


def test_everything_is_watched_and_it_says_how_long_ago_that_was_looked_at(annex: Annex) -> None:
    told(annex, Hue.GREEN)
    assert pill(annex.glass, 3 * SECOND) == ("全部在看 · 3 秒前", "green")
    assert annex.glass.shell.top.sources.text() == "全部在看 · 3 秒前"


def test_without_a_word_from_the_watch_it_turns_amber_and_then_red_by_itself(annex: Annex) -> None:
    told(annex, Hue.GREEN)
    assert pill(annex.glass, 14 * SECOND) == ("看守 14 秒没有消息", "amber")
    assert pill(annex.glass, 90 * SECOND) == ("看守 1 分没有消息", "red")
    told(annex, Hue.GREEN)
    assert pill(annex.glass)[1] == "green"


def test_the_gravest_trouble_is_named_and_a_silent_source_by_its_name(annex: Annex) -> None:
    told(annex, Hue.RED, "判定停了 12 秒，中枢会自己再试；一直不好请重启中枢", "ERP停更")
    assert pill(annex.glass) == ("判定停了 12 秒等 2 件", "red")
    annex.glass.rows("source", ILL, [])
    told(annex, Hue.AMBER, "ERP停更")
    assert pill(annex.glass) == ("ERP 停更，其余 1 项在看", "amber")


def test_another_hub_is_not_believed_by_the_light_of_the_old_one(annex: Annex) -> None:
    told(annex, Hue.RED, "判定停了 12 秒")
    annex.lighting.forget()
    assert pill(annex.glass) == ("2 项来源正常", "green")
