"""The parts of the walker by themselves: windows, walks through hostile pages, and what many status words come to."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.stage import Fact, Stage
from ordertower_desktop.hub.connectors.connector import About, SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.platforms.pdd import PDD
from ordertower_desktop.hub.connectors.walker.dialect import Keys
from ordertower_desktop.hub.connectors.walker.shop import PlatformConnector
from ordertower_desktop.hub.connectors.walker.status import NOTHING, Column, standing, stands
from ordertower_desktop.hub.connectors.walker.trouble import Fault, Meaning, Means, SlowDown, meaning
from ordertower_desktop.hub.connectors.walker.walk import Leaf, Pages, Turn, Way, walk
from ordertower_desktop.hub.connectors.walker.window import Reach, after, next_window

NOON = datetime(2025, 11, 12, 4, 0, tzinfo=UTC)
REACH = Reach(span=timedelta(minutes=30))


def test_a_platform_whose_clock_is_before_the_cursor_is_asked_for_a_second_and_moves_nothing() -> None:
    cursor = (NOON + timedelta(hours=3)).isoformat().encode()
    window = next_window(cursor, REACH, span=REACH.span, first=NOON, there=NOON)
    assert window.until - window.since == timedelta(seconds=1)
    assert not window.cut
    assert after(cursor, window) == cursor


@given(hours=st.floats(0, 200), span=st.integers(6, 600))
def test_windows_follow_each_other_to_the_present_without_a_hole(hours: float, span: int) -> None:
    cursor, end, covered = b"", NOON + timedelta(hours=hours), NOON
    for _ in range(20_000):
        window = next_window(cursor, REACH, span=timedelta(minutes=span), first=NOON, there=end)
        assert window.since <= covered, "a hole"
        assert window.until - window.since <= timedelta(minutes=span)
        covered, cursor = max(covered, window.until), after(cursor, window)
        if not window.cut:
            break
    assert covered >= end - REACH.lag - timedelta(seconds=1) or covered == NOON + timedelta(seconds=1)


def pages(ask: Callable[[Turn], Leaf], size: int = 2) -> Pages:
    return Pages(ask, size, lambda row: str(row["n"]), lambda row: NOON + timedelta(seconds=row["at"]))


def rows(*numbers: int, at: int = 0) -> tuple[dict[str, int], ...]:
    return tuple({"n": number, "at": at} for number in numbers)


def test_a_walk_that_brings_less_than_was_promised_is_no_answer() -> None:
    with pytest.raises(Unreachable, match="说有 5 单，只给了 2 单"):
        walk(Way.REVERSE, pages(lambda _turn: Leaf(rows(1, 2), total=5)), NOON)
    with pytest.raises(Unreachable, match="说有 5 单，只给了 2 单"):
        walk(Way.KEYSET, pages(lambda turn: Leaf(rows(1, 2) if turn.page == 1 else (), total=5)), NOON)


def test_a_count_that_is_not_told_is_not_taken_for_none() -> None:
    with pytest.raises(Unreachable, match="没有说一共"):
        walk(Way.REVERSE, pages(lambda _turn: Leaf(rows(1, 2))), NOON)


def test_orders_that_left_the_window_are_not_missed() -> None:
    promised = iter([5, 5, 5, 5, 2])
    assert len(walk(Way.REVERSE, pages(lambda _turn: Leaf(rows(1, 2), total=next(promised))), NOON)) == 2


def test_a_mark_that_stands_still_and_pages_without_end_are_stopped() -> None:
    with pytest.raises(Unreachable, match="原地不动"):
        walk(Way.CURSOR, pages(lambda _turn: Leaf(rows(1), mark="same")), NOON)
    count = iter(range(10_000))
    with pytest.raises(Unreachable, match="没有到头"):
        walk(Way.CURSOR, pages(lambda _turn: Leaf(rows(1), mark=str(next(count)))), NOON)
    with pytest.raises(Unreachable, match="没有到头"):
        walk(Way.KEYSET, pages(lambda _turn: Leaf(rows(1, 2), total=10**6)), NOON)


COLUMNS = (
    Column("state", {"paid": stands(Stage.TO_ACCEPT), "odd": stands(None, Fact.CANCELLED)}),
    Column("lines[].refund", {"no": NOTHING, "asked": stands(None, Fact.REFUNDING), "done": stands(None, Fact.REFUNDED)}),
)


@pytest.mark.parametrize(
    ("refunds", "facts"),
    [
        (["no", "no"], set()),
        (["asked", "no"], {Fact.REFUNDING}),
        (["done", "no"], set()),
        (["done", "asked"], {Fact.REFUNDING}),
        (["done", "done"], {Fact.REFUNDED}),
        (["done", "new word"], set()),
    ],
)
def test_an_order_is_refunded_when_every_line_is(refunds: list[str], facts: set[Fact]) -> None:
    got = standing({"state": "paid", "lines": [{"refund": one} for one in refunds]}, COLUMNS)
    assert (got.stage, got.facts) == (Stage.TO_ACCEPT, facts)
    assert got.gaps == (("lines[].refund=new word",) if "new word" in refunds else ())


def test_an_order_without_a_status_is_a_gap() -> None:
    assert standing({"lines": []}, COLUMNS).gaps == ("state 没有值",)


def test_the_first_meaning_that_fits_counts_and_the_unknown_needs_a_person() -> None:
    table = (Meaning(Means.AGAIN, sub=("isp.*",)), Meaning(Means.SLOW_DOWN, ("7",)), Meaning(Means.AUTH, ("2?",)))
    assert meaning(Fault("7", "isp.busy"), table) is Means.AGAIN
    assert meaning(Fault("7", "isv.x"), table) is Means.SLOW_DOWN
    assert meaning(Fault("27"), table) is Means.AUTH
    assert meaning(Fault("277"), table) is Means.REQUEST


def answering(status: int, body: bytes, **headers: str) -> PlatformConnector:
    sent = {name: value.encode("latin-1") for name, value in headers.items()}
    transport = httpx.MockTransport(lambda _request: httpx.Response(status, content=body, headers=sent))
    about = About("pdd", "拼多多", SourceKind.PLATFORM, timedelta(seconds=60))
    return PlatformConnector(about, PDD, Keys("1", "s", "t"), base_url="http://pdd.test", transport=transport)


@pytest.mark.parametrize(
    "body",
    [
        b"[]", b"{}", b"null", b'{"order_sn_increment_get_response": []}', b'{"order_sn_increment_get_response": {}}',
        b'{"order_sn_increment_get_response": {"order_sn_list": [{"order_sn": "1"}], "total_count": 1}}',
        b'{"order_sn_increment_get_response": {"order_sn_list": [{"updated_at": "2025-11-12 12:00:00"}], "total_count": 1}}',
        b'{"order_sn_increment_get_response": {"order_sn_list": [{"order_sn": "1", "updated_at": "soon"}], "total_count": 1}}',
        b'{"order_sn_increment_get_response": {"order_sn_list": [{"order_sn": "1", "updated_at": ""}], "total_count": 1}}',
        b'{"order_sn_increment_get_response": {"order_sn_list": 7, "total_count": 1}}',
        b'{"error_response": "down"}', b"[" * 100_000,
    ],
)  # fmt: skip
def test_an_answer_of_another_shape_is_no_answer(body: bytes) -> None:
    pdd = answering(200, body)
    with pytest.raises(Unreachable):
        pdd.pull(b"", now=NOON)
    pdd.close()


@pytest.mark.parametrize("status", [401, 403])
def test_a_gateways_no_is_a_refusal(status: int) -> None:
    pdd = answering(status, b"<html>")
    with pytest.raises(SourceRefused) as told:
        pdd.pull(b"", now=NOON)
    assert told.value.code == str(status)
    pdd.close()


@pytest.mark.parametrize("date", ["Wed, 12 Nov 2025 04:00:10 GMT", "Wed, 12 Nov 2025 04:00:10 -0000", "soon", ""])
def test_a_date_of_any_shape_stops_nothing(date: str) -> None:
    pdd = answering(200, b'{"order_sn_increment_get_response": {"order_sn_list": [], "total_count": 0}}', Date=date)
    assert pdd.pull(b"", now=NOON).skew_s == (10 if date.startswith("Wed") else None)
    pdd.close()


@pytest.mark.parametrize("wait", ["3", "999999999", "²", "soon", ""])
def test_a_gateway_that_says_wait_is_obeyed_within_reason(wait: str) -> None:
    pdd = answering(429, b"", **{"Retry-After": wait})
    with pytest.raises(SlowDown) as told:
        pdd.pull(b"", now=NOON)
    assert timedelta(seconds=3) <= told.value.wait <= timedelta(hours=1)
    with pytest.raises(SlowDown, match="限流中"):
        pdd.pull(b"", now=NOON + timedelta(seconds=2))
    with pytest.raises(SlowDown, match="HTTP 429"):
        pdd.pull(b"", now=NOON - timedelta(days=1))
    pdd.close()
