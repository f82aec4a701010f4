"""The sheet of promotions: written by hand, tried, saved, and kept where two people write at once."""

import json
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain.promo_reader import promos
from ordertower_desktop.models.rules.promotions import Promotions, merged
from ordertower_desktop.models.rules.workshop import Workshop
from ordertower_desktop.sync.state import State
from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import ITEMS, Bridge
from ordertower_desktop.views.rules.promo.sheet import PromoSheet
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rules import PromoEffect, RulesInForce
from ordertower_desktop.wire.terms import TermsOnTrial, TermsTrial
from tests.desk.demo_rows import NOW
from tests.desk.demo_rules import HubInHand, Refused
from tests.desk.pictures import Keep, has
from tests.desk.rules_kit import write
from tests.desk.walk import markup, nameless

D11: dict[str, Any] = {
    "id": "P01", "name": "双11", "by": "李婷", "begin": "2025-11-10T12:00:00Z", "end": "2025-11-12T16:00:00Z",
    "limits": {"R01": "48h", "R05": "2d"}, "exempt": [{"rule": "*", "match": {"field": "shop", "is": "直播间"}, "why": "专场"}],
}  # fmt: skip
D12: dict[str, Any] = D11 | {"id": "P02", "name": "双12", "begin": "2025-12-11T12:00:00Z", "end": "2025-12-13T16:00:00Z", "exempt": []}


class PromoHub:
    """Holds the promotions as a hub would: versions, conflicts, and a count that follows the limit."""

    def __init__(self, promotions: Promotions, *tables: dict[str, Any]) -> None:
        self.version, self.tables, self.promotions = 3, list(tables), promotions
        self.asked: list[str] = []
        promotions.question.connect(self._question)

    def _question(self, what: str, values: list[Any]) -> None:
        self.asked.append(what)
        self.promotions.answered(what, getattr(self, what)(*values))

    def promos(self) -> RulesInForce:
        return RulesInForce(self.version, "li", NOW, content={"promo": self.tables})

    def try_promo(self, table: dict[str, Any]) -> list[PromoEffect]:
        return [PromoEffect(rule, rule, 186, len(limit)) for rule, limit in table["limits"].items()]

    def calendars_in_force(self) -> RulesInForce:
        return RulesInForce(1, "", NOW, content={"calendars": [{"id": "desk", "name": "客服"}, {"id": "rush", "name": "客服·大促"}]})

    def try_terms(self, asked: TermsOnTrial) -> TermsTrial:
        later = 2134 if asked.promo and asked.promo.get("clocks") else 7
        return TermsTrial(NOW, 2134, 2134, 0, later, 2134 - later, 0, 12, [])

    def save_promos(self, text: str, base: int, _why: str) -> object:
        if base != self.version:
            return Refused("赵一鸣 刚改成第 4 版，请先看过再改")
        self.version, self.tables = self.version + 1, json.loads(text)["promo"]
        return self.promos()


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> Theme:
    made: Theme = request.getfixturevalue(request.param)
    return made


def opened(qtbot: QtBot, theme: Theme, *tables: dict[str, Any], role: str = "supervisor") -> tuple[PromoSheet, PromoHub]:
    shop = Workshop()
    rules = HubInHand(shop)
    shop.answered("rules", rules.rules())
    shop.show_role(role)
    promotions = Promotions(shop)
    hub = PromoHub(promotions, *tables)
    sheet = PromoSheet(theme, None, promotions, now=lambda: NOW, by="李婷")
    shop.setParent(sheet)
    qtbot.addWidget(sheet)
    promotions.open()
    sheet.show()
    return sheet, hub


def test_what_is_in_force_is_listed_with_where_it_stands(qtbot: QtBot, theme: Theme, keep: Keep) -> None:
    past = D11 | {"id": "P03", "name": "99 划算节", "begin": "2025-09-08T12:00:00Z", "end": "2025-09-10T16:00:00Z"}
    sheet, _ = opened(qtbot, theme, past, D12, D11)
    assert [sheet.list.item(i).text() for i in range(3)] == [
        "双11，进行中 · 到 11月12日 24:00", "双12，未开始 · 12月11日 20:00 起", "99 划算节，已结束 · 09月10日 24:00 止",
    ]  # fmt: skip
    image = keep(sheet, "promos-dark" if theme.dark else "promos")
    assert has(image, theme.color.greenF) > 20
    assert nameless(sheet) == []
    assert markup(sheet) == []


