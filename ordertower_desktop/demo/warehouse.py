"""A fake warehouse that takes commands: it checks who speaks, keeps its own book, prints in waves, and refuses by its own rules."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ordertower_desktop.demo.servers import FakeSystem
from ordertower_desktop.demo.world import Record, World

WAVE, AT_ONCE = timedelta(minutes=20), timedelta(minutes=1)
"""How long after its release an order is printed; an urgent one goes before the wave."""
TAIL = "/command"


@dataclass(slots=True)
class _Page:
    """The book's page of one order."""

    released: datetime | None = None
    urgent: datetime | None = None
    held: bool = False

    def printed(self, now: datetime) -> bool:
        waves = [(self.released, WAVE), (self.urgent, AT_ONCE)]
        return not self.held and any(at is not None and now - at >= wait for at, wait in waves)


class FakeWarehouse(FakeSystem):
    """`taken` are the commands that took effect, `heard` everything that was said, also what was refused.

    `after(number)` is called when a call has done what it does, and before it is answered.
    """

    def __init__(self, name: str, secret: str, world: World, *, now: Callable[[], datetime]) -> None:
        super().__init__(name, secret, world, now=now)
        self.taken: list[tuple[str, str]] = []
        self.heard: list[tuple[str, str]] = []
        self.after: Callable[[int], None] = lambda _number: None
        self.busy_until: datetime | None = None
        self._pages: dict[str, _Page] = {}
        self._book = threading.Lock()

    def answer(self, path: str, headers: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        if not path.endswith(TAIL):
            return super().answer(path, headers)
        self.calls += 1
        told = self._looked(path, headers)
        self.after(self.calls)
        return told

    def hear(self, path: str, headers: Mapping[str, str], content: str) -> tuple[int, dict[str, Any]]:
        if not path.endswith(TAIL):
            return super().hear(path, headers, content)
        self.calls += 1
        told = self._told(path, headers, content)
        self.after(self.calls)
        return told

    def _looked(self, path: str, headers: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        now, order = self.now(), _order(path)
        if problem := self._unproven(path, headers, now):
            return 403, {"code": "signature", "message": problem}
        if not self._known(order, now):
            return 200, {"code": 0, "item": None}
        with self._book:
            page = self._pages.get(order, _Page())
            item = {"released": page.released is not None, "held": page.held, "urgent": page.urgent is not None}
            return 200, {"code": 0, "item": item | {"printed": page.printed(now), "shipped": False}}

    def _told(self, path: str, headers: Mapping[str, str], content: str) -> tuple[int, dict[str, Any]]:
        now, order = self.now(), _order(path)
        if problem := self._unproven(f"{path}\n{content}", headers, now):
            return 403, {"code": "signature", "message": problem}
        if self.busy_until is not None and now < self.busy_until:
            return 429, {"code": 429, "message": "仓库系统忙", "wait": int((self.busy_until - now).total_seconds()) + 1}
        do = str(json.loads(content)["do"])
        with self._book:
            self.heard.append((order, do))
            page = self._pages.setdefault(order, _Page())
            if why := "没有这个订单" if not self._known(order, now) else self._against(do, order, page, now):
                return 409, {"code": 409, "message": why}
            _do(do, page, now)
            self.taken.append((order, do))
        self._show(order, do, now)
        return 200, {"code": 0, "message": ""}

    def _against(self, do: str, order: str, page: _Page, now: datetime) -> str:
        """Its own rules; the words are its own too."""
        if page.printed(now):
            return "面单已打，请到现场处理"
        match do:
            case "release" if page.released:
                return "重复放行"
            case "release" if page.held:
                return "单据已挂起，请先恢复"
            case "release" | "urgent" if self._short_of(order, now):
                return "缺货，不能放行"
            case "intercept" if page.released is None:
                return "没有放行，无需拦截"
            case "hold" | "resume" if page.held == (do == "hold"):
                return "单据状态未变"
            case "release" | "intercept" | "hold" | "resume" | "urgent":
                return ""
            case _:
                return "不支持这个指令"

    def _known(self, order: str, now: datetime) -> bool:
        return next(self._seen(order, now), None) is not None

    def _short_of(self, order: str, now: datetime) -> bool:
        return any(record.fields.get("stock") == 0 for record in self._seen(order, now))

    def _seen(self, order: str, now: datetime) -> Iterator[Record]:
        """What any system of the floor says of it: shops push their orders to the warehouse by themselves."""
        for system, _ in self._world.counts():
            if (found := self._world.one(system, order, now)) is not None:
                yield found

    def _show(self, order: str, do: str, now: datetime) -> None:
        """Whoever reads this warehouse learns of it."""
        word = {"release": "已放行", "urgent": "已放行", "intercept": "已拦截"}.get(do)
        if word is not None:
            self._world.add(Record(self.name, order, now, word))


def _do(do: str, page: _Page, now: datetime) -> None:
    match do:
        case "release":
            page.released = now
        case "intercept":
            page.released, page.urgent = None, None
        case "urgent":
            page.released, page.urgent = page.released or now, now
        case _:
            page.held = do == "hold"


def _order(path: str) -> str:
    return path.removeprefix("/orders/").removesuffix(TAIL)
