"""The pool shows who will be late, with and without a case, and lets go when the danger is over."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ordertower_desktop.models.pool.ahead import Ahead
from ordertower_desktop.models.pool.columns import COLUMNS
from ordertower_desktop.models.pool.filters import VIEWS
from ordertower_desktop.models.pool.model import PoolModel
from ordertower_desktop.models.pool.roles import DISPLAY
from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.start import Bridge, furnish, opened
from ordertower_desktop.wire.risk import RiskRow
from ordertower_desktop.wire.rows import FORESEEN, PoolRow
from tests.desk.demo_rows import NOW, rows

RISK = COLUMNS.index("risk")
AHEAD = next(view for view in VIEWS if view.key == "foreseen")


def risk(order: str, band: str = "high", *, aim: str = "ship", percent: int = 80) -> RiskRow:
    why = ["同仓库 112 单里此时仍未出库的 61 % 最终超期（全部订单 40 %）", "待打包已 9 时"]
    return RiskRow(order, aim, band, NOW + timedelta(hours=3), percent, why, NOW + timedelta(hours=5), stage="TO_PACK", platform="jd")


def shown(model: PoolModel) -> list[tuple[str, str]]:
    places = range(model.rowCount())
    orders = [row.order if (row := model.row(model.case_at(place))) else "" for place in places]
    return [(order, str(model.data(model.index(place, RISK), DISPLAY))) for order, place in zip(orders, places, strict=True)]


@pytest.fixture
def known() -> PoolRow:
    return next(row for row in rows() if row.state == "open")


def test_a_row_and_its_forecast_meet_in_whatever_order_they_come(known: PoolRow) -> None:
    first, second = Ahead(), Ahead()
    first.cases([known], [])
    assert first.take([risk(known.order)], [])[0] == [replace(known, risk="high")]
    made, _ = second.take([risk(known.order)], [])
    assert [(row.case, row.state, row.risk) for row in made] == [(f"risk:{known.order}", FORESEEN, "high")]
    told, gone = second.cases([known], [])
    assert told == [replace(known, risk="high")]
    assert gone == [f"risk:{known.order}"]


def test_the_greater_danger_of_two_promises_is_shown(known: PoolRow) -> None:
    ahead = Ahead()
    ahead.cases([known], [])
    made, _ = ahead.take([risk(known.order, "middle"), risk(known.order, "high", aim="arrive")], [])
    assert made[-1].risk == "high"
    made, _ = ahead.take([], [f"{known.order}/arrive"])
    assert made[-1].risk == "middle"
    made, _ = ahead.take([], [f"{known.order}/ship"])
    assert made[-1].risk == ""


def test_when_its_case_is_closed_an_order_in_danger_stands_for_itself(known: PoolRow) -> None:
    ahead = Ahead()
    ahead.cases([known], [])
    ahead.take([risk(known.order)], [])
    made, _ = ahead.cases([replace(known, state="resolved", closed_at=NOW)], [])
    assert [row.state for row in made] == [FORESEEN]
    assert ahead.take([], [f"{known.order}/ship"]) == ([], [f"risk:{known.order}"])


def test_the_view_of_what_will_be_late_has_both_kinds_and_no_other_view_has_forecasts(qtbot: QtBot, qapp: QApplication) -> None:
    del qtbot
    glass, bridge = opened(qapp, "light", now=NOW)
    furnish(glass)
    annex = Annex(glass, Bridge(qapp))
    del bridge
    part = [row for row in rows() if row.state == "open"][:3]
    glass.rows("case", part, [])
    annex.foreseeing.cases(part, [])
    annex.foreseeing.take([risk(part[0].order), risk("new-1"), risk("new-2", "middle")], [])
    glass.model.flush()
    before = dict(glass.model.counts.counts)
    glass.open_view("foreseen")
    assert sorted(shown(glass.model)) == sorted([(part[0].order, "高"), ("new-1", "高")])
    assert before["all"] == 3
    assert before["closed"] == 0
    glass.model.aim(glass.model.views[0].filter, "risk")
    assert shown(glass.model)[0] == (part[0].order, "高")
    assert glass.model.unanswered() == sum(not row.acknowledged for row in part)
    glass.verb("acknowledge", ["risk:new-1"])
    glass.open_view("foreseen")
    annex.foreseeing.take([], [f"{part[0].order}/ship", "new-1/ship"])
    glass.model.flush()
    glass.model.settle()
    assert shown(glass.model) == []
    assert glass.model.row(part[0].case) == part[0]
    annex.stop()


def test_nothing_can_be_taken_in_hand_of_a_forecast_alone(qtbot: QtBot, qapp: QApplication) -> None:
    del qtbot
    glass, _ = opened(qapp, "light", now=NOW)
    furnish(glass)
    glass.rows("case", Ahead().take([risk("new-1")], [])[0], [])
    glass.model.flush()
    sent: list[object] = []
    glass.submitted.connect(sent.append)
    glass.verb("acknowledge", ["risk:new-1"])
    assert sent == []
    assert AHEAD.name == "将要超期"
