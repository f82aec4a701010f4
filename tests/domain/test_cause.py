"""Why an order is late, told from its own log and from how its sources are doing."""

from dataclasses import replace

import pytest

from ordertower_desktop.domain.cause import CAUSE_NAMES, Cause, CauseKey, SourceState, cause
from ordertower_desktop.domain.clock import Pause
from ordertower_desktop.domain.clocks import clocks
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.order import Order, absorb
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import Fact, Stage
from tests.domain.clock_kit import TERMS, WAITING, local, order, told

NOW = "11-12 14:32:08"
REFUSING = SourceState(
    "erp-main", SourceKind.ERP, last_ok_at=local("11-12 09:42"), refused_since=local("11-12 09:42"), reason_code="401", reason="白名单失效"
)
ERP = SourceState("erp-main", SourceKind.ERP, last_ok_at=local("11-12 14:30"))
TMALL = SourceState("tmall", SourceKind.PLATFORM, last_ok_at=local("11-12 14:32"))
CARRIER = SourceState("yto", SourceKind.CARRIER, last_ok_at=local("11-12 14:25"))
PAID = told("11-12 10:18:05", "payment_approved", amount_fen=869_900)
PACKED = (PAID, told("11-12 10:30", "accepted", source="erp-main"), told("11-12 11:00", "packed", source="wms-1"))
ABSENT = Snapshot(local("11-12 14:20"), "erp-main", SourceKind.ERP, "3901", absent=True)


def why(found: Order, *sources: SourceState, now: str = NOW, pauses: tuple[Pause, ...] = ()) -> Cause:
    running = clocks(found, case_marks=None, terms=TERMS, now=local(now))
    return cause(found, sources=sources, clocks=running, pauses=pauses, now=local(now))


def test_a_paid_order_that_a_refusing_erp_does_not_have_is_a_system_gap() -> None:
    found = why(absorb(order(PAID), [ABSENT]), TMALL, REFUSING)
    assert (found.key, found.name, found.detail, found.confidence) == (CauseKey.SYSTEM_GAP, "系统断层", "ERP 未收单 · 401", 96)
    assert found.text == "erp-main 自 11-12 09:42 起拒绝访问（401，白名单失效）。"
    assert found.origin == "erp-main"
    assert found.evidence == (
        "11-12 10:18 付款，来自 tmall",
        "11-12 14:20 读 erp-main：无此单",
        "erp-main 自 11-12 09:42 起拒绝访问（401，白名单失效）",
    )


@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        ("401", "401 白名单失效", "（401 白名单失效）"),
        ("401", "白名单失效", "（401，白名单失效）"),
        ("401", "", "（401）"),
        ("", "白名单失效", "（白名单失效）"),
        ("", "", ""),
    ],
)
def test_a_refusal_says_its_code_once(code: str, words: str, said: str) -> None:
    found = why(order(PAID), replace(REFUSING, reason_code=code, reason=words))
    assert found.text == f"erp-main 自 11-12 09:42 起拒绝访问{said}。"


def test_a_refusal_alone_is_enough_and_silence_is_a_weaker_sign() -> None:
    assert (why(order(PAID), REFUSING).detail, why(order(PAID), REFUSING).confidence) == ("ERP 未收单 · 401", 90)
    silent = replace(ERP, last_ok_at=local("11-12 13:00"))
    assert (why(order(PAID), silent).detail, why(order(PAID), silent).confidence) == ("ERP 未收单", 60)
    healthy = why(absorb(order(PAID), [ABSENT]), ERP)
    assert (healthy.detail, healthy.confidence, healthy.text) == ("ERP 未收单", 85, "ERP 在正常应答，但没有收到这一单。")


def test_an_erp_that_knows_the_order_is_not_blamed_for_refusing_later() -> None:
    read = Snapshot(local("11-12 10:30"), "erp-main", SourceKind.ERP, "3901", stage=Stage.TO_ACCEPT)
    assert why(absorb(order(PAID), [read]), REFUSING).key is CauseKey.UNKNOWN


