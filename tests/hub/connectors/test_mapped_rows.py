"""From a row of somebody else's to an order of ours: fields, status words, steps, and nobody's name in clear."""

from pathlib import Path
from typing import Any

import pytest

from ordertower_desktop.domain.snapshot import Snapshot
from ordertower_desktop.domain.stage import Fact, Stage
from ordertower_desktop.hub.connectors.connector import Page
from tests.hub.connectors.mapped_kit import Reply, System, order, rig
from tests.hub.floor import NOON, open_floor

ONCE = '[pull.orders]\npath = "/orders"\nrows = "data.items"\n'


def page_of(tmp_path: Path, row: Any, map_: str, *, pull: str = ONCE) -> Page:
    system = System()
    system.faults.append(Reply(200, {"code": 0, "data": {"items": [row]}}))
    with rig(tmp_path, system=system, map_=map_, pull=pull) as at:
        return at.connector.pull(b"", now=NOON)


def read(tmp_path: Path, row: Any, map_: str, *, pull: str = ONCE) -> Snapshot:
    (one,) = page_of(tmp_path, row, map_, pull=pull).snapshots
    return one


FULL = """[map]
order_id = "tid"
shop = "seller"
amount_fen = "yuan(payment)"
paid_at = "pay_time"
ship_by = "latest"
ship_on = "day"
buyer = "buyer"
phone = "mobile"
province = "addr.state"
city = "addr.city"
district = "addr.district"
items = "sum(orders[].num)"
sku = "orders[0].sku"
presale = "yes(pre, '1')"
no_nudge = "yes(calm)"
tags = "marks"
buyer_note = "memo"
status = "status"
waybill = "mail_no"
[map.payload]
risk = "risk.level"
raw = "risk"
[status_map]
WAIT = "TO_SHIP"
PART = "TO_SHIP part_shipped #分批"
GONE = "none"
3 = "TO_COLLECT"
[[status_when]]
when = "status == 'WAIT' && ship_time"
is = "TO_COLLECT"
"""
ROW = {
    "tid": 4012345678901234567, "seller": "外套天猫店", "payment": "200.07", "pay_time": "2025-11-11 06:00:00",
    "latest": "2025-11-13 00:00:00", "day": "2025-11-20", "buyer": "李婷婷", "mobile": "13812345678",
    "addr": {"state": "浙江省", "city": "杭州市", "district": "余杭区"}, "orders": [{"num": 1, "sku": "A"}, {"num": 2, "sku": "B"}],
    "pre": "1", "calm": "否", "marks": ["VIP", "老客"], "memo": "请打 13812345678", "status": "WAIT", "mail_no": "YT1234567890123",
    "risk": {"level": 3, "phone": "13812345678"},
}  # fmt: skip


def test_a_row_becomes_an_order_in_our_own_units_and_masked(tmp_path: Path) -> None:
    one = read(tmp_path, ROW, FULL)
    assert one.order_id == "4012345678901234567"
    assert (one.stage, one.status_word, one.at) == (Stage.TO_SHIP, "WAIT", NOON)
    assert one.fields == {
        "amount_fen": 20007, "buyer": "李**", "buyer_note": "请打 138****5678", "city": "杭州", "district": "余杭区", "items": 3,
        "no_nudge": False, "paid_at": "2025-11-10T22:00:00.000000Z", "phone": "138****5678", "platform": "taobao", "presale": True,
        "province": "浙江", "raw": {"level": 3, "phone": "138****5678"}, "region": "华东", "risk": 3,
        "ship_by": "2025-11-12T16:00:00.000000Z", "ship_on": "2025-11-20", "shop": "外套天猫店", "sku": "A", "tags": ["VIP", "老客"],
        "waybill": "YT1234567890123",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "stage", "facts", "gaps"),
    [
        ({"status": "PART"}, Stage.TO_SHIP, {Fact.PART_SHIPPED}, ()),
        ({"ship_time": "2025-11-12"}, Stage.TO_COLLECT, set(), ()),
        ({"status": "GONE"}, None, set(), ()),
        ({"status": 3}, Stage.TO_COLLECT, set(), ()),
        ({"status": "CUSTOMS"}, None, set(), ("CUSTOMS",)),
        ({"status": None}, None, set(), ()),
        ({"status": ["WAIT"]}, None, set(), ("订单状态（status）：状态取到的不是一个词",)),
    ],
)
def test_a_status_word_means_what_the_file_says_and_an_unknown_one_is_a_gap(
    tmp_path: Path, change: dict[str, Any], stage: Stage | None, facts: set[Fact], gaps: tuple[str, ...]
) -> None:
    page = page_of(tmp_path, ROW | change, FULL)
    one = page.snapshots[0]
    assert (one.stage, one.facts, page.gaps) == (stage, facts, gaps)
    assert ("分批" in str(one.fields["tags"])) is (Fact.PART_SHIPPED in facts)


