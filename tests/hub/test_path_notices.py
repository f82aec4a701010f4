"""S73: who has to know of a level is told on the desk when it rises: once a rise, with a receipt, taken back when it falls."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.crisis_kit import CREW, LATE_RULES, PACKS, act, late, level
from tests.hub.floor import Floor, open_floor
from tests.hub.place import Place


@pytest.fixture
def floor(tmp_path: Path, place: Place) -> Iterator[Floor]:
    with open_floor(tmp_path, db=place.url, rules=LATE_RULES, crew=CREW) as made:
        assert made.call("PUT", "/v1/packs", who="li", json={"text": PACKS, "why": "test"}).status_code == 200
        made.advance(minutes=1)
        yield made


def told(floor: Floor, who: str) -> list[tuple[str, str]]:
    return [(one.title, one.body) for one in floor.notices(who) if one.kind == "level"]


def test_a_rise_tells_the_path_once_and_its_fall_takes_it_back(floor: Floor) -> None:
    late(floor, 51, prefix="5")
    assert level(floor).level == 2
    for _ in range(3):
        floor.advance(minutes=1)
    assert told(floor, "li") == [("升二级响应", "今日超时 51 单。客服主管要在 12:06 前知情")]
    assert [told(floor, who) for who in ("zhao", "chen")] == [[], []], "nobody else is on the path of this level"
    notice = next(one for one in floor.notices("li") if one.kind == "level")
    told_by = [(one.channel, one.to, one.state) for one in notice.receipts]
    assert told_by == [("in_app", "li", "delivered"), ("wecom", "li", "due")], "what is not connected is recorded as owed"
    act(floor, "keep", level=1, text="演练后降回")
    assert told(floor, "li") == []


def test_a_person_who_raises_the_level_sets_the_path_going_too(floor: Floor) -> None:
    act(floor, "keep", level=2, text="提前升级")
    assert [title for title, _ in told(floor, "li")] == ["升二级响应"]
    floor.advance(minutes=1)
    act(floor, "confirm", text="属实")
    assert len(told(floor, "li")) == 1, "a confirmation is no rise"
