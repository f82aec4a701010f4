"""The import wizard on the glass: a file goes from step to step by what the hub answers and what a person chooses."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from ordertower_desktop.hub.connectors.sheets import FIELDS as HUB_FIELDS
from ordertower_desktop.hub.connectors.sheets.columns.preset import PRESETS as HUB_PRESETS
from ordertower_desktop.hub.connectors.sheets.columns.preset import preset
from ordertower_desktop.hub.connectors.sheets.columns.words import meaning
from ordertower_desktop.models.imports import FIELDS, PRESETS, STAGES, Draft
from ordertower_desktop.views.imports.page import COLUMNS, DONE, FILE, PREVIEW, ImportPage
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.pages import ColumnGuess, ImportPlan, ImportView, RowProblem
from tests.desk.pictures import Keep
from tests.desk.walk import markup, nameless

NOW = datetime(2025, 11, 12, 6, 32, 8, tzinfo=UTC)
HOSTILE = "<img src=x onerror=alert(1)>\u202e"
GUESSES = [
    ColumnGuess("单子", 0, "", 0, ["A1"]),
    ColumnGuess("钱", 1, "amount_fen", 72, ["88.00"]),
    ColumnGuess("啥时候付的", 2, "", 0, ["2025-11-09 10:18"]),
    ColumnGuess(HOSTILE, 3, "buyer_note", 61, [HOSTILE]),
]
HEAD = [["A1", "88.00", "2025-11-09 10:18", HOSTILE], ["A2", "128.50", "2025-11-09 11:02", ""]]
ASKING = ImportView("b1", "单子.csv", "ready", columns=GUESSES, head=HEAD, error="还差订单号列或时间列，请在列对应里指定")
READ = msgspec.structs.replace(
    ASKING, error="", orders_new=1986, orders_changed=131, late=98, rows_total=2134, rows_done=2134, problem_count=1,
    problems=[RowProblem("单子.csv", 812, "钱", "金额为空", proposal="从 ERP 补 ¥459.00")],
    gaps=[RowProblem("单子.csv", 9, "状态", "不认识", "拆单中", kind="gap")],
)  # fmt: skip


class Passing(Exception):
    """What `sync.trouble.Unreachable` looks like from here."""

    after = 0.0


@pytest.fixture
def page(qtbot: QtBot, light: Theme) -> ImportPage:
    made = ImportPage(light)
    qtbot.addWidget(made)
    made.resize(1376, 820)
    made.show()
    return made


def asked(page: ImportPage) -> list[tuple[str, list[object]]]:
    heard: list[tuple[str, list[object]]] = []
    page.question.connect(lambda what, values: heard.append((what, values)))
    return heard


def test_the_wizard_knows_every_field_template_and_stage_that_the_hub_knows() -> None:
    assert {name: told.label for name, told in HUB_FIELDS.items()} == FIELDS
    assert {name: preset(name).name for name in HUB_PRESETS} == {name: PRESETS[name] for name in HUB_PRESETS}
    for stage in STAGES:
        meaning(stage)


def test_a_person_maps_two_columns_and_the_file_comes_in(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    heard = asked(page)
    page.take([tmp_path / "单子.csv"])
    assert heard == [("upload", [tmp_path / "单子.csv"])]
    page.answered("upload", msgspec.structs.replace(ASKING, state="reading"))
    assert page.step == FILE
    page.answered("imported", ASKING)
    assert page.step == COLUMNS
    assert "还差订单号、付款时间" in page.hint.text()
    assert not page.go.isEnabled()
    for index, name in ((0, "order_id"), (2, "paid_at")):
        combo = page.columns.choice(index).combo
        combo.setCurrentIndex(combo.findData(name))
        combo.activated.emit(combo.currentIndex())
    assert page.go.isEnabled()
    page.go.click()
    what, (batch, plan) = heard[-1]
    assert (what, batch) == ("replan", "b1")
    assert isinstance(plan, ImportPlan)
    assert plan.columns == {"0": "order_id", "1": "amount_fen", "2": "paid_at", "3": "buyer_note"}
    assert plan.remember
    columns = [msgspec.structs.replace(guess, field=plan.columns[str(guess.index)]) for guess in GUESSES]
    page.answered("replan", msgspec.structs.replace(READ, columns=columns))
    assert page.step == PREVIEW
    assert page.go.text() == "导入 2,117 单"
    page.go.click()
    assert heard[-1] == ("commit", ["b1", plan])
    page.answered("commit", msgspec.structs.replace(READ, state="done", undo_until=NOW + timedelta(seconds=60)))
    assert page.step == DONE
    assert "98 单" in page.done.late.text()


def test_nothing_is_asked_twice_when_every_column_was_known(page: ImportPage) -> None:
    heard = asked(page)
    known = [msgspec.structs.replace(GUESSES[0], field="order_id"), msgspec.structs.replace(GUESSES[2], field="paid_at")]
    page.answered("upload", msgspec.structs.replace(READ, columns=known))
    page.go.click()
    assert (page.step, heard) == (PREVIEW, [])


def test_a_field_moves_from_the_column_that_had_it() -> None:
    draft = Draft(READ).choose(1, "order_id").choose(0, "order_id")
    assert [draft.field_of(column) for column in READ.columns] == ["order_id", "", "", "buyer_note"]
    assert draft.plan.columns["1"] == ""


def test_the_undo_counts_down_and_goes(qtbot: QtBot, page: ImportPage) -> None:
    heard = asked(page)
    page.answered("upload", msgspec.structs.replace(READ, state="done", undo_until=NOW + timedelta(seconds=60)))
    page.tick(NOW + timedelta(seconds=18))
    assert page.done.left.text() == "42 秒内可整批撤销"
    page.done.undo.click()
    assert heard == [("withdraw", ["b1"])]
    page.tick(NOW + timedelta(seconds=61))
    assert page.done.undo.isHidden()


def test_several_files_come_in_one_after_another(page: ImportPage, tmp_path: Path) -> None:
    heard = asked(page)
    page.take([tmp_path / "一.csv", tmp_path / "二.csv"])
    page.answered("upload", msgspec.structs.replace(READ, state="done"))
    assert page.done.more.text() == "下一个文件：二.csv"
    page.done.more.click()
    assert heard[-1] == ("upload", [tmp_path / "二.csv"])


def test_a_file_that_cannot_be_read_says_why(page: ImportPage) -> None:
    page.answered("upload", ImportView("b1", "坏.xlsx", "failed", error="文件加了密码，请去掉密码后再导入"))
    assert page.step == FILE
    assert "文件加了密码" in page.drop.error.text()


def test_a_hub_out_of_reach_is_waited_for(page: ImportPage, tmp_path: Path) -> None:
    page.take([tmp_path / "一.csv"])
    page.answered("upload", Passing("本机中枢正在启动"))
    assert "自动再试" in page.drop.detail.text()
    assert page._later.isActive()


def test_unknown_status_words_get_a_stage(page: ImportPage) -> None:
    page.answered("upload", msgspec.structs.replace(READ, columns=[msgspec.structs.replace(GUESSES[0], field="order_id")]))
    combo = page.side.words.combos["拆单中"]
    combo.setCurrentIndex(combo.findData("TO_PRINT"))
    combo.activated.emit(combo.currentIndex())
    assert page.draft.plan.status == {"拆单中": "TO_PRINT"}
    assert page.draft.changed


def test_outside_words_stay_words_and_everything_has_a_name(page: ImportPage, keep: Keep) -> None:
    page.answered("upload", READ)
    keep(page, "import-columns")
    assert nameless(page) == []
    assert markup(page) == []
    page.draft = page.draft.took(
        msgspec.structs.replace(READ, columns=[msgspec.structs.replace(GUESSES[0], field="order_id"), *GUESSES[1:]])
    )
    page._go(PREVIEW)
    keep(page, "import-preview")
    page.answered("commit", msgspec.structs.replace(READ, state="done", undo_until=NOW + timedelta(seconds=60)))
    page.tick(NOW)
    keep(page, "import-done")
    assert markup(page) == []
