"""The replay page with real widgets: never to be taken for now, moved by keys and mouse, words written, reports that run nothing."""

import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from ordertower_desktop.models.replay.drafting import Drafting
from ordertower_desktop.models.replay.film import Film
from ordertower_desktop.models.replay.thenpool import ThenPool
from ordertower_desktop.sync.state import State
from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import ITEMS, Bridge
from ordertower_desktop.views.replay import report
from ordertower_desktop.views.replay.figures import cells
from ordertower_desktop.views.replay.page import ReplayPage
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.replay import Figures, Spread, Words
from tests.desk.demo_board import board
from tests.desk.demo_day import DAY, NOW, SILENT, SINCE, HubInHand, board_at
from tests.desk.pictures import Keep, has
from tests.desk.walk import markup, nameless


@pytest.fixture(autouse=True)
def _swept(qapp: QApplication) -> Iterator[None]:
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def opened(qtbot: QtBot, theme: Theme) -> tuple[ReplayPage, HubInHand]:
    film, drafting, pool = Film(), Drafting(), ThenPool()
    hub = HubInHand(film, drafting, pool)
    page = ReplayPage(theme, film, drafting, pool)
    for part in (film, drafting):
        part.setParent(page)
    qtbot.addWidget(page)
    film.show_now(board())
    film.show_role("supervisor")
    page.resize(1376, 824)
    page.show()
    return page, hub


@pytest.fixture
def page(qtbot: QtBot, light: Theme) -> Iterator[ReplayPage]:
    made, hub = opened(qtbot, light)
    yield made
    del hub


def test_it_looks_as_it_was_drawn_and_says_that_it_is_not_now(qtbot: QtBot, theme: Theme, keep: Keep) -> None:
    made, _ = opened(qtbot, theme)
    made.film.seek(SINCE + timedelta(hours=10, minutes=6))
    image = keep(made, "replay-dark" if theme.dark else "replay")
    assert made.player.badge.text() == "回放 · 不是现在"
    assert made.player.moment.text() == "10:06:00"
    assert has(image, theme.color.amberF) >= 3 * 1376, "the strip goes over the whole page"
    assert has(image, theme.color.redF) > 10
    made.player.pool.click()
    keep(made, "replay-pool-dark" if theme.dark else "replay-pool")
    assert made.pool.badge.text() == "回放 · 不是现在"


def test_then_stands_beside_now(page: ReplayPage) -> None:
    page.film.seek(SILENT)
    then = board_at(SILENT)
    assert page.tiles.told()[0] == ("积压", f"{then.open:,}", f"现在 {board().open:,} −{then.open - board().open:,}")
    assert page.tiles.told()[2][2].endswith("持平")
    names = [name for name, _, _ in page.segments.told()]
    assert names == ["待接单", "待打单", "待出库", "待回传"]
    assert page.segments.told()[0][1:] == (then.stages[0].open, board().stages[0].open)


def test_the_keys_move_the_moment(qtbot: QtBot, page: ReplayPage) -> None:
    film, axis = page.film, page.axis
    film.seek(SILENT)
    for key, modifier, step in (
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 1), (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, -10),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, 60),
    ):  # fmt: skip
        before = film.at
        assert before is not None
        qtbot.keyClick(axis, key, modifier)
        assert film.at == before + timedelta(minutes=step)
    qtbot.keyClick(axis, Qt.Key.Key_End)
    assert film.at == NOW
    qtbot.keyClick(axis, Qt.Key.Key_BracketLeft)
    assert film.at == SINCE + timedelta(hours=11, minutes=20)
    qtbot.keyClick(axis, Qt.Key.Key_Space)
    assert film.playing
    qtbot.keyClick(axis, Qt.Key.Key_Space)
    assert not film.playing


def test_the_mouse_drags_the_handle_and_letters_typed_into_words_do_not(qtbot: QtBot, page: ReplayPage) -> None:
    axis, film = page.axis, page.film
    x = round(axis.x_of(SILENT))
    qtbot.mouseClick(axis, Qt.MouseButton.LeftButton, pos=QPoint(x, 60))
    assert film.at is not None
    assert abs(film.at - SILENT) < timedelta(minutes=2)
    before = film.at
    qtbot.keyClicks(page.answers.title_field, "a b[")
    assert page.drafting.title == "a b["
    assert film.at == before
    assert not film.playing


def test_evidence_leads_to_its_moment_and_to_its_order(qtbot: QtBot, page: ReplayPage) -> None:
    first = page.answers.questions[0]
    first.more.click()
    links = [link for link in first.lines.findChildren(type(first.more)) if link.text() == "看订单"]
    with qtbot.waitSignal(page.order_asked) as asked:
        links[0].click()
    assert asked.args == [first.answer.evidence[1].order]
    when = next(link for link in first.lines.findChildren(type(first.more)) if link.text() == "09:42")
    when.click()
    assert page.film.at == SILENT


