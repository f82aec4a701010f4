"""How a source is followed over time: windows that overlap, a sweep of what is open, a second look at what left it."""

import itertools
from datetime import timedelta
from pathlib import Path

import pytest

from ordertower_desktop.domain.stage import Fact, Stage
from ordertower_desktop.hub.connectors.connector import SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.mapped.progress import Progress, progress
from ordertower_desktop.hub.workers.pull import MOST_PAGES
from tests.hub.connectors.mapped_kit import MAP, PAGES, Reply, System, crowd, order, rig, utc
from tests.hub.floor import NOON, open_floor

DAY = PAGES + 'window = { span = "1d", lag = "30s", overlap = "5min", first = "2d" }\n'
SWEEP = DAY + 'sweep = { query = { state = "待发货" }, every = "10min" }\n'
ALL = PAGES.replace('to = "{window.end|utc}", ', "")


def later(**span: float) -> object:
    return NOON + timedelta(**span)


def test_windows_follow_each_other_with_their_overlap_and_never_to_the_very_now(tmp_path: Path) -> None:
    with rig(tmp_path, crowd(3), pull=DAY) as at:
        pages = at.all()
        asked = [(utc(one.query["from"]), utc(one.query["to"])) for one in at.system.pages]
        end = NOON - timedelta(seconds=30)
        assert asked[0][0] == NOON - timedelta(days=2)
        assert asked[-1][1] == end
        for before, after in itertools.pairwise(asked):
            assert after[0] == before[1] - timedelta(seconds=10)
        assert all(until - since <= timedelta(days=1) for since, until in asked)
        at.connector.pull(pages[-1].cursor, now=NOON + timedelta(minutes=1))
        assert utc(at.system.pages[-1].query["from"]) == end - timedelta(minutes=5)


def test_a_first_look_of_two_days_by_the_hour_fits_into_one_round_of_the_worker(tmp_path: Path) -> None:
    with rig(tmp_path, crowd(3)) as at:
        assert len(at.all()) < MOST_PAGES


def test_what_came_late_while_the_hub_was_off_is_within_the_overlap(tmp_path: Path) -> None:
    system = System(crowd(3))
    with rig(tmp_path, system=system) as at:
        cursor = at.all()[-1].cursor
        system.orders["9"] = order(9, 4)
        assert "9" in at.orders(cursor, now=NOON + timedelta(hours=10))


def test_a_call_that_names_no_end_gets_everything_since_in_one_go(tmp_path: Path) -> None:
    with rig(tmp_path, crowd(9), pull=ALL) as at:
        assert [page.more for page in at.all()] == [False]
        assert len(at.system.pages) == 1


def test_a_new_object_with_the_same_cursor_goes_on_where_the_old_one_stopped(tmp_path: Path) -> None:
    with rig(tmp_path, crowd(3), pull=DAY) as at:
        cursor = at.connector.pull(b"", now=NOON).cursor
    with rig(tmp_path, crowd(3), pull=DAY) as other:
        other.connector.pull(cursor, now=NOON)
        assert utc(other.system.pages[0].query["from"]) == NOON - timedelta(days=1, seconds=10)


def test_a_cursor_of_another_connector_begins_anew(tmp_path: Path) -> None:
    with rig(tmp_path, crowd(3), pull=DAY) as at:
        assert at.orders(NOON.isoformat().encode()) == ["1000", "1001", "1002"]


def test_the_window_goes_no_further_than_the_clock_of_the_system_itself(tmp_path: Path) -> None:
    """Ours runs ten minutes ahead: what they change in those minutes must still be read."""
    system = System(crowd(3), now=lambda: NOON - timedelta(minutes=10))
    with rig(tmp_path, system=system, pull=ALL) as at:
        page = at.connector.pull(b"", now=NOON)
        assert page.skew_s == -600
        system.orders["9"] = order(9, 9)
        read = at.connector.pull(page.cursor, now=NOON + timedelta(minutes=1))
        assert "9" in {one.order_id for one in read.snapshots}
        assert progress(page.cursor).told == NOON - timedelta(minutes=10, seconds=30)


def test_a_system_whose_clock_runs_ahead_is_read_up_to_its_own_now(tmp_path: Path) -> None:
    """Ours runs ten minutes behind: what they have just changed is not ten minutes late."""
    system = System(crowd(3), now=lambda: NOON + timedelta(minutes=10))
    with rig(tmp_path, system=system, pull=DAY) as at:
        cursor = at.all()[-1].cursor
        system.orders["9"] = order(9, -9)
        assert at.orders(cursor) == ["9"]


