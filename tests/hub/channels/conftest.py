"""The clock and the platforms that channel tests stand on."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest

from ordertower_desktop.hub.channels.channel import Channel
from tests.hub.channels.platform import Platform
from tests.hub.floor import Clock

P = TypeVar("P", bound=Platform)
C = TypeVar("C", bound=Channel)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def running(clock: Clock) -> Iterator[Callable[[type[P]], P]]:
    """Starts a platform that goes by the test's clock."""
    started: list[Platform] = []

    def start(kind: type[P]) -> P:
        made = kind(clock)
        made.start()
        started.append(made)
        return made

    yield start
    for one in started:
        one.stop()


@pytest.fixture
def kept() -> Iterator[Callable[[C], C]]:
    """Closes a channel when the test is over."""
    opened: list[Channel] = []

    def keep(channel: C) -> C:
        opened.append(channel)
        return channel

    yield keep
    for one in opened:
        one.close()
