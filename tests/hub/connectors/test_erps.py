"""聚水潭 and 旺店通: their words on our ladder, one order however many rows speak of it, and shipments from a listing of their own."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ordertower_desktop.demo.platforms.counter import Trouble
from ordertower_desktop.demo.platforms.shelf import Sale, State, beijing
from ordertower_desktop.hub.connectors.connector import SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.erps.table import ERPS
from ordertower_desktop.hub.connectors.mapped.http.vault import Keys as Vaulted
from ordertower_desktop.hub.connectors.opening import followers, opened, warehouses
from ordertower_desktop.hub.connectors.walker.shop import PlatformConnector
from ordertower_desktop.hub.connectors.walker.status import standing
from ordertower_desktop.hub.connectors.walker.window import Reach
from ordertower_desktop.settings import Secret, SourceSettings
from ordertower_desktop.settings.system import NEEDED, SystemName
from tests.hub.connectors.rig import KEY, NOON, TOKEN, Known, Rig, sale
from tests.hub.connectors.shops import SYSTEMS, shop
from tests.hub.floor import open_floor

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NUMBER = "6000000000000000077"
FULL = Sale(NUMBER, NOON - HOUR / 3, State.PAID, created=NOON - 9 * HOUR, paid=NOON - 8 * HOUR, ship_by=NOON + 16 * HOUR, fen=1_299_07)


@pytest.fixture(params=sorted(SYSTEMS))
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    with shop(request.param) as made:
        yield made


def name_of(rig: Rig) -> str:
    return rig.connector().about.id


def test_a_whole_order_comes_under_the_platforms_number_with_every_field(rig: Rig) -> None:
    rig.shelf.put(FULL)
    got = rig.told().orders[NUMBER]
    told = {
        "amount_fen": 1_299_07, "province": "浙江省", "city": "杭州市", "district": "余杭区", "title": "羊绒围巾 驼色", "sku": "WJ-01",
        "items": 2, "created_at": (NOON - 9 * HOUR).isoformat(), "paid_at": (NOON - 8 * HOUR).isoformat(),
        "ship_by": (NOON + 16 * HOUR).isoformat(),
        "platform": {"jushuitan": "taobao", "wangdian": "jd"}[name_of(rig)],
        "shop": {"jushuitan": "天猫旗舰店", "wangdian": "京东旗舰店"}[name_of(rig)],
        "erp_order_id": {"jushuitan": "500077", "wangdian": "JY500077"}[name_of(rig)],
    }  # fmt: skip
    assert {name: got.fields.get(name) for name in told} == told
    assert (got.kind, got.at, got.stage) == ("erp", FULL.changed, "TO_AUDIT")


STANDS = {
    State.UNPAID: ("UNPAID", set()), State.PAID: ("TO_AUDIT", set()), State.HELD: ("TO_AUDIT", set()), State.SHIPPED: ("TO_COLLECT", set()),
    State.SIGNED: ("TO_COLLECT", set()), State.CLOSED: (None, {"cancelled"}),
}  # fmt: skip
"""An ERP is done with an order when it has left, not when it is signed for; an odd one waits for somebody to audit it, and is not held."""


@pytest.mark.parametrize("state", sorted(STANDS))
def test_every_status_word_has_its_place_on_the_ladder(rig: Rig, state: State) -> None:
    rig.shelf.put(replace(FULL, state=state))
    known = rig.told()
    got = known.orders[NUMBER]
    assert not known.gaps
    assert (got.stage, got.facts) == STANDS[state]


@pytest.mark.parametrize("name", sorted(SYSTEMS))
def test_the_words_of_the_status_table_are_all_of_them(name: str) -> None:
    """As the system's own documents list them."""
    words = {
        "jushuitan": "WaitPay Delivering Merged Question Split WaitOuterSent WaitConfirm WaitFConfirm Sent Cancelled",
        "wangdian": "4 5 6 7 10 12 15 16 19 20 21 23 24 25 27 30 35 40 55 95 96 101 110",
    }[name].split()
    columns = SYSTEMS[name][1].sheet.statuses
    assert [word for word in words if standing({columns[0].path: word}, columns).gaps] == []
    assert set(columns[0].words) == set(words)