def test_a_clock_that_is_years_off_is_not_believed(tmp_path: Path) -> None:
    system = System(crowd(3))
    with rig(tmp_path, system=system, pull=DAY) as at:
        before = at.all()[-1].cursor
        for year in (2015, 2035):
            system.now = lambda year=year: NOON.replace(year=year)
            after = at.connector.pull(before, now=NOON + timedelta(minutes=1))
            assert progress(after.cursor).told == NOON + timedelta(seconds=30)


def test_a_clock_that_ran_ahead_and_was_set_right_leaves_nothing_out(tmp_path: Path) -> None:
    system = System(crowd(3), now=lambda: NOON + timedelta(hours=3))
    with rig(tmp_path, system=system, pull=DAY) as at:
        cursor = at.all(at.all()[-1].cursor)[-1].cursor
        assert progress(cursor).told == NOON + timedelta(hours=3) - timedelta(seconds=30)
        system.now = lambda: NOON + timedelta(minutes=10)
        system.orders["9"] = order(9, -9)
        cursor = at.connector.pull(cursor, now=NOON + timedelta(minutes=10)).cursor
        assert "9" in at.orders(cursor, now=NOON + timedelta(minutes=11))


def test_a_filter_that_the_system_does_not_know_is_found_out(tmp_path: Path) -> None:
    system = System([order(1, 60 * 24 * 30), order(2, 5)])
    system.ignores = {"from", "to"}
    with rig(tmp_path, system=system, pull=DAY) as at, pytest.raises(SourceRefused, match="没有理会时间条件") as told:
        at.connector.pull(b"", now=NOON)
    assert told.value.code == "filter"


def test_a_system_that_filters_by_whole_days_is_allowed_to(tmp_path: Path) -> None:
    system = System([order(1, 60 * 24 * 2 + 60), order(2, 5)])
    system.ignores = {"from", "to"}
    with rig(tmp_path, system=system, pull=ALL + 'grain = "1d"\n') as at:
        assert at.orders() == ["1", "2"]


def test_what_is_open_is_read_again_however_old_its_stamp_is(tmp_path: Path) -> None:
    """Its stamp went back when it was shipped, so no window will ever show it."""
    system = System([order(1, 60 * 24 * 9), order(2, 5)])
    with rig(tmp_path, system=system, pull=SWEEP) as at:
        first = at.all()
        assert sorted(one.order_id for one in first[-1].snapshots) == ["1", "2"]
        system.orders["1"]["state"] = "已发货"
        quiet = at.all(first[-1].cursor, now=NOON + timedelta(minutes=9))
        assert [page.snapshots for page in quiet] == [()] or {one.order_id for page in quiet for one in page.snapshots} == {"2"}
        pages = at.all(quiet[-1].cursor, now=NOON + timedelta(minutes=11))
        shipped = [one for page in pages for one in page.snapshots if one.order_id == "1"]
        assert [one.stage for one in shipped] == [Stage.TO_COLLECT]
        assert progress(pages[-1].cursor).open == ("2",)
        assert progress(pages[-1].cursor).left == ()


def test_an_order_that_left_and_is_nowhere_is_absent(tmp_path: Path) -> None:
    system = System([order(1, 60 * 24 * 9), order(2, 5)])
    with rig(tmp_path, system=system, pull=SWEEP) as at:
        first = at.all()
        del system.orders["1"]
        pages = at.all(first[-1].cursor, now=NOON + timedelta(minutes=11))
        assert [one.absent for page in pages for one in page.snapshots if one.order_id == "1"] == [True]


def test_many_that_left_are_looked_at_in_rounds(tmp_path: Path) -> None:
    system = System([order(i, 60 * 24 * 9) for i in range(120)])
    with rig(tmp_path, system=system, pull=SWEEP) as at:
        first = at.all()
        for one in system.orders.values():
            one["state"] = "已取消"
        pages = at.all(first[-1].cursor, now=NOON + timedelta(minutes=11))
        assert [len(page.snapshots) for page in pages][-3:] == [50, 50, 20]
        assert {fact for page in pages for one in page.snapshots for fact in one.facts} == {Fact.CANCELLED}


