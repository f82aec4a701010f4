"""A desk's memory and loop on one thread, with clocks in the hand: what the tests of the exchange stand on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ordertower_desktop.domain.actions import Acknowledge, Action
from ordertower_desktop.sync.cache import Cache
from ordertower_desktop.sync.clock import Clocks
from ordertower_desktop.sync.files import Files
from ordertower_desktop.sync.loop import Heard, Loop
from ordertower_desktop.sync.memory import Login, Memory
from ordertower_desktop.sync.outbox import Outbox
from ordertower_desktop.sync.pending import Outcome
from ordertower_desktop.sync.screen import Shown
from ordertower_desktop.sync.trouble import Unreachable
from ordertower_desktop.wire.rows import PoolRow
from tests.sync.fakehub import START, Cable, FakeHub

LI = Login("li-login", "https://hub.test")


@dataclass
class HandClock:
    """Wall and monotonic time that move only when a test moves them."""

    wall: datetime = START
    mono: float = 0.0

    def forward(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.mono += seconds

    def clocks(self) -> Clocks:
        return Clocks(lambda: self.wall, lambda: self.mono)


@dataclass
class Rig:
    """One login at one folder. `glass` is what a view that believes every message would show."""

    folder: Path
    cable: Cable
    login: Login = LI
    cache: Callable[[Files], Cache] = lambda files: Cache(files.cache, files.quarantine)
    outbox: Callable[[Files], Outbox] = lambda files: Outbox(files.outbox, files.quarantine)
    kind: type[Memory] = Memory
    time: HandClock = field(default_factory=HandClock)
    outcomes: list[Outcome] = field(default_factory=list)
    healed: list[str] = field(default_factory=list)
    glass: dict[str, PoolRow] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.files = Files(self.folder).made()
        self.begin()

    def begin(self) -> None:
        self.memory = self.kind(self.login, cache=self.cache(self.files), outbox=self.outbox(self.files))
        self.outcomes.extend(untold := self.memory.untold())
        self.memory.told(untold)
        self.glass.clear()
        self.see(self.memory.screen.everything("case", now=self.time.wall))
        self.loop = Loop(self.memory, self.cable, turn=lambda work: work(), clocks=self.time.clocks(), told=self.heard)

    def restart(self) -> None:
        self.memory.close()
        self.begin()

    def heard(self, heard: Heard) -> None:
        for shown in heard.taken.shown:
            self.see(shown)
        self.outcomes.extend(heard.taken.outcomes)
        if heard.taken.healed:
            self.healed.append(heard.taken.healed)

    def see(self, shown: Shown) -> None:
        if shown.topic == "case":
            self.glass.update({row.case: row for row in shown.rows})
            for key in shown.gone:
                self.glass.pop(key, None)

    def do(self, action: Action) -> None:
        self.see(self.memory.submit([action], now=self.time.wall))

    def acknowledge(self, case: str, id_: str) -> None:
        self.do(Acknowledge(id=id_, case=case))

    def sync(self) -> bool:
        """One round; True if it went through."""
        try:
            self.loop.once()
        except Unreachable:
            return False
        return True

    def waiting(self) -> list[Any]:
        return self.memory.outbox.unsettled()

    def close(self) -> None:
        self.memory.close()


def rig(folder: Path, hub: FakeHub | None = None, **more: Any) -> Rig:
    return Rig(folder, Cable(hub or FakeHub()), **more)
