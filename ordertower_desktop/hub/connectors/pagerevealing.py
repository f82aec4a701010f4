"""A system that tells its orders in pages, as one that tells a receiver in plain."""

from datetime import datetime

import httpx

from ordertower_desktop.domain.reveal import Plain
from ordertower_desktop.hub.connectors.connector import About, SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.pages import REFUSALS, PagesConnector, refused
from ordertower_desktop.hub.connectors.revealing import Wish

TOLD, SPENT = 200, 429


class PagesRevealer:
    """Has a connector of its own."""

    def __init__(self, pages: PagesConnector) -> None:
        self._pages = pages

    @property
    def about(self) -> About:
        return self._pages.about

    def close(self) -> None:
        self._pages.close()

    def reveal(self, wish: Wish, *, now: datetime) -> Plain:
        name = self.about.name
        try:
            response = self._pages.tell(f"/orders/{wish.order}/reveal", {"reason": wish.reason, "by": wish.person}, now=now)
            body = response.json()
            words = str(body.get("message", ""))[:120]
        except (httpx.HTTPError, ValueError, AttributeError):
            raise Unreachable(f"{name} 没有给出能用的回答，明文没有取到，稍后再试") from None
        if response.status_code in REFUSALS:
            raise refused(response)
        if response.status_code == SPENT:
            raise SourceRefused("quota", f"{name}：{words or '今天的解密额度用完了'}")
        if response.status_code != TOLD:
            raise SourceRefused(str(response.status_code), f"{name} 不给这一单的明文：{words or response.status_code}")
        told = body.get("receiver") or {}
        plain = Plain(str(told.get("name") or ""), str(told.get("phone") or ""), str(told.get("address") or ""))
        if not plain.told:
            raise SourceRefused("sealed", f"{name} 没有这一单的收件人")
        return plain
