"""A Tryton as the settings name it, under the keys that count at that moment."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.writeback import Answer, Target
from ordertower_desktop.hub.connectors.connector import About, Page, Parcel
from ordertower_desktop.hub.connectors.tryton.connector import TrytonConnector
from ordertower_desktop.hub.connectors.tryton.rpc import Rpc
from ordertower_desktop.hub.connectors.tryton.writer import TrytonWriter
from ordertower_desktop.hub.connectors.walker.keyed import Keyed, Look
from ordertower_desktop.settings.source import SourceSettings

T = TypeVar("T")


class Tryton:
    """A `Connector`, and a `Writer` where one is wanted; both roles never share an object, so neither waits for the other."""

    def __init__(self, source: SourceSettings, look: Look) -> None:
        name = source.shop or f"Tryton {source.id}".strip()
        about = About(source.named, name, SourceKind.ERP, source.interval)
        self._about = about
        self._keyed = Keyed(
            name, source, look, lambda keys: TrytonConnector(about, Rpc(source.base_url, keys.account, keys.secret, who=name))
        )

    @property
    def about(self) -> About:
        return self._about

    def close(self) -> None:
        self._keyed.close()

    def pull(self, cursor: bytes, *, now: datetime) -> Page:
        return self._keyed.heeding(lambda open_: open_.pull(cursor, now=now))

    def read(self, order: str, *, now: datetime) -> Page:
        return self._keyed.heeding(lambda open_: open_.read(order, now=now))

    def shipped(self, order: str, *, now: datetime) -> Target:
        return self._telling(lambda writer: writer.shipped(order, now=now))

    def ship(self, parcel: Parcel, *, now: datetime) -> Answer:
        return self._telling(lambda writer: writer.ship(parcel, now=now))

    def preview(self, parcel: Parcel) -> str:
        return self._telling(lambda writer: writer.preview(parcel))

    def _telling(self, tell: Callable[[TrytonWriter], T]) -> T:
        return self._keyed.heeding(lambda open_: tell(TrytonWriter(open_)))
