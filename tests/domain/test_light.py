"""The one light of the watch: what keeps it from being green, and that it goes out by itself."""

from datetime import timedelta

import pytest

from ordertower_desktop.domain.light import Hue, Light, Sight, aged, light

SECOND = timedelta(seconds=1)


def test_everything_on_time_is_green_and_says_nothing() -> None:
    assert light(Sight(rounds={"judge": SECOND, "sequence": 4 * SECOND})) == Light(Hue.GREEN)


@pytest.mark.parametrize(
    ("seen", "hue", "words"),
    [
        (Sight(rounds={"judge": 6 * SECOND}), Hue.AMBER, "判定停了 6 秒"),
        (Sight(rounds={"escalate": 11 * SECOND}), Hue.RED, "提醒停了 11 秒"),
        (Sight(unset=3), Hue.RED, "3 单的钟没有定时，已重新排上"),
        (Sight(unjudged=12, judged_late=8 * SECOND), Hue.AMBER, "12 单到时还没判，最久 8 秒"),
        (Sight(untold=2, told_late=70 * SECOND), Hue.RED, "2 步提醒到时还没发，最久 1 分"),
        (Sight(stale=("ERP",)), Hue.AMBER, "ERP停更"),
        (Sight(unjudged=12, judged_late=4 * SECOND), Hue.GREEN, ""),
    ],
)
def test_what_is_late_is_said_and_coloured_by_how_late(seen: Sight, hue: Hue, words: str) -> None:
    found = light(seen)
    assert found.hue is hue
    assert words in "".join(found.says[:1])


def test_the_gravest_is_said_first() -> None:
    found = light(Sight(stale=("ERP", "WMS"), unset=1, rounds={"judge": 6 * SECOND}))
    assert found.hue is Hue.RED
    assert found.says[0].startswith("1 单的钟没有定时")
    assert found.says[-1] == "ERP 等 2 项停更"


def test_a_light_that_nobody_renews_goes_out_within_fifteen_seconds() -> None:
    green = Light(Hue.GREEN)
    assert aged(green, 12 * SECOND) == green
    assert aged(green, 13 * SECOND).hue is Hue.AMBER
    assert aged(green, 13 * SECOND).says[0].startswith("看守 13 秒没有消息")
    assert aged(green, 61 * SECOND).hue is Hue.RED
