"""The page of customers in the window: reached by a key, decided by a key, taken back, and the block on an order's page."""

from argparse import Namespace
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.views.customers.page import CustomersPageView
from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.commanding import PAGES
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import ITEMS, Bridge, furnish, opened
from ordertower_desktop.views.order.page import OrderView
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.customers import CustomerAct, MergeRow, OrderCustomer
from tests.desk.demo_customers import EMPTY, FACES, STOP, page
from tests.desk.demo_page import NOW
from tests.desk.demo_page import page as order_page

Keep = Callable[[QWidget, str], object]


class Hub(QObject):
    """Answers the page's questions as the bridge would, and remembers what was done."""

    answered = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.acts: list[CustomerAct] = []
        self.trouble: dict[str, Exception] = {}

    def ask(self, room: str, what: str, values: list[Any]) -> None:
        if room == "customers":
            self.acts += values if what == "customer_act" else []
            self.answered.emit(what, self.trouble.get(what, page()))

    @property
    def last(self) -> tuple[str, str, str]:
        return self.acts[-1].do, self.acts[-1].about, self.acts[-1].why


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot) -> tuple[Glass, Annex, Hub]:
    glass, _ = opened(qapp, "light", now=NOW)
    furnish(glass)
    qtbot.addWidget(glass.shell)
    annex, hub = Annex(glass, Bridge()), Hub()
    annex.question.connect(hub.ask)
    hub.answered.connect(annex.customering.answered)
    annex.customering.show_state(Namespace(role="supervisor", link="online"))
    glass.shell.show()
    return glass, annex, hub


def looked_at(qtbot: QtBot, glass: Glass, annex: Annex) -> CustomersPageView:
    glass.open_page("customers")
    made = annex.customering.page
    assert made is not None
    qtbot.waitUntil(lambda: bool(made.groups.lines))
    return made


def test_it_is_on_the_rail_and_under_a_key_of_its_own(qtbot: QtBot, desk: tuple[Glass, Annex, Hub]) -> None:
    glass, annex, _ = desk
    assert ("customers", "客户与合单", "G D") in PAGES
    assert "customers" in [item.key for item in ITEMS]
    assert len({keys for _, _, keys in PAGES}) == len(PAGES)
    made = looked_at(qtbot, glass, annex)
    assert made.groups.choice.current == "offers"
    assert [line.words[3] for line in made.groups.lines] == ["剩 1 时 49 分", "剩 5 时", "1 单挡住", "待合"]


def test_a_key_merges_what_is_ticked_and_the_toast_takes_it_back(qtbot: QtBot, desk: tuple[Glass, Annex, Hub]) -> None:
    glass, annex, hub = desk
    made = looked_at(qtbot, glass, annex)
    qtbot.keyClick(made, Qt.Key.Key_M)
    assert (hub.last[:2], hub.acts[-1].orders) == (("merge", "o1"), ["4418296014733085512", "OT2511120561"])
    assert glass.shell.toasts.texts()[-1] == "合单已领，正在请仓库暂停打单"
    did = hub.acts[-1].id
    annex.customering.act("undo", did)
    assert hub.last[:2] == ("undo", did)


def test_fewer_than_two_ticked_merge_nothing(qtbot: QtBot, desk: tuple[Glass, Annex, Hub]) -> None:
    glass, annex, hub = desk
    made = looked_at(qtbot, glass, annex)
    made.merge.boxes["OT2511120561"].setChecked(False)
    assert made.merge.merge is not None
    assert (made.merge.merge.text(), made.merge.merge.isEnabled()) == ("合并 1 单", False)
    qtbot.keyClick(made, Qt.Key.Key_M)
    assert hub.acts == []
    made.show_page(page(), NOW)
    assert made.merge.picked == ["4418296014733085512"], "a look at the hub unticks nobody"


def test_a_veto_asks_for_the_reason(qtbot: QtBot, desk: tuple[Glass, Annex, Hub]) -> None:
    glass, annex, hub = desk
    made = looked_at(qtbot, glass, annex)
    qtbot.keyClick(made, Qt.Key.Key_V)
    asking = annex.customering.asking
    assert asking is not None
    asking.accept()
    assert hub.acts == [], "nothing without a reason"
    asking.fill({"why": "客户要求分开寄"})
    asking.accept()
    assert hub.last == ("veto", "o1", "客户要求分开寄")


