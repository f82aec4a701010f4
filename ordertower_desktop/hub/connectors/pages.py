"""A system that tells its orders in pages over HTTP: signed GETs, a window of time, overlap, and everything or nothing."""

import contextlib
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from ordertower_desktop.domain.calllog import Answered
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.milestone import IMPLIES
from ordertower_desktop.domain.snapshot import Snapshot
from ordertower_desktop.domain.stage import Fact, Stage
from ordertower_desktop.domain.stock import Figure, code
from ordertower_desktop.hub.calling.book import meant
from ordertower_desktop.hub.calling.line import client
from ordertower_desktop.hub.connectors.connector import About, Page, SourceRefused, Unreachable, Unreadable
from ordertower_desktop.hub.connectors.onebyone import passable

OVERLAP = timedelta(minutes=5)
FIRST_LOOK = timedelta(days=2)
SIZE = 200
REFUSALS = frozenset({401, 403})


@dataclass(frozen=True, slots=True)
class StatusMap:
    """What the system's words mean: a stage, facts beside it, or nothing that we know."""

    stages: Mapping[str, Stage] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def gap(self, word: str) -> bool:
        return bool(word) and word not in self.stages and word not in self.facts


class PagesConnector:
    """One system. The cursor is the end of the last complete window, as ISO text."""

    def __init__(
        self,
        about: About,
        base_url: str,
        secret: str,
        *,
        statuses: StatusMap,
        size: int = SIZE,
        stock_every: timedelta | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._about, self._secret, self._statuses, self._size = about, secret, statuses, size
        self._stock_every = stock_every
        certified = not base_url.startswith("http:")  # reading the list of authorities takes 70 ms
        self._http = client(base_url=base_url, timeout=10, transport=transport, verify=certified)

    @property
    def about(self) -> About:
        return self._about

    def close(self) -> None:
        self._http.close()

    @property
    def stock_every(self) -> timedelta | None:
        return self._stock_every

    def stock(self, *, now: datetime) -> list[Figure]:
        """What lies where, in one answer; one item that is not as agreed spoils it."""
        body, _ = self._get("/stock", now)
        try:
            return [self._figure(item) for item in body["items"]]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Unreadable(f"{self._about.name} 的库存缺了约定的内容，未读入，请核对接口：{str(error)[:80]}") from error

    def _figure(self, item: Mapping[str, Any]) -> Figure:
        at = datetime.fromisoformat(item["at"]).astimezone(UTC)
        told = (None if (value := item.get(name)) is None else int(value) for name in ("on_hand", "reserved", "on_sale"))
        return Figure(self._about.id, self._about.kind, code(item["sku"]), str(item["warehouse"])[:128], at, *told)

    def pull(self, cursor: bytes, *, now: datetime) -> Page:
        """Everything that changed since the cursor, all pages or none."""
        since = datetime.fromisoformat(cursor.decode()) - OVERLAP if cursor else now - FIRST_LOOK
        until = min(now, since + FIRST_LOOK)
        items, skew = self._walk(since, until, now)
        return self._page(until.isoformat().encode(), items, more=until < now, skew_s=skew)

    def read(self, order: str, *, now: datetime) -> Page:
        body, skew = self._get(f"/orders/{order}", now)
        item = body.get("item")
        if item is None:
            return Page(b"", (Snapshot(now, self._about.id, self._about.kind, order, absent=True),), skew_s=skew)
        page = self._page(b"", [{"no": order, **item} if isinstance(item, dict) else {"no": order}], more=False, skew_s=skew)
        if page.unread:
            raise Unreadable(next(iter(page.unread.values())))
        return page

    def _page(self, cursor: bytes, items: list[dict[str, Any]], *, more: bool, skew_s: float | None) -> Page:
        """What the items say; one that is not as agreed is told by its number, and spoils the page only where all are so."""
        snapshots, events, unread = list[Snapshot](), list[Event](), dict[str, str]()
        for item in items:
            try:
                snapshot, told = self._snapshot(item), self._events(item)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                why = f"{self._about.name} 的订单缺了约定的内容，未读入，请核对接口：{str(error)[:80]}"
                unread[str(item["no"])] = why
            else:
                snapshots.append(snapshot)
                events += told
        gaps = tuple(dict.fromkeys(s.status_word for s in snapshots if self._statuses.gap(s.status_word)))
        lost = passable(unread, len(snapshots))
        return Page(cursor, tuple(snapshots), tuple(events), more=more, skew_s=skew_s, gaps=gaps, unread=lost)

    def _walk(self, since: datetime, until: datetime, now: datetime) -> tuple[list[dict[str, Any]], float | None]:
        """Page after page until as many have come as were promised; a short walk is no answer."""
        items: dict[tuple[str, str], dict[str, Any]] = {}
        page, total, skew = 1, None, None
        while total is None or (page - 1) * self._size < total:
            query = httpx.QueryParams(since=since.isoformat(), until=until.isoformat(), page=page, size=self._size)
            body, skew = self._get(f"/orders?{query}", now)
            total, found = self._counted(body, total or 0)
            items |= found
            if not found:
                break
            page += 1
        if len(items) < (total or 0):
            raise Unreachable(f"{self._about.name} 说有 {total} 单，只给了 {len(items)} 单，下次重取")
        return list(items.values()), skew

    def _counted(self, body: dict[str, Any], before: int) -> tuple[int, dict[tuple[str, str], dict[str, Any]]]:
        """How many orders are promised, and those of this page by number and time."""
        try:
            return max(before, int(body["total"])), {(str(item["no"]), str(item["updated"])): item for item in body["items"]}
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Unreachable(f"{self._about.name} 的一页缺了约定的内容，未读入，请核对接口：{str(error)[:80]}") from error

    def tell(self, path: str, said: Mapping[str, str], *, now: datetime) -> httpx.Response:
        """Say something, signed with what is said; httpx's errors are the caller's."""
        content, stamp = json.dumps(dict(said), ensure_ascii=False), now.astimezone(UTC).isoformat()
        sign = hmac.new(self._secret.encode(), f"{path}\n{content}\n{stamp}".encode(), hashlib.sha256).hexdigest()
        return self._http.post(path, content=content.encode(), headers={"X-Time": stamp, "X-Sign": sign})

    def ask(self, path: str, now: datetime) -> dict[str, Any]:
        """The body of a signed question. Raises `SourceRefused` or `Unreachable`."""
        body, _ = self._get(path, now)
        return body

    def _get(self, path: str, now: datetime) -> tuple[dict[str, Any], float | None]:
        stamp = now.astimezone(UTC).isoformat()
        sign = hmac.new(self._secret.encode(), f"{path}\n{stamp}".encode(), hashlib.sha256).hexdigest()
        try:
            response = self._http.get(path, headers={"X-Time": stamp, "X-Sign": sign})
            if response.status_code in REFUSALS:
                raise refused(response)
            body = response.json()
        except (httpx.HTTPError, json.JSONDecodeError, UnicodeDecodeError) as error:
            if not isinstance(error, httpx.HTTPError):
                meant(Answered.ERROR)
            raise Unreachable(f"{self._about.name} 没有给出能用的回答，稍后再试") from error
        if not isinstance(body, dict):
            meant(Answered.ERROR)
            raise Unreachable(f"{self._about.name} 没有给出能用的回答，稍后再试")
        if response.status_code != 200 or body.get("code") != 0:
            meant(Answered.THROTTLED if response.status_code == 429 else Answered.ERROR, code=body.get("code", ""))
            raise Unreachable(f"{self._about.name} 报错：{str(body.get('message', response.status_code))[:120]}")
        told = response.headers.get("date")
        skew = (parsedate_to_datetime(told) - now).total_seconds() if told else None
        return body, skew

    def _snapshot(self, item: Mapping[str, Any]) -> Snapshot:
        word = str(item.get("status") or "")
        fields = {name: _utc(value) if name in IMPLIES and value else value for name, value in item["fields"].items()}
        facts = frozenset({self._statuses.facts[word]}) if word in self._statuses.facts else frozenset()
        at = datetime.fromisoformat(item["updated"]).astimezone(UTC)
        return Snapshot(at, self._about.id, self._about.kind, str(item["no"]), fields, self._statuses.stages.get(word), facts, word)

    def _events(self, item: Mapping[str, Any]) -> list[Event]:
        return [
            Event(
                datetime.fromisoformat(told["at"]).astimezone(UTC),
                self._about.id,
                str(told["event"]),
                str(item["no"]),
                dict(told["payload"]),
            )
            for told in item.get("log", ())
        ]


def refused(response: httpx.Response) -> SourceRefused:
    """A no in the system's own words, or a gateway's without any."""
    with contextlib.suppress(ValueError):
        body = response.json()
        if isinstance(body, dict):
            return SourceRefused(str(body.get("code", response.status_code))[:32], str(body.get("message", "拒绝访问"))[:200])
    return SourceRefused(str(response.status_code), "拒绝访问")


def _utc(value: object) -> str:
    return datetime.fromisoformat(str(value)).astimezone(UTC).isoformat()
