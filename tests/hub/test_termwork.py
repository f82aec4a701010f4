"""Limits and calendars are edited under a floor at work: foretold order by order, for new ones or for all, and never by the past."""

import json
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ordertower_desktop.domain.people import Role
from ordertower_desktop.hub.store.tables import versions
from ordertower_desktop.wire.terms import TermsChange, TermsTrial
from tests.hub.floor import Clock, Floor, open_floor
from tests.hub.place import OnFile

RUSHED = {"what": "TO_ACCEPT", "limit": "6h", "match": {"shop": "抖音直播间"}}


def save(floor: Floor, kind: str, body: dict[str, Any], *, who: str = "li", **more: Any) -> Any:
    answer = floor.call("PUT", f"/v1/{kind}", who=who, json={"text": json.dumps(body, ensure_ascii=False), **more})
    if answer.status_code == 200:
        floor.work()
    return answer


def tried(floor: Floor, **asked: Any) -> TermsTrial:
    answer = floor.call("POST", "/v1/limits/preview", json=asked)
    assert answer.status_code == 200, answer.text
    return floor_read(answer.content, TermsTrial)


def floor_read(body: bytes, kind: Any) -> Any:
    return msgspec.json.decode(body, type=kind)


def due(floor: Floor, order: str, kind: str = "stage") -> datetime:
    page = floor.call("GET", f"/v1/orders/{order}").json()
    (found,) = [one["clock"]["due_at"] for one in page["clocks"] if one["clock"]["kind"] == kind]
    return datetime.fromisoformat(found)


