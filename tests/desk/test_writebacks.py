"""The page of write-backs and the panel on an order: what shops were told, what waits, and who may begin anew."""

from argparse import Namespace
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import Bridge, furnish, opened
from ordertower_desktop.views.order.page import OrderView
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.writeback.page import WriteBackPage
from ordertower_desktop.wire.writebacks import WriteBackBegun, WriteBackSummary
from ordertower_desktop.wire.writebacks import WriteBackPage as Ledger
from tests.desk.demo_page import NOW, page, row
from tests.desk.demo_writebacks import lines, shop, summary
from tests.desk.walk import markup

Keep = Callable[[QWidget, str], object]
HOSTILE = "<b>拼多多</b><img src=x>"


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> WriteBackPage:
    made = WriteBackPage(theme)
    qtbot.addWidget(made)
    made.resize(1100, 720)
    made.queue.show_summary(summary())
    made.ledger.show_lines(lines(), NOW)
    made.show()
    return made


def test_each_shop_shows_its_queue_its_breaker_and_how_timely_it_was(shown: WriteBackPage, keep: Keep) -> None:
    said = [line.accessibleName() for line in shown.queue.lines]
    assert said[2] == "拼多多旗舰店，回传，排队 4，重试中 171，转工单 31，熔断器熔断至 14:35"
    assert shown.queue.timely.text() == "及时率 97.1%，目标 99.4%"
    assert shown.queue.stop.isVisible()
    assert not shown.queue.go.isVisible()
    keep(shown, "write-backs")


def test_a_halt_says_why_and_by_whom_and_can_be_lifted(qtbot: QtBot, shown: WriteBackPage) -> None:
    shown.queue.show_summary(summary(stopped="面单打错了一批"))
    assert shown.queue.halted.isVisible()
    assert shown.queue.halted.text() == "全部回传已停：面单打错了一批（李婷，14:26）"
    with qtbot.waitSignal(shown.queue.go_asked):
        shown.queue.go.click()
    assert not shown.queue.stop.isVisible()


def test_only_what_can_be_begun_anew_offers_it(qtbot: QtBot, shown: WriteBackPage) -> None:
    offered = [line.line.state for line in shown.ledger.lines if line.again.isVisible()]
    assert offered == ["given_up", "person", "person", "person", "pending", "pending"]
    with qtbot.waitSignal(shown.ledger.again_asked) as caught:
        shown.ledger.lines[0].again.click()
    assert caught.args == [[lines()[0].id]]


def test_what_another_system_asks_is_answered_with_a_yes_of_its_own(qtbot: QtBot, shown: WriteBackPage) -> None:
    asked = replace(lines()[1], state="person", why="Tryton 要人先确认：发货单没有承运商。", ask="发货单没有承运商。")
    shown.ledger.show_lines([asked], NOW)
    button = shown.ledger.lines[0].again
    assert button.text() == "确认并继续"
    with qtbot.assertNotEmitted(shown.ledger.again_asked), qtbot.waitSignal(shown.ledger.agreed) as caught:
        button.click()
    assert caught.args == [[asked.id]]


def test_an_agent_sees_everything_and_begins_nothing(shown: WriteBackPage) -> None:
    shown.show_may("")
    assert not any(line.again.isEnabled() for line in shown.ledger.lines)
    assert not shown.queue.stop.isEnabled()
    shown.ledger.show_lines(lines()[:2], NOW)
    assert not shown.ledger.lines[0].again.isEnabled(), "new lines, too"


def test_nothing_fits_badly_on_a_small_screen(shown: WriteBackPage) -> None:
    assert shown.width() == 1100
    for line in (*shown.queue.lines, *shown.ledger.lines):
        assert line.width() <= 1100 - 32, "a line wider than its card is cut at the right"


def test_the_same_again_builds_nothing_anew(shown: WriteBackPage) -> None:
    before = list(shown.ledger.lines), list(shown.queue.lines)
    shown.queue.show_summary(summary())
    shown.ledger.show_lines(lines(), NOW)
    assert (shown.ledger.lines, shown.queue.lines) == before


def test_an_empty_ledger_says_what_is_not_there_and_a_floor_without_shops_how_to_begin(shown: WriteBackPage) -> None:
    shown.queue.show_summary(WriteBackSummary(NOW))
    shown.ledger.show_lines([], NOW)
    assert "write_back" in shown.queue.none.text()
    assert shown.queue.none.isVisible()
    assert shown.ledger.empty.accessibleName() == "没有要人处理的回传"
    assert not shown.ledger.all.isVisible()


