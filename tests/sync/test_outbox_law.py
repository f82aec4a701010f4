"""The outbox law: whatever happens on the way, in the end the outbox is empty, the screen is the hub, each action took effect once."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ordertower_desktop.sync.cache import Cache
from ordertower_desktop.sync.memory import Memory
from tests.sync.fakehub import Cable, FakeHub
from tests.sync.rig import Rig

CASES = ("c1", "c2", "c3", "c4")
case_keys = st.sampled_from(CASES)


class OutboxLaw(RuleBasedStateMachine):
    """A desk, a cable and a hub; the rules are all that can happen to them."""

    memory: type[Memory] = Memory
    cache: type[Cache] = Cache

    @initialize(limit=st.sampled_from((1, 2, 500)))
    def begin(self, limit: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="outbox-law-"))
        self.hub = FakeHub()
        for case in CASES[:3]:
            self.hub.open(case)
        self.cable = Cable(self.hub, limit=limit)
        self.rig = Rig(self.folder, self.cable, kind=self.memory, cache=lambda files: self.cache(files.cache, files.quarantine))
        self.saved: list[str] = []
        self.backup = self.hub.backup()

    @rule(case=case_keys)
    def click(self, case: str) -> None:
        action = f"a{len(self.saved)}"
        self.rig.acknowledge(case, action)
        self.saved.append(action)

    @rule()
    def sync(self) -> None:
        assert self.rig.sync()

    @rule()
    def lose_the_request(self) -> None:
        self.cable.lose_requests = 1
        assert not self.rig.sync()

    @rule()
    def lose_the_answer(self) -> None:
        self.cable.lose_answers = 1
        assert not self.rig.sync()

    @rule(case=case_keys)
    def click_while_the_answer_is_under_way(self, case: str) -> None:
        def between() -> None:
            self.cable.between = None
            self.click(case)

        self.cable.between = between
        self.rig.sync()

    @rule(case=st.sampled_from(CASES[:3]), who=st.sampled_from(("zhao", "li", "")))
    def the_hub_moves_on(self, case: str, who: str) -> None:
        if self.hub.has(case):
            self.hub.change(case, owner=who, acknowledged=bool(who))

    @rule(case=case_keys)
    def a_case_comes_or_goes(self, case: str) -> None:
        if self.hub.has(case):
            self.hub.forget(case)
        else:
            version = self.hub.docs["case", case].version + 1 if ("case", case) in self.hub.docs else 1
            self.hub.open(case)
            self.hub.change(case) if version > 1 else None

    @rule()
    def restart(self) -> None:
        self.rig.restart()

    @rule()
    def the_hub_is_backed_up(self) -> None:
        self.backup = self.hub.backup()

    @rule()
    def the_hub_is_restored(self) -> None:
        self.hub.restore(self.backup)

    @rule(at=st.integers(0, 40_000), size=st.integers(1, 400))
    def the_cache_is_damaged(self, at: int, size: int) -> None:
        self.rig.memory.close()
        raw = bytearray(self.rig.files.cache.read_bytes())
        for i in range(at, min(at + size, len(raw))):
            raw[i] ^= 0xA5
        self.rig.files.cache.write_bytes(raw)
        self.rig.begin()

    @rule()
    def the_cache_is_deleted(self) -> None:
        self.rig.memory.close()
        self.rig.files.cache.unlink()
        self.rig.begin()

    @invariant()
    def nothing_takes_effect_twice_and_nothing_is_forgotten(self) -> None:
        if not hasattr(self, "rig"):
            return
        assert max(self.hub.effects.values(), default=0) <= 1
        waiting = {item.entry.id for item in self.rig.waiting()}
        assert set(self.saved) <= waiting | self.hub.results.keys() | self._kept()

    def _kept(self) -> set[str]:
        """Settled ones that are kept for a hub that goes back in time."""
        return {row[0] for row in self.rig.memory.outbox._db.execute("SELECT id FROM outbox WHERE state = 'settled'")}

    def teardown(self) -> None:
        if not hasattr(self, "rig"):
            return
        self.cable.between, self.cable.lose_answers, self.cable.lose_requests = None, 0, 0
        for _ in range(6):
            assert self.rig.sync()
        assert self.rig.waiting() == []
        assert self.rig.glass == self.hub.screen()
        assert {outcome.id for outcome in self.rig.outcomes} == set(self.saved)
        last = {outcome.id: outcome for outcome in self.rig.outcomes}
        done = {id_ for id_, outcome in last.items() if outcome.ok}
        assert {id_: self.hub.effects[id_] for id_ in done} == dict.fromkeys(done, 1)
        self.rig.restart()
        assert self.rig.glass == self.hub.screen()
        self.rig.close()
        shutil.rmtree(self.folder)


OutboxLaw.TestCase.settings = settings(max_examples=40, stateful_step_count=25)
TestOutboxLaw = OutboxLaw.TestCase


class LongOutboxLaw(OutboxLaw):
    """The same, for the night."""


LongOutboxLaw.TestCase.settings = settings(max_examples=500, stateful_step_count=50)
TestOutboxLawAtLength = pytest.mark.long(LongOutboxLaw.TestCase)
