"""A system that tells its orders in pages, as one that is told of shipments."""

from datetime import datetime, timedelta

import httpx

from ordertower_desktop.domain.writeback import Answer, Outcome, Target
from ordertower_desktop.hub.connectors.connector import About, Parcel, Unreachable, Unsure
from ordertower_desktop.hub.connectors.pages import REFUSALS, PagesConnector, refused
from ordertower_desktop.hub.connectors.walker.trouble import SlowDown

TAKEN, NOT_TAKEN, TOO_MANY = 200, 409, 429


class PagesWriter:
    """Has a connector of its own."""

    def __init__(self, pages: PagesConnector) -> None:
        self._pages = pages

    @property
    def about(self) -> About:
        return self._pages.about

    def close(self) -> None:
        self._pages.close()

    def shipped(self, order: str, *, now: datetime) -> Target:
        (seen,) = self._pages.read(order, now=now).snapshots
        waybill = str(seen.fields.get("waybill") or "")
        return Target(seen.stage, seen.facts, (waybill,) if waybill else (), absent=seen.absent)

    def ship(self, parcel: Parcel, *, now: datetime) -> Answer:
        name = self.about.name
        try:
            response = self._pages.tell(_path(parcel), {"carrier": parcel.carrier, "waybill": parcel.waybill}, now=now)
            words = str(response.json().get("message", ""))[:120]
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise Unreachable(f"{name} 连不上，稍后再试") from error
        except (httpx.HTTPError, ValueError, AttributeError) as error:
            raise Unsure(f"{name} 没有给出能用的回答，稍后再试") from error
        if response.status_code in REFUSALS:
            raise refused(response)
        if response.status_code == TOO_MANY:
            wait = timedelta(seconds=float(response.headers.get("retry-after", "60")))
            raise SlowDown(words or f"{name} 限流", wait)
        if response.status_code not in (TAKEN, NOT_TAKEN):
            raise Unsure(f"{name} 没有给出能用的回答（HTTP {response.status_code}），稍后再试")
        return Answer(Outcome.DONE, "平台已收下") if response.status_code == TAKEN else Answer(Outcome.REFUSED, words)

    def preview(self, parcel: Parcel) -> str:
        return f"POST {_path(parcel)} carrier = {parcel.carrier}，waybill = {parcel.waybill}"


def _path(parcel: Parcel) -> str:
    return f"/orders/{parcel.order}/ship"
