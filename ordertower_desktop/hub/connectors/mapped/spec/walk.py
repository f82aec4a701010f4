"""Which stretch of time is asked for, and how its pages follow each other."""

from dataclasses import dataclass
from datetime import timedelta

from ordertower_desktop.hub.connectors.mapped.language.expression import Expression


@dataclass(frozen=True, slots=True)
class Window:
    """Which stretch of time one pull asks for: `span` at most, from `overlap` before where the last one ended, never nearer than `lag`."""

    span: timedelta = timedelta(hours=1)
    lag: timedelta = timedelta(seconds=30)
    overlap: timedelta = timedelta(minutes=5)
    first: timedelta = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Once:
    """Everything comes in one answer."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Page after page, counted from `first`; ends at an empty page, at `total` rows, or when `more` says so."""

    first: int = 1
    total: Expression | None = None
    more: Expression | None = None


@dataclass(frozen=True, slots=True)
class ReversePages:
    """From the last page back to the first, so that rows that leave while we read move nothing out of sight."""

    size: int
    total: Expression
    first: int = 1


@dataclass(frozen=True, slots=True)
class Offset:
    """Skip as many rows as have come."""

    total: Expression | None = None
    more: Expression | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """Each answer names the next; ends at none or at one of `ends`."""

    next: Expression
    first: str = ""
    ends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NextUrl:
    """Each answer gives the whole next address, in its body or (None) in a `Link` header."""

    next: Expression | None


@dataclass(frozen=True, slots=True)
class Keyset:
    """Begin again at the last row's stamp (and number), whatever moves meanwhile."""

    at: Expression
    id: Expression
    size: int


Walk = Once | Pages | ReversePages | Offset | Cursor | NextUrl | Keyset
