"""A shop, or another system that tells of orders, as the settings name it."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from ordertower_desktop.hub.connectors.connector import About, Page
from ordertower_desktop.hub.connectors.walker.dialect import Dialect
from ordertower_desktop.hub.connectors.walker.keyed import Keyed, Look
from ordertower_desktop.hub.connectors.walker.shop import PlatformConnector
from ordertower_desktop.settings.source import SourceSettings

T = TypeVar("T")


class Shop:
    """Read under the keys that count at that moment."""

    def __init__(self, source: SourceSettings, dialect: Dialect, look: Look) -> None:
        name = source.shop or f"{dialect.name} {source.id}".strip()
        about = About(source.named, name, dialect.kind, source.interval)
        self._about = about
        self._line = Keyed(name, source, look, lambda keys: PlatformConnector(about, dialect, keys, base_url=source.base_url))

    @property
    def about(self) -> About:
        return self._about

    def close(self) -> None:
        self._line.close()

    def pull(self, cursor: bytes, *, now: datetime) -> Page:
        return self.heeding(lambda shop: shop.pull(cursor, now=now))

    def read(self, order: str, *, now: datetime) -> Page:
        return self.heeding(lambda shop: shop.read(order, now=now))

    def heeding(self, ask: Callable[[PlatformConnector], T]) -> T:
        """What the open shop answers."""
        return self._line.heeding(ask)
