"""The audit log on the wire: its lines, and whether it still is as it was written."""

from datetime import datetime

import msgspec


class AuditLine(msgspec.Struct, frozen=True):
    """Who did what to which thing, under its number."""

    n: int
    at: datetime
    who: str
    what: str
    object: str
    detail: str


class AuditPage(msgspec.Struct, frozen=True):
    """Some of them; `after` asks for the next, empty at the end."""

    items: list[AuditLine]
    after: str = ""


class Verified(msgspec.Struct, frozen=True, omit_defaults=True):
    """`ok`, or the first row that is not as it was written."""

    ok: bool
    rows: int
    bad_row: int = 0
    why: str = ""
