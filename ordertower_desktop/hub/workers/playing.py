"""Plays an event file through rules on every core: each process takes the orders of its share, so shares never meet."""

import gc
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from zlib import crc32

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.domain.truth import Context
from ordertower_desktop.hub.store.eventfile import BadLine, events
from ordertower_desktop.insight.backtest import Replay, joined, replayed
from ordertower_desktop.insight.crowd import Gathering, grouped
from ordertower_desktop.insight.spells import gathered

SHARE_BYTES = 64_000_000
"""How much of a file one process holds at a time. A packed file is taken for eight times its size."""
SMALL_BYTES = 4_000_000
"""Up to here a second process costs more than it saves."""
MOST_PROCESSES = 8


@dataclass(frozen=True, slots=True)
class Play:
    """A file and everything that decides how it is played."""

    path: Path
    rules: tuple[Rule, ...]
    context: Context


@dataclass(frozen=True, slots=True)
class Played:
    """What a share, or the whole file, gave: the replay, and the lines that were set aside."""

    replay: Replay
    bad: tuple[BadLine, ...] = ()


def played(play: Play) -> Iterator[tuple[int, int, Played]]:
    """The results share by share, each with how many shares are done, of how many."""
    size = play.path.stat().st_size * (8 if play.path.suffix == ".gz" else 1)
    cores = min(os.cpu_count() or 1, MOST_PROCESSES)
    if size <= SMALL_BYTES or cores == 1:
        shares = 1 + size // SHARE_BYTES
        yield from ((i + 1, shares, share(play, i, shares)) for i in range(shares))
        return
    shares = cores * (1 + size // (SHARE_BYTES * cores))
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        running = [pool.submit(share, play, i, shares) for i in range(shares)]
        yield from ((i + 1, shares, future.result()) for i, future in enumerate(running))


def whole(parts: Sequence[Played]) -> Played:
    """All shares as one."""
    bad = sorted((bad for part in parts for bad in part.bad), key=lambda one: one.line)
    return Played(joined(part.replay for part in parts), tuple(bad))


def share(play: Play, number: int, shares: int) -> Played:
    """Read the file and play the orders that fall to share `number`; the first share also names the lines that belong to no order."""
    bad: list[BadLine] = []
    counted = grouped(play.rules)
    crowd = Gathering(counted)

    def mine(order_id: str) -> bool:
        return shares == 1 or crc32(order_id.encode("utf-8", "replace")) % shares == number

    def told() -> Iterator[Event]:
        for event in events(play.path, zone=play.context.zone, bad=bad.append, wanted=lambda order, name: name in counted or mine(order)):
            crowd.take(event)
            if mine(event.order_id):
                yield event

    gc.disable()  # nothing here forms cycles, and walking millions of events again and again would take a third of the time
    try:
        orders = list(gathered(told()))
        replay = replayed(orders, play.rules, replace(play.context, crowd=crowd.crowd()))
    finally:
        gc.enable()
    return Played(replay, tuple(one for one in bad if (mine(one.order_id) if one.order_id else number == 0)))
