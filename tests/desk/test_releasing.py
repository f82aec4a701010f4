"""The release page in the window: reached by a key, a wave from the button to the undo, and what an order says of its pre-audit."""

from argparse import Namespace
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.commanding import PAGES
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import Bridge, furnish, opened
from ordertower_desktop.views.order.page import OrderView
from ordertower_desktop.views.release.page import ReleasePage
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.warehouse import ReceiptPage
from tests.desk.demo_page import NOW, page, row
from tests.desk.demo_release import HAND, RECEIPTS, SETTINGS, job, plan
from tests.desk.demo_release import page as told

Keep = Callable[[QWidget, str], object]
BUSY = ("pre_audit", "command_jobs", "receipts")


class Hub(QObject):
    """Answers the page's questions as the bridge would, and remembers those that are acts."""

    answered = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, list[Any]]] = []
        self.trouble: dict[str, Exception] = {}

    def ask(self, page: str, what: str, values: list[Any]) -> None:
        if page != "release":
            return
        self.asked.append((what, values))
        answers: dict[str, object] = {
            "pre_audit": told(), "pre_audit_mark": told("sampled"), "command_jobs": [job()], "receipts": ReceiptPage(RECEIPTS),
            "command_plan": plan(), "command_begin": job(), "command_undo": replace(job(), undone_at=NOW), "save_pre_audit": {},
        }  # fmt: skip
        self.answered.emit(what, self.trouble.get(what, answers[what]))

    @property
    def acts(self) -> list[tuple[str, list[Any]]]:
        return [one for one in self.asked if one[0] not in BUSY]


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot) -> tuple[Glass, Annex, Hub]:
    glass, _ = opened(qapp, "light", now=NOW)
    furnish(glass)
    qtbot.addWidget(glass.shell)
    annex, hub = Annex(glass, Bridge()), Hub()
    annex.question.connect(hub.ask)
    hub.answered.connect(annex.releasing.answered)
    annex.releasing.show_state(Namespace(role="supervisor", link="online"))
    glass.shell.show()
    return glass, annex, hub


def looked_at(qtbot: QtBot, glass: Glass, annex: Annex) -> ReleasePage:
    glass.open_page("release")
    made = annex.releasing.page
    assert made is not None
    qtbot.waitUntil(made.isVisible)
    return made


def test_the_page_is_on_the_rail_and_the_palette_and_asks_only_while_it_is_seen(desk: tuple[Glass, Annex, Hub], qtbot: QtBot) -> None:
    glass, annex, hub = desk
    assert ("release", "放行", "G F") in PAGES
    annex.releasing.tick(NOW)
    assert hub.asked == []
    looked_at(qtbot, glass, annex)
    assert [what for what, _ in hub.asked[:2]] == ["pre_audit", "command_jobs"]


def test_a_wave_goes_from_the_button_over_the_preview_to_the_undo(desk: tuple[Glass, Annex, Hub], qtbot: QtBot) -> None:
    glass, annex, hub = desk
    made = looked_at(qtbot, glass, annex)
    made.orders.all.click()
    assert hub.acts == [("command_plan", ["release", [], "hand"])]
    sheet = annex.releasing.sheet
    assert sheet is not None
    sheet.go.click()
    what, (asked,) = hub.acts[-1]
    assert (what, asked.command, len(asked.orders), asked.agreed) == ("command_begin", "release", 198, False)
    assert asked.id, "the job has a name of its own, so that sent twice it is one"
    assert any("正在发给仓库" in text for text in glass.shell.toasts.texts())
    made.job.undo.click()
    assert hub.acts[-1] == ("command_undo", ["wave"])
    assert any("已撤回" in text for text in glass.shell.toasts.texts())


def test_what_can_be_taken_back_goes_at_once_and_an_urgent_print_is_shown_first(desk: tuple[Glass, Annex, Hub], qtbot: QtBot) -> None:
    glass, annex, hub = desk
    looked_at(qtbot, glass, annex)
    annex.releasing.act("resume", ["1"])
    annex.releasing.act("urgent", ["1"])
    assert [what for what, _ in hub.acts] == ["command_begin", "command_plan"]


def test_from_the_order_page_its_warehouse_is_told_of_the_order_that_is_shown(desk: tuple[Glass, Annex, Hub], qtbot: QtBot) -> None:
    glass, _, hub = desk
    glass.orders.view.show_row(row())
    glass.orders.view.right.pre_audit.asked.emit("urgent")
    assert hub.acts == [("command_plan", ["urgent", [row().order], ""])]


def test_the_state_changes_only_with_a_reason_and_the_key_of_the_sample_stays(desk: tuple[Glass, Annex, Hub], qtbot: QtBot) -> None:
    glass, annex, hub = desk
    made = looked_at(qtbot, glass, annex)
    made.standing.state_asked.emit("shadow")
    asking = annex.releasing.asking
    assert asking is not None
    asking.accept()
    assert hub.acts == [], "without a reason nothing is saved"
    asking.fill({"why": "先看三天"})
    asking.accept()
    what, (values, base, why) = hub.acts[-1]
    assert (what, values["state"], values["key"], base, why) == ("save_pre_audit", "shadow", SETTINGS["key"], 7, "先看三天")


def test_offline_a_release_is_refused_in_words_and_nothing_is_kept_for_later(desk: tuple[Glass, Annex, Hub], qtbot: QtBot) -> None:
    glass, annex, hub = desk
    hub.trouble = {"command_plan": OSError("连不上中枢"), "pre_audit": OSError("连不上中枢")}
    made = looked_at(qtbot, glass, annex)
    assert made.orders.empty.isVisible()
    annex.releasing.act("release", ["1"])
    assert "没有办成：连不上中枢" in glass.shell.toasts.texts()


def test_an_order_says_by_which_clauses_it_was_kept(qtbot: QtBot, light: Theme, keep: Keep) -> None:
    view = OrderView(light)
    qtbot.addWidget(view)
    view.resize(1440, 1200)
    view.tick(NOW)
    view.show_row(row())
    view.show_page(replace(page(), pre_audit=HAND[2], commands=["urgent", "hold", "release"]))
    view.show()
    panel = view.right.pre_audit
    assert panel.isVisible()
    assert panel.said[0] == "2 条不符，等人工审核"
    assert "30 天内无退货：2 次退货" in panel.said
    assert [str(one) for one in panel.links] == ["release", "hold", "urgent"]
    with qtbot.waitSignal(panel.asked) as asked:
        panel.links["urgent"].click()
    assert asked.args == ["urgent"]
    keep(view, "order-preaudit")
    view.show_page(page())
    assert not panel.isVisible()
