"""What a notice says of how late an order is: as a person would."""

from datetime import UTC, datetime, timedelta

import pytest

from ordertower_desktop.hub.store.judging.telling import clock_words
from ordertower_desktop.wire.rows import PoolRow

NOON = datetime(2025, 11, 12, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("late", "words"),
    [
        (timedelta(minutes=7), "已超 7 分"),
        (timedelta(hours=2, minutes=5), "已超 2 时 05 分"),
        (timedelta(hours=47, minutes=59), "已超 47 时 59 分"),
        (timedelta(hours=48), "已超 2 天"),
        (timedelta(days=379, hours=5), "已超 379 天"),
    ],
)
def test_long_lateness_is_told_in_days(late: timedelta, words: str) -> None:
    row = PoolRow(case="1#1", order="1", version=1, state="open", kind="ship_overdue", kind_name="发货超时", opened_at=NOON, due_at=NOON)
    assert clock_words(row, NOON + late) == words
