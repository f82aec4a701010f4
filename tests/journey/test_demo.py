"""The demo's day as it is planned: every count of the pictures, by fake systems that check who calls."""

from collections import Counter
from datetime import timedelta

import httpx
import pytest

from ordertower_desktop.demo import floor, live, play, story
from ordertower_desktop.demo.double11 import cleared, records
from ordertower_desktop.demo.plan import slots
from ordertower_desktop.demo.servers import FakeSystem, signature
from ordertower_desktop.demo.staff import deeds
from ordertower_desktop.demo.world import Record, World

SEED = 1112


def test_the_plan_meets_every_count_of_the_story_and_is_the_same_for_a_seed() -> None:
    made = slots(SEED)
    late = [slot for slot in made if slot.left < timedelta()]
    assert (len(made), len(late)) == (story.OPEN, story.OVERDUE) == (2134, 186)
    assert Counter(slot.cause for slot in made) == story.CAUSES
    for name, counts in (("stage", story.STAGES), ("platform", story.PLATFORMS), ("region", story.REGIONS)):
        assert Counter(getattr(slot, name) for slot in made) == {key: count.open for key, count in counts.items()}
        assert Counter(getattr(slot, name) for slot in late) == {key: count.overdue for key, count in counts.items()}
    heat = Counter((slot.region, slot.category) for slot in made)
    assert all(heat[region, category] == n for region, row in story.HEAT.items() for category, n in zip(story.CATEGORIES, row, strict=True))
    assert sum(timedelta() <= slot.left <= timedelta(hours=2) for slot in made) == story.DUE_SOON
    assert made == slots(SEED) != slots(SEED + 1)
    assert len({slot.number for slot in made} | {one.slot.number for one in cleared(SEED)}) == story.OPEN + story.CLEARED


def test_the_erp_tells_nothing_after_it_fell_silent() -> None:
    assert not [record for record in records(SEED) if record.system == "erp" and record.at > story.SILENT_SINCE]


def test_the_staff_take_and_close_as_many_as_the_pictures_say() -> None:
    plan = deeds(SEED)
    closed = Counter(deed.person for deed in plan if deed.do == "resolve")
    taken = Counter(deed.person for deed in plan if deed.do == "acknowledge")
    assert closed == story.CLOSED_TODAY
    assert {person: taken[person] - closed[person] for person in taken} == story.IN_HAND


def asked(fake: FakeSystem, path: str, *, secret: str = "s") -> httpx.Response:
    stamp = story.MOMENT.isoformat()
    return httpx.get(fake.url + path, headers={"X-Time": stamp, "X-Sign": signature(secret, path, stamp)}, trust_env=False)


@pytest.fixture
def erp() -> object:
    world = World([Record("erp", str(i), story.MOMENT - timedelta(minutes=i), "已审核") for i in range(5)])
    fake = FakeSystem("erp", "s", world, now=lambda: story.MOMENT)
    fake.start()
    yield fake
    fake.stop()


def test_a_fake_system_checks_its_callers_and_can_refuse(erp: FakeSystem) -> None:
    since, until = httpx.QueryParams(since=(story.MOMENT - timedelta(hours=1)).isoformat(), until=story.MOMENT.isoformat()), ""
    path = f"/orders?{since}{until}&page=1&size=2"
    answer = asked(erp, path)
    assert (answer.status_code, answer.json()["total"], len(answer.json()["items"])) == (200, 5, 2)
    assert asked(erp, path, secret="wrong").status_code == 403
    assert asked(erp, path.replace("size=2", "size=9999")).status_code == 400
    erp.refusal = (401, "401 白名单失效")
    assert asked(erp, path).status_code == 401


def test_the_show_is_twelve_thousand_orders() -> None:
    paid = [record for record in live.records(SEED, live.SHOW) if record.system == "douyin" and "shipped_at" not in record.fields]
    assert len(paid) == 12_000


def test_time_goes_on_in_steps_that_meet_the_refusal_and_the_moment() -> None:
    moments = list(play.steps(story.MOMENT))
    assert moments == sorted(set(moments))
    assert story.SILENT_SINCE in moments
    assert moments[-1] == story.MOMENT
    assert story.MOMENT - timedelta(hours=1) in moments
    assert floor.LIMITS["TO_SHIP"] == "8h"


@pytest.mark.parametrize("early", [timedelta(), timedelta(seconds=10), timedelta(minutes=3), timedelta(hours=12)])
def test_a_day_that_is_played_in_part_ends_where_it_was_asked_to(early: timedelta) -> None:
    until = story.SILENT_SINCE - early
    moments = list(play.steps(until))
    assert moments == sorted(set(moments))
    assert moments[-1] == until
