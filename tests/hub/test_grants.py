"""Roles that were lent: until their time to the second, whatever is restarted, and never made lasting."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ordertower_desktop.hub.store.tables import audit
from ordertower_desktop.wire.crisis import GrantRow
from tests.hub.crisis_kit import CREW, LATE_RULES, PACKS, act, late
from tests.hub.floor import Clock, Floor, open_floor
from tests.hub.place import Place


@pytest.fixture
def floor(tmp_path: Path, place: Place) -> Iterator[Floor]:
    """Orders are late three hours after they were paid."""
    with open_floor(tmp_path, db=place.url, rules=LATE_RULES, crew=CREW) as made:
        made.call("PUT", "/v1/packs", who="li", json={"text": PACKS, "why": "测试"})
        yield made


def grant(floor: Floor, who: str = "li", *, status: int = 200, until: datetime | None = None, **more: Any) -> Any:
    body = {"id": "g1", "person": "zhao", "why": "双11 晚班", "until": (until or floor.now + timedelta(hours=2)).isoformat()} | more
    answer = floor.call("POST", "/v1/grants", who=who, json=body)
    assert answer.status_code == status, answer.text
    return msgspec.json.decode(answer.content, type=GrantRow) if status == 200 else answer.json()["title"]


def may(floor: Floor) -> bool:
    """Whether zhao may do what only a supervisor may."""
    return floor.call("GET", "/v1/audit", who="zhao").status_code == 200


def test_a_lent_role_holds_until_its_time_to_the_second_and_not_after_a_restart_either(tmp_path: Path, place: Place) -> None:
    """S106: nobody has to remember, nothing has to run."""
    clock = Clock()
    with open_floor(tmp_path, db=place.url, clock=clock) as floor:
        assert not may(floor)
        assert grant(floor).state == "running"
        assert may(floor)
        assert floor.sync(who="zhao").role == "supervisor"
    with open_floor(tmp_path, db=place.url, clock=clock) as floor:
        clock.at += timedelta(hours=2, seconds=-1)
        assert may(floor)
        clock.at += timedelta(seconds=1)
        assert not may(floor)
        assert floor.sync(who="zhao").role == "agent"
        floor.work()
        floor.advance(seconds=20)
        assert floor.read(list[GrantRow], "/v1/grants")[0].state == "over"
        with floor.tower.db.read() as conn:
            told = [(record.what, record.who, record.at) for _, record in audit.page(conn, after=0, limit=1000, about="zhao")]
            assert audit.verify(conn) is None
        assert [(what, who) for what, who, _ in told] == [("granted", "li"), ("grant_over", "")]


def test_a_lent_role_can_be_taken_back_early_and_cannot_be_lent_on(floor: Floor) -> None:
    grant(floor)
    assert grant(floor, "zhao", status=403, id="g2", person="lin") == "临时授权不能改成员、发邀请码或再授权给别人"
    assert floor.call("DELETE", "/v1/grants/g1", who="zhao").status_code == 403
    answer = floor.call("DELETE", "/v1/grants/g1", who="chen")
    assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")
    assert not may(floor)


def test_a_lent_role_cannot_be_made_a_lasting_one(floor: Floor) -> None:
    """Neither by changing one's own entry nor by an invitation for somebody who may more."""
    grant(floor)
    mine = {"id": "zhao", "name": "赵一鸣", "role": "supervisor", "post": "supervisor"}
    assert floor.call("PUT", "/v1/people", who="zhao", json=mine).status_code == 403
    assert floor.call("POST", "/v1/people/li/invitation", who="zhao").status_code == 403
    assert floor.call("PUT", "/v1/people", who="li", json=mine | {"role": "agent"}).status_code == 200
    floor.advance(hours=3)
    assert not may(floor)


def test_a_lent_role_approves_what_another_proposed_but_not_what_its_holder_did(floor: Floor) -> None:
    late(floor, 51)
    act(floor, "declare")
    act(floor, "offer", "lin", key="o", about="coupon", orders=["40001"], fen=3000)
    grant(floor)
    assert act(floor, "approve", "zhao", about="o").response.offers[0].decided_by_name == "赵一鸣"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"person": "nobody"}, "没有这个成员"),
        ({"person": "chen"}, "不用临时授权"),
        ({"why": " "}, "写明原因"),
        ({"role": "admin"}, "只能临时授予主管权限"),
        ({"role": "king"}, "只能临时授予主管权限"),
        ({"until": "2025-11-20T04:00:00+00:00"}, "72 小时"),
        ({"until": "2025-11-12T04:01:00+00:00"}, "5 分钟"),
    ],
)
def test_a_grant_that_cannot_be_is_refused_in_words(floor: Floor, more: dict[str, Any], told: str) -> None:
    until = datetime.fromisoformat(more["until"]) if "until" in more else None
    assert told in grant(floor, status=422, until=until, **{key: value for key, value in more.items() if key != "until"})
