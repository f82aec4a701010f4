"""What every connector promises that can list its orders by when they were placed: the half that finds what increments lose."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from ordertower_desktop.demo.platforms.counter import Trouble
from ordertower_desktop.demo.platforms.shelf import State
from ordertower_desktop.domain.census import Scope
from ordertower_desktop.hub.connectors.connector import Counted, SourceRefused, Unreachable
from tests.hub.connectors.rig import Rig


def an_order_that_the_increments_lose_stands_in_the_list(rig: Rig) -> None:
    """By when it was placed, whichever page size: what waits in the one scope, everything in the other."""
    sales = rig.stock(7, apart=timedelta())
    if not _counts(rig):
        return
    rig.shelf.lost.add(sales[2].number)
    assert sales[2].number not in rig.told().orders
    rig.shelf.put(replace(sales[5], changed=rig.now, state=State.SHIPPED, shipped=rig.now, waybill="78901"))
    everything = {one.number: one.changed for one in rig.shelf.every()}
    waiting = {number: at for number, at in everything.items() if number != sales[5].number}
    for size in (1, 2, 3, 7, 1000):
        assert _listed(rig, Scope.ALL, size) == everything
        assert Scope.OPEN not in _scopes(rig) or _listed(rig, Scope.OPEN, size) == waiting


def a_list_is_whole_or_it_is_none(rig: Rig) -> None:
    rig.stock(3)
    if not _counts(rig):
        return
    before = rig.counter.calls
    wanted = _listed(rig, Scope.ALL)
    calls = rig.counter.calls - before
    for call in range(1, calls + 1):
        for trouble, kind in ((Trouble.CUT, Unreachable), (Trouble.HTML, Unreachable), (Trouble.EXPIRED, SourceRefused)):
            rig.counter.troubles = {rig.counter.calls + call: trouble}
            with pytest.raises(kind):
                _listed(rig, Scope.ALL)
            rig.counter.troubles = {}
            assert _listed(rig, Scope.ALL) == wanted
    old = rig.now - timedelta(days=90)
    rig.shelf.put(replace(rig.shelf.every()[0], created=old, paid=old))
    rig.shelf.deaf = True
    with pytest.raises(Unreachable, match="时间窗"):
        _listed(rig, Scope.ALL)


def long_stretches_are_asked_for_in_turn_and_join(rig: Rig) -> None:
    for one in rig.stock(3):
        at = rig.now - timedelta(days=int(one.number[-1]) * 2, minutes=1)
        rig.shelf.put(replace(one, created=at, paid=at))
    if _counts(rig):
        scope = Scope.OPEN if Scope.OPEN in _scopes(rig) else Scope.ALL
        assert _listed(rig, scope, back=timedelta(days=15)).keys() == {one.number for one in rig.shelf.every()}


def _counts(rig: Rig) -> bool:
    """A connector that can list nothing says so, and is asked for nothing."""
    return bool(_scopes(rig))


def _scopes(rig: Rig) -> frozenset[Scope]:
    connector = rig.connector()
    return connector.scopes if isinstance(connector, Counted) else frozenset()


def _listed(rig: Rig, scope: Scope, size: int = 2, *, back: timedelta = timedelta(hours=3)) -> dict[str, datetime]:
    connector, reached, found = rig.connector(size), rig.now - back, dict[str, datetime]()
    assert isinstance(connector, Counted)
    while reached < rig.now:
        listed = connector.listed(scope, reached, until=rig.now, now=rig.hub_now)
        assert reached < listed.until <= rig.now
        found |= listed.orders
        reached = listed.until
    return found


COUNTING: tuple[Callable[[Rig], None], ...] = (
    an_order_that_the_increments_lose_stands_in_the_list,
    a_list_is_whole_or_it_is_none,
    long_stretches_are_asked_for_in_turn_and_join,
)