def test_what_is_odd_or_frozen_says_why(rig: Rig) -> None:
    rig.shelf.put(replace(FULL, state=State.HELD))
    fields = rig.told().orders[NUMBER].fields
    assert (fields.get("abnormal"), fields.get("hold_reason")) in ((("地址异常"), None), (None, "地址待核实"))


def test_a_refund_under_way_is_seen_where_the_order_tells_it(rig: Rig) -> None:
    rig.shelf.put(replace(FULL, refunding=True))
    assert ("refunding" in rig.told().orders[NUMBER].facts) is (name_of(rig) == "wangdian")


def test_what_has_left_is_an_event_with_carrier_number_and_hands(rig: Rig) -> None:
    rig.shelf.put(replace(FULL, state=State.SHIPPED, shipped=NOON - HOUR / 2, waybill="78901"))
    known = rig.told()
    (left,) = known.events.values()
    assert (left.name, left.at, left.order_id, left.payload["waybill"], left.payload["carrier"]) == (
        "outbound", NOON - HOUR / 2, NUMBER, "78901", "中通快递",
    )  # fmt: skip
    assert left.payload.get("packer") == ("王打包" if name_of(rig) == "wangdian" else None)
    assert known.orders[NUMBER].fields["carrier"] == "中通快递"
    again = rig.told()
    assert again.events.keys() == known.events.keys(), "told again it is the same event"


def row(rig: Rig, own: int, *orders: str, word: str, waybill: str = "", minutes_ago: int = 30, torn: bool = True) -> dict[str, Any]:
    """A row of the ERP's own: what it has split off, or joined."""
    at = beijing(NOON - minutes_ago * MINUTE)
    if name_of(rig) == "jushuitan":
        return {
            "o_id": own, "so_id": orders[0], "merge_so_id": ",".join(orders[1:]), "is_split": torn and len(orders) == 1,
            "is_merge": len(orders) > 1, "status": word, "modified": at, "l_id": waybill, "pay_amount": "60.00",
            "items": [{"name": "围巾", "qty": 1}],
        }  # fmt: skip
    return {
        "trade_no": f"JY{own}", "src_tids": ",".join(orders), "split_from_trade_id": 1 if torn and len(orders) == 1 else 0,
        "trade_status": int(word), "refund_status": 0, "modified": at, "logistics_no": waybill, "receivable": 60,
        "detail_list": [{"src_tid": order, "goods_name": "围巾", "num": 1.0} for order in orders],
    }  # fmt: skip


def word(rig: Rig, ours: str) -> str:
    words = {
        "jushuitan": {"audit": "WaitConfirm", "sent": "Sent", "split": "Split", "cancelled": "Cancelled"},
        "wangdian": {"audit": "30", "sent": "95", "split": "7", "cancelled": "5"},
    }
    return words[name_of(rig)][ours]


def parts(rig: Rig, *rows: dict[str, Any]) -> None:
    rig.counter.booth.parts[:] = rows  # type: ignore[attr-defined]


def test_an_order_in_parts_stands_where_its_slowest_part_stands(rig: Rig) -> None:
    parts(rig, row(rig, 1, "A-1", word=word(rig, "sent"), waybill="YT1"), row(rig, 2, "A-1", word=word(rig, "audit")))
    got = rig.told().orders["A-1"]
    assert (got.stage, got.facts) == ("TO_AUDIT", {"part_shipped"})
    assert got.fields["waybill"] == "YT1"
    assert not {"amount_fen", "items"} & got.fields.keys(), "a part's amount is not the order's"
    assert rig.connector().read("A-1", now=rig.hub_now).snapshots[0].stage == "TO_AUDIT"


