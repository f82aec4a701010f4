"""A warehouse that speaks the open interface of `docs/release.md`: one signed question about an order, one signed command."""

from datetime import datetime, timedelta

import httpx

from ordertower_desktop.domain.warehouse import NAMES, Command, Record
from ordertower_desktop.domain.writeback import Answer, Outcome
from ordertower_desktop.hub.connectors.connector import About, Unreachable, Unsure
from ordertower_desktop.hub.connectors.pages import REFUSALS, PagesConnector, refused
from ordertower_desktop.hub.connectors.walker.trouble import SlowDown

TAKEN, NOT_TAKEN, TOO_MANY = 200, 409, 429
MARKS = ("released", "held", "urgent", "printed", "shipped")


class PagesWarehouse:
    """Has a connector of its own."""

    def __init__(self, pages: PagesConnector) -> None:
        self._pages = pages

    @property
    def about(self) -> About:
        return self._pages.about

    def close(self) -> None:
        self._pages.close()

    def record(self, order: str, *, now: datetime) -> Record:
        item = self._pages.ask(f"/orders/{order}/command", now).get("item")
        if item is None:
            return Record(absent=True)
        if not isinstance(item, dict) or any(not isinstance(item.get(mark), bool) for mark in MARKS):
            raise Unreachable(f"{self.about.name} 的回答缺了约定的内容（{'、'.join(MARKS)}），没有发送，请核对接口")
        return Record(**{mark: item[mark] for mark in MARKS})

    def tell(self, command: Command, order: str, *, key: str, now: datetime) -> Answer:
        name = self.about.name
        try:
            response = self._pages.tell(f"/orders/{order}/command", {"do": str(command), "key": key}, now=now)
            words = str(response.json().get("message", ""))[:120]
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise Unreachable(f"{name} 连不上，稍后再试") from error
        except (httpx.HTTPError, ValueError, AttributeError) as error:
            raise Unsure(f"{name} 没有给出能用的回答，稍后再试") from error
        if response.status_code in REFUSALS:
            raise refused(response)
        if response.status_code == TOO_MANY:
            raise SlowDown(words or f"{name} 限流", timedelta(seconds=float(response.headers.get("retry-after", "60"))))
        if response.status_code not in (TAKEN, NOT_TAKEN):
            raise Unsure(f"{name} 没有给出能用的回答（HTTP {response.status_code}），稍后再试")
        if response.status_code == TAKEN:
            return Answer(Outcome.DONE, f"仓库已收下{NAMES[command]}")
        return Answer(Outcome.PERSON, words or f"{name} 没有收下，也没有说原因")
