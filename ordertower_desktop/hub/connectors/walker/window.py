"""Which stretch of time is asked for next: bounded, a little behind the platform's clock, a little over what was read before."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Window:
    """Orders that changed from `since` to `until`, both included. `cut`: the rest up to the present needs a further window."""

    since: datetime
    until: datetime
    cut: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """`span` is the longest window that the platform answers, `lag` how far behind its clock it is whole, `overlap` what is read twice."""

    span: timedelta
    lag: timedelta = timedelta(seconds=30)
    overlap: timedelta = timedelta(minutes=5)

    @property
    def least(self) -> timedelta:
        """The shortest window that still gets on."""
        return self.overlap + timedelta(minutes=1)


def next_window(cursor: bytes, reach: Reach, *, span: timedelta, first: datetime, there: datetime) -> Window:
    """The window after the cursor (without one: from `first`) by the platform's clock `there`.

    Where that clock seems to stand before the cursor, a second is asked for: the answer will tell what time it is.
    """
    since = _second(datetime.fromisoformat(cursor.decode()) - reach.overlap if cursor else first)
    newest = _second(there - reach.lag)
    return Window(since, max(min(since + span, newest), since + timedelta(seconds=1)), cut=since + span < newest)


def after(cursor: bytes, window: Window) -> bytes:
    """The cursor once a window was read; never back, where a clock was set."""
    before = datetime.fromisoformat(cursor.decode()) if cursor else window.until
    return max(window.until, before).isoformat().encode()


def _second(at: datetime) -> datetime:
    """Platforms know no finer times."""
    return at.astimezone(UTC).replace(microsecond=0)
