"""What every connector promises, one law a function; a new one is run through all of them by giving it a rig."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from ordertower_desktop.demo.platforms.counter import Trouble
from ordertower_desktop.demo.platforms.shelf import State
from ordertower_desktop.hub.connectors.connector import Connector, SourceRefused, Unreachable
from tests.hub.connectors.rig import SECRET, TOKEN, Known, Rig

MINUTE = timedelta(minutes=1)
QUIET = timedelta(minutes=20)
"""After so long nothing is withheld any more because it is too new."""
CANARIES = ("金丝雀", "13800001111", SECRET, TOKEN)


def every_page_size_reads_the_same(rig: Rig) -> None:
    rig.stock(23, apart=timedelta(seconds=20))
    wanted = rig.told(size=1000)
    rig.assert_whole(wanted)
    for size in (1, 2, 3, 7, 22, 23, 24):
        assert rig.told(size=size).orders == wanted.orders


def equal_stamps_lie_over_the_border_of_every_page(rig: Rig) -> None:
    rig.stock(11, apart=timedelta())
    for size in (1, 2, 3, 5, 10, 11):
        rig.assert_whole(rig.told(size=size))


def nothing_is_no_error_and_is_asked_for_again(rig: Rig) -> None:
    known = Known()
    known.pull(rig.connector(), rig.hub_now)
    assert not known.orders
    assert known.cursor
    rig.now += QUIET
    rig.stock(3, apart=timedelta(seconds=1))
    known.pull(rig.connector(), rig.hub_now)
    rig.assert_whole(known)


def an_order_that_changes_under_our_feet_takes_no_neighbour_with_it(rig: Rig) -> None:
    """Whichever order is touched after whichever call: all others are told at once, and it is told in the next round."""
    for apart in (timedelta(seconds=30), timedelta()):
        sales = rig.stock(5, apart=apart)
        for call, victim in _moments(rig, len(sales)):
            known, connector = Known(), rig.connector()
            rig.counter.after = _touching(rig, rig.counter.calls + call, sales[victim].number)
            known.pull(connector, rig.hub_now)
            untouched = {one.number for one in sales} - {sales[victim].number}
            assert untouched <= set(known.orders), f"touching order {victim} after call {call}"
            rig.now += QUIET
            known.pull(connector, rig.hub_now)
            rig.assert_whole(known)
            rig.now -= QUIET
            sales = rig.stock(5, apart=apart)


def _moments(rig: Rig, orders: int) -> Iterator[tuple[int, int]]:
    before = rig.counter.calls
    rig.told()
    return ((call, victim) for call in range(1, rig.counter.calls - before + 1) for victim in range(orders))


def _touching(rig: Rig, after: int, number: str) -> Callable[[int], None]:
    def touch(call: int) -> None:
        old = rig.shelf.one(number)
        if call == after and old is not None:
            rig.shelf.put(replace(old, changed=rig.now, fen=old.fen + 1))

    return touch


def what_is_no_whole_answer_stops_the_page_and_moves_no_cursor(rig: Rig) -> None:
    """A gateway's page, half an answer, a dead line, an error inside a 200: at whichever call, nothing is half read."""
    rig.stock(3)
    for trouble in (Trouble.HTML, Trouble.CUT, Trouble.HANG_UP, Trouble.BROKEN, Trouble.BUSY):
        _struck(rig, trouble, Unreachable)


def an_expired_token_in_mid_scan_is_a_refusal_that_names_itself(rig: Rig) -> None:
    rig.stock(3)
    told = _struck(rig, Trouble.EXPIRED, SourceRefused)
    assert {getattr(error, "code", "") for error in told} == {"auth"}
    assert all("重新授权" in str(error) for error in told)


def _struck(rig: Rig, trouble: Trouble, kind: type[Exception]) -> list[Exception]:
    """Strike each call in turn; afterwards the same connector reads everything."""
    before = rig.counter.calls
    rig.told()
    told = []
    for call in range(1, rig.counter.calls - before + 1):
        known, connector = Known(), rig.connector()
        rig.counter.troubles = {rig.counter.calls + call: trouble}
        with pytest.raises(kind) as error:
            known.pull(connector, rig.hub_now)
        told.append(error.value)
        rig.counter.troubles = {}
        known.pull(connector, rig.hub_now)
        rig.assert_whole(known)
    assert told
    return told


def who_is_throttled_leaves_the_source_alone(rig: Rig) -> None:
    rig.stock(5)
    for trouble in (Trouble.THROTTLED, Trouble.TOO_MANY):
        known, connector = Known(), rig.connector()
        rig.counter.troubles = {rig.counter.calls + 2: trouble}
        with pytest.raises(Unreachable, match="限流"):
            known.pull(connector, rig.hub_now)
        struck = rig.counter.calls
        with pytest.raises(Unreachable, match="限流"):
            known.pull(connector, rig.hub_now)
        assert rig.counter.calls == struck, "it asked again at once"
        rig.now += timedelta(minutes=10)
        known.pull(connector, rig.hub_now)
        rig.assert_whole(known)


def a_new_status_word_is_told_and_its_order_comes_in(rig: Rig) -> None:
    sales = rig.stock(3)
    rig.shelf.put(replace(sales[1], word="987"))
    known = rig.told()
    rig.assert_whole(known)
    assert known.orders[sales[1].number].stage is None
    assert any("987" in gap for gap in known.gaps)
    assert known.orders[sales[0].number].stage is not None


def a_source_that_ignores_the_window_is_not_believed(rig: Rig) -> None:
    sales = rig.stock(3)
    rig.shelf.put(replace(sales[0], changed=rig.now - timedelta(days=90)))
    rig.shelf.deaf = True
    with pytest.raises(Unreachable, match="时间窗"):
        rig.told()


