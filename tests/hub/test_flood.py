"""The flood, on a whole floor in simulated time: two thousand breaches, and every bound that people were promised."""

from collections import Counter
from contextlib import nullcontext
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from ordertower_desktop.hub.store.tables.deliveries import State
from tests.hub.flood_kit import SECOND, TEN_MINUTES, Storm, Weather, most_within, storm

SPREADS, DESKS = (60, 600), (5, 20, 40)
LAST_STEP = timedelta(minutes=15)
SLACK = timedelta(minutes=11)
WHOLE = [Weather(spread, desks, restart, offline) for spread, desks, (restart, offline) in product(
    SPREADS, DESKS, ((False, False), (True, False), (False, True), (True, True))
)]  # fmt: skip
SHORT = Weather(60, 5, restart=True, offline=True)
SMALL = Weather(240, 1, restart=True, orders=80, least_critical=1)
GAPS = ("ordertower_desktop.sync.notices.CRITICAL_GAPS", (timedelta(),))
PLANTED: dict[str, tuple[tuple[str, object], ...]] = {
    "no budget": (("ordertower_desktop.sync.notices.BUDGET", 99), GAPS),
    "critical at once": (GAPS,),
    "no limits": (("ordertower_desktop.hub.channels.wecom_robot.LIMITS", ()),),
    "no end": (("ordertower_desktop.domain.flood.OFF", 0),),
}


def test_a_flood_keeps_every_bound_that_people_were_promised(tmp_path: Path) -> None:
    weathered(tmp_path, SHORT)


@pytest.mark.long
@pytest.mark.parametrize("weather", WHOLE, ids=str)
def test_the_whole_matrix_of_floods_keeps_every_bound(tmp_path: Path, weather: Weather) -> None:
    weathered(tmp_path, weather)


def weathered(folder: Path, weather: Weather) -> None:
    with storm(folder, weather) as floor:
        floor.run(timedelta(seconds=weather.spread) + LAST_STEP + SLACK)
        few_interrupts(floor)
        everything_is_reachable(floor)
        nothing_waits_too_long(floor)
        few_messages(floor)
        nothing_twice(floor)
        the_flood_ends(floor)


def few_interrupts(floor: Storm) -> None:
    for seat in floor.seats:
        assert most_within(at for at, _ in seat.shows) <= 5, seat.person


def everything_is_reachable(floor: Storm) -> None:
    named = {one.order for seat in floor.seats for _, show in seat.shows for one in show.card.notices}
    assert len(named) == floor.weather.orders
    for seat in floor.seats:
        assert seat.first_named.keys() == seat.came.keys(), seat.person


def nothing_waits_too_long(floor: Storm) -> None:
    for seat in floor.seats:
        if not seat.came:
            continue
        named = seat.first_named
        could = {key: floor.online_from(seat, row.at + SECOND) for key, (_, row) in seat.came.items()}
        for key, (_, row) in seat.came.items():
            if row.severity == "critical":
                assert named[key] - could[key] <= timedelta(seconds=180), (seat.person, row)
        first = min(could, key=lambda key: could[key])
        patience = 5 if any(row.severity == "critical" and could[key] == could[first] for key, (_, row) in seat.came.items()) else 30
        assert seat.shows[0][0] - could[first] <= timedelta(seconds=patience), seat.person


def few_messages(floor: Storm) -> None:
    for phones, most in ((floor.wecom, 6), (floor.sms, 2)):
        assert phones.told
        for person, times in phones.by_person().items():
            assert most_within(times) <= most, (phones.about.id, person)


def nothing_twice(floor: Storm) -> None:
    for seat in floor.seats:
        assert set(seat.fates().values()) <= {1}, seat.person
    told = floor.everything()
    steps = Counter((one.case, one.cycle, one.number) for one in told)
    assert set(steps.values()) == {1}
    assert len({one.case for one in told}) == floor.weather.orders
    assert not any(message.repeat for phones in (floor.wecom, floor.sms) for _, message in phones.told)
    states = Counter(one.state for one in told)
    assert states.keys() <= {State.DELIVERED, State.SENT}, states
    assert sum(len(message.lines) for _, message in floor.wecom.told) == floor.weather.orders


def the_flood_ends(floor: Storm) -> None:
    for seat in floor.seats:
        if seat.flooded_until is None:
            continue
        last = max(at for at, _ in seat.came.values())
        assert seat.flooded_until - last <= TEN_MINUTES, seat.person
        assert not seat.bell.flood


@pytest.mark.long
@pytest.mark.parametrize("bug", ["", *PLANTED])
def test_the_flood_test_can_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    """Each planted bug is found; without any, the same rain passes."""
    for place, value in PLANTED.get(bug, ()):
        monkeypatch.setattr(place, value)
    with pytest.raises(AssertionError) if bug else nullcontext():
        weathered(tmp_path, SMALL)
