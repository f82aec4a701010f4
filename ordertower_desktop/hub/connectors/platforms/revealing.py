"""A shop as the settings name it, as a place that tells a receiver in plain, under the keys that count at that moment."""

from datetime import datetime

from ordertower_desktop.domain.reveal import Plain
from ordertower_desktop.hub.connectors.connector import About
from ordertower_desktop.hub.connectors.platforms.shop import Shop
from ordertower_desktop.hub.connectors.revealing import Wish
from ordertower_desktop.hub.connectors.walker.dialect import Dialect, Revealing
from ordertower_desktop.hub.connectors.walker.revealing import PlatformRevealer


class ShopRevealer:
    """Has a `Shop` of its own: nobody waits for a long read."""

    def __init__(self, shop: Shop, dialect: Dialect, revealing: Revealing) -> None:
        self._shop, self._dialect, self._revealing = shop, dialect, revealing

    @property
    def about(self) -> About:
        return self._shop.about

    def close(self) -> None:
        self._shop.close()

    def reveal(self, wish: Wish, *, now: datetime) -> Plain:
        return self._shop.heeding(lambda open_: PlatformRevealer(open_, self._dialect, self._revealing).reveal(wish, now=now))
