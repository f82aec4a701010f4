"""A channel on the page of the chain: what is wrong with it before what went well."""

from datetime import UTC, datetime, timedelta
from typing import Any

from ordertower_desktop.models.chain.lines import Way, ways

NOW = datetime(2025, 11, 12, 4, 0, tzinfo=UTC)
"""12:00 in Shanghai."""


def way(**said: Any) -> Way:
    well = {"channel": "wecom", "id": "wecom-1", "name": "企业微信", "connected": True, "last_ok": stamp(hours=1)}
    (made,) = ways([{**well, **said}], NOW)
    return made


def stamp(**ago: float) -> str:
    return (NOW - timedelta(**ago)).isoformat().replace("+00:00", "Z")


def test_a_channel_that_passed_its_own_test_says_so() -> None:
    made = way(checked_at=stamp(hours=2))
    assert (made.words, made.hue) == ("11:00 发出过，10:00 自检通过", "green")


def test_a_test_that_failed_and_a_silence_are_red_and_say_what_to_know() -> None:
    failed = way(checked_at=stamp(hours=1), check_why="密钥不对（40001）")
    assert (failed.words, failed.hue) == ("自检没有通过：密钥不对（40001）", "red")
    mute = way(check_why="密钥不对（40001）", silent_since=stamp(minutes=30))
    assert (mute.words, mute.hue) == ("沉默：11:30 起有提醒等着没发出", "red")
