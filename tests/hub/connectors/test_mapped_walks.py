"""Every walk against a real server: whatever the size of a page and whatever moves meanwhile, each order comes, or nothing is taken."""

from pathlib import Path

import pytest

from ordertower_desktop.hub.connectors.connector import SourceRefused, Unreachable
from tests.hub.connectors.mapped_kit import Reply, System, crowd, order, rig
from tests.hub.floor import NOON

FROM_TO = 'from = "{window.start|utc}", to = "{window.end|utc}"'
WALKS = {
    "pages": f'walk = "pages"\ntotal = "data.total"\nquery = {{ {FROM_TO}, page = "{{page}}", size = "{{size}}" }}',
    "pages without a total": f'walk = "pages"\nquery = {{ {FROM_TO}, page = "{{page}}", size = "{{size}}" }}',
    "pages that say more": f'walk = "pages"\nmore = "data.more"\nquery = {{ {FROM_TO}, page = "{{page}}", size = "{{size}}" }}',
    "reverse_pages": 'walk = "reverse_pages"\ntotal = "data.total"\n'
    f'query = {{ {FROM_TO}, page = "{{page}}", size = "{{size}}", sort = "desc" }}',
    "offset": f'walk = "offset"\ntotal = "data.total"\nquery = {{ {FROM_TO}, offset = "{{offset}}", size = "{{size}}" }}',
    "cursor": f'walk = "cursor"\nnext = "data.next"\nend = "nomore"\nquery = {{ {FROM_TO}, cursor = "{{cursor}}", size = "{{size}}" }}',
    "next_url": f'walk = "next_url"\nnext = "data.url"\nquery = {{ {FROM_TO}, size = "{{size}}" }}',
    "next_url in a header": f'walk = "next_url"\nquery = {{ {FROM_TO}, size = "{{size}}" }}',
    "keyset by number": 'walk = "keyset"\nkeyset = { at = "time(updated)", id = "no" }\n'
    'query = { from = "{keyset.at|utc}", after_id = "{keyset.id}", size = "{size}" }',
}
STAMPED = 'walk = "keyset"\nkeyset = { at = "time(updated)", id = "no" }\nquery = { from = "{keyset.at|utc}", size = "{size}" }'
REST = 'path = "/orders"\nrows = "data.items"\nwindow = { span = "2d", lag = "0s", first = "2d" }\n'


def pull(walk: str, size: int) -> str:
    return f"[pull.orders]\n{REST}size = {size}\n{walk}\n"


@pytest.mark.parametrize("walk", WALKS.values(), ids=WALKS)
@pytest.mark.parametrize("size", [1, 3, 7, 1000])
def test_every_walk_reads_the_same_whatever_the_size_of_a_page(tmp_path: Path, walk: str, size: int) -> None:
    """Four orders share each stamp, so equal stamps lie over the borders of pages."""
    orders = crowd(30)
    with rig(tmp_path, orders, pull=pull(walk, size)) as at:
        page = at.connector.pull(b"", now=NOON)
    assert sorted(one.order_id for one in page.snapshots) == sorted(one["no"] for one in orders)
    assert len(page.snapshots) == 30


@pytest.mark.parametrize("size", [5, 7, 1000])
def test_a_keyset_by_stamp_alone_reads_the_same_as_long_as_a_stamp_fits_a_page(tmp_path: Path, size: int) -> None:
    with rig(tmp_path, crowd(30), pull=pull(STAMPED, size)) as at:
        assert len(at.orders()) == 30


def test_a_keyset_by_stamp_alone_refuses_a_page_full_of_one_stamp_and_loses_nothing_unseen(tmp_path: Path) -> None:
    with rig(tmp_path, crowd(30), pull=pull(STAMPED, 4)) as at, pytest.raises(Unreachable, match="同一时刻有 4 单以上"):
        at.connector.pull(b"", now=NOON)


@pytest.mark.parametrize("walk", WALKS.values(), ids=WALKS)
def test_no_order_at_all_is_no_order_and_no_error(tmp_path: Path, walk: str) -> None:
    with rig(tmp_path, pull=pull(walk, 5)) as at:
        assert at.orders() == []


def leaving(system: System) -> None:
    """Behind every page the oldest order that is still in the window is changed, and so leaves it: later ones move up."""
    inside = sorted((one for one in system.orders.values() if one["updated"] < NOON.isoformat()), key=lambda one: one["updated"])
    if inside and len(system.asked) <= 6:
        inside[0]["updated"] = NOON.replace(minute=30).isoformat()


