"""S37: a platform's notice or loss of points is entered by hand, stands at level three until it is settled, and is told once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ordertower_desktop.wire.replay import DayPage
from tests.hub.crisis_kit import CREW, LATE_RULES, PACKS, act, level, shown
from tests.hub.floor import Floor, open_floor
from tests.hub.place import Place


@pytest.fixture
def floor(tmp_path: Path, place: Place) -> Iterator[Floor]:
    with open_floor(tmp_path, db=place.url, rules=LATE_RULES, crew=CREW) as made:
        assert made.call("PUT", "/v1/packs", who="li", json={"text": PACKS, "why": "test"}).status_code == 200
        made.advance(minutes=1)
        yield made


def test_a_notice_raises_the_level_to_three_and_its_settling_gives_it_back_to_the_counts(floor: Floor) -> None:
    assert level(floor).level == 1
    row = act(floor, "notice", "zhao", about="拼多多 官方旗舰店", text="延迟发货率超标，11月15日前申诉", points=3)
    assert [(one.where, one.points, one.by_name) for one in row.notices] == [("拼多多 官方旗舰店", 3, "赵一鸣")]
    floor.advance(seconds=20)
    assert (level(floor).level, "平台通知 1 条" in shown(floor).why) == (3, True)
    key = row.notices[0].id
    assert act(floor, "settle", "zhao", status=403, about=key, text="申诉通过") == "这一步要由主管来做"
    assert act(floor, "settle", about=key, text="申诉通过，分数已退回").notices == []
    for _ in range(65):
        floor.advance(minutes=1)
    assert level(floor).level == 1, "it falls as calmly as ever"


def test_the_same_notice_twice_is_one_and_stands_on_the_day(floor: Floor) -> None:
    for _ in range(2):
        row = act(floor, "notice", key="n-1", about="抖音", text="虚假发货通报")
    assert len(row.notices) == 1
    assert act(floor, "settle", key="s-1", about="n-1", text="已整改").notices == []
    assert act(floor, "settle", key="s-1", about="n-1", text="已整改").notices == []
    told = [one.text for one in floor.read(DayPage, "/v1/days/2025-11-12", who="li").landmarks if one.key.startswith("platform/")]
    assert told == ["平台通报：抖音通报：虚假发货通报", "平台通报已处理：抖音，已整改"]


def test_while_a_response_runs_its_log_tells_of_the_notice(floor: Floor) -> None:
    act(floor, "keep", level=2, text="预演")
    act(floor, "declare", text="积压")
    row = act(floor, "notice", about="京东", text="时效通报", points=1)
    assert any(line.text == "平台通报：京东扣分 1：时效通报" for line in row.log)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"about": "", "text": "通报"}, "请写明是哪个平台、哪家店，最多 40 字"),
        ({"about": "京东", "text": " "}, "请写明通报了什么，照平台的原话"),
        ({"about": "京东", "text": "通报", "points": 2000}, "扣分要在 0 到 1000 之间，收到 2000"),
    ],
)
def test_what_is_missing_is_asked_for_in_words(floor: Floor, more: dict[str, object], words: str) -> None:
    assert act(floor, "notice", status=422, **more) == words
    assert act(floor, "settle", status=422, about="nowhere", text="好了") == "没有这条平台通报，请刷新"
    assert shown(floor).notices == []
