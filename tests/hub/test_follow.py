"""Parcels of open orders are followed: by questions within the quota, and by calls that prove who they are."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest

from ordertower_desktop.demo.platforms.counter import Trouble
from ordertower_desktop.domain.event import Event
from ordertower_desktop.hub.store.tables import followed, sources, versions
from tests.hub.connectors.rig import SECRET
from tests.hub.floor import NOON
from tests.hub.place import Place, only_sqlite
from tests.hub.trackkit import FORM, HOOK, SALT, Tracked, opened


@pytest.fixture
def ended(place: Place) -> Iterator[ExitStack]:
    """What is opened is closed before the database goes."""
    del place
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def tracked(ended: ExitStack, tmp_path: Path, place: Place) -> Tracked:
    """Asks, and is never called."""
    return opened(ended, tmp_path, place)


@pytest.fixture
def called(ended: ExitStack, tmp_path: Path, place: Place) -> Tracked:
    """Is called back."""
    return opened(ended, tmp_path, place, callback="https://hub.example.com")


def test_a_parcel_of_an_open_order_is_asked_for_and_its_way_is_the_orders(tracked: Tracked) -> None:
    tracked.moves("YT100", "103", "揽收", hours_ago=28)
    tracked.moves("YT100", "1002", "在途", hours_ago=5)
    tracked.shipped("T-1", "YT100")
    tracked.floor.advance(minutes=2)
    assert tracked.events("T-1") == [("handed_to_carrier", "YT100"), ("in_transit", "YT100")]
    assert tracked.order("T-1")["stage"] == "IN_TRANSIT"
    assert (tracked.source["state"], tracked.source["kind"], "gaps" in tracked.source) == ("fresh", "carrier", False)


def test_only_parcels_under_way_are_asked_for(tracked: Tracked) -> None:
    tracked.shipped("T-open", "YT1")
    tracked.shipped("T-signed", "YT2")
    tracked.floor.told(Event(NOON, "taobao", "delivered", "T-signed", {}))
    tracked.shipped("T-back", "YT3")
    tracked.floor.told(Event(NOON, "taobao", "refund_done", "T-back", {}))
    tracked.floor.paid("T-waiting", hours_ago=3, waybill="YT4")
    tracked.floor.advance(minutes=2)
    tracked.seconds(5)
    assert set(tracked.booth.asked) == {"YT1"}
    assert tracked.source["orders"] == 1, "what it shows as its orders is how many it looks after"


def test_a_number_has_its_rest_and_the_one_that_waited_longest_its_turn(tracked: Tracked) -> None:
    for number in (1, 2, 3):
        tracked.shipped(f"T-{number}", f"YT{number}")
    tracked.floor.advance(minutes=2)
    tracked.seconds(6)
    assert {number: len(times) for number, times in tracked.booth.asked.items()} == {"YT1": 1, "YT2": 1, "YT3": 1}
    tracked.floor.advance(hours=2, minutes=1)
    tracked.seconds(6)
    assert {number: len(times) for number, times in tracked.booth.asked.items()} == {"YT1": 2, "YT2": 2, "YT3": 2}
    assert tracked.source["state"] == "fresh"


def test_who_asks_for_a_new_look_does_not_break_a_numbers_rest(tracked: Tracked) -> None:
    tracked.shipped("T-1", "YT1")
    tracked.floor.advance(minutes=2)
    assert len(tracked.booth.asked["YT1"]) == 1
    with tracked.floor.tower.db.write() as conn:
        sources.ask(conn, "kuaidi100", order="T-1", why="重新拉取", by="zhao", now=tracked.floor.now)
    tracked.seconds(3)
    assert len(tracked.booth.asked["YT1"]) == 1
    tracked.floor.advance(hours=1, minutes=59)
    with tracked.floor.tower.db.write() as conn:
        sources.ask(conn, "kuaidi100", order="T-1", why="重新拉取", by="zhao", now=tracked.floor.now)
    tracked.seconds(70)
    assert len(tracked.booth.asked["YT1"]) == 2


def test_the_days_quota_is_kept_over_a_restart_and_a_new_day_has_a_new_one(ended: ExitStack, tmp_path: Path, place: Place) -> None:
    tracked = opened(ended, tmp_path, place, quota=2)
    for number in range(5):
        tracked.shipped(f"T-{number}", f"YT{number}")
    tracked.floor.advance(minutes=2)
    tracked.seconds(10)
    assert sum(map(len, tracked.booth.asked.values())) == 2
    assert tracked.source["reason"] == "今天的 2 次查询已用完，0 点后继续"
    with tracked.floor.tower.db.read() as conn:
        kept = sources.one(conn, "kuaidi100")
    assert kept is not None
    assert json.loads(kept.cursor) == {"day": "2025-11-12", "queries": 2}
    tracked.floor.advance(hours=11, minutes=50)
    assert sum(map(len, tracked.booth.asked.values())) == 2
    tracked.floor.advance(minutes=20)
    tracked.seconds(5)
    assert sum(map(len, tracked.booth.asked.values())) == 4


def test_orders_in_one_parcel_learn_of_it_by_one_question(tracked: Tracked) -> None:
    tracked.moves("YT7", "103", "揽收")
    tracked.shipped("T-1", "YT7")
    tracked.shipped("T-2", "yt7")
    tracked.floor.advance(minutes=2)
    tracked.seconds(5)
    assert len(tracked.booth.asked["YT7"]) == 1, "the second order came a moment too late, and its parcel has its rest"
    tracked.floor.advance(hours=2)
    tracked.seconds(2)
    assert len(tracked.booth.asked["YT7"]) == 2
    assert tracked.events("T-1") == tracked.events("T-2") == [("handed_to_carrier", "YT7")]


def test_what_stands_in_the_way_is_named_and_the_order_goes_on(tracked: Tracked) -> None:
    tracked.shipped("T-1", "WN1", carrier="蜗牛快递")
    tracked.moves("YT2", "998", "上天")
    tracked.shipped("T-2", "YT2")
    tracked.floor.advance(minutes=2)
    tracked.seconds(4)
    assert set(tracked.source["gaps"]) == {"快递公司“蜗牛快递”没有编码", "statusCode=998"}  # type: ignore[call-overload]
    assert tracked.events("T-2") == [("carrier_news", "YT2")]


def test_a_source_that_does_not_answer_is_shown_and_its_parcel_keeps_its_turn(tracked: Tracked) -> None:
    tracked.moves("YT1", "103", "揽收")
    tracked.counter.troubles = {1: Trouble.EXPIRED, 2: Trouble.HTML}
    tracked.shipped("T-1", "YT1")
    assert (tracked.source["state"], tracked.source["reason_code"]) == ("refused", "auth")
    tracked.floor.advance(seconds=31)
    assert tracked.source["reason_code"] == "unreachable"
    tracked.floor.advance(seconds=31)
    assert (tracked.source["state"], tracked.source.get("reason_code")) == ("fresh", None)
    assert tracked.events("T-1") == [("handed_to_carrier", "YT1")]


def test_a_call_is_heard_without_a_question(called: Tracked) -> None:
    called.shipped("T-1", "YT1")
    called.floor.advance(minutes=2)
    assert called.booth.subscribed["YT1"] == (f"https://hub.example.com{HOOK}", SALT)
    called.moves("YT1", "103", "揽收")
    assert called.calls(called.booth.call("YT1")) == 200
    assert called.events("T-1") == [("handed_to_carrier", "YT1")]
    assert not called.booth.asked


def test_calls_that_are_repeated_or_come_in_the_wrong_order_change_nothing(called: Tracked) -> None:
    called.shipped("T-1", "YT1")
    called.floor.advance(minutes=2)
    lost = called.booth.call("YT1", "abort", message="3天查询无记录")
    called.moves("YT1", "103", "揽收", hours_ago=9)
    early = called.booth.call("YT1")
    called.moves("YT1", "5", "派件", hours_ago=2, state="5")
    late = called.booth.call("YT1")
    called.calls(late)
    once = called.order("T-1"), called.events("T-1")
    for body in (early, late, early, late, late, lost):
        assert called.calls(body) == 200
    assert called.events("T-1") == once[1] == [("handed_to_carrier", "YT1"), ("out_for_delivery", "YT1")]
    now = called.order("T-1")
    assert {key: now[key] for key in ("stage", "lanes", "columns")} == {key: once[0][key] for key in ("stage", "lanes", "columns")}


def test_a_forged_call_is_refused_and_leaves_nothing(called: Tracked) -> None:
    called.shipped("T-1", "YT1")
    called.floor.advance(minutes=2)
    called.moves("YT1", "301", "签收", state="3")
    said = dict(parse_qsl(called.booth.call("YT1").decode()))
    forged = (
        urlencode({**said, "sign": "0" * 32}), urlencode({**said, "param": said["param"].replace("YT1", "YT2")}), "param=1", "", "%ff&&=",
    )  # fmt: skip
    for body in forged:
        answer = called.floor.call("POST", HOOK, who="", content=body, headers=FORM)
        assert (answer.status_code, answer.json()["type"]) == (403, "forged")
        assert SALT not in answer.text
    assert called.floor.call("POST", "/v1/webhooks/nobody", who="", content=b"", headers=FORM).status_code == 404
    assert called.events("T-1") == []
    assert called.order("T-1")["stage"] == "TO_COLLECT"


def test_a_call_about_a_parcel_that_is_not_ours_is_answered_and_forgotten(called: Tracked) -> None:
    called.booth.subscribed["YT9"] = "", SALT
    called.moves("YT9", "103", "揽收")
    assert called.calls(called.booth.call("YT9")) == 200
    assert called.floor.call("GET", "/v1/orders/YT9").status_code == 404


def test_a_signed_parcel_is_let_go(called: Tracked) -> None:
    called.shipped("T-1", "YT1")
    called.floor.advance(minutes=2)
    called.moves("YT1", "103", "揽收", hours_ago=9)
    called.moves("YT1", "301", "签收", hours_ago=1, state="3")
    assert called.calls(called.booth.call("YT1", "shutdown")) == 200
    assert called.order("T-1")["stage"] == "SIGNED"
    called.floor.advance(hours=13)
    assert not called.booth.asked
    with called.floor.tower.db.read() as conn:
        assert followed.of_orders(conn, "kuaidi100", ["T-1"]) == []


def test_a_number_without_any_record_after_days_becomes_a_case(called: Tracked) -> None:
    """R17c: 承运商状态码异常; they have looked for three days and know nothing: shipped on paper only."""
    rules = (Path(__file__).parents[2] / "resources" / "rules" / "default.toml").read_text("utf-8")
    text = f"[[rule]]\n{rules.split('[[rule]]')[next(n for n, part in enumerate(rules.split('[[rule]]')) if 'R17c' in part)]}"
    with called.floor.tower.db.write() as conn:
        versions.add(conn, "rules", text.partition("\n# ")[0].encode(), by="", now=called.floor.now, why="test")
    called.shipped("T-1", "YT1", hours_ago=70)
    called.floor.advance(minutes=2)
    assert "T-1" not in called.floor.pool()
    assert called.calls(called.booth.call("YT1", "abort", message="3天查询无记录")) == 200
    called.floor.advance(minutes=3)
    assert called.floor.pool()["T-1"].kind == "empty_waybill"
    called.moves("YT1", "103", "揽收", hours_ago=0)
    called.booth.subscribed.clear()
    called.floor.advance(minutes=40)
    called.seconds(3)
    assert "YT1" in called.booth.subscribed, "half an hour later it is subscribed to again"
    assert called.calls(called.booth.call("YT1")) == 200
    called.floor.advance(minutes=5)
    assert "T-1" not in called.floor.pool()


def test_a_lost_call_is_made_good_by_a_question(called: Tracked) -> None:
    called.shipped("T-1", "YT1")
    called.floor.advance(minutes=2)
    called.moves("YT1", "103", "揽收")
    called.floor.advance(hours=12, minutes=1)
    called.seconds(2)
    assert len(called.booth.asked["YT1"]) == 1
    assert called.events("T-1") == [("handed_to_carrier", "YT1")]


@only_sqlite
def test_what_stands_in_the_database_names_no_courier_and_no_key(called: Tracked, place: Place) -> None:
    called.shipped("T-1", "YT1")
    called.floor.advance(minutes=2)
    called.moves("YT1", "103", "揽收")
    called.calls(called.booth.call("YT1"))
    content = place.content(called.floor.tower.db)
    assert b"handed_to_carrier" in content
    assert not [word for word in ("金丝雀", "13800001111", SALT, SECRET) if word.encode() in content]


def test_a_parcel_is_put_for_all_its_orders(tracked: Tracked) -> None:
    tracked.shipped("T-1", "YT7")
    tracked.shipped("T-2", "YT7")
    tracked.floor.advance(minutes=2)
    with tracked.floor.tower.db.write() as conn:
        one, other = followed.of_parcel(conn, "kuaidi100", "YT7")
        followed.put(conn, replace(one, subscribed=True))
        assert [again.subscribed for again in followed.of_parcel(conn, "kuaidi100", "YT7")] == [True, True]
        assert followed.of_orders(conn, "kuaidi100", [other.order])[0].subscribed
