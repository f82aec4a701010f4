"""看过明文: the history of looks as a supervisor reads it; narrowed, page after page, and barred in words to others."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.models.members.crew import Crew
from ordertower_desktop.models.members.lookbook import LookBook
from ordertower_desktop.views.members.page import MembersPage
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.reveals import RevealLine, RevealPage
from tests.desk.demo_members import HubInHand
from tests.desk.demo_rows import NOW

Keep = Callable[[QWidget, str], object]
SAID = (
    ("赵一鸣", "shown", "打电话给收件人：快递说地址不清", "", ["name", "phone", "address"]),
    ("林晓", "shown", "核对或更正地址", "", ["name", "address"]),
    ("仓库李", "refused", "", "仓库负责人岗位没有“看明文”这一项，请找主管在“成员与岗位”里开通", []),
    ("林晓", "failed", "售后补寄或换货", "拼多多旗舰店 今天的解密额度用完了，明天再看，或到平台后台申请提额", []),
    ("王敏", "asked", "向快递报址查件", "", []),
)


def line(place: int) -> RevealLine:
    name, state, reason, why, fields = SAID[place % len(SAID)]
    at = NOW - timedelta(minutes=7 * place)
    return RevealLine(f"l{place}", at, f"p{place % 5}", name, f"44182960135778{place:05d}", "taobao", reason, state, why, fields)


class Log:
    """The hub's side: two pages."""

    def __init__(self, book: LookBook) -> None:
        self.book, self.asked = book, list[list[Any]]()
        book.question.connect(self.ask)

    def ask(self, what: str, values: list[Any]) -> None:
        assert what == "reveals"
        self.asked.append(values)
        first = 20 if values[2] else 0
        page = RevealPage([line(first + one) for one in range(20)], "" if values[2] else "l19", {"zhao": 4, "zhou": 2}, 20)
        self.book.answered(page)


@pytest.fixture
def page(qtbot: QtBot, light: Theme) -> tuple[MembersPage, Log, HubInHand]:
    return made(qtbot, light)


def made(qtbot: QtBot, theme: Theme) -> tuple[MembersPage, Log, HubInHand]:
    crew = Crew()
    hub = HubInHand(crew)
    page = MembersPage(theme, crew, now=NOW)
    qtbot.addWidget(page)
    page.resize(1180, 700)
    return page, Log(page.looked), hub


def test_a_supervisor_reads_who_looked_at_what_and_why(page: tuple[MembersPage, Log, HubInHand]) -> None:
    """S105."""
    shown, log, hub = page
    hub.open()
    shown.turn("looks")
    QAbstractItemModelTester(shown.looked)
    assert log.asked == [["", "", ""]]
    assert shown.looked.row(0)[1:] == ("赵一鸣", line(0).order, "看了", "打电话给收件人：快递说地址不清", "姓名、手机号、地址")
    assert shown.looked.row(3)[3:] == ("没取到", "售后补寄或换货", SAID[3][3])
    assert shown.looks.today.text() == "今天：赵一鸣 4 次、周凯 2 次（每人每天 20 次）"
    shown.looked.more()
    shown.looked.more()  # there is no third page
    assert log.asked[1:] == [["", "", "l19"]]
    assert shown.looked.rowCount() == 40
    shown.looks.order.setText(" 4418 ")
    shown.looks.look()
    assert log.asked[-1] == ["", "4418", ""]
    assert shown.looked.rowCount() == 20


@pytest.mark.parametrize(("role", "link", "said"), [("agent", "online", "由主管查看"), ("supervisor", "offline", "中枢连不上")])
def test_others_and_a_desk_without_its_hub_read_why_not(page: tuple[MembersPage, Log, HubInHand], role: str, link: str, said: str) -> None:
    shown, log, hub = page
    hub.open(role, link)
    shown.turn("looks")
    assert log.asked == []
    assert said in shown.looks._why


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_pictures_of_it(qtbot: QtBot, qapp: QApplication, keep: Keep, mode: str) -> None:
    shown, _, hub = made(qtbot, Theme(qapp, mode))
    hub.open()
    shown.turn("looks")
    shown.show()
    keep(shown, f"looks-{mode}")
    shown.turn("posts")
    keep(shown, f"posts-{mode}")
    shown.turn("looks")
    shown.resize(820, 560)
    keep(shown, f"looks-narrow-{mode}")
