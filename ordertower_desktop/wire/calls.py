"""The log of calls to systems outside, as the hub tells it; nothing of a person is in it."""

from datetime import datetime

import msgspec


class CallLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One call. `answered`: ok | throttled | refused | timeout | network | error; `code` and `request_id` are the system's own."""

    id: int
    at: datetime
    source: str
    source_name: str
    work: str
    interface: str
    answered: str
    ms: int
    status: int = 0
    code: str = ""
    request_id: str = ""
    sent: int = 0
    got: int = 0
    tries: int = 1
    order: str = ""


class CallPage(msgspec.Struct, frozen=True):
    """The newest first; `after` asks for the next page, empty at the end."""

    items: list[CallLine] = []
    after: str = ""


class InterfaceLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One interface over the time asked for; `p50_ms` and `p95_ms` within a tenth, `answers`: answer -> how many."""

    source: str
    source_name: str
    interface: str
    count: int
    failed: int
    p50_ms: int
    p95_ms: int
    last: datetime
    answers: dict[str, int] = {}


class HopLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One hand-over between systems. `standing`: fine | broken | mute | stale | unknown; `said` is why, in words."""

    link: str
    link_name: str
    source: str
    name: str
    standing: str
    said: str
    called_at: datetime | None = None
    good_at: datetime | None = None
    news_at: datetime | None = None


class CallSummary(msgspec.Struct, frozen=True):
    """The interfaces that fail most first, then the slowest; the hand-overs in the order of the way. `broken` names the one to look at."""

    hours: int
    interfaces: list[InterfaceLine] = []
    hops: list[HopLine] = []
    broken: str = ""
    kept_days: int = 7
