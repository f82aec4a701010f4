"""A shop as the settings name it: its keys are references, looked up when they are needed."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.hub.connectors.connector import About, Page, SourceRefused
from ordertower_desktop.hub.connectors.walker.dialect import Dialect, Keys
from ordertower_desktop.hub.connectors.walker.shop import PlatformConnector
from ordertower_desktop.settings.secret import REFERENCE
from ordertower_desktop.settings.source import SourceSettings

T = TypeVar("T")
Look = Callable[[str], str]
"""What a reference stands for; empty where there is nothing."""


class Shop:
    """A shop without its keys refuses and names them. A refusal has them looked up again: somebody may have put new ones there."""

    def __init__(self, source: SourceSettings, dialect: Dialect, look: Look) -> None:
        self._source, self._dialect, self._look = source, dialect, look
        name = source.shop or f"{dialect.name} {source.id}".strip()
        self._about = About(source.named, name, SourceKind.PLATFORM, source.interval)
        self._keys: Keys | None = None
        self._open: PlatformConnector | None = None
        self._doubted = False

    @property
    def about(self) -> About:
        return self._about

    def close(self) -> None:
        if self._open is not None:
            self._open.close()

    def pull(self, cursor: bytes, *, now: datetime) -> Page:
        return self.heeding(lambda shop: shop.pull(cursor, now=now))

    def read(self, order: str, *, now: datetime) -> Page:
        return self.heeding(lambda shop: shop.read(order, now=now))

    def heeding(self, ask: Callable[[PlatformConnector], T]) -> T:
        """What the open shop answers; where it refuses, the next question is asked under keys that were looked up anew."""
        try:
            return ask(self._opened())
        except SourceRefused:
            self._doubted = True
            raise

    def _opened(self) -> PlatformConnector:
        """The same as before under the same keys: it knows the platform's clock and how long to keep quiet."""
        if self._open is not None and not self._doubted:
            return self._open
        keys = self._looked_up()
        if self._open is None or keys != self._keys:
            self.close()
            self._open = PlatformConnector(self._about, self._dialect, keys, base_url=self._source.base_url)
            self._keys = keys
        self._doubted = False
        return self._open

    def _looked_up(self) -> Keys:
        said = (self._source.app_key, self._source.secret.reference, self._source.token.reference)
        found = {one: self._look(one) if REFERENCE.fullmatch(one) else one for one in said}
        if lost := [one for one, value in found.items() if not value]:
            which = "、".join(lost)
            raise SourceRefused("secret", f"{self._about.name} 找不到密钥 {which}，请先存入钥匙串或设置这个环境变量")
        return Keys(*(found[one] for one in said))
