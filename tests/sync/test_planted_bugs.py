"""Does the law catch what it should? Each bug here is one that somebody could write; the law must fail on every one."""

from collections.abc import Sequence
from itertools import count
from typing import Any

import msgspec
import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from ordertower_desktop.sync.cache import Cache
from ordertower_desktop.sync.memory import Memory, Taken
from ordertower_desktop.sync.page import Delta
from ordertower_desktop.wire.rows import Change
from ordertower_desktop.wire.sync import Result, SyncRequest
from tests.sync.test_outbox_law import OutboxLaw

HUNT = settings(max_examples=200, stateful_step_count=25, phases=(Phase.generate,), database=None, derandomize=True)


class SettledWhenSent(Memory):
    """Takes an action for done because it was sent."""

    def request(self) -> SyncRequest:
        request = super().request()
        self.outbox.settle([action["id"] for action in request.actions])
        return request


class NewIdEachTime(Memory):
    """Gives a repeated action a new id, so that the hub cannot know it."""

    def request(self) -> SyncRequest:
        request = super().request()
        self.sent = getattr(self, "sent", count())
        renamed = [action | {"id": f"{action['id']}#{next(self.sent)}"} for action in request.actions]
        return msgspec.structs.replace(request, actions=renamed)

    def _answered(self, results: dict[str, Result], taken: Taken) -> set[str]:
        return super()._answered({id_.partition("#")[0]: result for id_, result in results.items()}, taken)


class DeafToEpochs(Memory):
    """Does not notice that the hub went back in time."""

    def _meet(self, answer: Any, now: Any) -> None:
        self.outbox.learn(self._login.actor, self._login.hub, person=answer.person)


class GoneIsIgnored(Cache):
    """Keeps what the hub says is gone, and is sure that its sums are right."""

    def absorb(self, changes: Sequence[Change], cursor: int, *, epoch: str, head: int) -> Delta:
        return super().absorb([change for change in changes if not change.gone], cursor, epoch=epoch, head=head)

    def proven(self, digest: dict[str, str]) -> bool:
        return True


class SkipsWhatCameMeanwhile(Cache):
    """Stores the head for a cursor although the page ends before it."""

    def absorb(self, changes: Sequence[Change], cursor: int, *, epoch: str, head: int) -> Delta:
        return super().absorb(changes, head, epoch=epoch, head=head)

    def proven(self, digest: dict[str, str]) -> bool:
        return True


@pytest.mark.parametrize("bug", [SettledWhenSent, NewIdEachTime, DeafToEpochs, GoneIsIgnored, SkipsWhatCameMeanwhile])
def test_the_law_catches(bug: type) -> None:
    part = "memory" if issubclass(bug, Memory) else "cache"
    law = type(f"LawWith{bug.__name__}", (OutboxLaw,), {part: bug})
    with pytest.raises(AssertionError):
        run_state_machine_as_test(law, settings=HUNT)