def test_a_sweep_filter_that_is_ignored_is_found_out_and_the_windows_go_on(tmp_path: Path) -> None:
    """The wrong sweep is shown, pull after pull, and yet what changes comes in."""
    system = System([order(1, 5), order(2, 5, "已发货")])
    system.ignores = {"state"}
    sweep = DAY + 'sweep = { query = { state = "待发货" }, every = "10min", check = "state == \'待发货\'" }\n'
    with rig(tmp_path, system=system, pull=sweep) as at:
        page = at.connector.pull(b"", now=NOON)
        while progress(page.cursor).turn != "sweep":
            page = at.connector.pull(page.cursor, now=NOON)
        with pytest.raises(SourceRefused, match=r"sweep\.check"):
            at.connector.pull(page.cursor, now=NOON)
        system.orders["3"] = order(3, -1)
        after = at.connector.pull(page.cursor, now=NOON + timedelta(minutes=5))
        assert "3" in {one.order_id for one in after.snapshots}
        with pytest.raises(SourceRefused):
            at.connector.pull(after.cursor, now=NOON + timedelta(minutes=5))


def test_one_order_is_read_by_its_number(tmp_path: Path) -> None:
    with rig(tmp_path, crowd(3)) as at:
        assert [(one.order_id, one.absent) for one in at.connector.read("1001", now=NOON).snapshots] == [("1001", False)]
        assert [(one.order_id, one.absent) for one in at.connector.read("77", now=NOON).snapshots] == [("77", True)]
        at.connector.read("../login?x=1", now=NOON)
        assert at.system.asked[-1].path == "/orders/..%2Flogin%3Fx%3D1"


def test_an_answer_about_another_order_is_not_taken_for_the_one_asked(tmp_path: Path) -> None:
    system = System()
    system.faults.append(Reply(200, {"code": 0, "data": {"items": [order(8, 5)]}}))
    with rig(tmp_path, system=system) as at:
        assert [(one.order_id, one.absent) for one in at.connector.read("7", now=NOON).snapshots] == [("7", True)]


def test_a_mapping_without_a_way_to_one_order_tells_nothing_of_it(tmp_path: Path) -> None:
    with rig(tmp_path, crowd(3), pull=PAGES.replace('read = { path = "/orders/{order}" }\n', "")) as at:
        assert at.connector.read("1001", now=NOON).snapshots == ()


def test_the_later_of_two_rows_about_one_order_counts(tmp_path: Path) -> None:
    system = System()
    rows = [order(1, 9, "待发货"), order(1, 5, "已发货")]
    system.faults.append(Reply(200, {"code": 0, "data": {"items": rows, "total": 2}}))
    with rig(tmp_path, system=system) as at:
        assert [one.status_word for one in at.connector.pull(b"", now=NOON).snapshots] == ["已发货"]


def test_the_cursor_is_small_and_says_nothing_to_whoever_finds_it() -> None:
    written = Progress(told=NOON, open=tuple(f"26{i:017}" for i in range(20_000))).written()
    assert len(written) < 100_000
    assert progress(written).told == NOON


def test_what_goes_wrong_moves_no_cursor_and_the_floor_sees_a_gap(tmp_path: Path) -> None:
    """Through the real worker: rows and cursor in one transaction, an unknown word on the source page."""
    system = System([order(1, 50, "海关查验"), order(2, 40)])
    with rig(tmp_path, system=system, pull=DAY) as at, open_floor(tmp_path, connectors={"erp": at.connector}) as floor:
        floor.work()
        system.now = lambda: floor.now
        shown = floor.call("GET", "/v1/sources").json()[0]
        assert (shown["state"], shown["gaps"], shown["orders"]) == ("fresh", ["海关查验"], 2)
        stages = {line["order"]: line["stage"] for line in floor.call("GET", "/v1/orders").json()["items"]}
        assert stages == {"1": "TO_ACCEPT", "2": "TO_SHIP"}
        assert floor.pool()["2"].stage == "TO_SHIP"
        system.faults.extend([Reply(502, raw=b"<html>")] * 3)
        floor.advance(seconds=31)
        assert floor.call("GET", "/v1/sources").json()[0]["reason_code"] == "unreachable"
        floor.advance(seconds=31)
        assert floor.call("GET", "/v1/sources").json()[0]["state"] == "fresh"


def test_a_row_without_a_number_is_told_and_the_others_come_in(tmp_path: Path) -> None:
    system = System()
    system.faults.append(Reply(200, {"code": 0, "data": {"items": [{"state": "待发货"}, order(2, 5)], "total": 2}}))
    with rig(tmp_path, system=system) as at:
        page = at.connector.pull(b"", now=NOON)
    assert [one.order_id for one in page.snapshots] == ["2"]
    assert page.gaps == ("订单号（order_id）：有的行没有订单号，未读入",)


def test_too_many_rows_in_one_window_are_refused_before_they_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ordertower_desktop.hub.connectors.mapped.walks.whole.MOST_ROWS", 5)
    with rig(tmp_path, crowd(9), pull=DAY, map_=MAP) as at, pytest.raises(Unreachable, match="调小"):
        at.all()