def test_an_accepted_order_that_the_warehouse_does_not_have_is_a_gap_too() -> None:
    wms = SourceState("wms-1", SourceKind.WMS, last_ok_at=local("11-12 11:00"), refused_since=local("11-12 11:00"), reason_code="503")
    found = why(order(PAID, told("11-12 12:00", "accepted", source="erp-main")), ERP, wms)
    assert (found.key, found.detail, found.origin) == (CauseKey.SYSTEM_GAP, "WMS 未收单 · 503", "wms-1")


def test_an_audit_is_stuck_only_beyond_its_limit() -> None:
    audit = order(told("11-12 10:00", "payment_approved", audit_due=True), told("11-12 10:30", "accepted", source="erp-main"))
    assert why(audit, ERP, now="11-13 10:29").key is CauseKey.UNKNOWN
    found = why(audit, replace(ERP, last_ok_at=local("11-13 10:30")), now="11-13 12:30")
    assert (found.key, found.detail) == (CauseKey.APPROVAL_STUCK, "待审核 1 天 2 时")
    reasoned = absorb(audit, [told("11-12 10:31", "note", source="erp-main", audit_reason="财务未核款")])
    assert why(reasoned, ERP, now="11-13 12:30").detail == "财务未核款"


def test_a_review_that_nobody_answered_is_stuck_at_once_and_an_answer_ends_it() -> None:
    asked = told("11-12 13:00", "review_requested", reason="大额待复核", source="erp-main")
    assert (why(order(PAID, asked), ERP).key, why(order(PAID, asked), ERP).detail) == (CauseKey.APPROVAL_STUCK, "大额待复核")
    assert why(order(PAID, asked, told("11-12 13:30", "review_answered")), ERP).key is CauseKey.UNKNOWN


@pytest.mark.parametrize(
    ("payload", "key", "detail"),
    [
        ({}, CauseKey.STOCK_WRONG, "华东仓缺货"),
        ({"reason": "拣货失败"}, CauseKey.STOCK_WRONG, "拣货失败"),
        ({"reason": "工厂断料，预计 3 天"}, CauseKey.SUPPLY_BROKEN, "工厂断料，预计 3 天"),
        ({"supply": True}, CauseKey.SUPPLY_BROKEN, "供应断料"),
    ],
)
def test_missing_goods_are_wrong_stock_or_broken_supply(payload: dict[str, str], key: CauseKey, detail: str) -> None:
    accepted = told("11-12 12:00", "accepted", source="erp-main", warehouse="华东仓")
    found = why(order(PAID, accepted, told("11-12 13:00", "stock_short", source="wms-1", **payload)), ERP)
    assert (found.key, found.detail) == (key, detail)


def test_goods_that_were_found_and_packed_are_no_cause_any_more() -> None:
    short = told("11-12 10:40", "stock_short", source="wms-1")
    assert why(order(*PACKED, short), ERP).key is CauseKey.CARRIER_SHORT
    assert why(order(*PACKED, replace(short, at=local("11-12 11:30"))), ERP).key is CauseKey.STOCK_WRONG


def test_two_counts_of_one_stock_that_differ_are_wrong_stock() -> None:
    counts = [
        Snapshot(local("11-12 12:40"), source, kind, "3901", {"stock": n}, stage=Stage.TO_PACK)
        for source, kind, n in (("erp-main", SourceKind.ERP, 8), ("wms-1", SourceKind.WMS, 2))
    ]
    found = why(absorb(order(PAID), counts), ERP)
    assert (found.key, found.detail) == (CauseKey.STOCK_WRONG, "WMS 与 ERP 差 6 件")
    assert found.evidence == ("erp-main 读数 8 件", "wms-1 读数 2 件")


def failed(minute: int) -> Event:
    return told(f"11-12 14:{minute:02d}", "write_back_failed", reason="平台限流", source="tmall")


def test_failed_write_backs_are_counted() -> None:
    out = (PAID, told("11-12 13:50", "outbound", source="wms-1"))
    found = why(order(*out, failed(0), failed(15), failed(30)), TMALL)
    assert (found.key, found.detail, found.origin) == (CauseKey.WRITE_BACK_FAILED, "平台限流 · 第 3 次", "tmall")
    assert found.evidence[0] == "11-12 13:50 出库，来自 wms-1"
    assert why(order(*out), TMALL).key is CauseKey.UNKNOWN
    assert why(order(*out), TMALL, now="11-12 16:00").detail == "已出库，未回传"