def test_what_cannot_be_read_is_left_out_and_named(tmp_path: Path) -> None:
    page = page_of(tmp_path, ROW | {"payment": "面议", "orders": [{"num": "x"}], "pay_time": "昨天下午", "marks": {}}, FULL)
    assert {"amount_fen", "items", "paid_at"}.isdisjoint(page.snapshots[0].fields)
    assert [gap.partition("：")[0] for gap in page.gaps] == [
        "金额（amount_fen）",
        "付款时间（paid_at）",
        "商品件数（items）",
        "标签（tags）",
    ]


def test_rows_may_be_given_by_position(tmp_path: Path) -> None:
    """An ERP that answers lists in the order of the fields it was asked for."""
    pull = ONCE + 'columns = ["bill", "state", "sum"]\n'
    one = read(
        tmp_path,
        ["XS-1", "A", 12.5],
        '[map]\norder_id = "bill"\nstatus = "state"\namount_fen = "yuan(sum)"\n[status_map]\nA = "TO_AUDIT"\n',
        pull=pull,
    )
    assert (one.order_id, one.stage, one.fields) == ("XS-1", Stage.TO_AUDIT, {"amount_fen": 1250})


def test_an_amount_without_a_converter_must_be_whole_fen(tmp_path: Path) -> None:
    """Yuan taken for fen would be wrong by a hundred and look right."""
    page = page_of(tmp_path, {"no": "1", "total": "19.90"}, '[map]\norder_id = "no"\namount_fen = "total"\n')
    assert page.snapshots[0].fields == {}
    assert "yuan(…)" in page.gaps[0]


def test_the_steps_inside_a_row_become_events(tmp_path: Path) -> None:
    map_ = """[map]
order_id = "no"
[events]
rows = "log"
at = "time(when, '%Y-%m-%d %H:%M')"
name = "step"
names = { PICK = "picked", PACK = "packed" }
"""
    log = [{"when": "2025-11-12 09:00", "step": "PICK"}, {"when": "2025-11-12 09:30", "step": "WEIGH"}, {"when": "soon", "step": "PACK"}]
    page = page_of(tmp_path, {"no": "1", "log": log}, map_)
    assert [(one.name, one.at.hour, one.order_id) for one in page.events] == [("picked", 1, "1"), ("WEIGH", 1, "1")]
    assert any(gap.startswith("events") for gap in page.gaps)


def test_no_name_phone_or_address_reaches_the_database(tmp_path: Path) -> None:
    canaries = {
        "buyer": "欧阳金丝雀",
        "receiver": "欧阳金丝雀",
        "mobile": "13987654321",
        "street": "浙江省杭州市余杭区金丝雀路 99 号",
        "memo": "电话 13987654321",
    }
    map_ = """[map]
order_id = "no"
buyer = "buyer"
receiver = "receiver"
phone = "mobile"
address = "street"
seller_note = "memo"
paid_at = "pay_time"
[map.payload]
note = "memo"
"""
    with rig(tmp_path, [order(1, 5, **canaries)], map_=map_) as at, open_floor(tmp_path, connectors={"erp": at.connector}) as floor:
        floor.work()
        assert floor.call("GET", "/v1/orders/1").json()["order"] == "1"
        floor.tower.db.checkpoint()
        for file in tmp_path.rglob("hub.db*"):
            content = file.read_bytes()
            for canary in ("欧阳金丝雀", "13987654321", "金丝雀路"):
                assert canary.encode() not in content
