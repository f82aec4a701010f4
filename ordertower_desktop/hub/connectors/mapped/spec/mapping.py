"""A mapping file as values: what is called, how it is walked, and what each field of an order is read from."""

from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from datetime import timedelta, tzinfo
from enum import StrEnum

from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.writeback import Outcome
from ordertower_desktop.hub.connectors.mapped.language.expression import Expression
from ordertower_desktop.hub.connectors.mapped.language.template import Shape, Template
from ordertower_desktop.hub.connectors.mapped.spec.auth import Auth
from ordertower_desktop.hub.connectors.mapped.spec.walk import Walk, Window
from ordertower_desktop.hub.connectors.sheets.columns.words import Meaning


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls in so long a time."""

    calls: int
    per: timedelta


@dataclass(frozen=True, slots=True)
class Http:
    """Where the system answers. A header's value may be a reference to a secret."""

    base_url: str
    headers: Table[str, str] = field(default_factory=dict)
    timeout: timedelta = timedelta(seconds=20)
    encoding: str = "utf-8"
    ca: str = ""
    rate: Rate | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A request with blanks. `body` None is a request without one."""

    path: Template
    method: str = "GET"
    query: Table[str, Template] = field(default_factory=dict)
    body: Shape | None = None
    form: bool = False

    @property
    def blanks(self) -> frozenset[str]:
        """The names of everything that is filled in."""
        from_query = (name for template in self.query.values() for name in template.names)
        return frozenset((*self.path.names, *from_query, *(self.body.names if self.body else ())))


@dataclass(frozen=True, slots=True)
class Sweep:
    """Everything that is still open, asked for by state; `check` must hold of every row, else the filter was ignored."""

    call: Call
    every: timedelta
    check: Expression | None = None


@dataclass(frozen=True, slots=True)
class ReadOne:
    """One order by its number."""

    call: Call
    rows: Expression


@dataclass(frozen=True, slots=True)
class Pull:
    """How orders are asked for. `stamp` is a row's time of change, by which the window is checked to within `grain`."""

    call: Call
    walk: Walk
    rows: Expression
    size: int = 200
    window: Window | None = None
    columns: tuple[str, ...] = ()
    stamp: Expression | None = None
    grain: timedelta = timedelta(seconds=1)
    sweep: Sweep | None = None
    read: ReadOne | None = None


@dataclass(frozen=True, slots=True)
class RevealOne:
    """One receiver in plain; the expressions read the whole answer."""

    call: Call
    name: Expression | None
    phone: Expression | None
    address: Expression | None


@dataclass(frozen=True, slots=True)
class StockPull:
    """How stock is asked for, how often, and what a row says: a code, where it lies, when that was true, and how many."""

    pull: Pull
    every: timedelta
    sku: Expression
    warehouse: Expression | None
    at: Expression | None
    told: Table[str, Expression]


@dataclass(frozen=True, slots=True)
class When:
    """A meaning by a condition over the row; goes before the word's own."""

    condition: Expression
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Words:
    """What the system's states mean here."""

    exact: Table[str, Meaning] = field(default_factory=dict)
    when: tuple[When, ...] = ()


@dataclass(frozen=True, slots=True)
class Steps:
    """Events inside a row (a warehouse's steps, an order's history)."""

    rows: Expression
    at: Expression
    name: Expression
    names: Table[str, str] = field(default_factory=dict)


class Means(StrEnum):
    """What an answer comes to."""

    OK = "ok"
    AUTH = "auth"  # prove anew, once
    DENIED = "denied"  # proving anew does not help
    SLOW_DOWN = "slow_down"
    RETRY = "retry"
    REFUSED = "refused"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Trait:
    """What may be seen in an answer: its HTTP status, a value in its body (`wanted` or, negated, anything else), or a pattern there."""

    status: int | None = None
    path: Expression | None = None
    wanted: tuple[str, ...] = ()
    negated: bool = False
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class ErrorRule:
    """The first rule whose trait is seen decides."""

    means: Means
    trait: Trait


@dataclass(frozen=True, slots=True)
class Errors:
    """How the system says that something is wrong, in which words, and how long to wait."""

    rules: tuple[ErrorRule, ...]
    message: Expression
    wait: Expression | None = None

    @property
    def prove_success(self) -> bool:
        """True when a good answer says so in its body; then a missing list of rows is an empty one."""
        return any(rule.trait.negated for rule in self.rules)


@dataclass(frozen=True, slots=True)
class Verb:
    """One request that tells. It is made where `when` holds of what is known; `given` are blanks of the file's own, `{give.NAME}`."""

    call: Call
    headers: Table[str, Template] = field(default_factory=dict)
    when: Expression | None = None
    given: Table[str, Expression] = field(default_factory=dict)

    @property
    def blanks(self) -> frozenset[str]:
        """The names of everything that is filled in."""
        return self.call.blanks.union(*(one.names for one in self.headers.values()))


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """The first rule whose trait is seen says what a telling came to."""

    outcome: Outcome
    trait: Trait


@dataclass(frozen=True, slots=True)
class WriteBack:
    """How the system is told that an order has left. `waybills` are those that its row shows; `carriers` are the system's own codes."""

    verbs: tuple[Verb, ...]
    answers: tuple[AnswerRule, ...]
    waybills: Expression
    carriers: Table[str, str] = field(default_factory=dict)

    @property
    def blanks(self) -> frozenset[str]:
        """The same of all."""
        return frozenset(name for verb in self.verbs for name in verb.blanks)


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole file."""

    id: str
    name: str
    kind: SourceKind
    zone: tzinfo
    http: Http
    auth: Auth
    pull: Pull
    fields: Table[str, Expression]
    own: Table[str, Expression]
    words: Words
    errors: Errors
    steps: Steps | None = None
    reveal: RevealOne | None = None
    stock: StockPull | None = None
    platform: str = ""
    write_back: WriteBack | None = None