def test_words_from_outside_stay_words(qtbot: QtBot, shown: WriteBackPage) -> None:
    shown.queue.show_summary(WriteBackSummary(NOW, [replace(shop("pdd", 1, 0, 0), name=HOSTILE)], stopped=True, stopped_why=HOSTILE))
    shown.ledger.show_lines([replace(lines()[0], why=HOSTILE, order=HOSTILE, carrier=HOSTILE, source_name=HOSTILE)], NOW)
    assert markup(shown) == []


def test_an_order_shows_its_write_back_and_lets_it_be_begun_anew(qtbot: QtBot, light: Theme, keep: Keep) -> None:
    view = OrderView(light)
    qtbot.addWidget(view)
    view.resize(1300, 1200)
    view.show_row(row())
    view.show_page(replace(page(), write_backs=[lines()[5]]))
    view.show()
    panel = view.right.write_back
    assert panel.isVisible()
    with qtbot.waitSignal(view.action_requested) as caught:
        panel.links[0].click()
    assert caught.args == ["write_back_again", {}]
    keep(view, "order-write-back")
    view.show_page(replace(page(), write_backs=[lines()[8]]))
    assert panel.links == []
    view.show_page(page())
    assert not panel.isVisible()


class Hub(QObject):
    """Answers the page's questions as the bridge would, and remembers them."""

    answered = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, list[Any]]] = []
        self.begun: object = WriteBackBegun(1, [])

    def ask(self, page: str, what: str, values: list[Any]) -> None:
        self.asked.append((what, values))
        answers = {"write_back_summary": summary(), "write_backs": Ledger(lines())}
        answers |= {"write_back_again": self.begun, "write_back_all_again": self.begun, "write_back_agree": self.begun}
        answers |= {"write_back_switch": summary(stopped="x")}
        if page == "write_backs":
            self.answered.emit(what, answers[what])


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot) -> tuple[Glass, Annex, Hub]:
    glass, _ = opened(qapp, "light", now=NOW)
    furnish(glass)
    qtbot.addWidget(glass.shell)
    annex, hub = Annex(glass, Bridge()), Hub()
    annex.question.connect(hub.ask)
    hub.answered.connect(annex.telling.answered)
    annex.telling.show_state(Namespace(role="supervisor"))
    glass.shell.show()
    return glass, annex, hub


def looked_at(qtbot: QtBot, annex: Annex) -> WriteBackPage:
    annex.telling.open()
    made = annex.telling.page
    assert made is not None
    qtbot.waitUntil(made.isVisible)
    return made


def test_the_hub_is_asked_only_while_somebody_looks(desk: tuple[Glass, Annex, Hub]) -> None:
    glass, annex, hub = desk
    annex.telling.tick(NOW)
    assert hub.asked == []
    annex.sources.told.click()
    assert glass.shell.page == "write_backs"
    assert [what for what, _ in hub.asked] == ["write_back_summary", "write_backs"]
    annex.telling.tick(NOW)
    assert len(hub.asked) == 2
    glass.shell.show_page("pool")
    hub.asked.clear()
    annex.telling.tick(NOW.replace(minute=59))
    assert hub.asked == []


def test_beginning_anew_says_how_many_and_looks_again(qtbot: QtBot, desk: tuple[Glass, Annex, Hub]) -> None:
    glass, annex, hub = desk
    page = looked_at(qtbot, annex)
    hub.begun = WriteBackBegun(3, ["x"])
    hub.asked.clear()
    page.ledger.all.click()
    assert ("write_back_all_again", []) in hub.asked
    assert any("已重新回传 3 条，1 条已办成或不必再传" in words for words in glass.shell.toasts.texts())
    annex.telling.tick(NOW)
    assert ("write_back_summary", []) in hub.asked


def test_everything_is_stopped_only_with_a_reason(qtbot: QtBot, desk: tuple[Glass, Annex, Hub]) -> None:
    _, annex, hub = desk
    page = looked_at(qtbot, annex)
    page.queue.stop.click()
    asking = annex.telling.asking
    assert asking is not None
    hub.asked.clear()
    asking.accept()
    assert hub.asked == []
    asking._fields["why"].setText("面单打错了")  # type: ignore[attr-defined]
    asking.accept()
    assert hub.asked == [("write_back_switch", [True, "面单打错了"])]
    assert page.queue.go.isVisible()


def test_trouble_is_said_and_the_page_stays(qtbot: QtBot, desk: tuple[Glass, Annex, Hub]) -> None:
    glass, annex, _ = desk
    page = looked_at(qtbot, annex)
    annex.telling.answered("write_back_again", ValueError("中枢连不上"))
    assert any("回传没有办成：中枢连不上" in words for words in glass.shell.toasts.texts())
    assert page.ledger.lines
