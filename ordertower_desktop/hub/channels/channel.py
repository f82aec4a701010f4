"""提醒渠道: what the deliver worker needs of a way to speak to people, whatever its protocol is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.hub.channels.limit import Limit

BUSY = timedelta(seconds=60)
"""How long to wait where a platform says 太快 without saying for how long."""


class ChannelRefused(Refusal):
    """The platform said no to this channel: wrong key, missing right, no money. The text is a Chinese sentence with its code."""


class AddressRefused(Refusal):
    """The platform said no to this one address; the channel itself works."""


class SlowDown(Refusal):
    """The platform wants less; nothing was sent. Ask again after `wait`."""

    def __init__(self, reason: str, wait: timedelta = BUSY) -> None:
        super().__init__(reason)
        self.wait = wait


class Unreachable(Refusal):
    """Nothing listens there: surely nothing was sent."""


class Unsure(Refusal):
    """It may have been sent: the answer was lost, cut, or no answer of theirs."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is spoken to; `address` is the channel's own (user id, number, mailbox), empty where none is known."""

    id: str
    name: str
    address: str = ""
    mobile: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What is said, most urgent first. `key` names this one send; `tail` and `owner` are of the first order, for templates.

    `repeat`: an earlier send of (some of) it may have arrived; the lines concerned say so themselves.
    `causes`: in a flood, a line for each cause, which comes before the orders.
    """

    key: str
    head: str
    lines: tuple[str, ...]
    to: tuple[Recipient, ...]
    tail: str = ""
    owner: str = ""
    repeat: bool = False
    causes: tuple[str, ...] = ()

    @property
    def opening(self) -> str:
        """What stands before the orders."""
        return "\n".join((self.head, *self.causes))


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a channel before it has sent anything. `kind` is the domain's; `each`: it speaks to one person at a time."""

    id: str
    kind: str
    name: str
    limits: tuple[Limit, ...]
    each: bool = False


class Channel(Protocol):
    """One way out. It holds no state that matters: what was sent when stands in the hub's tables."""

    @property
    def about(self) -> About: ...

    def send(self, message: Message, *, now: datetime) -> str:
        """Say it; returns the platform's number of it, or nothing. Raises one of the refusals above."""
        ...

    def close(self) -> None: ...


class Said(StrEnum):
    """What an attempt came to. `open` is one that has begun and not ended: whoever sent it died, or is at it."""

    OPEN = "open"
    OK = "ok"
    REFUSED = "refused"
    NO_ADDRESS = "no_address"
    SLOW_DOWN = "slow_down"
    UNREACHABLE = "unreachable"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Answer:
    """How an attempt ended, as a value."""

    said: Said
    why: str = ""
    reference: str = ""
    wait: timedelta = timedelta()


def attempt(channel: Channel, message: Message, *, now: datetime) -> Answer:
    """Send, and have any answer of the world as a value; our own mistakes stay loud."""
    try:
        return Answer(Said.OK, reference=channel.send(message, now=now)[:128])
    except ChannelRefused as refused:
        return Answer(Said.REFUSED, str(refused))
    except AddressRefused as refused:
        return Answer(Said.NO_ADDRESS, str(refused))
    except SlowDown as slow:
        return Answer(Said.SLOW_DOWN, str(slow), wait=slow.wait)
    except Unreachable as unreachable:
        return Answer(Said.UNREACHABLE, str(unreachable))
    except Unsure as unsure:
        return Answer(Said.UNSURE, str(unsure))
