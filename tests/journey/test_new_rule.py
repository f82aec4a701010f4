"""A supervisor who has never seen the program builds a rule, tries it on the past, and switches it on: real glass, real hub, over HTTP."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.app import Seat, _wire, now
from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import furnish, opened
from ordertower_desktop.views.rules.page import RulesPage
from ordertower_desktop.views.rules.tree.inputs import Pick
from ordertower_desktop.views.rules.tree.line import LineRow
from ordertower_desktop.views.theme import fonts
from tests.desk.pictures import take
from tests.desk.rules_kit import line, span, write
from tests.journey.real import stop_hub_of

PATIENCE = 120_000
SENTENCE = "非预售 且 付款后 24 小时未出库 且 客户无免催标识"
HOURS = {"X1": 60, "X2": 40, "X3": 26, "X4": 20, "PRESOLD": 50, "QUIET": 50, "WENT-LATE": 90, "WENT-WELL": 80}
SHIPPED = {"WENT-LATE": 40, "WENT-WELL": 70}


@dataclass(frozen=True)
class Desk:
    """The glass as the program composes it, at the hub that it started."""

    glass: Glass
    annex: Annex
    seat: Seat

    @property
    def page(self) -> RulesPage:
        page = self.annex.ruling.page
        assert page is not None
        return page

    def standing(self, rule: str) -> set[str]:
        """The orders of the pool on which a rule stands, as this glass shows them."""
        rows = [self.glass.model.row(case) for case in self.glass.model.known()]
        return {row.order for row in rows if row is not None and row.state == "open" and rule in row.verdicts}


def told(folder: Path) -> None:
    """The systems of the floor tell the hub of eight orders."""
    hub, at = json.loads((folder / "hub.json").read_text()), now()
    lines: list[dict[str, Any]] = []
    for order, hours in HOURS.items():
        payload = {"platform": "taobao", "shop": "旗舰店", "presale": order == "PRESOLD", "no_nudge": order == "QUIET"}
        lines.append({"at": _ago(at, hours), "source": "taobao", "event": "payment_approved", "order_id": order, "payload": payload})
    lines += [{"at": _ago(at, hours), "source": "wms", "event": "outbound", "order_id": order} for order, hours in SHIPPED.items()]
    with httpx.Client(base_url=hub["url"], headers={"Authorization": f"Bearer {hub['token']}"}, trust_env=False, timeout=60) as http:
        assert http.post("/v1/events", json=lines).raise_for_status().json()["bad"] == 0


def _ago(at: Any, hours: float) -> str:
    return (at - timedelta(hours=hours)).isoformat()


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "desk"
    fonts.load()
    glass, bridge = opened(qapp, "light", now=now())
    furnish(glass)
    seat = Seat(folder, bridge, "")
    annex = Annex(glass, bridge)
    annex.welcome.seen = "yes"
    _wire(glass, annex, seat)
    states: list[str] = []
    bridge.state.connect(lambda state: states.append(str(state.link)))
    glass.shell.resize(1440, 900)
    glass.shell.show()
    seat.desk.start("")
    try:
        qtbot.waitUntil(lambda: "online" in states, timeout=PATIENCE)
        told(folder)
        qtbot.waitUntil(lambda: len(glass.model.known()) > 0, timeout=PATIENCE)
        yield Desk(glass, annex, seat)
    finally:
        annex.stop()
        seat.desk.stop()
        seat.desk.leave()
        stop_hub_of(folder)
        QApplication.processEvents()  # the last answers find everything in its place
        for gone in (bridge, glass.shell):
            gone.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def click(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def arrow_to(qtbot: QtBot, pick: Pick, key: str) -> None:
    """By the arrow keys, as the keyboard chooses in a drop-down."""
    pick.setFocus()
    wanted = pick.findData(key)
    assert wanted >= 0, key
    while pick.currentIndex() != wanted:
        qtbot.keyClick(pick, Qt.Key.Key_Down if pick.currentIndex() < wanted else Qt.Key.Key_Up)


def seen(qtbot: QtBot, desk: Desk, name: str) -> None:
    """A picture for the artefacts, with the back-test in view."""
    inner = desk.page.beside.widget()
    qtbot.waitUntil(lambda: inner.height() >= inner.minimumSizeHint().height(), timeout=PATIENCE)
    desk.page.beside.ensureWidgetVisible(desk.page.trial.found if desk.page.trial.found.isVisible() else desk.page.trial, 0, 0)
    take(desk.glass.shell, f"journey-new-rule-{name}")


def built(qtbot: QtBot, desk: Desk) -> None:
    """新建, a name, and the three conditions; the last one anew, from the kind to the word."""
    page = desk.page
    click(qtbot, page.list.new)
    write(qtbot, page.head.name, "我的第一条规则")
    tag = next(row for row in page.tree.rows.values() if isinstance(row, LineRow) and row.kind.key() == "tag")
    click(qtbot, tag.away)
    root = page.tree.rows[1]
    click(qtbot, root.line)  # type: ignore[union-attr]
    added = list(page.tree.rows.values())[-1]
    assert isinstance(added, LineRow)
    arrow_to(qtbot, added.kind, "tag")
    row = line(page, "tag")
    arrow_to(qtbot, row.form.findChildren(Pick)[0], "!")
    arrow_to(qtbot, line(page, "tag").form.findChildren(Pick)[1], "no_nudge")
    write(qtbot, span(line(page, "since")).number, "24")
    qtbot.keyClick(line(page, "since").grip, Qt.Key.Key_Down)


def tried(qtbot: QtBot, desk: Desk) -> dict[str, set[str]]:
    """回测, until it is over; which -> the orders that its list names, each read by a click on its word."""
    tests, before = desk.page.tests, desk.page.tests.view
    click(qtbot, desk.page.trial.start)
    qtbot.waitUntil(lambda: tests.view is not before and tests.view is not None and tests.view.found is not None, timeout=PATIENCE)
    found: dict[str, set[str]] = {}
    for which in ("added", "removed", "kept"):
        click(qtbot, desk.page.trial.found.orders.which._pieces[which])
        qtbot.waitUntil(lambda: "backtest_orders" not in tests._waiting, timeout=PATIENCE)
        found[which] = {one.order for one in tests.orders}
    return found


def saved(qtbot: QtBot, desk: Desk) -> None:
    click(qtbot, desk.page.foot.save)
    qtbot.waitUntil(lambda: not desk.page.shop.saving and not desk.page.shop.touched(desk.page.shop.current), timeout=PATIENCE)


def test_a_new_supervisor_builds_a_rule_tries_it_on_the_past_and_switches_it_on(qtbot: QtBot, desk: Desk) -> None:
    """S21, S102, B1: what the back-test names is what the pool then holds."""
    click(qtbot, desk.glass.shell.rail._buttons["rules"])
    qtbot.waitUntil(lambda: not desk.page.shop.locked and bool(desk.page.shop.rules), timeout=PATIENCE)
    built(qtbot, desk)
    assert SENTENCE in desk.page.sentence.text()
    seen(qtbot, desk, "1-built")

    found = tried(qtbot, desk)
    assert found == {"added": {"X1", "X2", "X3", "WENT-LATE"}, "removed": set(), "kept": set()}
    assert desk.page.trial.found.added.number.text() == "+4"
    click(qtbot, desk.page.trial.found.orders.which._pieces["added"])
    qtbot.waitUntil(lambda: len(desk.page.tests.orders) == 4, timeout=PATIENCE)
    seen(qtbot, desk, "2-tried")

    key = desk.page.shop.current
    still_open = {one.order for one in desk.page.tests.orders if one.until is None}
    click(qtbot, desk.page.head.state._pieces["on"])
    saved(qtbot, desk)
    qtbot.waitUntil(lambda: desk.standing(key) == still_open == {"X1", "X2", "X3"}, timeout=PATIENCE)
    seen(qtbot, desk, "3-on")

    write(qtbot, span(line(desk.page, "since")).number, "30")
    assert tried(qtbot, desk) == {"added": set(), "removed": {"X3"}, "kept": {"X1", "X2", "WENT-LATE"}}
    seen(qtbot, desk, "4-loosened")
    saved(qtbot, desk)
    qtbot.waitUntil(lambda: desk.standing(key) == {"X1", "X2"}, timeout=PATIENCE)

    click(qtbot, desk.glass.shell.rail._buttons["pool"])
    take(desk.glass.shell, "journey-new-rule-5-pool")