def calendars(floor: Floor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = floor.call("GET", "/v1/calendars").json()["content"]["calendars"]
    return found


def with_week(floor: Floor, key: str, day: str) -> list[dict[str, Any]]:
    return [one | {"week": [day] * 7} if one["id"] == key else one for one in calendars(floor)]


def test_a_limit_for_all_reaches_running_clocks_and_one_for_new_orders_does_not(floor: Floor) -> None:
    floor.paid("old", hours_ago=1)
    begun = due(floor, "old") - timedelta(hours=4)
    floor.advance(minutes=1)
    assert save(floor, "limits", {"limits": {"TO_ACCEPT": "2h"}, "running": "keep"}).status_code == 200
    assert due(floor, "old") == begun + timedelta(hours=4)
    floor.advance(minutes=1)
    floor.paid("new", hours_ago=0)
    assert due(floor, "new") == floor.now + timedelta(hours=2)
    save(floor, "limits", {"limits": {"TO_ACCEPT": "3h"}, "running": "move"})
    assert due(floor, "old") == begun + timedelta(hours=3)
    page = floor.call("GET", "/v1/orders/old").json()
    lines = [line["detail"] for clock in page["clocks"] if clock["clock"]["kind"] == "stage" for line in clock["lines"]]
    assert "默认时限，第 3 版，11月12日 李婷启用" in lines


def test_hours_that_were_worked_stay_worked_when_a_calendar_changes(floor: Floor) -> None:
    """12:00 in Shanghai: two hours were used since ten; by the new hours the warehouse opens again at 13:00."""
    save(floor, "limits", {"calendars": {"TO_ACCEPT": "desk"}, "limits": {"TO_ACCEPT": "4h"}})
    floor.advance(hours=2)
    floor.paid("6632", hours_ago=2)
    left = due(floor, "6632") - floor.now
    assert left == timedelta(hours=2)
    save(floor, "calendars", {"calendars": with_week(floor, "desk", "15:00-21:00"), "running": "move"})
    assert due(floor, "6632") == floor.now + timedelta(hours=1) + left, "only what is to come is counted by the new hours"
    page = floor.call("GET", "/v1/orders/6632").json()
    (stage,) = [clock["lines"] for clock in page["clocks"] if clock["clock"]["kind"] == "stage"]
    assert [line["title"] for line in stage if line["icon"] == "calendar"] == [
        "客服 09:00–21:00，无扣除", "11月12日 14:00 起 改按 客服 15:00–21:00",
    ]  # fmt: skip


def test_what_the_trial_foretells_is_what_then_happens_order_by_order(floor: Floor) -> None:
    chance = random.Random(3)
    ids = [f"o{i}" for i in range(12)]
    for key in ids:
        shop, fen = chance.choice(["抖音直播间", "天猫"]), chance.choice([100, 600_000])
        floor.paid(key, hours_ago=chance.uniform(0, 6), amount_fen=fen, shop=shop)
    for edit in (
        {"limits": {"limits": {"TO_ACCEPT": "2h"}}},
        {"limits": {"limits": {"TO_ACCEPT": "5h"}, "calendars": {"TO_ACCEPT": "warehouse"}, "others": [RUSHED]}},
        {"calendars": {"calendars": with_week(floor, "warehouse", "08:00-12:00 13:30-22:00")}},
    ):
        floor.advance(minutes=chance.randint(1, 90))
        before = {key: due(floor, key) for key in ids}
        told = tried(floor, **edit)
        lines = {line.order: line for line in told.orders if line.label.startswith("接单")}
        ((kind, body),) = edit.items()
        assert save(floor, kind, {**body, "running": "move"}).status_code == 200
        after = {key: due(floor, key) for key in ids}
        assert {key for key in ids if before[key] != after[key]} == set(lines)
        assert all((line.was, line.will) == (before[key], after[key]) for key, line in lines.items())
        late = {key for key in ids if before[key] > floor.now >= after[key]}
        saved = {key for key in ids if before[key] <= floor.now < after[key]}
        assert {key for key, line in lines.items() if line.turn == "late"} == late
        assert {key for key, line in lines.items() if line.turn == "saved"} == saved
        assert (told.late, told.saved) == (len(late), len(saved))
        assert told.earlier + told.later + told.same == told.judged == told.whole == 12
        assert told.earlier == sum(after[key] < before[key] for key in ids)


def test_a_trial_changes_nothing(floor: Floor) -> None:
    floor.paid("6632", hours_ago=1)
    before = due(floor, "6632")
    assert tried(floor, limits={"limits": {"TO_ACCEPT": "30min"}}).late == 1
    floor.advance(minutes=1)
    assert due(floor, "6632") == before
    assert floor.call("GET", "/v1/limits").json()["version"] == 1


def test_what_was_used_outlives_a_restart(tmp_path: Path) -> None:
    clock, url = Clock(), OnFile(tmp_path).url
    with open_floor(tmp_path, clock=clock, db=url) as floor:
        floor.paid("6632", hours_ago=3)
        floor.advance(minutes=10)
        save(floor, "limits", {"limits": {"TO_ACCEPT": "9h"}, "calendars": {"TO_ACCEPT": "desk"}, "running": "move"})
        floor.advance(hours=1)
        save(floor, "calendars", {"calendars": with_week(floor, "desk", "16:00-18:00"), "running": "move"})
        before = due(floor, "6632")
    with open_floor(tmp_path, clock=clock, db=url) as floor:
        assert due(floor, "6632") == before
        floor.advance(days=2)
        assert due(floor, "6632") == before


def test_a_floor_from_before_keeps_the_limits_that_its_chains_named(tmp_path: Path) -> None:
    clock, url = Clock(), OnFile(tmp_path).url
    with open_floor(tmp_path, clock=clock, db=url) as floor:
        chains = json.loads(floor.call("GET", "/v1/policies", who="li").json()["text"])
        text = json.dumps({**chains, "limits": {"TO_ACCEPT": "7h"}}).encode()
        with floor.tower.db.write() as conn:
            versions.add(conn, "policies", text, by="li", now=clock.at, why="")
            conn.exec_driver_sql("DELETE FROM versions WHERE kind = 'limits'")
    with open_floor(tmp_path, clock=clock, db=url) as floor:
        assert floor.call("GET", "/v1/limits").json()["content"]["limits"] == {"TO_ACCEPT": "7h"}
        floor.paid("6632", hours_ago=1)
        assert due(floor, "6632") == floor.now + timedelta(hours=6)


def test_a_promotion_gives_clocks_other_limits_and_takes_them_from_nobody_at_its_end(floor: Floor) -> None:
    floor.paid("before", hours_ago=1)
    usual = due(floor, "before")
    begin, end = floor.now + timedelta(hours=1), floor.now + timedelta(hours=5)
    promo = {
        "id": "d11", "name": "双11", "by": "李婷", "begin": begin.isoformat(), "end": end.isoformat(), "clocks": {"TO_ACCEPT": "8h"},
    }  # fmt: skip
    assert tried(floor, promo=promo).later == 1
    assert floor.call("PUT", "/v1/promos", who="li", json={"text": json.dumps({"promo": [promo]})}).status_code == 200
    floor.work()
    assert due(floor, "before") == usual, "it has not begun"
    floor.advance(hours=1)
    assert due(floor, "before") == usual + timedelta(hours=4)
    floor.advance(hours=3)
    floor.paid("meanwhile", hours_ago=0)
    floor.advance(hours=2)
    floor.paid("after", hours_ago=0)
    assert due(floor, "meanwhile") == floor.now + timedelta(hours=6)
    assert due(floor, "after") == floor.now + timedelta(hours=4), "it has ended by itself"
    page = floor.call("GET", "/v1/orders/meanwhile").json()
    assert "大促“双11”" in [line["detail"] for clock in page["clocks"] for line in clock["lines"]]


def test_the_hours_of_a_promotion_count_only_while_it_lasts(floor: Floor) -> None:
    week = [*calendars(floor), {"id": "desk-rush", "name": "客服·大促", "week": ["00:00-24:00"] * 7}]
    save(floor, "calendars", {"calendars": week})
    save(floor, "limits", {"limits": {"TO_ACCEPT": "14h"}, "calendars": {"TO_ACCEPT": "desk"}})
    floor.paid("6632", hours_ago=0)
    assert due(floor, "6632") == floor.now + timedelta(hours=9 + 12 + 5), "nine hours tonight, five from nine tomorrow"
    span = {"begin": floor.now.isoformat(), "end": (floor.now + timedelta(hours=10)).isoformat()}
    promo = {"id": "d11", "name": "双11", "by": "李婷", **span, "calendars": {"desk": "desk-rush"}}
    floor.advance(minutes=1)
    floor.call("PUT", "/v1/promos", who="li", json={"text": json.dumps({"promo": [promo]})})
    floor.work()
    assert due(floor, "6632") == floor.now - timedelta(minutes=1) + timedelta(hours=10 + 11 + 4), "one hour more tonight"


def test_the_history_says_each_change_in_words_and_for_whom(floor: Floor) -> None:
    save(floor, "limits", {"limits": {"TO_ACCEPT": "2h"}, "high_value_fen": 300_000, "running": "keep"}, why="双11 提速")
    save(floor, "limits", {"limits": {"TO_ACCEPT": "2h"}, "high_value_fen": 300_000, "others": [RUSHED]})
    found = floor_read(floor.call("GET", "/v1/limits/changes").content, list[TermsChange])
    assert [one.says for one in found] == [
        ["新增例外：店铺是“抖音直播间”的接单 6 小时"],
        ["接单时限 4 小时 → 2 小时", "高价值起点 5,000 元 → 3,000 元"],
        ["出厂设置"],
    ]
    assert [(one.by_name, str(one.running)) for one in found] == [("李婷", "move"), ("李婷", "keep"), ("系统", "move")]
    days = [one | {"holidays": ["2025-11-20", "2025-11-21"]} if one["id"] == "desk" else one for one in calendars(floor)]
    save(floor, "calendars", {"calendars": days})
    (newest, _) = floor_read(floor.call("GET", "/v1/calendars/changes").content, list[TermsChange])
    assert newest.says == ["“客服”新增放假 11月20日至11月21日"]


def test_two_supervisors_at_once_the_second_is_told_who_was_first(floor: Floor) -> None:
    save(floor, "limits", {"limits": {"TO_ACCEPT": "2h"}}, base=1)
    answer = save(floor, "limits", {"limits": {"TO_ACCEPT": "3h"}}, who="it", base=1)
    assert (answer.status_code, answer.json()["title"]) == (409, "李婷 刚改成第 2 版，请先看过再改")


def test_an_agent_tries_and_reads_but_changes_nothing(floor: Floor) -> None:
    assert save(floor, "limits", {}, who="zhao").status_code == 403
    assert floor.call("GET", "/v1/limits/changes", role=Role.AGENT).status_code == 200


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("limits", {"limits": {"TO_ACCEPT": "0h"}}, "时限 TO_ACCEPT：要大于 0，最长 366 天"),
        ("limits", {"limits": {"TO_ACCEPT": "soon"}}, "时长要写成数字加单位"),
        ("limits", {"limits": {"TO_FLY": "1h"}}, "时限 TO_FLY：没有这个环节"),
        ("limits", {"calendars": {"TO_ACCEPT": "gone"}}, "时限、大促或排班里用着日历“gone”"),
        ("limits", {"others": [{**RUSHED, "match": {}}]}, "第 1 条例外时限：要写明对哪些订单"),
        ("calendars", {"calendars": [{"id": "desk", "name": "客服", "week": ["9到21"] * 7}]}, "时段要写成 09:00-18:00"),
        ("calendars", {"calendars": [{"id": "desk", "name": "客服", "week": [""] * 7}]}, "一周里没有任何工作时间"),
        ("calendars", {"calendars": [{"id": "always", "name": "全天", "week": ["09:00-18:00"] * 7}]}, "编号 always 用了不止一次"),
    ],
)
def test_what_is_wrong_is_refused_in_words_and_changes_nothing(floor: Floor, kind: str, body: dict[str, Any], words: str) -> None:
    answer = save(floor, kind, body)
    assert answer.status_code in (400, 422)
    assert words in answer.text
    assert floor.call("GET", f"/v1/{kind}").json()["version"] == 1