def test_packed_and_waiting_beyond_the_limit_is_a_jam_and_a_report_of_one_is_surer() -> None:
    waiting = why(order(*PACKED), ERP)
    assert (waiting.key, waiting.detail, waiting.confidence) == (CauseKey.CARRIER_SHORT, "揽收运力不足", 60)
    assert why(order(*PACKED), ERP, now="11-12 12:30").key is CauseKey.UNKNOWN
    reported = order(*PACKED, told("11-12 11:10", "note", source="wms-1", carrier_short=True))
    assert (why(reported, ERP, now="11-12 12:30").detail, why(reported, ERP, now="11-12 12:30").confidence) == ("揽收运力不足", 90)


def test_a_silent_carrier_interface_is_a_gap_in_the_data_and_not_a_jam() -> None:
    out = order(*PACKED, told("11-12 12:00", "outbound"))
    late = "11-13 13:00"
    fresh = replace(CARRIER, last_ok_at=local(late))
    assert why(out, fresh, now=late).key is CauseKey.CARRIER_SHORT
    assert why(out, CARRIER, now=late).key is CauseKey.SYSTEM_GAP
    assert why(out, CARRIER, now=late).detail == "物流数据中断，未必停揽"


def test_what_waits_for_the_customer_says_so_while_it_waits() -> None:
    asking = replace(WAITING, end=None, who="客户")
    found = why(absorb(order(PAID), [ABSENT]), REFUSING, pauses=(asking,))
    assert (found.key, found.detail) == (CauseKey.CUSTOMER, "等客户确认地址")
    assert why(absorb(order(PAID), [ABSENT]), REFUSING, pauses=(WAITING,)).key is CauseKey.SYSTEM_GAP


def test_changes_of_address_after_print_and_refunds_are_the_customers() -> None:
    printed = (PAID, told("11-12 10:30", "accepted", source="erp-main"), told("11-12 11:00", "printed", source="erp-main"))
    assert why(order(*printed, told("11-12 11:30", "address_changed")), ERP).detail == "改址 1 次"
    assert why(order(*printed, told("11-12 10:50", "address_changed")), ERP).key is CauseKey.UNKNOWN
    assert why(order(*printed, told("11-12 11:30", "refund_requested")), ERP).detail == "退款处理中"


def test_without_evidence_the_cause_is_not_known_and_there_are_up_to_three_clues() -> None:
    crm = Snapshot(local("11-12 12:00"), "crm", SourceKind.CRM, "3901", {"customer_level": "VIP 金卡"})
    shop = Snapshot(local("11-12 12:00"), "tmall", SourceKind.PLATFORM, "3901", {"customer_level": "普通"}, stage=Stage.TO_ACCEPT)
    found = why(absorb(order(PAID), [crm, shop]), ERP, replace(CARRIER, last_ok_at=local("11-12 13:00")))
    assert (found.key, found.name, found.confidence) == (CauseKey.UNKNOWN, "原因未明", 0)
    assert found.evidence == ("客户等级各系统不一致", "yto 已 1 时 32 分未更新", "最后事件 11-12 10:18 付款")
    assert found.detail == found.evidence[0]


def test_nothing_known_is_no_error_and_every_key_has_a_name() -> None:
    assert why(Order("1")).key is CauseKey.UNKNOWN
    assert set(CAUSE_NAMES) == set(CauseKey)


def test_a_long_reason_is_cut_and_a_hold_is_no_jam() -> None:
    short = told("11-12 13:00", "stock_short", source="wms-1", reason="长" * 5000)
    assert len(why(order(PAID, told("11-12 12:00", "accepted", source="erp-main"), short), ERP).detail) == 40
    held = Snapshot(local("11-12 11:30"), "tmall", SourceKind.PLATFORM, "3901", facts=frozenset({Fact.HELD}))
    assert why(absorb(order(*PACKED), [held]), ERP, now="11-13 14:00").key is CauseKey.UNKNOWN
    assert why(order(*PACKED), ERP, now="11-13 14:00").text == "已打包待发 1 天 3 时，货在等车。"
