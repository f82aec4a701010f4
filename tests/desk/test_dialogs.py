"""Every dialog for those who use no mouse or no screen: all its parts have names, Tab comes by them, and no button is cut at 200 %."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.models.members.crew import Crew
from ordertower_desktop.models.pool.filters import Filter
from ordertower_desktop.models.pool.model import PoolModel
from ordertower_desktop.models.rules.promotions import Promotions
from ordertower_desktop.models.rules.workshop import Workshop
from ordertower_desktop.views.glass.ask import Ask
from ordertower_desktop.views.glass.granting import Grant, SpareGrant
from ordertower_desktop.views.glass.labelling import Labelling
from ordertower_desktop.views.glass.memberasks import Invitation, Member
from ordertower_desktop.views.order.history import RawDialog
from ordertower_desktop.views.pool.timeeditor import TimeEditor
from ordertower_desktop.views.pool.viewbar import NameField
from ordertower_desktop.views.reveal.sheet import RevealSheet
from ordertower_desktop.views.rules.promo.sheet import PromoSheet
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.reveals import Revealed
from tests.desk.cutoff import cut
from tests.desk.demo_rows import NOW
from tests.desk.demo_rules import HubInHand
from tests.desk.test_promos import D11, PromoHub
from tests.desk.test_without_a_mouse import alone, described, silent, stops, walked

SEEN = Revealed("4418296013577823901", "李雷", "13800138000", "浙江省杭州市余杭区文一西路 1 号", "天猫旗舰店", 60, 19, 20)


def crew(parent: QWidget) -> Crew:
    made = Crew()
    made.setParent(parent)
    return made


def asked(theme: Theme, parent: QWidget) -> Ask:
    """Each kind of field that an Ask can have."""
    made = Ask(theme, parent, "暂停并写原因", "时钟停下，恢复后接着走", "暂停")
    return made.line("why", "原因", "写给接班的人").text("note", "备注").choice("who", "在等谁", [("buyer", "客户"), ("it", "IT")])


def promos(theme: Theme, parent: QWidget) -> PromoSheet:
    """One promotion, with a hub that answers."""
    shop = Workshop()
    shop.answered("rules", HubInHand(shop).rules())
    shop.show_role("supervisor")
    promotions = Promotions(shop)
    hub = PromoHub(promotions, D11)
    made = PromoSheet(theme, parent, promotions, now=lambda: NOW, by="李婷")
    made.destroyed.connect(lambda _=None, kept=hub: None)
    shop.setParent(made)
    promotions.open()
    return made


DIALOGS: dict[str, Callable[[Theme, QWidget], QWidget]] = {
    "ask": asked,
    "member": lambda theme, parent: Member(theme, parent, crew(parent), None),
    "invitation": lambda theme, parent: Invitation(theme, parent, "王芳", "K7M2-9QXD"),
    "grant": lambda theme, parent: Grant(theme, parent, "李婷"),
    "spare grant": lambda theme, parent: SpareGrant(theme, parent, []),
    "labelling": lambda theme, parent: Labelling(theme, parent, ["4418296013577823901 出库超时"]),
    "promotions": promos,
    "raw records": lambda theme, parent: RawDialog(theme, parent, "4418296013577823901", ["10:18 淘宝 付款", "10:40 淘宝 改址"]),
    "reveal": lambda theme, parent: RevealSheet(theme, parent, SEEN, now=NOW),
    "time": lambda theme, parent: TimeEditor(theme, parent, PoolModel(NOW), Filter()),
    "name of a view": lambda theme, parent: NameField(theme, parent, "抖音直播间"),
}


@pytest.mark.parametrize("name", list(DIALOGS))
def test_every_dialog_has_names_is_walked_by_tab_and_fits(qtbot: QtBot, qapp: QApplication, light: Theme, name: str) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(960, 460)
    host.show()
    made = DIALOGS[name](light, host)
    made.show()
    made.activateWindow()
    qtbot.wait(20)
    assert silent(made) == []
    assert cut(made.window()) == []
    assert made.window().height() <= 460
    first = stops(made)[0]
    first.setFocus()
    reached = walked(qapp)
    assert [described(one) for one in stops(made) if one not in reached and not alone(one)] == []
    made.close()
