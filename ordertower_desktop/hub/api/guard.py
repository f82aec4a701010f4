"""Who gets in: Host and Origin, token, role, and not too fast."""

import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from ordertower_desktop.domain.grant import acting as lent_role
from ordertower_desktop.domain.people import Actor, Role
from ordertower_desktop.hub.api import acting, housing
from ordertower_desktop.hub.api.http import Refused, Route
from ordertower_desktop.hub.store.tables import grants, people, tokens
from ordertower_desktop.hub.store.tables.tokens import Kind
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.settings import HubSettings

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
MOST_TOKENS = 4096
BURST_SECONDS = 4
PUBLIC = "/track"
"""What customers see lies under this."""


def check_host(headers: Mapping[str, str], hosts: Iterable[str]) -> None:
    """Refuse a request that a web page of somewhere else makes us (DNS rebinding, cross-site)."""
    known = LOCAL | frozenset(hosts)
    host = _name(f"//{headers.get('host', '')}")
    if host not in known:
        raise Refused(403, "请求的主机名不是这个中心的地址", kind="foreign_host", detail=host[:80])
    origin = headers.get("origin")
    if origin is not None and _name(origin) not in known:
        raise Refused(403, "来自其他网站的请求不被接受", kind="foreign_origin")


def check_door(path: str, headers: Mapping[str, str], settings: HubSettings) -> None:
    """As `check_host`; under the address that customers know there is nothing but what is for them."""
    public = _name(settings.track)
    inside = LOCAL | frozenset(settings.hosts)
    check_host(headers, (*inside, public) if public else inside)
    if _name(f"//{headers.get('host', '')}") not in inside and path != PUBLIC and not path.startswith(f"{PUBLIC}/"):
        raise Refused(404, "没有这个地址", kind="not_found")


def _name(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def admit(tower: Tower, route: Route, headers: Mapping[str, str]) -> tuple[Actor, str]:
    """Who calls and under which token; raises where the token is missing, dead, or not enough for the route."""
    if not route.roles:
        return Actor("", "", Role.DISPLAY), ""
    scheme, _, secret = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        raise Refused(401, "没有登录：请求缺少令牌", kind="no_token", headers={"WWW-Authenticate": "Bearer"})
    actor, digest = _whose(tower, secret.strip(), tower.now())
    if actor.role not in route.roles:
        raise Refused(403, f"{_ROLE_NAMES[actor.role]}身份不能做这个操作", kind="role")
    acting.check(tower, route, actor)
    housing.check(route, actor)
    tower.pulse.beat(tower.now())
    return actor, digest


def _whose(tower: Tower, secret: str, now: datetime) -> tuple[Actor, str]:
    """A role that was lent counts for this one request, if it is not over by now: so no restart and no worker can prolong it."""
    with tower.db.read() as conn:
        held = tokens.held(conn, secret, now, kinds=(Kind.ACCESS, Kind.STANDING))
        person = people.one(conn, held.person) if held and held.person else None
        lent = grants.running(conn, held.person, now) if held and held.role is Role.AGENT else []
    if held is None or (person is not None and person.disabled):
        raise Refused(401, "登录已失效，请重新登录", kind="dead_token", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
    known = Actor(held.person, held.name, held.role)
    if person is not None:
        known = Actor(held.person, person.name, held.role, person.post, frozenset(person.warehouses))
    return lent_role(known, lent, now), held.digest


_ROLE_NAMES = {Role.AGENT: "客服", Role.SUPERVISOR: "主管", Role.ADMIN: "管理员", Role.DISPLAY: "大屏"}


@dataclass(slots=True)
class _Bucket:
    level: float
    at: float


class Pace:
    """A bucket per caller: `rate` calls a second on average, a few seconds' worth at once."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def spend(self, caller: str) -> None:
        """Take one call, or refuse and say when to come again."""
        now, full = time.monotonic(), float(self._rate * BURST_SECONDS)
        bucket = self._buckets.setdefault(caller, _Bucket(full, now))
        self._buckets.move_to_end(caller)
        if len(self._buckets) > MOST_TOKENS:
            self._buckets.popitem(last=False)
        bucket.level = min(full, bucket.level + (now - bucket.at) * self._rate)
        bucket.at = now
        if bucket.level < 1:
            raise Refused(429, "请求太频繁，请 1 秒后再试", kind="too_fast", headers={"Retry-After": "1"})
        bucket.level -= 1
