"""The desk without its glass: files, exchange, stream and questions behind one small face."""

import random
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain.actions import Action
from ordertower_desktop.sync.alone import Alone
from ordertower_desktop.sync.asking import Asking
from ordertower_desktop.sync.bell import Bell
from ordertower_desktop.sync.clock import Clocks
from ordertower_desktop.sync.ears import Ears
from ordertower_desktop.sync.files import Files
from ordertower_desktop.sync.keeper import Keeper, Later
from ordertower_desktop.sync.loop import Heard, Loop
from ordertower_desktop.sync.memory import Login, Memory
from ordertower_desktop.sync.notices import Quiet
from ordertower_desktop.sync.outbox import NotSaved, plain
from ordertower_desktop.sync.pending import case_of
from ordertower_desktop.sync.pending import outcome as outcome_of
from ordertower_desktop.sync.pulse import POLL_STREAMING_S, Beat, Pulse
from ordertower_desktop.sync.screen import Shown
from ordertower_desktop.sync.source import Source
from ordertower_desktop.sync.status import Status
from ordertower_desktop.sync.update import Updates, program
from ordertower_desktop.wire.sync import Result

if TYPE_CHECKING:
    from ordertower_desktop.sync.question import Question

PART = 1_000
TOPICS = ("case", "source", "person", "level", "notice", "board", "policy", "crisis", "clearing", "alarm", "post", "light", "risk")


