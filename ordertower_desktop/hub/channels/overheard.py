"""A channel that speaks no HTTP tells the book of calls itself what it said and what came of it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from ordertower_desktop.domain.calllog import Answered
from ordertower_desktop.hub.calling.book import ear
from ordertower_desktop.hub.channels.channel import AddressRefused, ChannelRefused, SlowDown, Unreachable, Unsure


@contextmanager
def spoken(interface: str, *, size: int) -> Iterator[None]:
    """One saying of so many bytes; what it raises is what was answered."""
    began, answered = time.monotonic(), Answered.OK
    try:
        yield
    except (ChannelRefused, AddressRefused):
        answered = Answered.REFUSED
        raise
    except SlowDown:
        answered = Answered.THROTTLED
        raise
    except Unreachable:
        answered = Answered.NETWORK
        raise
    except Unsure:
        answered = Answered.TIMEOUT
        raise
    finally:
        if (listening := ear()) is not None:
            listening.hear(interface, took=time.monotonic() - began, status=0, answered=answered, sent=size, got=0)