def test_a_part_that_changes_alone_does_not_speak_for_its_brother(rig: Rig) -> None:
    """The brother changed days ago and is in no window any more."""
    brother = row(rig, 2, "A-1", word=word(rig, "audit"), minutes_ago=60 * 24 * 9)
    parts(rig, row(rig, 1, "A-1", word=word(rig, "sent"), waybill="YT1"), brother)
    assert rig.told().orders["A-1"].stage == "TO_AUDIT"
    parts(rig, row(rig, 3, "A-1", word=word(rig, "split"), torn=False), row(rig, 1, "A-1", word=word(rig, "sent"), waybill="YT1"), brother)
    assert rig.told().orders["A-1"].stage == "TO_AUDIT"


def test_an_order_is_cancelled_when_all_its_parts_are(rig: Rig) -> None:
    cancelled = row(rig, 1, "A-1", word=word(rig, "cancelled"))
    parts(rig, cancelled, row(rig, 2, "A-1", word=word(rig, "audit")))
    assert (rig.told().orders["A-1"].facts, rig.told().orders["A-1"].stage) == (frozenset(), "TO_AUDIT")
    parts(rig, cancelled, row(rig, 2, "A-1", word=word(rig, "cancelled")))
    assert rig.told().orders["A-1"].facts == {"cancelled"}


def test_orders_that_were_joined_all_learn_of_it(rig: Rig) -> None:
    parts(rig, row(rig, 1, "A-1", "A-2", word=word(rig, "sent"), waybill="YT9"))
    told = rig.told().orders
    assert {number: (one.stage, one.fields["waybill"], "amount_fen" in one.fields) for number, one in told.items()} == {
        "A-1": ("TO_COLLECT", "YT9", False), "A-2": ("TO_COLLECT", "YT9", False),
    }  # fmt: skip


LIMITS = {"jushuitan": ((199, "限流", 2), (200, "限流", 60)), "wangdian": ((100, "限流", 300),)}


def test_the_systems_own_codes_for_too_fast_are_heeded_for_as_long_as_they_ask(rig: Rig) -> None:
    name = name_of(rig)
    rig.stock(2)
    for code, said, seconds in LIMITS[name]:
        connector = rig.connector()
        booth = rig.counter.booth
        text = "超过每分钟最大并发次数限制，请稍后重试" if name == "wangdian" else "调用频次超过限制!请稍后再试"
        answer = {"status": code, "message": text} if name == "wangdian" else {"code": code, "msg": text}
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(type(booth), "trouble", lambda _booth, _trouble, told=answer: told)
            rig.counter.troubles = {rig.counter.calls + 1: Trouble.THROTTLED}
            with pytest.raises(Unreachable, match=said):
                connector.pull(b"", now=rig.hub_now)
        calls = rig.counter.calls
        with pytest.raises(Unreachable, match="限流中"):
            connector.pull(b"", now=rig.hub_now + timedelta(seconds=seconds - 1))
        assert rig.counter.calls == calls
        connector.pull(b"", now=rig.hub_now + timedelta(seconds=seconds + 1))


def source(system: SystemName, url: str) -> SourceSettings:
    said: dict[str, Any] = {"app_key": KEY, "secret": Secret("keyring:secret"), "token": Secret("keyring:token"), "account": TOKEN}
    return SourceSettings(system=system, base_url=url, every=MINUTE, **{key: said[key] for key in NEEDED[system] if key in said})


