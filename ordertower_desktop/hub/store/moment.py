"""How times stand in tables: whole microseconds since 1970 in UTC, so that every database sorts them alike."""

from datetime import UTC, datetime, timedelta
from typing import overload

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@overload
def micros(at: datetime) -> int: ...
@overload
def micros(at: None) -> None: ...
def micros(at: datetime | None) -> int | None:
    """An aware time as an integer column; None stays None."""
    return None if at is None else (at - EPOCH) // MICROSECOND


@overload
def moment(stamp: int) -> datetime: ...
@overload
def moment(stamp: None) -> None: ...
def moment(stamp: int | None) -> datetime | None:
    """The aware UTC time that an integer column means."""
    return None if stamp is None else EPOCH + timedelta(microseconds=stamp)
