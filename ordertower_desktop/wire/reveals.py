"""A look at one order's receiver in plain: the wish, the answer that nobody keeps, and the history that everybody may be asked about."""

from datetime import datetime

import msgspec


class RevealBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`reason` is a key of the short list; `other` wants `text`."""

    order: str
    reason: str
    text: str = ""


class Revealed(msgspec.Struct, frozen=True):
    """What the source told; it never says itself by accident, and whoever has it forgets it after `seconds`."""

    order: str
    name: str
    phone: str
    address: str
    source: str
    seconds: int
    left: int
    quota: int
    kept: list[str] = []
    """Fields that the source told and that the post may not see."""

    def __repr__(self) -> str:
        return f"Revealed({self.order!r})"


class RevealTerms(msgspec.Struct, frozen=True):
    """What somebody has to know before they ask: why they may not (empty: they may), whom would be asked, and what is left of today."""

    order: str
    why_not: str
    source: str
    left: int
    quota: int
    reasons: dict[str, str]


class RevealLine(msgspec.Struct, frozen=True):
    """One wish, as the history tells it."""

    id: str
    at: datetime
    person: str
    name: str
    order: str
    source: str
    reason: str
    state: str
    why: str = ""
    fields: list[str] = []


class RevealPage(msgspec.Struct, frozen=True):
    """The newest first; `today` counts every person's looks of the day."""

    items: list[RevealLine]
    after: str = ""
    today: dict[str, int] = {}
    quota: int = 0