def test_a_new_promotion_is_written_tried_and_put_in_force(qtbot: QtBot, light: Theme) -> None:
    sheet, hub = opened(qtbot, light)
    assert not sheet.empty.isHidden()
    sheet.new.click()
    write(qtbot, sheet.form.name, "年货节")
    assert "既没有改时限，也没有豁免" in sheet.told.text()
    assert not sheet.save.isEnabled()
    sheet.form.limits.add.click()
    rule, span = next(iter(sheet.form.limits.spans.items()))
    write(qtbot, span.number, "72")
    assert sheet.form.limits.spans[rule] is span, "the input is still the one that somebody types in"
    assert sheet.told.text() == ""
    qtbot.waitUntil(lambda: "现在命中 186 → 3 单" in sheet.form.limits._effects[rule].text())
    qtbot.mouseClick(sheet.save, Qt.MouseButton.LeftButton)
    (saved,) = promos({"promo": hub.tables}, tuple(sheet.promotions._shop.rules.values()))
    assert (saved.name, saved.by, saved.limits) == ("年货节", "李婷", {rule: timedelta(hours=72)})
    assert not sheet.promotions.touched
    assert not sheet.save.isEnabled()


def test_the_times_are_those_of_shanghai(qtbot: QtBot, light: Theme) -> None:
    sheet, _ = opened(qtbot, light, D11)
    assert sheet.form.begin.text() == "2025-11-10 20:00"
    assert sheet.form.lasts.text() == "共 2 天 4 时"
    sheet.form.end.setDate(QDate(2025, 11, 14))
    assert sheet.promotions.table is not None
    assert sheet.promotions.table["end"] == "2025-11-13T16:00:00.000000Z"
    sheet.form.end.setDate(QDate(2025, 11, 1))
    assert "结束要晚于开始" in sheet.told.text()


def test_a_rule_changes_its_place_in_no_list_when_another_is_chosen(qtbot: QtBot, light: Theme) -> None:
    sheet, _ = opened(qtbot, light, D11)
    sheet.form.limits._set("R01", "R03", "8h")
    assert sheet.promotions.table is not None
    assert list(sheet.promotions.table["limits"].items()) == [("R03", "8h"), ("R05", "2d")]
    sheet.form.limits._set("R05", "", "")
    assert list(sheet.promotions.table["limits"]) == ["R03"]


def test_who_saved_in_between_is_named_and_both_keep_what_they_wrote(qtbot: QtBot, light: Theme) -> None:
    sheet, hub = opened(qtbot, light, D11, D12)
    sheet.promotions.edit(name="双十一")
    hub.version, hub.tables = 4, [D11, D12 | {"name": "双十二"}]
    sheet.save.click()
    assert "赵一鸣 刚改成第 4 版" in sheet.told.text()
    assert [one["name"] for one in sheet.promotions.tables] == ["双十一", "双十二"]
    sheet.save.click()
    assert [one["name"] for one in hub.tables] == ["双十一", "双十二"]
    assert sheet.told.text() == ""


def test_merging_takes_theirs_where_i_changed_nothing_and_mine_where_i_did() -> None:
    a, b, c = ({"id": key, "name": key} for key in "abc")
    mine, theirs = b | {"name": "mine"}, b | {"name": "theirs"}
    assert merged([a, b], [a, mine], [a, theirs]) == (a, mine)
    assert merged([a, b], [a, b], [a, theirs, c]) == (a, theirs, c)
    assert merged([a, b], [a, b], [b]) == (b,)
    assert merged([a, b], [a], [a, b]) == (a,)
    assert merged([a], [a, c], [a]) == (a, c)