class Desk:
    """One login at one hub, in one folder. Every method may be called on any thread; every listener is called on the desk's own."""

    def __init__(
        self,
        files: Files,
        login: Login,
        source: Source,
        *,
        ears: Ears,
        clocks: Clocks,
        quiet: Quiet | None = None,
        updates: Updates | None = None,
        poll_s: float = POLL_STREAMING_S,
    ) -> None:
        self._files, self._login, self._ears, self._clocks = files.made(), login, ears, clocks
        self._keeper, self._source = Keeper("desk"), source
        self._alone = Alone(files)
        self._asking = Asking(source, self._keeper)
        self._pulse = Pulse(source, clocks, beat=self._beat, chance=random.random, poll_s=poll_s)
        self._quiet, self._updates = quiet, updates or Updates(files.folder, program())
        self._first = False
        self._memory: Memory | None = None
        self._status = Status(ears.state, clocks.tick())
        self._bell = Bell(files.notifications, ears.decided)

    # -- from outside --------------------------------------------------------------------------------------------

    def start(self, link: str = "") -> None:
        """Take the folder, show what is known, then find the hub. `link` goes to the desk that already has the folder."""
        self._keeper.start()
        self._keeper.post(partial(self._open, link))

    def submit(self, *actions: Action) -> Later[list[str]]:
        """The ids, once every action is durable on this machine; raises `NotSaved` and none of them is."""
        return self._keeper.post(partial(self._submit, actions))

    def ask(self, question: "Question[Any]", then: Callable[[Any], None]) -> None:
        """Ask the hub; `then` is called on the desk's thread with the answer, or the `Unreachable` or `Refused` that came instead."""
        self._asking.ask(question, then)

    def rows(self, topic: str) -> Later[list[Any]]:
        """Every row of a topic as it would be on the glass, from the local files."""
        return self._keeper.post(lambda: self._held.screen.everything(topic, now=self._now()).rows)

    def waiting(self) -> Later[list[dict[str, object]]]:
        """Every action on this machine that the hub has not confirmed here, whoever did it."""
        return self._keeper.post(lambda: [plain(item) for item in self._held.outbox.unsettled()])

    def mute(self, cause: str, until: datetime) -> None:
        """No interruption for this cause until then; the notices themselves stay where they are listed."""
        self._keeper.post(lambda: self._bell.mute(cause, until, now=self._now()))

    def now(self) -> datetime:
        """The hub's time as this desk knows it."""
        return self._pulse.now()

    def refresh(self) -> None:
        """Exchange now."""
        self._pulse.nudge()

    def stop(self, timeout: float = 12.0) -> bool:
        """End every thread and close the files; True if all of them have ended in time."""
        self._pulse.stop()
        self._asking.stop()
        ended = self._pulse.join(timeout) and self._asking.join(timeout)
        self._keeper.close(self._close)
        return self._keeper.join(timeout) and ended

    def leave(self) -> None:
        """After `stop`: somebody leaves for good, and a hub that was started for this desk ends too."""
        if self._first:
            self._source.quit()

    # -- on the desk's thread ------------------------------------------------------------------------------------

    def _now(self) -> datetime:
        return self._pulse.now()

    @property
    def _held(self) -> Memory:
        """The open files; tried again at each use while they cannot be opened. Raises `NotSaved`."""
        if self._memory is None:
            if not self._first:
                raise NotSaved("未保存：另一个窗口正在使用这个数据文件夹")
            self._memory = Memory.at(self._files, self._login)
            self._begin(self._memory)
        return self._memory

    def _open(self, link: str) -> None:
        self._first = self._alone.take()
        if not self._first:
            self._alone.summon(link)
            self._ears.second()
            return
        try:
            _ = self._held
        except NotSaved as error:
            self._status.broken(str(error))
        if link:
            self._ears.raised(link)

    def _begin(self, memory: Memory) -> None:
        """The files are open: fill the glass part by part, so that a click need not wait for the last of them; then find the hub."""
        if memory.outbox.salvaged is not None:
            self._status.note(memory.outbox.salvaged.sentence)
        untold = memory.untold()
        for outcome in untold:
            self._ears.outcome(outcome)
        memory.told(untold)
        self._bell.begin(now=self._now(), quiet=self._quiet)
        self._count()
        self._keeper.post(partial(self._fill, TOPICS, ""))
        loop = partial(Loop, memory, turn=self._keeper.turn, clocks=self._clocks, told=self._heard)
        self._pulse.start(lambda exchange: loop(exchange))

    def _fill(self, topics: Sequence[str], after: str) -> None:
        shown, going_on = self._held.screen.part(topics[0], after, limit=PART, now=self._now())
        self._show([shown])
        left = topics if going_on else topics[1:]
        if left:
            self._keeper.post(partial(self._fill, left, going_on))
        else:
            self._ears.loaded()

    def _submit(self, actions: Sequence[Action]) -> list[str]:
        if why := self._updates.too_old():
            for action in actions:
                self._ears.outcome(outcome_of(action, Result("refused", why)))
            raise NotSaved(why)
        shown = self._held.submit(actions, now=self._now())
        ids = [action.id for action in actions]
        self._ears.saved(ids)
        self._show([shown])
        self._bell.answered({case_of(action) for action in actions if not isinstance(action, do.Note)}, now=self._now())
        self._count()
        self._pulse.nudge()
        return ids

    def _heard(self, heard: Heard) -> None:
        tick = self._clocks.tick()
        self._show(heard.taken.shown)
        for outcome in heard.taken.outcomes:
            self._ears.outcome(outcome)
        if heard.answer is not None and heard.taken.head:
            self._pulse.reached(heard.answer.epoch, heard.answer.head)
            self._bell.caught_up(now=self._now())
        self._status.heard(heard, tick, self._pulse.loop.clock)
        self._count()

    def _beat(self, beat: Beat) -> None:
        """Called on the pulse's thread."""
        self._keeper.post(partial(self._beaten, beat))

    def _beaten(self, beat: Beat) -> None:
        if beat.away_s:
            self._bell.away(now=self._now())
        self._status.beat(beat)
        self._bell.tick(now=self._now())
        if (link := self._alone.summoned()) is not None:
            self._ears.raised(link)

    def _show(self, shown: Sequence[Shown]) -> None:
        for part in shown:
            if part.rows or part.gone:
                self._ears.rows_changed(part.topic, part.rows, part.gone)
            if part.topic == "notice":
                self._bell.take(part.rows, now=self._now())

    def _count(self) -> None:
        everybody = len(self._held.outbox.unsettled())
        self._status.counted(self._held.waiting, everybody - self._held.waiting)

    def _close(self) -> None:
        if self._memory is not None:
            self._memory.close()
        self._alone.release()
