"""授权: renewed well before it runs out, once at the beginning, and not again at once whatever came of it."""

from datetime import UTC, datetime, timedelta

import pytest

from ordertower_desktop.domain.authority import AFTER_REFUSAL, AFTER_SILENCE, Authority, claimed, due, left, refused, renewed, unheard

NOON = datetime(2025, 11, 12, 4, 0, tzinfo=UTC)


def test_what_nobody_has_renewed_yet_is_renewed_at_once() -> None:
    assert due(Authority(), NOON)


@pytest.mark.parametrize(
    ("life", "ahead"),
    [
        (timedelta(days=365), timedelta(hours=12)),
        (timedelta(days=7), timedelta(hours=12)),
        (timedelta(hours=24), timedelta(hours=6)),
        (timedelta(hours=2), timedelta(minutes=45)),
        (timedelta(hours=1), timedelta(minutes=30)),
    ],
)
def test_it_is_renewed_half_a_day_before_its_end_or_as_early_as_its_life_allows(life: timedelta, ahead: timedelta) -> None:
    held = renewed(NOON + life, NOON)
    assert not due(held, NOON + life - ahead - timedelta(seconds=1))
    assert due(held, NOON + life - ahead)


def test_whoever_renews_keeps_others_from_it_and_a_failure_is_not_tried_again_at_once() -> None:
    held = renewed(NOON + timedelta(days=7), NOON)
    late = NOON + timedelta(days=7)
    assert not due(claimed(held, late), late + timedelta(seconds=59))
    assert due(claimed(held, late), late + timedelta(seconds=60))
    assert not due(unheard(held, late), late + AFTER_SILENCE - timedelta(seconds=1))
    no = refused(held, "refresh_token 无效", late)
    assert (due(no, late + AFTER_REFUSAL), no.refused_since) == (True, late)
    assert refused(no, "refresh_token 无效", late + AFTER_REFUSAL).refused_since == late, "it began then"
    assert renewed(late + timedelta(days=7), late).why == ""


def test_what_is_left_is_said_in_days_and_at_the_end_in_hours() -> None:
    spans = (timedelta(days=6, hours=23), timedelta(hours=23), timedelta(minutes=59), timedelta())
    assert [left(NOON + span, NOON) for span in spans] == ["还剩 6 天", "还剩 23 小时", "还剩不到 1 小时", "已到期"]
