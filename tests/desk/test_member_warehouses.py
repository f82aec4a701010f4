"""A member's warehouses on the form, and on their line of the page."""

from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ordertower_desktop.models.members.crew import Crew
from ordertower_desktop.views.glass.memberasks import Member
from ordertower_desktop.views.members.page import MembersPage
from ordertower_desktop.views.theme.theme import Theme
from tests.desk.demo_members import HubInHand
from tests.desk.demo_rows import NOW


def test_a_member_is_given_warehouses_in_the_form_and_a_name_no_order_has_is_told(qtbot: QtBot, light: Theme) -> None:
    """S105."""
    crew = Crew()
    page = MembersPage(light, crew, now=NOW)
    crew.setParent(page)
    hub = HubInHand(crew)
    qtbot.addWidget(page)
    hub.open()
    crew.warehouses = ["杭州仓", "嘉兴仓"]
    form = Member(light, page, crew, crew.people["zhou"])
    field = form._fields["warehouses"]
    assert isinstance(field, QLineEdit)
    field.setText("杭洲仓，嘉兴仓")
    assert form._hint.text() == "在办的单里没有“杭洲仓”这个仓，现有：杭州仓、嘉兴仓。写法要与订单上一致"
    field.setText("杭州仓、 嘉兴仓")
    assert form._hint.isHidden()
    crew.save_person(form.body())
    assert hub.people["zhou"].warehouses == ["杭州仓", "嘉兴仓"]
    assert "周凯，仓库负责人 · 杭州仓、嘉兴仓，客服，离岗" in [one.accessibleName().split("，按")[0] for one in page.people.lines]
    again = Member(light, page, crew, crew.people["zhou"])
    assert again.values()["warehouses"] == "杭州仓、嘉兴仓"
