"""A warehouse system as one that is told what to do with an order; one try looks first, tells where that is right, and looks again."""

from datetime import datetime, timedelta
from typing import Protocol

from ordertower_desktop.domain.warehouse import NAMES, Command, Record, ruled
from ordertower_desktop.domain.writeback import Answer, Move, Outcome
from ordertower_desktop.hub.connectors.connector import About, SourceRefused, Unreachable, Unsure
from ordertower_desktop.hub.connectors.walker.trouble import SlowDown


class Warehouse(Protocol):
    """One warehouse system that takes commands."""

    @property
    def about(self) -> About: ...

    def record(self, order: str, *, now: datetime) -> Record:
        """What it knows of the order, asked right now. Raises `SourceRefused` or `Unreachable`."""
        ...

    def tell(self, command: Command, order: str, *, key: str, now: datetime) -> Answer:
        """Tell it, under a key that is the same in every try.

        Raises `SourceRefused` or `Unreachable` for what would befall any order; `Unsure` where it may have been heard.
        """
        ...

    def close(self) -> None: ...


def attempt(warehouse: Warehouse, command: Command, order: str, *, key: str, move: Move, now: datetime) -> Answer:
    """What the try comes to; no error of the world's leaves here."""
    seen = _seen(warehouse, command, order, now)
    if seen is not None:
        return Answer(Outcome.UNKNOWN, seen.why, seen.ill, seen.wait) if move is Move.LOOK and seen.ill else seen
    if move is Move.LOOK:
        return Answer(Outcome.REFUSED, f"仓库还没有收到{NAMES[command]}")
    try:
        answer = warehouse.tell(command, order, key=key, now=now)
    except Unsure as unsure:
        return Answer(Outcome.UNKNOWN, f"{unsure}（可能已收到，先查再发）", ill=True)
    except (SourceRefused, Unreachable) as error:
        return _ill(error)
    if answer.outcome is Outcome.DONE:
        return answer
    after = _seen(warehouse, command, order, now)  # whoever says "released already" may mean this very command
    return after if after is not None and after.outcome is Outcome.DONE else answer


def _seen(warehouse: Warehouse, command: Command, order: str, now: datetime) -> Answer | None:
    """What the warehouse's own record makes of it; one that cannot be had forbids to tell."""
    try:
        return ruled(command, warehouse.record(order, now=now))
    except (SourceRefused, Unreachable) as error:
        return _ill(error)


def _ill(error: SourceRefused | Unreachable) -> Answer:
    """Nothing was told, and nobody could have told it anything now."""
    wait = error.wait if isinstance(error, SlowDown) else timedelta()
    return Answer(Outcome.REFUSED, str(error), ill=True, wait=wait)
