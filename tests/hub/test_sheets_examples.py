"""The committed example files: made by their script, read by the product, counted by both."""

import csv
import gzip
import io
import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from ordertower_desktop.domain.order import Order, absorb
from ordertower_desktop.domain.stage import SHIPPED
from ordertower_desktop.hub.connectors.sheets import Row, Taken, Tally, detect, open_table, read

EXAMPLES = Path(__file__).parents[2] / "examples"
EXPECTED = json.loads((EXAMPLES / "expected.json").read_text(encoding="utf-8"))
NOW = datetime.fromisoformat(EXPECTED["now"]).astimezone(UTC)
FILES = [name for name in EXPECTED["files"] if name != "all"]


def rows_of(name: str) -> list[Row]:
    table = open_table(EXAMPLES / name)
    found = detect(table)
    return list(read(table, found.column_map, source=found.preset, read_at=NOW))


def late(order: Order) -> bool:
    paid = order.at("payment_approved")
    return paid is not None and paid <= NOW - timedelta(hours=24) and order.stage not in SHIPPED and not order.facts


@pytest.mark.parametrize("name", FILES)
def test_an_example_gives_the_counts_that_its_maker_counted(name: str) -> None:
    told, tally = EXPECTED["files"][name], Tally()
    rows = rows_of(name)
    for row in rows:
        tally.add(row)
    snapshots = [row.snapshot for row in rows if isinstance(row, Taken)]
    assert detect(open_table(EXAMPLES / name)).preset == told["preset"]
    assert (tally.orders, tally.set_aside, tally.left_out) == (told["orders"], told["set_aside"], 0)
    assert {word: count for word, count in told["gaps"].items() if count} == tally.gaps
    assert dict(sorted(Counter(str(snapshot.stage) for snapshot in snapshots).items())) == told["stages"]
    assert sum(snapshot.fields["amount_fen"] for snapshot in snapshots) == told["amount_fen"]
    assert sum(snapshot.fields["items"] for snapshot in snapshots) == told["items"]


@pytest.mark.parametrize("name", FILES)
def test_of_an_example_alone_as_many_orders_are_late_as_its_maker_counted(name: str) -> None:
    orders = [absorb(Order(row.snapshot.order_id), [row.snapshot]) for row in rows_of(name) if isinstance(row, Taken)]
    assert sum(map(late, orders)) == EXPECTED["files"][name]["paid_over_24h_not_shipped"]


def test_all_files_together_know_that_the_erp_has_shipped_what_a_platform_still_waits_for() -> None:
    orders: dict[str, Order] = {}
    for name in FILES:
        for row in rows_of(name):
            if isinstance(row, Taken):
                one = row.snapshot.order_id
                orders[one] = absorb(orders.get(one, Order(one)), [row.snapshot])
    told = EXPECTED["files"]["all"]
    overdue = [order for order in orders.values() if late(order)]
    assert (len(orders), len(overdue)) == (told["orders"], told["paid_over_24h_not_shipped"])
    assert [order.id for order in sorted(overdue, key=lambda order: order.at("payment_approved") or NOW)][:5] == told["oldest_first"]
    assert all(orders[one].disagreements for one in EXPECTED["files"]["jushuitan.xlsx"]["disagreeing"])


def test_the_event_file_is_recognised_as_one() -> None:
    assert detect(open_table(EXAMPLES / "events.ndjson.gz")).is_events


def test_the_committed_files_are_what_their_script_makes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, EXAMPLES / "make_examples.py", tmp_path], check=True, capture_output=True)
    for made in sorted(tmp_path.iterdir()):
        assert unpacked(made) == unpacked(EXAMPLES / made.name), f"{made.name}: run examples/make_examples.py and commit"
    assert sum(path.stat().st_size for path in EXAMPLES.rglob("*") if path.is_file()) < 1_000_000


def test_the_script_shares_no_code_with_the_product() -> None:
    assert not any("ordertower_desktop" in script.read_text(encoding="utf-8") for script in EXAMPLES.rglob("*.py"))


def unpacked(path: Path) -> object:
    """What a file holds; packed bytes may differ from one library version to the next."""
    match path.suffix:
        case ".gz":
            return gzip.decompress(path.read_bytes())
        case ".xlsx":
            with CalamineWorkbook.from_path(path) as book:
                return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
        case ".csv":
            encoding = "utf-8-sig" if path.name == "douyin.csv" else "gb18030"
            return list(csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline="")))
        case _:
            return path.read_bytes()