@pytest.mark.parametrize("name", sorted(SYSTEMS))
def test_an_erp_and_a_platform_named_in_the_settings_tell_of_one_order(tmp_path: Path, name: str) -> None:
    kept = {"keyring:secret": SYSTEMS[name][2].secret, "keyring:token": TOKEN}
    with shop(name) as erp, shop("taobao") as platform, ExitStack() as ended:
        for one in (erp, platform):
            one.shelf.put(replace(FULL, paid=NOON - 30 * HOUR))
        made = opened((source(SystemName(name), erp.counter.url),), tmp_path, keys=Vaulted(lambda reference: kept.get(reference, "")))
        for opened_one in made.values():
            ended.callback(opened_one.close)  # type: ignore[attr-defined]
        floor = ended.enter_context(open_floor(tmp_path, connectors={**made, "taobao": platform.connector()}))
        floor.work()
        floor.advance(minutes=1)  # two days in windows of an hour are more than one round
        page = floor.call("GET", f"/v1/orders/{NUMBER}").json()
        assert (page["stage"], page["platform"], page["shop"]) == ("TO_AUDIT", "taobao", "旗舰店"), "the platform knows its own shop"
        assert {row["id"]: row["state"] for row in floor.call("GET", "/v1/sources").json()} == {name: "fresh", "taobao": "fresh"}
        assert NUMBER in floor.pool()
        erp.shelf.put(replace(FULL, state=State.SHIPPED, shipped=NOON, changed=NOON, waybill="78901"))
        erp.now = platform.now = NOON + 10 * MINUTE
        floor.advance(minutes=9)
        page = floor.call("GET", f"/v1/orders/{NUMBER}").json()
        assert page["stage"] == "TO_COLLECT"
        assert "待回传" in page["facts"], "the ERP says that it has left, and the platform does not know it"


def test_every_system_that_may_be_named_is_opened(tmp_path: Path) -> None:
    keys = Vaulted(lambda _reference: "")
    for system in SystemName:
        asked = (source(system, "http://127.0.0.1:9"),)
        found = [opened(asked, tmp_path, keys=keys), followers(asked, tmp_path, keys=keys), warehouses(asked, keys=keys)]
        assert {key for one in found for key in one} == {system}
    assert {str(name): dialect.id for name, dialect in ERPS.items()} == {str(name): str(name) for name in ERPS}


def test_an_erp_without_its_key_refuses_and_names_it(tmp_path: Path) -> None:
    (erp,) = opened((source(SystemName.WANGDIAN, "http://127.0.0.1:9"),), tmp_path, keys=Vaulted(lambda _reference: "")).values()
    with pytest.raises(SourceRefused, match="旺店通 找不到密钥 keyring:secret"):
        erp.pull(b"", now=NOON)


def test_after_any_shipment_listing_that_fails_nothing_is_half_read(rig: Rig) -> None:
    sales = [replace(sale(n, NOON - 25 * MINUTE), state=State.SHIPPED, shipped=NOON - 25 * MINUTE, waybill=f"7{n}") for n in range(1, 6)]
    for one in sales:
        rig.shelf.put(one)
    before = rig.counter.calls
    assert len(rig.told().events) == 5
    for call in range(1, rig.counter.calls - before + 1):
        known, connector = Known(), rig.connector()
        rig.counter.troubles = {rig.counter.calls + call: Trouble.HTML}
        with pytest.raises(Unreachable):
            known.pull(connector, rig.hub_now)
        rig.counter.troubles = {}
        known.pull(connector, rig.hub_now)
        assert len(known.events) == 5


def test_the_fakes_refuse_what_the_systems_refuse(rig: Rig) -> None:
    dialect, keys = SYSTEMS[name_of(rig)][1:]
    long = replace(dialect, listing=replace(dialect.listing, reach=Reach(span=timedelta(days=9))))
    large = replace(dialect, listing=replace(dialect.listing, most=1000))
    for bold in (long, large):
        connector = PlatformConnector(rig.connector().about, bold, keys, base_url=rig.counter.url, size=1000, first=timedelta(days=20))
        rig.made.append(connector)
        with pytest.raises(SourceRefused) as error:
            connector.pull(b"", now=rig.hub_now)
        assert error.value.code == "request"
