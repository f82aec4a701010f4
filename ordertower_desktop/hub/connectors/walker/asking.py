"""One signed question and its answer: everything that can go wrong on the way becomes one of the house's few errors."""

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from ordertower_desktop.domain.calllog import Answered
from ordertower_desktop.hub.calling.book import meant, request_id
from ordertower_desktop.hub.calling.line import client, named
from ordertower_desktop.hub.connectors.connector import SourceRefused, Unreachable, Unsure
from ordertower_desktop.hub.connectors.walker.dialect import Call, Keys, Tongue, Wired
from ordertower_desktop.hub.connectors.walker.trouble import Fault, Means, SlowDown, meaning, raised

logging.getLogger("httpx").setLevel(logging.WARNING)  # at INFO it writes whole addresses, and some platforms want the token in them

DRIFT = timedelta(seconds=60)
"""Clocks further apart than this may be why a call was refused."""
LONGEST_BAN = timedelta(hours=1)
ANSWERED = {
    Means.AGAIN: Answered.ERROR, Means.SLOW_DOWN: Answered.THROTTLED, Means.QUOTA: Answered.THROTTLED, Means.NOT_FOUND: Answered.OK,
}  # fmt: skip
"""What a platform's no is in the book of calls; all others are refusals. That it does not have an order is an answer as good as any."""


class Voice:
    """Speaks to one platform. Knows how far its clock is from ours and how long it wants to be left alone; both may be forgotten."""

    def __init__(self, dialect: Tongue, keys: Keys, base_url: str, *, who: str, transport: httpx.BaseTransport | None = None) -> None:
        self._dialect, self._keys, self._who = dialect, keys, who
        certified = not base_url.startswith("http:")  # reading the list of authorities takes 70 ms
        self._http = client(base_url=base_url, timeout=15, transport=transport, verify=certified)
        self._quiet_until: datetime | None = None
        self._told: datetime | None = None
        self._measured: datetime | None = None
        self._spent = timedelta()
        self.offset: timedelta | None = None

    def close(self) -> None:
        self._http.close()

    def there(self, now: datetime) -> datetime:
        """What the platform's clock shows, as far as it has been told."""
        return now + (self.offset or timedelta())

    def ask(self, call: Call, now: datetime) -> Mapping[str, Any]:
        """The answer without its envelope; a refusal while the clocks differ is tried once more by the platform's."""
        if self._quiet_until is not None and now < self._quiet_until <= now + LONGEST_BAN:  # further off, our clock was set back
            raise SlowDown(f"{self._who} 限流中，{(self._quiet_until - now).seconds + 1} 秒后再取", self._quiet_until - now)
        try:
            body = self._heeding(call, now)
        except SourceRefused:
            if self._told is None or abs(self._told - self._stamp(now)) <= DRIFT:
                raise
            self._set_by(self._told, now)
            body = self._heeding(call, now)
        if self._told is not None and self._measured != now:
            self._set_by(self._told, now)
        return body

    def _stamp(self, now: datetime) -> datetime:
        return self.there(now) + self._spent

    def _set_by(self, told: datetime, now: datetime) -> None:
        """The first answer tells how far the clocks are apart; a later one to the same `now`, how long we have been asking."""
        if self._measured == now:
            self._spent = told - self.there(now)
        else:
            self.offset, self._spent, self._measured = told - now, timedelta(), now

    def _heeding(self, call: Call, now: datetime) -> Mapping[str, Any]:
        try:
            return self._once(call, now)
        except SlowDown as slow:
            self._quiet_until = now + slow.wait
            raise

    def _once(self, call: Call, now: datetime) -> Mapping[str, Any]:
        response = self._sent(self._dialect.wire(call, self._keys, self._stamp(now)), call.method)
        self._told = _date(response)
        self._passable(response)
        body = self._read(response)
        answer = self._unwrapped(call, body)
        if isinstance(answer, Fault):
            fault = Fault(answer.code, answer.sub_code, self._without_secrets(answer.text))
            means = meaning(fault, self._dialect.troubles)
            code = " ".join(part for part in (fault.code, fault.sub_code) if part)
            meant(ANSWERED.get(means, Answered.REFUSED), code=code, request_id=request_id(body))
            raise raised(fault, means, who=self._who, wait=min(self._dialect.wait(fault), LONGEST_BAN))
        if answer is None:
            meant(Answered.ERROR, request_id=request_id(body))
            raise Unsure(f"{self._who} 没有给出能用的回答，稍后再试")
        meant(Answered.OK, request_id=request_id(body))
        return answer

    def _unwrapped(self, call: Call, body: Mapping[str, Any]) -> Mapping[str, Any] | Fault | None:
        """An envelope of a shape that nobody foresaw is no answer."""
        try:
            return self._dialect.unwrap(call, body)
        except (AttributeError, KeyError, TypeError, ValueError):
            return None

    def _sent(self, wired: Wired, method: str) -> httpx.Response:
        try:
            return self._http.request(
                wired.verb,
                wired.path,
                params=wired.query or None,
                data=wired.form,
                content=None if wired.content is None else wired.content.encode(),
                headers={} if wired.content is None else {"Content-Type": "application/json; charset=utf-8"},
                extensions=named(method),
            )
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise Unreachable(f"{self._who} 连不上，稍后再试") from error
        except httpx.HTTPError as error:
            raise Unsure(f"{self._who} 没有回答，稍后再试") from error

    def _passable(self, response: httpx.Response) -> None:
        """The gateway before the platform has its own words."""
        status = response.status_code
        if status == 429:
            raise SlowDown(f"{self._who} 限流（HTTP 429），稍后再取", self._asked_to_wait(response))
        if status in (401, 403):
            raise SourceRefused(str(status), f"{self._who} 拒绝访问（HTTP {status}）")
        if status != 200:
            raise Unsure(f"{self._who} 没有给出能用的回答（HTTP {status}），稍后再试")

    def _read(self, response: httpx.Response) -> Mapping[str, Any]:
        """Whatever is no JSON object - a gateway's page, half an answer - is no answer."""
        try:
            body = json.loads(response.content, parse_float=Decimal)
        except (ValueError, RecursionError) as error:
            meant(Answered.ERROR)
            raise Unsure(f"{self._who} 没有给出能用的回答，稍后再试") from error
        if not isinstance(body, dict):
            meant(Answered.ERROR)
            raise Unsure(f"{self._who} 没有给出能用的回答，稍后再试")
        return body

    def _asked_to_wait(self, response: httpx.Response) -> timedelta:
        said = response.headers.get("retry-after", "")
        return min(timedelta(seconds=int(said)), LONGEST_BAN) if said.isascii() and said.isdigit() else self._dialect.wait(Fault("429"))

    def _without_secrets(self, text: str) -> str:
        for secret in (self._keys.token, self._keys.secret, self._keys.refresh, self._keys.app_secret):
            text = text.replace(secret, "***") if secret else text
        return text


def _date(response: httpx.Response) -> datetime | None:
    """The platform's clock; a date that names no zone is UTC."""
    try:
        told = parsedate_to_datetime(response.headers["date"])
    except (KeyError, ValueError):
        return None
    return told if told.tzinfo else told.replace(tzinfo=UTC)
