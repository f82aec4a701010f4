"""Whatever somebody is called, no spreadsheet runs it (threat table: CSV and Excel formulas)."""

import csv
import io

from hypothesis import example, given
from hypothesis import strategies as st

from ordertower_desktop.wire.inert import TRIGGERS, inert

FIRST = st.sampled_from([*sorted(TRIGGERS), " ", "'", '"', "\u3000", "\n", "王"])


@given(st.tuples(FIRST, FIRST, st.text(max_size=20)).map("".join))
@example("=cmd|' /C calc'!A0")
@example('"=1+1')
@example("\u3000＝1+1")
def test_no_cell_begins_a_formula_and_none_is_changed_otherwise(cell: str) -> None:
    told = inert(cell)
    assert told in (cell, f"'{cell}")
    assert told[:1] not in TRIGGERS
    if told == cell:
        assert cell.lstrip(" '\"\u3000")[:1] not in TRIGGERS


@given(st.lists(st.text(max_size=12), min_size=1, max_size=4))
def test_a_table_comes_back_as_it_was_written(cells: list[str]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerow([inert(cell) for cell in cells])
    (row,) = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert row == [inert(cell) for cell in cells]
