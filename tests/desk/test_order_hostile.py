"""Whatever a source system sends is text: on the page, in tooltips, aloud, and in the report."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.models.order.snapshot import TOOL_TIP
from ordertower_desktop.views.order import report
from ordertower_desktop.views.order.history import RawDialog
from ordertower_desktop.views.order.page import OrderView
from ordertower_desktop.views.order.why import formula
from ordertower_desktop.views.order.wrapped import Wrapped
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import OrderPage
from tests.desk.demo_page import NOW, page
from tests.desk.walk import below, lettered, markup

NASTY = '<img src="http://127.0.0.1:9/x"><b>胖</b>&amp;&lt;\u202e倒\x00\u0007😀 𠮷𬭊䶮㙍 =cmd|calc \n第二行'
CLEAN = ("\u202e", "\x00", "\u0007")
TIMES = {"now", "at", "arrived", "start", "end", "due_at", "seen_at", "started_at", "opened_at", "contact_by"}
KEPT = {"order", "case", "key", "kind", "source", "state", "icon", "clock_state", "triage", "severity", "field", "segment", "stage"} | TIMES


def poisoned(value: Any, name: str = "") -> Any:
    """The same structure with every outside text made hostile; keys that our own hub chooses stay."""
    match value:
        case str():
            return value if name in KEPT or not value else f"{value} {NASTY}"
        case list():
            return [poisoned(one, name) for one in value]
        case dict():
            return {key: poisoned(one, key) for key, one in value.items()}
        case _:
            return value


@pytest.fixture
def nasty() -> OrderPage:
    plain = msgspec.to_builtins(page())
    return msgspec.convert(poisoned(plain), OrderPage)


@pytest.fixture
def view(qtbot: QtBot, light: Theme, nasty: OrderPage) -> OrderView:
    made = OrderView(light)
    qtbot.addWidget(made)
    made.resize(1376, 824)
    made.show()
    made.tick(NOW)
    assert nasty.row is not None
    made.show_row(nasty.row)
    made.show_page(nasty)
    return made


def said(root: QWidget) -> Iterator[str]:
    """Everything that the widgets below show, explain or read aloud."""
    for widget in below(root):
        yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
        words = getattr(widget, "text", None)
        if callable(words):
            yield str(words())


def test_every_label_is_plain_and_no_button_gets_a_shortcut(view: OrderView) -> None:
    assert markup(view) == []
    assert lettered(view) == []
    assert not view.findChildren(QTextEdit)
    assert not view.findChildren(QTextBrowser)


def test_nothing_that_turns_or_breaks_text_reaches_the_glass(view: OrderView) -> None:
    view.grab()
    assert not [words for words in said(view) if any(bad in words for bad in CLEAN)]


def test_tooltips_never_become_markup(view: OrderView) -> None:
    rich = [words for widget in below(view) if Qt.mightBeRichText(words := widget.toolTip()) and "<img" in words]
    assert rich == []


def test_marks_and_bands_say_the_text_as_text(view: OrderView) -> None:
    board = view.left.lanes.view.board
    items = [item for lane in board.shown for item in lane]
    assert items
    assert all("\u202e" not in item.text and "\n" not in item.text for item in items)
    assert any("<img" in item.full for item in items)
    assert not [item for item in board.items() if "<img" in item.toolTip()]
    view.left.lanes.view.grab()


def test_a_hostile_text_does_not_push_the_page_apart(view: OrderView) -> None:
    assert view.right.width() == 344
    assert view.right.widget().width() <= 344
    assert view.minimumSizeHint().width() <= 1000


def test_a_long_text_without_a_space_breaks_and_is_all_there(qtbot: QtBot, light: Theme) -> None:
    line = Wrapped(light, "https://example.com/" + "a" * 300, room=200)
    qtbot.addWidget(line)
    line.resize(160, 20)
    line.show()
    assert "".join(line.lines(160)) == line.text()
    assert line.height() == 20 * len(line.lines(160))


def test_the_table_keeps_it_text(view: OrderView) -> None:
    model = view.left.snapshot.model
    tip = str(model.index(0, 1).data(TOOL_TIP))
    assert "<img" in tip
    view.left.snapshot.table.grab()


def test_the_raw_records_are_text_to_copy(qtbot: QtBot, light: Theme, nasty: OrderPage) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    dialog = RawDialog(light, host, nasty.order, nasty.raw)
    assert '<img src="http://127.0.0.1:9/x"><b>胖</b>&amp;' in dialog.field.toPlainText()


def test_the_report_says_it_letter_by_letter_and_loads_nothing(light: Theme, nasty: OrderPage, tmp_path: Path) -> None:
    made = report.document(nasty)
    words = made.toPlainText()
    assert '<img src="http://127.0.0.1:9/x"><b>胖</b>&amp;&lt;' in words
    assert "\ufffc" not in words
    report.write_report(nasty, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_the_report_holds_the_whole_order(light: Theme, tmp_path: Path) -> None:
    words = report.document(page()).toPlainText()
    for part in ("441 8296 0135 7782 3901", "天猫旗舰店 · 热泵洗烘套装", "赵一鸣", "高价值订单 1 小时内接单", "把握 96%", "≠ 无此单",
                 "买家催单", "客户同意等到今晚", "IT 2 时 56 分"):  # fmt: skip
        assert part in words, part
    assert "应打单" not in words
    report.write_report(page(), tmp_path / "b.pdf")
    assert (tmp_path / "b.pdf").stat().st_size > 5000


def test_a_report_that_cannot_be_written_says_so(light: Theme, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        report.write_report(page(), tmp_path / "nowhere" / "c.pdf")


def test_the_sum_that_is_copied_has_no_control_characters(nasty: OrderPage) -> None:
    assert not any(bad in formula(nasty.clocks[0]) for bad in CLEAN)


def test_the_page_needs_neither_database_nor_network() -> None:
    code = (
        "import sys; import ordertower_desktop.views.order.page; "
        "print([m for m in ('sqlalchemy', 'httpx', 'sqlite3', 'pyqtgraph') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.strip() == "[]"
