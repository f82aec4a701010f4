"""Each channel proves itself once a week; one that cannot, or that has fallen silent, is somebody's work (S52, S57)."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ordertower_desktop.hub.channels.channel import ChannelRefused, Said, Unreachable
from ordertower_desktop.hub.store.tables import sends
from ordertower_desktop.wire.rows import NoticeRow
from tests.hub.channels.story import Spoken, phoned
from tests.hub.floor import Clock, Floor
from tests.hub.place import OnFile

WEEK = timedelta(days=7)


@pytest.fixture
def floor_of(tmp_path: Path, clock: Clock) -> Iterator[Callable[[Spoken], Floor]]:
    with ExitStack() as ended:

        def made(channel: Spoken) -> Floor:
            floor = ended.enter_context(phoned(tmp_path, OnFile(tmp_path), clock, {channel.about.id: channel}))
            floor.work()
            return floor

        yield made


def reachable(floor: Floor) -> None:
    floor.call("PUT", "/v1/people/it/contacts", who="li", json={"wecom": "WuTong", "sms": "13700137000"}).raise_for_status()


def line(floor: Floor) -> dict[str, Any]:
    return next(one for one in floor.call("GET", "/v1/channels").json() if one.get("id") == "spoken")


def work(floor: Floor) -> list[NoticeRow]:
    return [one for one in floor.notices("it") if one.kind == "channel"]


def test_once_a_week_it_says_a_word_to_whoever_looks_after_it(floor_of: Callable[[Spoken], Floor]) -> None:
    spoken = Spoken("wecom")
    floor = floor_of(spoken)
    reachable(floor)
    floor.advance(days=6, hours=23)
    assert spoken.said == []
    floor.advance(hours=1)
    (said,) = spoken.said
    assert (said.to[0].address, "每周自检" in said.lines[0]) == ("WuTong", True)
    assert (line(floor)["checked_at"][:16], line(floor).get("check_why", "")) == (f"{floor.now:%Y-%m-%dT%H:%M}", "")
    assert line(floor)["tested_at"] is not None
    floor.advance(days=6)
    assert len(spoken.said) == 1
    floor.advance(days=1)
    assert len(spoken.said) == 2
    assert work(floor) == []


def test_a_test_that_fails_is_work_until_one_passes(floor_of: Callable[[Spoken], Floor]) -> None:
    spoken = Spoken("wecom", says=[ChannelRefused("企业微信不接受密钥（40001），请更新")])
    floor = floor_of(spoken)
    reachable(floor)
    floor.advance(days=7)
    (told,) = work(floor)
    assert told.title == "口头 自检没有通过"
    assert "企业微信不接受密钥（40001）" in told.body
    assert line(floor)["check_why"] == "企业微信不接受密钥（40001），请更新"
    floor.advance(minutes=55)
    assert len(spoken.tried) == 1
    floor.advance(minutes=5)
    assert len(spoken.said) == 1
    assert (work(floor), line(floor).get("check_why", "")) == ([], "")


def test_without_anybody_to_reach_it_says_whose_number_is_missing(floor_of: Callable[[Spoken], Floor]) -> None:
    spoken = Spoken("wecom")
    floor = floor_of(spoken)
    floor.advance(days=7)
    assert spoken.tried == []
    assert "IT 岗位没有人登记这个渠道的联系方式" in work(floor)[0].body
    reachable(floor)
    floor.advance(hours=1)
    assert (len(spoken.said), work(floor)) == (1, [])


def test_a_channel_that_falls_silent_while_it_owes_something_is_named_until_it_speaks(floor_of: Callable[[Spoken], Floor]) -> None:
    spoken = Spoken("wecom", says=[Unreachable("企业微信连不上")] * 200)
    floor = floor_of(spoken)
    with floor.tower.db.write() as conn:
        for back in range(9):
            key = sends.begin(conn, "spoken", person="zhao", deliveries=1, now=floor.now - timedelta(minutes=10 * (9 - back)))
            sends.end(conn, key, Said.OK)
    floor.paid("3901", hours_ago=25)
    for _ in range(8):
        floor.advance(minutes=15)
    assert spoken.tried, "something was owed"
    (told,) = work(floor)
    assert told.title == "口头 沉默"
    assert "平常约 10 分钟一条" in told.body
    assert line(floor)["silent_since"] is not None
    with floor.tower.db.write() as conn:
        sends.end(conn, sends.begin(conn, "spoken", person="zhao", deliveries=1, now=floor.now), Said.OK)
    floor.advance(minutes=5)
    assert (work(floor), line(floor).get("silent_since")) == ([], None)


def test_a_channel_that_owes_nothing_may_be_silent(floor_of: Callable[[Spoken], Floor]) -> None:
    spoken = Spoken("wecom")
    floor = floor_of(spoken)
    with floor.tower.db.write() as conn:
        for back in range(9):
            key = sends.begin(conn, "spoken", person="zhao", deliveries=1, now=floor.now - timedelta(minutes=10 * (9 - back)))
            sends.end(conn, key, Said.OK)
    floor.advance(days=2)
    assert work(floor) == []