def test_two_that_may_be_one_are_answered_by_a_key(qtbot: QtBot, desk: tuple[Glass, Annex, Hub]) -> None:
    glass, annex, hub = desk
    made = looked_at(qtbot, glass, annex)
    made.groups.choice.choose("questions")
    made.groups.choice.chosen.emit("questions")
    qtbot.keyClick(made, Qt.Key.Key_M)
    assert hub.acts == []
    qtbot.keyClick(made, Qt.Key.Key_Y)
    assert (hub.last[:2], hub.acts[-1].other) == (("join", "f1"), "f2")


def test_a_stop_is_let_go_with_a_reason_only(qtbot: QtBot, desk: tuple[Glass, Annex, Hub]) -> None:
    glass, annex, hub = desk
    made = looked_at(qtbot, glass, annex)
    made.stops.buttons["pass"].click()
    asking = annex.customering.asking
    assert asking is not None
    asking.fill({"why": "客户要 2 台"})
    asking.accept()
    assert hub.last == ("pass", STOP.id, "客户要 2 台")


def test_without_the_hub_it_says_so_and_keeps_what_it_shows(qtbot: QtBot, desk: tuple[Glass, Annex, Hub]) -> None:
    glass, annex, hub = desk
    made = looked_at(qtbot, glass, annex)
    hub.trouble = {"customers": ValueError("连不上中枢"), "customer_act": ValueError("连不上中枢")}
    qtbot.keyClick(made, Qt.Key.Key_M)
    assert glass.shell.toasts.texts()[-1] == "没有办成：连不上中枢"
    assert len(made.groups.lines) == 4


def test_an_agent_is_not_offered_what_is_for_ever(qapp: QApplication, qtbot: QtBot) -> None:
    made = CustomersPageView(Theme(qapp, "light"))
    qtbot.addWidget(made)
    made.show_page(page(), NOW)
    links = [one.text() for one in made.merge.findChildren(QWidget) if hasattr(one, "text")]
    assert "此客户今后不提" not in links


def test_the_order_page_shows_the_customers_other_orders_and_leads_to_the_suggestion(qapp: QApplication, qtbot: QtBot) -> None:
    view = OrderView(Theme(qapp, "light"))
    qtbot.addWidget(view)
    other = MergeRow("4418296014733085512", NOW, "taobao", "旗舰店", "电饭煲", "华东仓", "待打单")
    told = OrderCustomer(
        "1", "f1", note="号码被平台遮住，只按收件人号 OAID认", orders=4, open=[other], faces=FACES, stops=[STOP], offer="o1"
    )
    view.show_page(replace(order_page(), customer=told))
    panel = view.right.customer
    assert not panel.isHidden()
    assert panel.note.text() == "共 4 单"
    with qtbot.waitSignal(panel.order_asked) as asked:
        panel.links[0].click()
    assert asked.args == ["4418296014733085512"]
    assert panel.merge is not None
    with qtbot.waitSignal(panel.merge_asked) as wanted:
        panel.merge.click()
    assert wanted.args == ["o1"]
    view.show_page(order_page())
    assert panel.isHidden()


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("width", "beside"), [(1376, True), (1036, False)])
def test_pictures(qapp: QApplication, qtbot: QtBot, keep: Keep, *, mode: str, width: int, beside: bool) -> None:
    made = CustomersPageView(Theme(qapp, mode))
    qtbot.addWidget(made)
    made.resize(width, 820)
    made.show()
    made.show_page(page(), NOW)
    keep(made, f"customers-{mode}-{width}")
    assert made._side_area.isVisible() is beside
    assert made.stops.isVisible(), "narrow, it stands under the middle"
    right = made.stops.mapTo(made, made.stops.rect().topRight()).x()
    assert right < made.width(), "nothing is cut off"
    made.show_page(page(**EMPTY), NOW)
    keep(made, f"customers-empty-{mode}-{width}")
    assert made.empty.isVisible()
