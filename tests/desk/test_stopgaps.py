"""What was done past the systems on the glass: on the order page, in one's own queue, and as a filter of the pool."""

from datetime import timedelta

from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain import actions as do
from ordertower_desktop.models.mine.thing import next_thing
from ordertower_desktop.models.pool.filters import Filter
from ordertower_desktop.models.pool.filters import tests as passed
from ordertower_desktop.models.pool.sorts import SORTS
from ordertower_desktop.views.glass.verbs import Verbs
from ordertower_desktop.views.order.page import OrderView
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rows import StopgapRow
from tests.desk.demo_page import NOW, page, row
from tests.desk.pictures import Keep

GAP = StopgapRow("x", "手工开面单", "WMS 停了，16 点前要出", "赵一鸣", NOW - timedelta(hours=5), NOW - timedelta(hours=1))
HELD = replace(row(), acknowledged=True, todo="stopgap", stopgaps=[GAP])


def test_it_stands_on_top_of_the_order_page_until_it_is_filled_in(qtbot: QtBot, light: Theme, keep: Keep) -> None:
    """S65."""
    view = OrderView(light)
    qtbot.addWidget(view)
    view.resize(1376, 824)
    view.show_page(replace(page(), row=HELD))
    assert not view.right.stopgaps.isHidden()
    keep(view, "order-stopgap")
    with qtbot.waitSignal(view.action_requested) as asked:
        view.right.stopgaps.asked.emit("fill_in", {})
    assert asked.args == ["fill_in", {}]
    view.show_row(replace(HELD, version=8, stopgaps=[], todo=""))
    assert view.right.stopgaps.isHidden()


def test_one_s_own_queue_asks_for_it_before_the_closing() -> None:
    """S65."""
    thing = next_thing(replace(HELD, steps=[]), "agent")
    assert (thing.verb, thing.title) == ("fill_in", "补录临时操作：手工开面单")


def test_the_question_offers_what_is_open(qtbot: QtBot, light: Theme) -> None:
    view = OrderView(light)
    qtbot.addWidget(view)
    verbs = Verbs(light, view, {})
    made = verbs.action("fill_in", HELD, {"stopgap": "x", "text": "已补"}, NOW)
    assert (getattr(made, "stopgap", ""), getattr(made, "text", "")) == ("x", "已补")
    for verb, said in (("improvise", {"what": "a", "why": "b"}), ("unreached", {"text": "c"})):
        assert verbs.action(verb, HELD, said, NOW).id
        assert set(verbs._question(verb, [HELD], me="").values()) == set(said)
    assert verbs._question("fill_in", [HELD], me="").values()["stopgap"] == "x"


def test_a_waybill_is_asked_for_with_whether_the_parcel_has_left(qtbot: QtBot, light: Theme) -> None:
    """S7."""
    view = OrderView(light)
    qtbot.addWidget(view)
    verbs = Verbs(light, view, {})
    ask = verbs._question("waybill", [HELD], me="")
    assert ask.values() == {"waybill": "", "carrier": "", "left": "yes"}
    ask.accept()
    assert ask.result() != ask.DialogCode.Accepted, "without a number it stays open"
    made = verbs.action("waybill", HELD, {"waybill": "SF1234567890123", "carrier": "顺丰", "left": ""}, NOW)
    assert isinstance(made, do.EnterWaybill)
    assert (made.order, made.waybill, made.left) == (HELD.order, "SF1234567890123", False)


def test_the_pool_is_narrowed_to_a_group_or_to_what_is_to_be_filled_in_and_sorted_by_ease() -> None:
    """S41, S42, S65."""
    rows = [replace(HELD, group="A", effort_min=20), replace(row(), case="b", group="B", effort_min=1), replace(row(), case="c")]
    kept = [[one.case for one in rows if all(test(one) for test in passed(wanted, me="", now=NOW))] for wanted in (
        Filter(group=frozenset({"B"})), Filter(todo=frozenset({"stopgap"})),
    )]  # fmt: skip
    assert kept == [["b"], [HELD.case]]
    assert [one.case for one in sorted(rows, key=SORTS["easy"][1])] == ["b", HELD.case, "c"]
