"""The thread that keeps a desk and its hub in step: exchanges when nudged, asks now and then, backs off when nobody answers."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ordertower_desktop.sync.clock import Clocks, Tick, suspended, woke
from ordertower_desktop.sync.loop import Loop, pause
from ordertower_desktop.sync.source import Source
from ordertower_desktop.sync.trouble import LoggedOut, Refused, Unreachable
from ordertower_desktop.wire.sync import Nudge, SyncAnswer, SyncRequest

if TYPE_CHECKING:
    from ordertower_desktop.sync.http import Client
    from ordertower_desktop.sync.stream import Stream

POLL_STREAMING_S = 15.0
POLL_ALONE_S = 3.0
GATHER_S = 0.05
REFUSED_S = 15.0
TICK_S = 1.0


@dataclass(frozen=True, slots=True)
class Beat:
    """What the desk is told after each try and each second. `trouble` is None after a good exchange or between tries.

    `whole_at` is the last moment at which the hub said that this desk holds everything.
    """

    tick: Tick
    tried: bool = False
    trouble: Unreachable | Refused | None = None
    away_s: float = 0.0
    streaming: bool = False
    whole_at: datetime | None = None


class Pulse:
    """One per desk. `beat` is called on this thread."""

    def __init__(
        self, source: Source, clocks: Clocks, *, beat: Callable[[Beat], None], chance: Callable[[], float], poll_s: float = POLL_STREAMING_S
    ) -> None:
        self._poll_s = poll_s
        self._source, self._clocks, self._beat, self._chance = source, clocks, beat, chance
        self._loop: Loop | None = None
        self._nudge, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="desk-sync", daemon=True)
        self._stream: Stream | None = None
        self._streamed: Client | None = None
        self._failures = 0
        self._seen: tuple[str, int] = ("", 0)
        self._whole_at: datetime | None = None
        self._last = clocks.tick()

    def start(self, loop: Callable[[Callable[[SyncRequest], SyncAnswer]], Loop]) -> None:
        self._loop = loop(self._exchange)
        self._thread.start()

    def nudge(self) -> None:
        """There is something to send or to fetch. Safe on any thread."""
        self._nudge.set()

    def reached(self, epoch: str, head: int) -> None:
        """This desk holds everything up to here; nudges about less are old news."""
        self._seen = (epoch, head)

    def stop(self) -> None:
        self._stop.set()
        self._nudge.set()
        if self._stream is not None:
            self._stream.stop()

    def join(self, timeout: float) -> bool:
        """True if this thread and the stream's have ended."""
        if self._thread.ident is not None:
            self._thread.join(timeout)
        streamed = self._stream is None or self._stream.join(timeout)
        return streamed and not self._thread.is_alive()

    def now(self) -> datetime:
        """The hub's time as this desk knows it; before the first answer, this machine's."""
        tick = self._clocks.tick()
        return tick.wall if self._loop is None else self._loop.clock.now(tick)

    @property
    def loop(self) -> Loop:
        """The exchange; its `clock` is the hub's time."""
        if self._loop is None:
            raise RuntimeError("the pulse has not been started")
        return self._loop

    def _exchange(self, request: SyncRequest) -> SyncAnswer:
        return self._source.client().sync(request)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._nudge.clear()
            wait = self._try()
            if not self._stop.wait(GATHER_S):
                self._rest(wait)
        self._source.close()

    def _try(self) -> float:
        """One round; returns how long to rest if nobody nudges."""
        try:
            client = self._source.client()  # before the exchange: starting a hub must not count as its answer's way
            self.loop.once()
            self._listen(client)
        except Unreachable as trouble:
            self._failures += 1
            self._source.doubt()
            if self._tried(trouble):
                return 0.0
            return max(trouble.after, pause(self._failures, chance=self._chance()))
        except Refused as trouble:
            self._failures += 1
            self._tried(trouble)
            return REFUSED_S if isinstance(trouble, LoggedOut) else pause(10, chance=1.0)
        self._failures = 0
        if self._tried():
            return 0.0  # what came while the machine slept is old news: look again before ringing
        return self._poll_s if self._streaming else min(self._poll_s, POLL_ALONE_S)

    def _rest(self, seconds: float) -> None:
        """Wait, a tick at a time, so that a sleep of the machine is noticed within a second of its end."""
        end = self._clocks.monotonic() + seconds
        while not self._stop.is_set() and (left := end - self._clocks.monotonic()) > 0:
            nudged = self._nudge.wait(min(TICK_S, left))
            away = self._tick()
            if away or (nudged and not self._failures):
                return
            if nudged:
                self._stop.wait(min(TICK_S, left))  # a hub that is away is not asked more often because somebody clicks

    def _tick(self) -> float:
        tick = self._clocks.tick()
        return self._tell(tick, woke(self._last, tick))

    def _tried(self, trouble: Unreachable | Refused | None = None) -> float:
        tick = self._clocks.tick()
        return self._tell(tick, suspended(self._last, tick), tried=trouble or True)

    def _tell(self, tick: Tick, away: float, *, tried: Unreachable | Refused | bool = False) -> float:
        """Tell the desk; returns how long this machine was away."""
        if away:
            self._failures = 0
            self.loop.clock = self.loop.clock.slept(tick)
        self._last = tick
        trouble = None if isinstance(tried, bool) else tried
        self._beat(Beat(tick, bool(tried), trouble, away, self._streaming, self._whole_at))
        return away

    @property
    def _streaming(self) -> bool:
        return self._stream is not None and self._stream.open

    def _listen(self, client: "Client") -> None:
        """Keep one stream open, to the hub as it is reached now."""
        if self._streamed is client or self._stop.is_set():
            return
        from ordertower_desktop.sync.stream import Stream

        if self._stream is not None:
            self._stream.stop()
        self._streamed = client
        self._stream = Stream(client, self._nudged, chance=self._chance)
        self._stream.start()

    def _nudged(self, nudge: Nudge | None) -> None:
        epoch, head = self._seen
        if nudge is None or nudge.epoch != epoch or nudge.head > head:
            self._nudge.set()
        elif nudge.head == head:
            self._whole_at = nudge.now
