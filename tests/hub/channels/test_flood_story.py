"""What a phone shows in a flood: the causes first, then the orders; and each order by itself again when it is over."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from ordertower_desktop.domain.event import Event
from tests.hub.channels.fakes import WecomGroup
from tests.hub.channels.story import Phone, group_robot, phoned
from tests.hub.floor import Clock, Floor
from tests.hub.place import Place


def late(hub: Floor, count: int, *, first: int) -> None:
    paid = hub.now - timedelta(hours=25)
    hub.told(*(Event(paid, "taobao", "payment_approved", f"20251112{first + number:08d}", {}) for number in range(count)))
    hub.advance(minutes=5)


def test_in_a_flood_the_causes_come_before_the_orders_and_leave_with_it(
    tmp_path: Path, place: Place, clock: Clock, running: Callable[..., WecomGroup]
) -> None:
    group = running(WecomGroup)
    wecom = Phone(group)
    with phoned(tmp_path, place, clock, {"wecom-floor": group_robot(group)}) as hub:
        late(hub, 10, first=0)
        assert "· " not in wecom.expect("10 单等你处理"), "ten are not a flood"
        late(hub, 120, first=1000)
        head, cause, order = wecom.expect("还有 ").split("\\n")[:3]
        assert "120 单等你处理，120 单已超时" in head
        assert cause.startswith("· ")
        assert cause.endswith(" 120 单，已超时 120 单")
        assert "订单 2025111200001000" in order
        hub.advance(minutes=11)
        late(hub, 1, first=5000)
        assert "· " not in wecom.expect("2025111200005000")
