"""A platform's language as one value: how it is asked, how it answers, what its words mean."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from ordertower_desktop.domain.census import Scope
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.reveal import Plain
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.hub.connectors.walker.status import Column
from ordertower_desktop.hub.connectors.walker.take import Field
from ordertower_desktop.hub.connectors.walker.trouble import Fault, Meaning
from ordertower_desktop.hub.connectors.walker.walk import Leaf, Row, Turn, Way
from ordertower_desktop.hub.connectors.walker.window import Reach, Window
from ordertower_desktop.hub.signing.stamp import Stamp


@dataclass(frozen=True, slots=True)
class Keys:
    """What we prove ourselves with, looked up by the composition root. `token` is a shop's authorisation, `account` whose it is,
    `refresh` what the next one is had for, `app_secret` what proves the app then where that is another word than `secret`.
    """

    app_key: str = ""
    secret: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    account: str = ""
    refresh: str = field(default="", repr=False)
    app_secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """One method of the platform with its own parameters."""

    method: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wired:
    """A signed call as it goes over the wire."""

    verb: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    content: str | None = None


class Tongue(Protocol):
    """How a system is asked and how it answers, whatever about.

    `unwrap` gives the answer without its envelope, or the fault in it, or None where neither is there; `wait` says how long a
    throttled caller has to be quiet.
    """

    @property
    def wire(self) -> Callable[[Call, Keys, datetime], Wired]: ...

    @property
    def unwrap(self) -> Callable[[Call, Mapping[str, Any]], Mapping[str, Any] | Fault | None]: ...

    @property
    def troubles(self) -> tuple[Meaning, ...]: ...

    @property
    def wait(self) -> Callable[[Fault], timedelta]: ...


@dataclass(frozen=True, slots=True)
class Listing:
    """The method that tells which orders changed. `call` writes a window's turn for a page size; `leaf` reads the answer."""

    way: Way
    reach: Reach
    most: int
    call: Callable[[Window, Turn, int], Call]
    leaf: Callable[[Mapping[str, Any]], Leaf]


@dataclass(frozen=True, slots=True)
class Roll:
    """The method that tells which orders were placed, whatever has changed since; `placed` is where a row says when, as `stamp` writes it
    where that is not how the sheet does.

    `span` is the longest stretch that one question covers; `call` writes a turn of a window, for one scope.
    """

    way: Way
    span: timedelta
    most: int
    placed: str
    call: Callable[[Scope, Window, Turn, int], Call]
    leaf: Callable[[Mapping[str, Any]], Leaf]
    scopes: frozenset[Scope] = frozenset(Scope)
    stamp: Stamp | None = None

    def listing(self, scope: Scope) -> Listing:
        """The same as any other listing, once the scope is known."""
        return Listing(self.way, Reach(self.span), self.most, partial(self.call, scope), self.leaf)


@dataclass(frozen=True, slots=True)
class Detail:
    """The method that tells one order; `each`: rows of the listing say too little, so every one of them is asked for.

    `rows` reads the answer where several rows may speak of one order.
    """

    call: Callable[[str], Call]
    row: Callable[[Mapping[str, Any]], Row | None] = lambda _body: None
    each: bool = False
    rows: Callable[[Mapping[str, Any]], list[Row]] | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Reading a row: its number, when it changed, its fields, its status columns, and what it tells of happenings.

    `orders` says of which orders a row speaks where its number is one of the system's own; `torn`, that others may speak of them too.
    """

    number: str
    changed: str
    stamp: Stamp
    fields: tuple[Field, ...]
    statuses: tuple[Column, ...]
    events: Callable[[Row, str, str], list[Event]] = lambda _row, _source, _order: []
    orders: Callable[[Row], tuple[str, ...]] | None = None
    torn: Callable[[Row], bool] = lambda _row: False


@dataclass(frozen=True, slots=True)
class Side:
    """Another listing of the same system that tells only what happened. `events` reads a row for the source of this id."""

    listing: Listing
    number: str
    changed: str
    stamp: Stamp
    events: Callable[[Row, str], list[Event]]


@dataclass(frozen=True, slots=True)
class Shipping:
    """The method that tells of a shipment.

    `call` takes order, the platform's code of the carrier, and waybill (ValueError: no number of theirs); `done` says whether an answer
    without a fault means yes.
    """

    call: Callable[[str, str, str], Call]
    done: Callable[[Mapping[str, Any]], bool]


@dataclass(frozen=True, slots=True)
class Revealing:
    """The methods that tell one receiver in plain.

    `sealed` asks for what is sealed of an order; `call` reads that answer and asks for it to be opened (None: nothing was sealed);
    `plain` reads what was opened.
    """

    sealed: Callable[[str], Call]
    call: Callable[[Mapping[str, Any], str], Call | None]
    plain: Callable[[Mapping[str, Any]], Plain]


@dataclass(frozen=True, slots=True)
class Nudging:
    """The methods of a message queue: `call` takes the name of the group, `read` finds mark and order (empty: of none) of each message."""

    call: Callable[[str], Call]
    read: Callable[[Mapping[str, Any]], tuple[tuple[str, str], ...]]
    heed: Callable[[tuple[str, ...]], Call]


@dataclass(frozen=True, slots=True)
class Renewing:
    """The method that gives a new authorisation. `call` takes what it is had for.

    `read` finds `access_token`, `refresh_token` and `expires_in` (seconds) in the answer. `base_url` is where it is asked for, where
    that is another place.
    """

    call: Callable[[str], Call]
    read: Callable[[Mapping[str, Any]], Mapping[str, Any]]
    base_url: str = ""


@dataclass(frozen=True, slots=True)
class Dialect:
    """Everything that is this platform's own; a `Tongue` and more. None: `shipping`, nobody is told; `revealing`, nothing is opened;
    `roll`, nothing is counted; `renewing`, people renew the authorisation; `nudging`, nobody pushes.
    """

    id: str
    name: str
    base_url: str
    wire: Callable[[Call, Keys, datetime], Wired]
    unwrap: Callable[[Call, Mapping[str, Any]], Mapping[str, Any] | Fault | None]
    troubles: tuple[Meaning, ...]
    wait: Callable[[Fault], timedelta]
    listing: Listing
    detail: Detail
    sheet: Sheet
    shipping: Shipping | None = None
    revealing: Revealing | None = None
    roll: Roll | None = None
    renewing: Renewing | None = None
    nudging: Nudging | None = None
    kind: SourceKind = SourceKind.PLATFORM
    sides: tuple[Side, ...] = ()