def after_a_long_silence_the_windows_join(rig: Rig) -> None:
    known, connector = rig.told(), rig.connector()
    for hours in range(30):
        rig.now += timedelta(hours=1)
        for one in rig.stock(2, apart=timedelta(minutes=7)):
            rig.shelf.put(replace(one, number=str(int(one.number) + 100 * hours)))
            rig.shelf.put(one)
    known.pull(connector, rig.hub_now)
    rig.assert_whole(known)


def the_time_is_the_sources(rig: Rig) -> None:
    """A hub whose clock is wrong reads all the same, and what changed meanwhile is not skipped."""
    for ahead in (timedelta(seconds=50), timedelta(minutes=5), timedelta(hours=30), -timedelta(minutes=5), -timedelta(hours=30)):
        rig.ahead = ahead
        rig.stock(5)
        known, connector = Known(), rig.connector()
        known.pull(connector, rig.hub_now)
        rig.assert_whole(known)
        rig.now += MINUTE
        for one in rig.stock(5):
            rig.shelf.put(replace(one, changed=rig.now, fen=one.fen + 5))
        rig.now += QUIET
        known.pull(rig.connector(), rig.hub_now)
        rig.assert_whole(known)
        page = connector.pull(known.cursor, now=rig.hub_now)
        assert page.skew_s is not None
        assert abs(page.skew_s + ahead.total_seconds()) <= 1


def a_scan_may_take_longer_than_a_time_stamp_is_good_for(rig: Rig) -> None:
    rig.stock(9)
    known, connector = Known(), rig.connector(size=1)
    began, passing = rig.now, timedelta(minutes=3)
    rig.counter.after = lambda _call: setattr(rig, "now", rig.now + passing)
    known.pull(connector, rig.hub_now)
    assert rig.now - began > timedelta(minutes=11)
    rig.assert_whole(known)


def one_order_can_be_read_again_and_a_stranger_is_absent(rig: Rig) -> None:
    sales = rig.stock(2)
    connector = rig.connector()
    mine = connector.read(sales[0].number, now=rig.hub_now).snapshots
    assert [(one.order_id, one.at, one.absent) for one in mine] == [(sales[0].number, sales[0].changed, False)]
    assert mine[0] == rig.told().orders[sales[0].number]
    for stranger in ("6999999999999999999", "JD-77 号"):
        assert [(one.order_id, one.absent) for one in connector.read(stranger, now=rig.hub_now).snapshots] == [(stranger, True)]


def a_wrong_secret_is_named_as_such(rig: Rig) -> None:
    booth = rig.counter.booth
    booth.secret = "another"  # type: ignore[attr-defined]
    _refused(rig.connector(), rig, "signature")
    booth.secret, booth.token = SECRET, "another"  # type: ignore[attr-defined]
    _refused(rig.connector(), rig, "auth")


def _refused(connector: Connector, rig: Rig, code: str) -> None:
    with pytest.raises(SourceRefused) as error:
        connector.pull(b"", now=rig.hub_now)
    assert error.value.code == code


def neither_secrets_nor_personal_data_get_any_further(rig: Rig) -> None:
    heard: list[str] = []
    listener = logging.Handler()
    listener.emit = lambda record: heard.append(record.getMessage())  # type: ignore[method-assign]
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(listener)
    root.setLevel(logging.DEBUG)
    try:
        rig.stock(3)
        known = rig.told()
        rig.counter.troubles = {rig.counter.calls + 1: Trouble.EXPIRED}
        with pytest.raises(SourceRefused) as error:
            rig.told()
    finally:
        root.removeHandler(listener)
        root.setLevel(level)
    said = repr((known, rig.made, error.value, heard))
    assert not [canary for canary in CANARIES if canary in said]


def a_shipment_and_a_closing_are_seen(rig: Rig) -> None:
    sales = rig.stock(3)
    known, connector = rig.told(), rig.connector()
    assert {known.orders[one.number].stage for one in sales} == {rig.begins}
    rig.now += MINUTE
    rig.shelf.put(replace(sales[0], changed=rig.now, state=State.SHIPPED, shipped=rig.now, waybill="78901"))
    rig.shelf.put(replace(sales[1], changed=rig.now, state=State.CLOSED))
    rig.now += QUIET
    known.pull(connector, rig.hub_now)
    shipped, closed = known.orders[sales[0].number], known.orders[sales[1].number]
    assert (shipped.stage, shipped.fields["waybill"]) == ("TO_COLLECT", "78901")
    assert {"cancelled", "refunded"} & closed.facts


LAWS: tuple[Callable[[Rig], None], ...] = (
    every_page_size_reads_the_same,
    equal_stamps_lie_over_the_border_of_every_page,
    nothing_is_no_error_and_is_asked_for_again,
    an_order_that_changes_under_our_feet_takes_no_neighbour_with_it,
    what_is_no_whole_answer_stops_the_page_and_moves_no_cursor,
    an_expired_token_in_mid_scan_is_a_refusal_that_names_itself,
    who_is_throttled_leaves_the_source_alone,
    a_new_status_word_is_told_and_its_order_comes_in,
    a_source_that_ignores_the_window_is_not_believed,
    after_a_long_silence_the_windows_join,
    the_time_is_the_sources,
    a_scan_may_take_longer_than_a_time_stamp_is_good_for,
    one_order_can_be_read_again_and_a_stranger_is_absent,
    a_wrong_secret_is_named_as_such,
    neither_secrets_nor_personal_data_get_any_further,
    a_shipment_and_a_closing_are_seen,
)
