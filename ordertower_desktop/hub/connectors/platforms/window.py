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


def next_window(cursor: bytes, reach: Reach, *, span: timedelta, first: datetime, there: datetime) -> Window | None:
    """The window after the cursor (without one: from `first`) by the platform's clock `there`; None while nothing new can be whole."""
    since = datetime.fromisoformat(cursor.decode()) - reach.overlap if cursor else first
    newest = there - reach.lag
    since, until = _second(since), _second(min(since + span, newest))
    return Window(since, until, cut=since + span < newest) if until > since else None


def after(cursor: bytes, window: Window) -> bytes:
    """The cursor once a window was read; never back, where a clock was set."""
    before = datetime.fromisoformat(cursor.decode()) if cursor else window.until
    return max(window.until, before).isoformat().encode()


def _second(at: datetime) -> datetime:
    """Platforms know no finer times."""
    return at.astimezone(UTC).replace(microsecond=0)