def test_words_are_saved_and_a_clash_offers_theirs(qtbot: QtBot, light: Theme) -> None:
    page, hub = opened(qtbot, light)
    qtbot.keyClicks(page.answers.title_field, "ERP 401")
    page.answers.questions[2].field.setPlainText("可以")
    page.answers.save.click()
    assert hub.incident is not None
    assert hub.incident.filed.answers[2].text == "可以"
    assert page.answers.note.text().startswith("李婷 第 1 版")
    hub.save(DAY.isoformat(), Words("别人的标题", base=hub.incident.version), who="吴桐")
    qtbot.keyClicks(page.answers.title_field, "!")
    page.answers.save.click()
    assert page.answers.clash.isVisible()
    assert page.answers.title_field.text() == "ERP 401!"
    page.answers.theirs.click()
    assert page.answers.title_field.text() == "别人的标题"
    assert not page.answers.clash.isVisible()


def test_figures_show_a_dash_for_what_never_was() -> None:
    line = Figures("", "全部", 3, 0, Spread(), Spread(2, 60, 7200))
    assert cells(line) == ("全部", "3", "0", "—", "—", "1 分", "2 时", "0", "0")


def test_people_are_shown_when_they_are_asked_for(page: ReplayPage) -> None:
    assert page.figures.table.lines[1][0] == "平台 → ERP"
    page.figures.which._pieces["people"].click()
    names = [line[0] for line in page.figures.table.lines]
    assert names[0] == "全部"
    assert "赵一鸣" in names


def test_every_part_has_a_name_and_reads_no_markup(page: ReplayPage) -> None:
    assert nameless(page) == []
    assert markup(page) == []


def test_the_report_is_on_paper_and_as_a_workbook_that_runs_nothing(page: ReplayPage, tmp_path: Path) -> None:
    """S101, S44."""
    page.film.seek(SILENT)
    page.drafting.write("title", '=HYPERLINK("http://x")<b>粗</b>')
    page.drafting.write("actions", "+1+1\n@SUM(A1)")
    report.write_report(page.film, page.drafting, tmp_path / "bare.pdf")
    report.write_report(page.film, page.drafting, tmp_path / "a.pdf", pictures=page.pictures())
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "bare.pdf").stat().st_size > 5000
    assert (tmp_path / "a.pdf").stat().st_size > (tmp_path / "bare.pdf").stat().st_size + 5000, "the board's pictures are on it"
    assert len(page.pictures()) == 2
    text = report.document(page.film, page.drafting).toPlainText()
    for words in ("<b>粗</b>", "平台 → ERP", "赵一鸣", "当时所知", "ERP 拒绝访问（401）", "1. +1+1"):
        assert words in text
    report.write_report(page.film, page.drafting, tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    assert not any(b"<f>" in body or b"<hyperlink" in body for body in parts.values())
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    assert book.sheet_names == ["复盘", "指标", "标记", "曲线", "看板"]
    words = book.get_sheet_by_name("复盘").to_python()
    assert words[1][1] == '\'=HYPERLINK("http://x")<b>粗</b>'
    assert [row[1] for row in words if row[0] == "改进项"] == ["'+1+1", "'@SUM(A1)"]
    figures = book.get_sheet_by_name("指标").to_python()
    assert page.film.page is not None
    assert figures[1][3] == page.film.page.total.breached
    assert len(book.get_sheet_by_name("曲线").to_python()) == 1 + len(page.film.page.curve)


def test_a_place_that_cannot_be_written_is_said(page: ReplayPage, tmp_path: Path) -> None:
    for name in ("a.pdf", "a.xlsx"):
        with pytest.raises(OSError, match="nowhere"):
            report.write_report(page.film, page.drafting, tmp_path / "nowhere" / name)


def test_a_day_without_a_board_is_still_a_report(page: ReplayPage, tmp_path: Path) -> None:
    page.film.board = None
    assert page.film.page is not None
    page.film.page = replace(page.film.page, landmarks=[], curve=[])
    report.write_report(page.film, page.drafting, tmp_path / "a.xlsx")
    assert CalamineWorkbook.from_path(tmp_path / "a.xlsx").sheet_names[-1] == "曲线"
    assert "的看板" not in report.document(page.film, page.drafting).toPlainText()


def test_the_page_is_made_when_somebody_goes_there_and_asks_through_the_annex(qtbot: QtBot, light: Theme) -> None:
    glass = Glass(light, ITEMS, now=NOW)
    qtbot.addWidget(glass.shell)
    annex = Annex(glass, Bridge(glass))
    glass.shell.show()
    annex.replaying.show_state(State(role="supervisor"))
    annex._rows("board", [board()], [])
    assert annex.replaying.page is None
    with qtbot.waitSignal(annex.question) as asked:
        glass.board.report_asked.emit()
    assert glass.shell.page == "replay"
    assert asked.args == ["replay", "days", []]
    page = annex.replaying.page
    assert page is not None
    assert page.film.now_board == board()
    hub = HubInHand(page.film, page.drafting, page.pool.model)
    hub.answer("days", [])
    assert page.film.page is not None
    with qtbot.waitSignal(glass.order_needed) as needed:
        page.order_asked.emit("3901")
    assert needed.args == ["3901"]
    annex.forget_rows()
    assert page.film.page is None
    annex.stop()
