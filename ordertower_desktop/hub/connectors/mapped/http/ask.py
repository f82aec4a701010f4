"""One request and one answer, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Ask:
    """What is sent. `url` is a path under the base address, or a whole address."""

    url: str
    method: str = "GET"
    query: tuple[tuple[str, str], ...] = ()
    body: Any = None
    form: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whole. `body` is None and `broken` says why where it was no JSON. `at` is the system's own clock."""

    status: int
    body: Any
    headers: Mapping[str, str]
    broken: str = ""
    at: datetime | None = None
