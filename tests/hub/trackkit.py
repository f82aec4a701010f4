"""A floor that follows parcels, and the fake that knows them; one clock for both."""

from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from ordertower_desktop.demo.couriers.kuaidi100 import Kuaidi100Booth, Line, Parcel
from ordertower_desktop.demo.platforms.counter import Counter
from ordertower_desktop.domain.event import Event
from ordertower_desktop.hub.connectors.carriers import carriers
from ordertower_desktop.hub.connectors.kuaidi100.follower import Kuaidi100
from ordertower_desktop.hub.store.tables import orders
from ordertower_desktop.settings import Secret, SourceSettings
from ordertower_desktop.settings.system import SystemName
from tests.hub.connectors.rig import KEY, SECRET
from tests.hub.floor import NOON, Clock, Floor, open_floor
from tests.hub.place import Place

SALT = "salt-canary-31f0"
KEPT = {"keyring:key": SECRET, "keyring:salt": SALT}
HOOK = "/v1/webhooks/kuaidi100"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
HOUR = timedelta(hours=1)


class Tracked:
    """A floor that follows parcels, and the fake that knows them; one clock for both."""

    def __init__(self, floor: Floor, booth: Kuaidi100Booth, counter: Counter) -> None:
        self.floor, self.booth, self.counter = floor, booth, counter

    def shipped(self, order: str, waybill: str, *, carrier: str = "圆通", hours_ago: float = 30, **more: object) -> None:
        at = self.floor.now - timedelta(hours=hours_ago)
        self.floor.told(
            Event(at - HOUR, "taobao", "payment_approved", order, {"platform": "taobao", **more}),
            Event(at, "wms", "outbound", order, {"waybill": waybill, "carrier": carrier}),
        )

    def moves(self, waybill: str, code: str, word: str, *, hours_ago: float = 1, state: str = "0") -> None:
        parcel = self.booth.parcels.setdefault(waybill, Parcel("yuantong"))
        parcel.state = state
        parcel.lines.append(Line(self.floor.now - timedelta(hours=hours_ago), code, word))

    def seconds(self, count: int) -> None:
        for _ in range(count):
            self.floor.advance(seconds=1)

    def order(self, number: str) -> dict[str, object]:
        answer = self.floor.call("GET", f"/v1/orders/{number}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def events(self, number: str) -> list[tuple[str, str]]:
        """What the source has told of the order."""
        with self.floor.tower.db.read() as conn:
            (order,) = orders.load(conn, [number]).values()
        return [(event.name, str(event.payload["waybill"])) for event in order.events if event.source == "kuaidi100"]

    def calls(self, body: bytes) -> int:
        """They call back; nobody has given them a token."""
        return self.floor.call("POST", HOOK, who="", content=body, headers=FORM).status_code

    @property
    def source(self) -> dict[str, object]:
        return next(dict(row) for row in self.floor.call("GET", "/v1/sources").json() if row["id"] == "kuaidi100")


def opened(ended: ExitStack, folder: Path, place: Place, **more: object) -> Tracked:
    clock, booth = Clock(NOON), Kuaidi100Booth(KEY, SECRET)
    counter = Counter(booth, now=clock)
    counter.start()
    ended.callback(counter.stop)
    source = SourceSettings(
        system=SystemName.KUAIDI100, app_key=KEY, secret=Secret("keyring:key"), token=Secret("keyring:salt"), base_url=counter.url, **more,
    )  # type: ignore[arg-type]  # fmt: skip
    follower = Kuaidi100(source, lambda reference: KEPT.get(reference, ""), carriers("kuaidi100"))
    floor = ended.enter_context(open_floor(folder, db=place.url, followers={"kuaidi100": follower}, clock=clock))
    return Tracked(floor, booth, counter)