def test_once_more_means_the_same_at_its_next_anniversary(qtbot: QtBot, light: Theme) -> None:
    leap = D11 | {"begin": "2024-02-28T16:00:00Z", "end": "2024-03-02T16:00:00Z"}
    sheet, _ = opened(qtbot, light, leap)
    sheet.again.click()
    table = sheet.promotions.table
    assert table is not None
    assert (table["name"], table["begin"], table["end"]) == ("双11（新）", "2026-02-27T16:00:00.000000Z", "2026-03-02T16:00:00.000000Z")
    assert (table["limits"], table["exempt"], table["id"]) == (D11["limits"], D11["exempt"], "P02")


def test_what_is_taken_away_comes_back_until_it_is_saved(qtbot: QtBot, light: Theme) -> None:
    sheet, hub = opened(qtbot, light, D11, D12)
    sheet.drop.click()
    assert [one["id"] for one in sheet.promotions.tables] == ["P02"]
    sheet.discard.click()
    assert [one["id"] for one in sheet.promotions.tables] == ["P01", "P02"]
    sheet.drop.click()
    sheet.save.click()
    assert [one["id"] for one in hub.tables] == [sheet.promotions.current]


def test_an_agent_sees_them_and_changes_nothing(qtbot: QtBot, light: Theme) -> None:
    sheet, _ = opened(qtbot, light, D11, role="agent")
    assert "只有主管能改" in sheet.told.text()
    assert sheet.save.isHidden()
    assert not sheet.form.name.isEnabled()
    assert sheet.form.limits.add.isHidden()
    sheet.promotions.edit(name="别的")
    assert not sheet.promotions.touched


def test_the_sheet_opens_from_the_rules_and_asks_through_the_annex(qtbot: QtBot, light: Theme) -> None:
    glass = Glass(light, ITEMS, now=NOW)
    qtbot.addWidget(glass.shell)
    annex = Annex(glass, Bridge(glass))
    glass.shell.show()
    ruling = annex.ruling
    ruling.show_state(State(role="supervisor"))
    glass.open_page("rules")
    assert ruling.page is not None
    rules = HubInHand(ruling.page.shop)
    ruling.page.shop.answered("rules", rules.rules())
    with qtbot.waitSignal(annex.question) as asked:
        ruling.page.list.promos.click()
    assert asked.args == ["rules", "promos", []]
    sheet = ruling.sheet
    assert sheet is not None
    ruling.answered("promos", RulesInForce(1, "li", NOW, content={"promo": [D11]}))
    assert sheet.promotions.current == "P01"
    sheet.form.spares.add.click()
    asking = ruling.sparing
    assert asking is not None
    asking.accept()
    assert asking.isVisible(), "a value and a reason are needed"
    asking._fields["value"].setText("旗舰店、专卖店")  # type: ignore[attr-defined]
    asking._fields["why"].setText("搬仓")  # type: ignore[attr-defined]
    asking.accept()
    assert sheet.promotions.table is not None
    assert sheet.promotions.table["exempt"][-1] == {"rule": "*", "match": {"field": "shop", "in": ["旗舰店", "专卖店"]}, "why": "搬仓"}
    annex.stop()


def test_clocks_and_hours_of_a_promotion_are_written_by_form_and_tried_at_once(qtbot: QtBot, theme: Theme, keep: Keep) -> None:
    sheet, hub = opened(qtbot, theme, D12)
    clocks = sheet.form.clocks
    assert clocks.none.isVisibleTo(clocks)
    clocks.add.click()
    write(qtbot, clocks.spans["TO_ACCEPT"].number, "12")
    qtbot.waitUntil(lambda: "推后 2,134" in clocks.effect.text())
    assert clocks.effect.text() == "若现在开始，2,134 单中：推后 2,134，提前 0；不再超时 12，新超时 0"
    clocks.swap.click()
    assert sheet.promotions.table is not None
    assert sheet.promotions.table["calendars"] == {"desk": "rush"}
    sheet.save.click()
    (saved,) = hub.tables
    assert (saved["clocks"], saved["calendars"]) == ({"TO_ACCEPT": "12h"}, {"desk": "rush"})
    (promo,) = promos({"promo": [saved]}, sheet.promotions.rules)
    assert [str(what) for what in promo.clocks] == ["TO_ACCEPT"]
    keep(sheet, "promo-clocks")
