"""Follows the exchanges of a desk and tells its state when a reader would see a difference."""

from collections.abc import Callable
from dataclasses import replace

from ordertower_desktop.sync.clock import HubClock, Tick
from ordertower_desktop.sync.loop import Heard
from ordertower_desktop.sync.pulse import Beat
from ordertower_desktop.sync.state import LATE_S, Link, State
from ordertower_desktop.sync.trouble import LoggedOut


class Status:
    """The state as last told. `at_head` is the moment this desk last held everything."""

    def __init__(self, tell: Callable[[State], None], start: Tick) -> None:
        self._tell = tell
        self._at_head = start
        self._reached = False
        self.state = State()
        self._told: tuple[object, ...] = ()

    def heard(self, heard: Heard, tick: Tick, clock: HubClock) -> None:
        """A page was taken."""
        answer, taken = heard.answer, heard.taken
        if answer is None:
            return
        state = replace(self.state, person=answer.person, role=answer.role, cursor=answer.cursor, head=answer.head, login=False, why="")
        if taken.head:
            self._at_head, self._reached = tick, True
            state = replace(state, link=Link.ONLINE, lag_ms=round(clock.trip * 1000), as_of=answer.now, note="")
        elif taken.healed:
            state = replace(state, link=Link.LATE, note=taken.healed)
        elif tick.mono - self._at_head.mono > LATE_S:
            state = replace(state, link=Link.LATE, lag_ms=self._age(tick))
        self._set(replace(state, skew_ms=round(clock.skew_s(tick) * 1000)))

    def beat(self, beat: Beat) -> None:
        """A try has ended, or a second has passed."""
        state = replace(self.state, streaming=beat.streaming)
        if beat.trouble is not None:
            state = replace(state, link=Link.OFFLINE, why=str(beat.trouble), login=isinstance(beat.trouble, LoggedOut))
        if beat.whole_at is not None and state.link == Link.ONLINE and (state.as_of is None or beat.whole_at > state.as_of):
            self._at_head = beat.tick
            state = replace(state, as_of=beat.whole_at)
        if state.link in (Link.OFFLINE, Link.LATE):
            state = replace(state, lag_ms=self._age(beat.tick))
        self._set(state)

    def note(self, text: str) -> None:
        self._set(replace(self.state, note=text))

    def broken(self, why: str) -> None:
        """The desk's own files cannot be used."""
        self._set(replace(self.state, link=Link.OFFLINE, why=why))

    def counted(self, waiting: int, others: int) -> None:
        self._set(replace(self.state, waiting=waiting, others=others))

    def _age(self, tick: Tick) -> int:
        return round((tick.mono - self._at_head.mono) * 1000)

    def _set(self, state: State) -> None:
        self.state = state
        if state.face != self._told:
            self._told = state.face
            self._tell(state)
