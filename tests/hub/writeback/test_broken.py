"""看板上的熔断: what is left alone stands on the board with since when, what suffers, and when it is tried again (S90)."""

from datetime import timedelta

from ordertower_desktop.demo.platforms.counter import Trouble
from ordertower_desktop.domain.board import Board, Broken
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.hub.store.tables import sources
from ordertower_desktop.hub.store.tables.sources import Source
from ordertower_desktop.sync.commands.checkup.floor import breaker
from tests.hub.writeback.shopfloor import ShopFloor


def broken(floor: ShopFloor) -> list[Broken]:
    floor.hub.work()
    return floor.hub.read(Board, "/v1/board").broken


def test_a_shop_that_is_left_alone_stands_there_until_one_has_been_let_through(floor: ShopFloor) -> None:
    orders = [floor.platform.sell(number) for number in range(1, 8)]
    floor.read()
    assert broken(floor) == []
    floor.platform.strike(Trouble.BROKEN)
    for order in orders:
        floor.out(order)
    began = floor.hub.now
    floor.hub.advance(seconds=16)
    (one,) = broken(floor)
    assert (one.name, one.what, one.switch, one.why) == ("拼多多旗舰店", "回传", "open", "连续失败")
    assert (one.since, one.until) == (began, began + timedelta(minutes=5))
    assert one.degraded == "出库照常，7 单等着回传，平台上还看不到运单"
    (told,) = floor.hub.call("GET", "/v1/board").json()["broken"]
    found = breaker(told)
    assert (found.code, found.what) == ("breaker-open", "熔断 拼多多旗舰店")
    assert one.degraded in found.advice
    floor.platform.calm()
    floor.hub.advance(minutes=5, seconds=1)
    floor.hub.advance(minutes=15)
    floor.hub.advance(seconds=16)
    assert broken(floor) == []


def test_who_wants_to_be_left_alone_is_named_as_such(floor: ShopFloor) -> None:
    orders = [floor.platform.sell()]
    floor.read()
    floor.hub.advance(minutes=1)
    floor.platform.counter.troubles = {floor.platform.counter.calls + 2: Trouble.TOO_MANY}
    floor.out(orders[0])
    floor.hub.advance(seconds=6)
    (one,) = broken(floor)
    assert (one.why, one.until) == ("被限流", floor.hub.now + timedelta(seconds=1))


def test_a_carrier_that_does_not_answer_says_how_old_its_tracks_are(floor: ShopFloor) -> None:
    """Between two questions to it: nobody of this floor asks a carrier."""
    now = floor.hub.now
    deaf = Source("kd", "快递100", SourceKind.CARRIER, tried_at=now, seen_at=now - timedelta(minutes=12), reason_code="unreachable")
    with floor.hub.tower.db.write() as conn:
        sources.put(conn, [deaf])
    floor.hub.advance(seconds=16)
    (one,) = broken(floor)
    assert (one.what, one.since, one.until) == ("轨迹", now - timedelta(minutes=12), now + timedelta(seconds=30))
    assert one.degraded == "物流轨迹停在 11:48，揽收和在途按旧轨迹看"
