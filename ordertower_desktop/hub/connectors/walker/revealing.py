"""A shop on a platform as a place that tells a receiver in plain, by the platform's dialect: sealed first, then opened, in one breath."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from ordertower_desktop.domain.reveal import Plain
from ordertower_desktop.hub.connectors.connector import About, SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.revealing import Wish
from ordertower_desktop.hub.connectors.walker.dialect import Dialect, Revealing
from ordertower_desktop.hub.connectors.walker.shop import PlatformConnector
from ordertower_desktop.hub.connectors.walker.trouble import NoSuchOrder

T = TypeVar("T")


class PlatformRevealer:
    """One shop. What is sealed is asked for anew each time: it changes with the address, and none of it is kept."""

    def __init__(self, shop: PlatformConnector, dialect: Dialect, revealing: Revealing) -> None:
        self._shop, self._dialect, self._revealing = shop, dialect, revealing

    @property
    def about(self) -> About:
        return self._shop.about

    def close(self) -> None:
        self._shop.close()

    def reveal(self, wish: Wish, *, now: datetime) -> Plain:
        try:
            sealed = self._shop.ask(self._revealing.sealed(wish.order), now)
        except NoSuchOrder as absent:
            raise SourceRefused(absent.code, f"{self.about.name} 没有这个订单，明文取不到") from absent
        call = self._quietly(lambda: self._revealing.call(sealed, wish.order))
        if call is None:
            raise SourceRefused("sealed", f"{self.about.name} 没有给这一单的密文（未付款、已发货很久或风控中的订单不给），看不了明文")
        answer = self._shop.ask(call, now)
        plain = self._quietly(lambda: self._revealing.plain(answer))
        if not plain.told:
            raise SourceRefused("sealed", f"{self.about.name} 没有解开这一单的收件人，请到平台后台查看")
        return plain

    def _quietly(self, reading: Callable[[], T]) -> T:
        """What is not of the agreed shape is told without quoting it: it may be somebody's address."""
        try:
            return reading()
        except (KeyError, IndexError, TypeError, ValueError, AttributeError):
            raise Unreachable(f"{self.about.name} 的回答缺了约定的内容，明文没有取到，请核对接口") from None
