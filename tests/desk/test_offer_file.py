"""What leaves the crisis page: the list of an approved compensation as a file, and points that are a number."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from ordertower_desktop.models.crisis.war import War
from ordertower_desktop.views.crisis.money import MoneyCard
from ordertower_desktop.views.crisis.paper import document, write_offer
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.crisis import OfferPage
from tests.desk.demo_crisis import HubInHand, told
from tests.desk.demo_rows import NOW

OFFER = OfferPage(
    "o-1", "补偿券 30 元", 3000, "approved", "何静", NOW, ["31158302", "=1+1"], ["=1+1"], "客户来电", "李婷",
    NOW + timedelta(minutes=3), "同意",
)  # fmt: skip


def test_the_list_names_every_order_the_sum_and_who_approved(qapp: QApplication, tmp_path: Path) -> None:
    del qapp
    words = document(OFFER).toPlainText()
    for one in ("31158302", "2 单 × ¥30.00 = ¥60.00", "李婷 2025年11月12日", "客户来电；同意", "具名再补", "财务："):
        assert one in words, one
    write_offer(OFFER, tmp_path / "o.pdf")
    assert (tmp_path / "o.pdf").read_bytes().startswith(b"%PDF")
    write_offer(OFFER, tmp_path / "o.xlsx")
    rows = CalamineWorkbook.from_path(tmp_path / "o.xlsx").get_sheet_by_name("名单").to_python()
    assert rows[1:] == [["31158302", "30.00", ""], ["'=1+1", "30.00", "是"]]


def test_only_what_was_approved_can_be_taken_out_and_only_by_a_supervisor(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme(qapp, "light")
    for role, many in (("supervisor", 1), ("agent", 0)):
        war = War(NOW)
        hub = HubInHand(war)
        card = MoneyCard(theme, war)
        qtbot.addWidget(card)
        told(war, role=role)
        files = [one for one in card.findChildren(Link) if one.text() == "名单"]
        assert len(files) == many
        if files:
            with qtbot.waitSignal(card.file_asked) as asked:
                files[0].click()
            assert asked.args == ["o1"]
        del hub


def test_points_that_are_no_number_are_said_and_do_not_go_out() -> None:
    war = War(NOW)
    hub, said = HubInHand(war), []
    war.told.connect(lambda kind, words: said.append((kind, words)))
    war.notice("京东", "通报", "三分")
    assert (said, hub.asked) == ([("warning", "没有办成：扣分要写成数字，如 2，收到“三分”")], [])
    war.notice("京东", "通报", "")
    assert [act.points for act in hub.acts()] == [0]
