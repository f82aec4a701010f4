"""Getting a new authorisation for the old one, by the platform's own call, signed like every other."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import httpx

from ordertower_desktop.hub.connectors.connector import SourceRefused, Unreadable
from ordertower_desktop.hub.connectors.walker.asking import Voice
from ordertower_desktop.hub.connectors.walker.dialect import Dialect, Keys


@dataclass(frozen=True, slots=True)
class Grant:
    """A new authorisation, what renews it the next time, and how long it holds."""

    token: str = field(repr=False)
    refresh: str = field(repr=False)
    until: datetime


def renewed(dialect: Dialect, keys: Keys, *, who: str, base_url: str, now: datetime, transport: httpx.BaseTransport | None = None) -> Grant:
    """Ask for it once. Raises `SourceRefused` or `Unreachable`; nothing that was answered is said in either."""
    if dialect.renewing is None:
        raise SourceRefused("renew", f"{dialect.name} 不能自动换新授权，请到期前重新授权")
    voice = Voice(dialect, replace(keys, token=""), base_url or dialect.renewing.base_url or dialect.base_url, who=who, transport=transport)
    try:
        body = voice.ask(dialect.renewing.call(keys.refresh), now)
        return _granted(dialect.renewing.read(body), now, who=who)
    finally:
        voice.close()


def _granted(said: Mapping[str, Any], now: datetime, *, who: str) -> Grant:
    """A platform that gives no new refresh token lets the old one live on."""
    try:
        token, lasts = str(said["access_token"]), int(said["expires_in"])
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable(f"{who} 换新授权的回答里没有新的授权或它的期限，请核对接口") from error
    if not token or lasts <= 0:
        raise Unreadable(f"{who} 换新授权的回答里没有新的授权或它的期限，请核对接口")
    return Grant(token, str(said.get("refresh_token") or ""), now + timedelta(seconds=lasts))
