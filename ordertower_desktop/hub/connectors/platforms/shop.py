"""A shop, or another system that tells of orders, as the settings name it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from ordertower_desktop.domain.census import Scope
from ordertower_desktop.hub.connectors.connector import About, Hints, Listed, Page, SourceRefused
from ordertower_desktop.hub.connectors.walker.dialect import Dialect
from ordertower_desktop.hub.connectors.walker.keyed import Keyed, Look
from ordertower_desktop.hub.connectors.walker.renewing import renewed
from ordertower_desktop.hub.connectors.walker.shop import PlatformConnector
from ordertower_desktop.settings.source import SourceSettings

T = TypeVar("T")
PACE, REST = timedelta(seconds=5), timedelta(minutes=1)
"""Between two looks into a message queue that was empty, and after one that failed."""
Keep = Callable[[str, str], bool]
"""Puts a value where a reference points; False where none can be put."""


def nowhere(_reference: str, _value: str) -> bool:
    return False


class Shop:
    """Read under the keys that count at that moment."""

    def __init__(self, source: SourceSettings, dialect: Dialect, look: Look, keep: Keep = nowhere) -> None:
        name = source.shop or f"{dialect.name} {source.id}".strip()
        about = About(source.named, name, dialect.kind, source.interval)
        self._about, self._source, self._dialect, self._keep = about, source, dialect, keep
        self._ask_at: datetime | None = None
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

    @property
    def scopes(self) -> frozenset[Scope]:
        return self._dialect.roll.scopes if self._dialect.roll is not None else frozenset()

    def listed(self, scope: Scope, since: datetime, *, until: datetime, now: datetime) -> Listed:
        return self.heeding(lambda shop: shop.listed(scope, since, until=until, now=now))

    @property
    def nudged(self) -> bool:
        return self._dialect.nudging is not None and bool(self._source.push)

    def hints(self, *, now: datetime) -> Hints | None:
        """A queue that does not answer is left alone for longer than one that does."""
        if self._ask_at is not None and now < self._ask_at <= now + REST:
            return None
        self._ask_at = now + REST
        told = self.heeding(lambda shop: shop.hints(self._source.push, now))
        self._ask_at = now if told.marks else now + PACE
        return told

    def heed(self, marks: tuple[str, ...], *, now: datetime) -> None:
        nudging = self._dialect.nudging
        if nudging is not None:
            self.heeding(lambda shop: shop.ask(nudging.heed(marks), now))

    @property
    def renewable(self) -> bool:
        return self._dialect.renewing is not None and bool(self._source.refresh)

    def renew(self, *, now: datetime) -> datetime:
        """The place for the new one is tried with the old one first: what the platform has given cannot be asked for again."""
        keys = self._line.keys()
        needed = [self._source.refresh] if not keys.refresh else []
        needed += [self._source.app_secret] if self._source.app_secret and not keys.app_secret else []
        if needed:
            raise SourceRefused("secret", f"{self._about.name} 找不到 {needed[0].reference}，没有它换不了新授权，请存进钥匙串")
        self._put(keys.refresh, keys.token)
        grant = renewed(self._dialect, keys, who=self._about.name, base_url=self._source.base_url, now=now)
        self._put(grant.refresh or keys.refresh, grant.token)
        return grant.until

    def _put(self, refresh: str, token: str) -> None:
        for secret, value in ((self._source.refresh, refresh), (self._source.token, token)):
            if not self._keep(secret.reference, value):
                raise SourceRefused(
                    "secret", f"{self._about.name} 钥匙串写不进 {secret.reference}，没有换新授权；请解锁运行中枢的账号的钥匙串"
                )

    def heeding(self, ask: Callable[[PlatformConnector], T]) -> T:
        """What the open shop answers."""
        return self._line.heeding(ask)