@pytest.mark.parametrize("name", ["pages", "pages without a total", "reverse_pages", "offset", "keyset by number"])
def test_orders_that_leave_the_window_while_we_read_move_no_other_out_of_sight(tmp_path: Path, name: str) -> None:
    system = System(crowd(30))
    system.after = leaving
    with rig(tmp_path, system=system, pull=pull(WALKS[name], 4)) as at:
        first = at.connector.pull(b"", now=NOON)
        system.after = lambda _system: None
        later = at.connector.pull(first.cursor, now=NOON.replace(minute=31))
    read = {one.order_id for page in (first, later) for one in page.snapshots}
    assert read == set(system.orders)


def test_a_ground_that_never_rests_is_no_answer(tmp_path: Path) -> None:
    system = System(crowd(30))
    fresh = iter(range(5000, 9999))

    def coming(at: System) -> None:
        at.orders |= {one["no"]: one for one in (order(next(fresh), 60),)}

    system.after = coming
    with rig(tmp_path, system=system, pull=pull(WALKS["pages"], 4)) as at, pytest.raises(Unreachable, match="一直在变"):
        at.connector.pull(b"", now=NOON)


@pytest.mark.parametrize(("walk", "ignored"), [("pages", "page"), ("offset", "offset"), ("cursor", "cursor")])
def test_a_system_that_does_not_heed_the_page_is_found_out(tmp_path: Path, walk: str, ignored: str) -> None:
    system = System(crowd(30))
    system.ignores = {ignored}
    with rig(tmp_path, system=system, pull=pull(WALKS[walk], 4)) as at, pytest.raises(Unreachable, match=r"没有理会|转了一圈"):
        at.connector.pull(b"", now=NOON)


def test_a_system_that_gives_fewer_rows_a_page_than_asked_for_loses_none(tmp_path: Path) -> None:
    system = System(crowd(30))
    system.largest = 3
    with rig(tmp_path, system=system, pull=pull(WALKS["pages without a total"], 100)) as at:
        assert len(at.orders()) == 30


def test_a_backward_walk_finds_out_that_pages_are_smaller_than_it_thinks(tmp_path: Path) -> None:
    system = System(crowd(30))
    system.largest = 3
    with rig(tmp_path, system=system, pull=pull(WALKS["reverse_pages"], 100)) as at, pytest.raises(Unreachable, match="每页条数"):
        at.connector.pull(b"", now=NOON)


def test_more_promised_than_given_is_no_answer(tmp_path: Path) -> None:
    short = Reply(200, {"code": 0, "data": {"items": [order(1, 5)], "total": 9}})
    empty = Reply(200, {"code": 0, "data": {"items": [], "total": 9}})
    system = System()
    system.faults.extend([short, empty, short, empty])
    with rig(tmp_path, system=system, pull=pull(WALKS["pages"], 4)) as at, pytest.raises(Unreachable, match="说有 9 行，只给了 1 行"):
        at.connector.pull(b"", now=NOON)


def test_the_next_page_is_never_fetched_from_another_host(tmp_path: Path) -> None:
    lure = System(crowd(3))
    system = System()
    system.faults.append(Reply(200, {"code": 0, "data": {"items": [], "url": f"{lure.url}/orders?page=2"}}))
    with rig(tmp_path, system=system, pull=pull(WALKS["next_url"], 4)) as at, pytest.raises(SourceRefused, match="别的地址"):
        at.connector.pull(b"", now=NOON)
    assert lure.asked == []
    lure.stop()


def test_a_keyset_that_is_not_in_order_is_found_out(tmp_path: Path) -> None:
    system = System()
    system.faults.append(Reply(200, {"code": 0, "data": {"items": [order(1, 5), order(2, 50)]}}))
    with rig(tmp_path, system=system, pull=pull(WALKS["keyset by number"], 4)) as at, pytest.raises(Unreachable, match="从早到晚"):
        at.connector.pull(b"", now=NOON)


def test_everything_in_one_answer_needs_no_walk(tmp_path: Path) -> None:
    with rig(tmp_path, crowd(8), pull='[pull.orders]\npath = "/orders"\nrows = "data.items"\n') as at:
        assert len(at.orders()) == 8
