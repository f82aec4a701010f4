"""A hub in this process that keeps the exchange's law: feed with epoch and digest, idempotent results, conflicts; and a cable to pull."""

import copy
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import msgspec

from ordertower_desktop.sync.trouble import Unreachable
from ordertower_desktop.wire.codec import decode, encode
from ordertower_desktop.wire.digest import feed_hash, plus, spell
from ordertower_desktop.wire.rows import Change, NoticeRow, PoolRow
from ordertower_desktop.wire.sync import Result, SyncAnswer, SyncRequest

START = datetime(2025, 11, 12, 6, 0, tzinfo=UTC)


@dataclass
class Doc:
    n: int
    version: int
    body: bytes
    gone: bool = False


@dataclass
class FakeHub:
    """One life of a hub. `effects` counts how often each action took effect, over all lives that were not rolled back."""

    epoch: str = "e1"
    head: int = 0
    now: datetime = START
    docs: dict[tuple[str, str], Doc] = field(default_factory=dict)
    results: dict[str, tuple[bytes, Result]] = field(default_factory=dict)
    effects: Counter[str] = field(default_factory=Counter)
    actors: dict[str, str] = field(default_factory=dict)
    requests: int = 0
    lives: int = 1

    # -- the floor moves ------------------------------------------------------------------------------------------

    def put(self, row: PoolRow) -> None:
        self.head += 1
        self.docs["case", row.case] = Doc(self.head, row.version, encode(row))

    def case(self, key: str) -> PoolRow:
        return msgspec.json.decode(self.docs["case", key].body, type=PoolRow)

    def open(self, key: str, minutes: int = 60, **more: Any) -> None:
        due = START + timedelta(minutes=minutes)
        self.put(PoolRow(key, f"o-{key}", 1, "open", "ship_overdue", "发货超时", START, due_at=due, **more))

    def change(self, key: str, **fields: Any) -> None:
        row = self.case(key)
        self.put(msgspec.structs.replace(row, version=row.version + 1, **fields))

    def forget(self, key: str) -> None:
        self.head += 1
        old = self.docs["case", key]
        self.docs["case", key] = Doc(self.head, old.version, b"null", gone=True)

    def notice(self, key: str, person: str, case: str) -> None:
        self.head += 1
        row = NoticeRow(key, person, case, f"o-{case}", "step", "warning", "订单超时", "已超 5 分", self.now)
        self.docs["notice", f"{person}/{key}"] = Doc(self.head, 1, encode(row))

    def has(self, key: str) -> bool:
        return ("case", key) in self.docs and not self.docs["case", key].gone

    def keys(self) -> list[str]:
        return [key for (topic, key), doc in self.docs.items() if topic == "case" and not doc.gone]

    def screen(self) -> dict[str, PoolRow]:
        return {key: self.case(key) for key in self.keys()}

    def backup(self) -> "FakeHub":
        return copy.deepcopy(self)

    def restore(self, old: "FakeHub") -> None:
        """Go back to an older copy, under a new epoch; what had taken effect since has not."""
        self.docs, self.results = copy.deepcopy(old.docs), copy.deepcopy(old.results)
        self.effects, self.actors = copy.deepcopy(old.effects), copy.deepcopy(old.actors)
        self.lives += 1
        self.epoch, self.head = f"e{self.lives}", old.head

    # -- the exchange ---------------------------------------------------------------------------------------------

    def sync(self, request: SyncRequest, person: str = "li") -> SyncAnswer:
        self.requests += 1
        results = {action["id"]: self._perform(action, person) for action in request.actions}
        reset = request.epoch not in ("", self.epoch) or request.cursor > self.head
        cursor = 0 if reset else request.cursor
        newer = sorted(((d.n, k, d) for k, d in self.docs.items() if d.n > cursor), key=lambda found: found[0])
        page = [] if reset else newer[: request.limit]
        at = cursor if reset else page[-1][0] if len(page) < len(newer) else self.head
        return SyncAnswer(
            cursor=at,
            head=self.head,
            epoch=self.epoch,
            now=self.now,
            results=results,
            changes=[Change(n, topic, key, doc.version, msgspec.Raw(doc.body), doc.gone) for n, (topic, key), doc in page],
            digest=self.digest(),
            reset=reset,
            person=person,
            role="agent",
        )

    def digest(self) -> dict[str, str]:
        sums: dict[str, int] = {}
        for (topic, key), doc in self.docs.items():
            if not doc.gone:
                sums[topic] = plus(sums.get(topic, 0), feed_hash(topic, key, doc.version))
        return {topic: spell(total) for topic, total in sums.items()}

    def _perform(self, action: dict[str, Any], person: str) -> Result:
        body = encode(action)
        known = self.results.get(action["id"])
        if known is not None:
            return known[1] if known[0] == body else Result("reused_id", "编号已用过")
        result = self._judge(action, person)
        self.results[action["id"]] = (body, result)
        self.actors[action["id"]] = person
        return result

    def _judge(self, action: dict[str, Any], person: str) -> Result:
        key = action.get("case", "")
        if key not in self.keys():
            return Result("refused", "没有这一单")
        row = self.case(key)
        if action.get("version", 0) < row.version and row.owner not in ("", person):
            return Result("conflict", f"此单已由 {row.owner} 处理", winner=row.owner, case=key)
        self.effects[action["id"]] += 1
        self.change(key, owner=person, acknowledged=True, last_event=action["id"])
        return Result("done", case=key, version=row.version + 1, at=self.now)


@dataclass
class Cable:
    """The way to a fake hub, with what can go wrong on it. Whatever `between` does happens while the answer is under way."""

    hub: FakeHub
    person: str = "li"
    lose_requests: int = 0
    lose_answers: int = 0
    cut: bool = False
    limit: int = 0
    between: Callable[[], None] | None = None
    bend: Callable[[SyncAnswer], SyncAnswer] | None = None

    def __call__(self, request: SyncRequest) -> SyncAnswer:
        if self.cut or self.lose_requests > 0:
            self.lose_requests = max(0, self.lose_requests - 1)
            raise Unreachable("拔了网线")
        if self.limit:
            request = msgspec.structs.replace(request, limit=self.limit)
        answer = decode(encode(self.hub.sync(decode(encode(request), SyncRequest), self.person)), SyncAnswer)
        if self.between is not None:
            self.between()
        if self.lose_answers > 0:
            self.lose_answers -= 1
            raise Unreachable("回答丢在路上")
        return self.bend(answer) if self.bend else answer

    @contextmanager
    def pulled(self) -> Iterator[None]:
        self.cut = True
        yield
        self.cut = False


def over_http(hub: FakeHub, token: str = "t", person: str = "li") -> Callable[[httpx.Request], httpx.Response]:
    """The same hub behind HTTP, for an `httpx.MockTransport`; an unknown token is 401."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.headers.get("authorization") != f"Bearer {token}":
            return httpx.Response(401, json={"type": "dead_token", "title": "登录已失效，请重新登录", "status": 401})
        match request.url.path:
            case "/v1/sync":
                return httpx.Response(200, content=encode(hub.sync(decode(request.content, SyncRequest), person)))
            case "/healthz":
                return httpx.Response(200, json={})
            case _:
                return httpx.Response(404, json={"type": "x", "title": "没有这个地址", "status": 404})

    return answer
