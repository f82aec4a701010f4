"""A call and its answer: what a resource sees of HTTP."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from ordertower_desktop.domain.people import Actor, Role
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.wire.codec import decode, encode, utc
from ordertower_desktop.wire.pages import Problem

T = TypeVar("T")
MOST_ROWS = 1000
JSON = "application/json"


class Refused(Exception):
    """An answer that is a problem; the title is a Chinese sentence."""

    def __init__(
        self, status: int, title: str, *, kind: str = "about:blank", detail: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(title)
        self.problem = Problem(kind, title, status, detail)
        self.headers = dict(headers or {})


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back. `body` is ready bytes."""

    body: bytes = b""
    status: int = 200
    kind: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


def as_json(value: object, *, status: int = 200) -> Answer:
    return Answer(encode(value), status)


def as_problem(refused: Refused) -> Answer:
    return Answer(encode(refused.problem), refused.problem.status, "application/problem+json", refused.headers)


@dataclass(frozen=True, slots=True)
class Call:
    """One request, after the guard has let it in."""

    tower: Tower
    now: datetime
    actor: Actor
    token: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    kind: str = JSON
    caller: str = ""
    """The address that it comes from."""

    def read(self, kind: type[T]) -> T:
        """The body as `kind`; `Malformed` where it is not."""
        return decode(self.body, kind)

    def limit(self, usual: int = 100) -> int:
        """How many rows are wanted: 1 to 1000."""
        text = self.query.get("limit", str(usual))
        if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= MOST_ROWS:
            raise Refused(400, f"limit 要在 1 到 {MOST_ROWS} 之间，收到 {text[:20]}")
        return int(text)

    def number(self, name: str, usual: int = 0) -> int:
        """A query parameter that is a whole number, not negative."""
        text = self.query.get(name, str(usual))
        if not text.isascii() or not text.isdigit() or len(text) > 18:
            raise Refused(400, f"{name} 要是不小于 0 的整数，收到 {text[:20]}")
        return int(text)

    def moment(self, name: str) -> datetime | None:
        """A query parameter that is a time with a zone, or None."""
        text = self.query.get(name, "")
        return utc(text) if text else None


class Body(StrEnum):
    """How a route takes its body: whole (at most 1 MB), or as a stream that it reads itself."""

    WHOLE = "whole"
    STREAM = "stream"


Handler = Callable[[Call], Answer]

NOBODY: frozenset[Role] = frozenset()
ADMIN = frozenset({Role.ADMIN})
SUPERVISOR = ADMIN | {Role.SUPERVISOR}
AGENT = SUPERVISOR | {Role.AGENT}
ANYBODY = AGENT | {Role.DISPLAY}


@dataclass(frozen=True, slots=True)
class Route:
    """A line of the surface: who may call what, and what goes in and out. `roles` empty: no token is needed."""

    method: str
    path: str
    roles: frozenset[Role]
    handler: Handler | None
    says: str
    takes: Any = None
    gives: Any = None
    query: tuple[str, ...] = ()
    body: Body = Body.WHOLE
