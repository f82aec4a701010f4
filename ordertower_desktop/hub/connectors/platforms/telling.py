"""A shop as a place that is told of shipments, under the keys that count at that moment."""

from datetime import datetime

from ordertower_desktop.domain.writeback import Answer, Target
from ordertower_desktop.hub.connectors.carriers import Carriers
from ordertower_desktop.hub.connectors.connector import About, Parcel
from ordertower_desktop.hub.connectors.platforms.shop import Shop
from ordertower_desktop.hub.connectors.walker.dialect import Dialect, Shipping
from ordertower_desktop.hub.connectors.walker.shop import PlatformConnector
from ordertower_desktop.hub.connectors.walker.telling import PlatformWriter


class ShopWriter:
    """Has a `Shop` of its own: nothing that reading does holds it up."""

    def __init__(self, shop: Shop, dialect: Dialect, shipping: Shipping, codes: Carriers) -> None:
        self._shop, self._dialect, self._shipping, self._codes = shop, dialect, shipping, codes

    @property
    def about(self) -> About:
        return self._shop.about

    def close(self) -> None:
        self._shop.close()

    def shipped(self, order: str, *, now: datetime) -> Target:
        return self._shop.heeding(lambda open_: self._writer(open_).shipped(order, now=now))

    def ship(self, parcel: Parcel, *, now: datetime) -> Answer:
        return self._shop.heeding(lambda open_: self._writer(open_).ship(parcel, now=now))

    def preview(self, parcel: Parcel) -> str:
        return self._shop.heeding(lambda open_: self._writer(open_).preview(parcel))

    def _writer(self, open_: PlatformConnector) -> PlatformWriter:
        return PlatformWriter(open_, self._dialect, self._shipping, self._codes)
