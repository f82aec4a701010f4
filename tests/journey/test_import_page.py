"""A person without IT help: a table with headings nobody knows, two columns chosen on the glass, late orders in the pool (S112)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from ordertower_desktop.views.imports.page import COLUMNS, DONE, PREVIEW, ImportPage
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.pages import ImportPlan, ImportView
from tests.hub.floor import Floor, open_floor

TABLE = """单子,钱,啥时候付的,谁收,嘱咐
A20251110001,88.00,2025-11-09 10:18,张三,加急
A20251110002,128.50,2025-11-09 11:02,李四,
A20251110003,59.90,2025-11-12 11:40,王五,<b>别发错</b>
"""


class Line:
    """Carries the page's questions to a real hub and the answers back, as the composer does."""

    def __init__(self, floor: Floor, page: ImportPage) -> None:
        self._floor, self._page = floor, page
        page.question.connect(self.ask)

    def ask(self, what: str, values: list[Any]) -> None:
        call = self._floor.call
        match what, values:
            case "upload", [Path() as file]:
                answer = call("POST", "/v1/imports", params={"name": file.name}, content=file.read_bytes())
            case "imported", [batch]:
                answer = call("GET", f"/v1/imports/{batch}")
            case "replan", [batch, plan]:
                answer = call("PUT", f"/v1/imports/{batch}", content=encode(plan))
            case "commit", [batch, plan]:
                answer = call("POST", f"/v1/imports/{batch}/commit", content=encode(plan) if isinstance(plan, ImportPlan) else b"")
            case "withdraw", [batch]:
                answer = call("DELETE", f"/v1/imports/{batch}")
            case _:
                raise AssertionError(what)
        assert answer.status_code < 300, answer.text
        self._floor.work()
        self._page.answered(what, msgspec.json.decode(answer.content, type=ImportView))


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    with open_floor(tmp_path) as made:
        yield made


@pytest.fixture
def page(qtbot: QtBot, qapp: Any, floor: Floor) -> Iterator[ImportPage]:
    fonts.load()
    fonts.load_rest()
    made = ImportPage(Theme(qapp, "light"))
    qtbot.addWidget(made)
    made.resize(1376, 820)
    made.show()
    line = Line(floor, made)
    yield made
    made.question.disconnect(line.ask)


def choose(page: ImportPage, index: int, name: str) -> None:
    combo = page.columns.choice(index).combo
    combo.choose(name)
    combo.activated.emit(combo.currentIndex())


def bring(qtbot: QtBot, page: ImportPage, file: Path) -> None:
    """Take the file in and choose what the first and the third column are."""
    page.take([file])
    qtbot.waitUntil(lambda: page.step == COLUMNS)
    choose(page, 0, "order_id")
    choose(page, 2, "paid_at")
    page.go.click()
    qtbot.waitUntil(lambda: page.step == PREVIEW and not page.draft.changed)
    page.go.click()
    qtbot.waitUntil(lambda: page.step == DONE)


def test_two_columns_are_chosen_and_the_late_orders_are_in_the_pool(qtbot: QtBot, floor: Floor, page: ImportPage, tmp_path: Path) -> None:
    file = tmp_path / "单子.csv"
    file.write_text(TABLE, encoding="gb18030")
    bring(qtbot, page, file)
    assert page.draft.view.orders_new == 3
    floor.work()
    assert set(floor.pool()) == {"A20251110001", "A20251110002"}


def test_the_next_file_with_these_headings_needs_no_choice(qtbot: QtBot, floor: Floor, page: ImportPage, tmp_path: Path) -> None:
    first, second = tmp_path / "周一.csv", tmp_path / "周二.csv"
    first.write_text(TABLE, encoding="utf-8")
    second.write_text(TABLE.replace("A2025", "B2025"), encoding="utf-8")
    bring(qtbot, page, first)
    page.take([second])
    qtbot.waitUntil(lambda: page.step == COLUMNS)
    assert page.draft.missing == ""
    assert page.draft.view.remembered


def test_a_column_that_is_not_wanted_stays_out(qtbot: QtBot, floor: Floor, page: ImportPage, tmp_path: Path) -> None:
    file = tmp_path / "单子.csv"
    file.write_text(TABLE.replace("啥时候付的", "付款时间").replace("单子", "订单号").replace("嘱咐", "卖家备注"), encoding="utf-8")
    page.take([file])
    qtbot.waitUntil(lambda: page.step == COLUMNS)
    assert page.draft.field_of(page.draft.view.columns[4]) == "seller_note"
    choose(page, 4, "")
    page.go.click()
    qtbot.waitUntil(lambda: page.step == PREVIEW)
    assert page.draft.field_of(page.draft.view.columns[4]) == ""


def test_a_whole_import_is_taken_back(qtbot: QtBot, floor: Floor, page: ImportPage, tmp_path: Path) -> None:
    file = tmp_path / "单子.csv"
    file.write_text(TABLE, encoding="utf-8")
    bring(qtbot, page, file)
    page.done.undo.click()
    qtbot.waitUntil(lambda: page.draft.view.state == "undone")
    floor.work()
    assert floor.pool() == {}
