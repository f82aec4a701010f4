"""来源接入: what the pull worker needs of a system, whatever its protocol is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from ordertower_desktop.domain.census import Scope
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.writeback import Answer, Target


class SourceRefused(Refusal):
    """The system answered and said no: wrong key, no right, a signature that does not hold.

    `code` is short and stable (`401`, `auth`, `signature`, `ip`); the text is a Chinese sentence for the source page.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class Unreachable(Refusal):
    """No usable answer: nothing listens, it took too long, the page was cut, or it was no page of ours. Ask again later."""


class Unreadable(Unreachable):
    """An answer that lacks what was agreed on, or says it in a shape that nobody knows."""


class Unsure(Unreachable):
    """No usable answer to a question that may have been heard all the same: who asked for something to be done must look."""


@dataclass(frozen=True, slots=True)
class Page:
    """A complete, verified stretch of what a source has to say; what is half read is `Unreachable`, never a short page.

    `cursor` is the source's own and means: everything up to here has been told. `more` asks for the next pull at once.
    `skew_s` is the source's clock minus ours where it can be told (the HTTP Date header), else None. `gaps` are status words that
    nobody has mapped: their orders come in without a stage. `unread` are orders whose own answer is of a shape that nobody knows, and
    why: they stop nobody else, and are to be read again.
    """

    cursor: bytes
    snapshots: tuple[Snapshot, ...] = ()
    events: tuple[Event, ...] = ()
    more: bool = False
    skew_s: float | None = None
    gaps: tuple[str, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class About:
    """What the hub knows of a source before it has said anything."""

    id: str
    name: str
    kind: SourceKind
    interval: timedelta


class Connector(Protocol):
    """One system. It holds no state that matters: a new object with the same cursor goes on where the old one stopped."""

    @property
    def about(self) -> About: ...

    def pull(self, cursor: bytes, *, now: datetime) -> Page:
        """Everything since `cursor` (empty: from the beginning). Raises `SourceRefused` or `Unreachable`; the cursor then stays."""
        ...

    def read(self, order: str, *, now: datetime) -> Page:
        """This one order as it is now (its cursor is ignored); an order it does not have is a Snapshot with `absent`."""
        ...

    def close(self) -> None:
        """Let go of the lines to the system; a second time does nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Listed:
    """Orders that were placed up to `until`, each with its latest change; the whole stretch or none of it."""

    until: datetime
    orders: Mapping[str, datetime]


@runtime_checkable
class Counted(Protocol):
    """The side of a connector that can list its orders by when they were placed, whatever its increments say.

    It only says how to ask: when to count, what is held against what and what is read again is the hub's.
    """

    @property
    def scopes(self) -> frozenset[Scope]:
        """What it can list; nothing where the system has no such question."""
        ...

    def listed(self, scope: Scope, since: datetime, *, until: datetime, now: datetime) -> Listed:
        """From `since` on, as far as one question reaches. Raises `SourceRefused` or `Unreachable`."""
        ...


@dataclass(frozen=True, slots=True)
class Hints:
    """Orders of which a push says that something happened, and the marks by which the pushes are confirmed once those have been read."""

    orders: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@runtime_checkable
class Nudged(Protocol):
    """The side of a connector that is told at once that an order has changed. A hint is no truth: the order is read again."""

    @property
    def nudged(self) -> bool:
        """Whether the platform and the settings let it."""
        ...

    def hints(self, *, now: datetime) -> Hints | None:
        """What waits to be confirmed; None where it is too soon to ask. Raises `SourceRefused` or `Unreachable`."""
        ...

    def heed(self, marks: tuple[str, ...], *, now: datetime) -> None:
        """These need not be told again. Raises `SourceRefused` or `Unreachable`; then they are."""
        ...


@runtime_checkable
class Renewable(Protocol):
    """The side of a connector that can get a new authorisation for the old one."""

    @property
    def renewable(self) -> bool:
        """Whether the platform and the settings let it."""
        ...

    def renew(self, *, now: datetime) -> datetime:
        """Get one and put it where the old one lay; returns until when it holds. Raises `SourceRefused` or `Unreachable`."""
        ...


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a platform is told: this order left with this carrier under this number. `carrier` is what the warehouse calls it.

    `agreed` names the questions of the system that a person has said yes to.
    """

    order: str
    carrier: str
    waybill: str
    agreed: tuple[str, ...] = ()


class Writer(Protocol):
    """The side of a connector that writes; a system that cannot be told of shipments has none."""

    @property
    def about(self) -> About: ...

    def shipped(self, order: str, *, now: datetime) -> Target:
        """What the system knows of the order, asked right now. Raises `SourceRefused` or `Unreachable`."""
        ...

    def ship(self, parcel: Parcel, *, now: datetime) -> Answer:
        """Tell it. Raises `SourceRefused` or `Unreachable` for what would befall any order; `Unsure` where it may have been heard."""
        ...

    def preview(self, parcel: Parcel) -> str:
        """What `ship` would say, in one line."""
        ...

    def close(self) -> None: ...
