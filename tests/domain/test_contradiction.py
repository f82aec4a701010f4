"""数据冲突 (S20): what contradicts what, since when, until when; short ones are none, and what comes back is the same one."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.condition import Compare, Disagree, Op
from ordertower_desktop.domain.contradiction import Contradiction, contradicted_since, contradictions, unsettled
from ordertower_desktop.domain.event import Value
from ordertower_desktop.domain.judge import judge
from ordertower_desktop.domain.order import Order, absorb
from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.domain.truth import Context
from tests.domain.rulework import START

MINUTE = timedelta(minutes=1)
KINDS = {"taobao": SourceKind.PLATFORM, "erp": SourceKind.ERP, "wms": SourceKind.WMS, "crm": SourceKind.CRM}


def at(minute: float) -> datetime:
    return START + minute * MINUTE


def read(minute: float, source: str, stage: Stage | None = None, *, last: float | None = None, **fields: Value) -> Snapshot:
    return Snapshot(at(minute), source, KINDS[source], "T1", fields, stage, last_at=at(minute if last is None else last))


def told(*snapshots: Snapshot) -> Order:
    return absorb(Order("T1"), snapshots)


def brief(found: tuple[Contradiction, ...]) -> list[tuple[str, float, float | None, int]]:
    return [(c.field, (c.since - START) / MINUTE, (c.cleared_at - START) / MINUTE if c.cleared_at else None, c.times) for c in found]


def test_a_conflict_names_both_values_who_says_them_and_since_when() -> None:
    order = told(read(0, "taobao", last=30, amount_fen=100), read(5, "erp", last=28, amount_fen=120))
    (found,) = contradictions(order, at(30))
    assert (found.field, found.since, found.cleared_at) == ("amount_fen", at(5), None)
    assert [(said.source, said.value, said.since, said.seen) for said in found.said] == [
        ("erp", 120, at(5), at(28)),
        ("taobao", 100, at(0), at(30)),
    ]


def test_what_lasts_less_than_two_minutes_is_no_conflict() -> None:
    order = told(read(0, "taobao", amount_fen=100), read(5, "erp", amount_fen=120), read(6, "taobao", amount_fen=120))
    assert brief(contradictions(order, at(60))) == []
    order = told(read(0, "taobao", amount_fen=100), read(5, "erp", amount_fen=120))
    assert brief(contradictions(order, at(6))) == []
    assert brief(contradictions(order, at(7))) == [("amount_fen", 5, None, 1)]


def test_a_conflict_is_over_once_the_systems_have_agreed_for_two_minutes() -> None:
    order = told(read(0, "taobao", amount_fen=100), read(5, "erp", amount_fen=120), read(20, "taobao", amount_fen=120))
    assert brief(contradictions(order, at(21))) == [("amount_fen", 5, None, 1)]
    assert brief(contradictions(order, at(22))) == [("amount_fen", 5, 20, 1)]


def test_what_comes_back_within_ten_minutes_is_the_same_one_and_later_is_another() -> None:
    first = (read(0, "taobao", amount_fen=100), read(5, "erp", amount_fen=120), read(20, "taobao", amount_fen=120))
    assert brief(contradictions(told(*first, read(30, "erp", amount_fen=130)), at(40))) == [("amount_fen", 5, None, 2)]
    assert brief(contradictions(told(*first, read(31, "erp", amount_fen=130)), at(40))) == [
        ("amount_fen", 5, 20, 1),
        ("amount_fen", 31, None, 1),
    ]


@given(
    said=st.lists(st.tuples(st.integers(0, 60), st.sampled_from(sorted(KINDS)), st.sampled_from([100, 120, None])), max_size=12),
    now=st.integers(60, 70),
    later=st.integers(0, 20),
)
def test_what_is_unsettled_tells_what_is_open_at_any_later_moment(said: list[tuple[int, str, int | None]], now: int, later: int) -> None:
    fields = [(minute, source, {} if value is None else {"amount_fen": value}) for minute, source, value in said]
    order = told(*(read(minute, source, **told_) for minute, source, told_ in fields))
    known, moment = unsettled(order, at(now)), at(now + later)
    by_moments = {(one.field, one.since) for one in known if one.counts_at <= moment and (one.over_at is None or one.over_at > moment)}
    assert by_moments == {(one.field, one.since) for one in contradictions(order, moment) if one.cleared_at is None}
    assert len({one.field for one in known}) == len(known)


def test_a_source_that_took_its_word_back_leaves_a_conflict_that_is_over() -> None:
    shop = read(0, "taobao", last=60, amount_fen=100)
    order = told(shop, read(1, "erp", last=59, amount_fen=100), read(10, "erp", last=25, amount_fen=90))
    assert brief(contradictions(order, at(60))) == [("amount_fen", 10, 25, 1)]
    assert order.disagreements == ()


def test_the_platform_waits_for_a_parcel_that_the_warehouse_has_sent() -> None:
    order = told(read(0, "taobao", Stage.TO_PRINT), read(9, "wms", Stage.TO_COLLECT))
    assert brief(contradictions(order, at(20))) == [("status", 9, None, 1)]


def test_more_on_sale_than_in_the_warehouse_is_a_conflict_and_less_is_care() -> None:
    """S20, R09: 售价（平台可售）库存 against 仓库库存."""
    assert brief(contradictions(told(read(0, "taobao", stock=8), read(1, "wms", stock=5)), at(9))) == [("stock", 1, None, 1)]
    assert brief(contradictions(told(read(0, "taobao", stock=5), read(1, "wms", stock=8)), at(9))) == []
    assert brief(contradictions(told(read(0, "taobao", stock=8), read(1, "erp", stock=5)), at(9))) == []


def test_a_vip_of_the_crm_whom_the_order_centre_does_not_put_first_is_a_conflict() -> None:
    """S20: CRM VIP without priority in the order centre."""
    assert brief(contradictions(told(read(0, "crm", customer_level="VIP2"), read(1, "erp", priority="普通")), at(9))) == [
        ("priority", 1, None, 1)
    ]
    assert brief(contradictions(told(read(0, "crm", customer_level="VIP2"), read(1, "erp", priority="优先")), at(9))) == []
    assert brief(contradictions(told(read(0, "crm", customer_level="普通"), read(1, "erp", priority="普通")), at(9))) == []


def test_a_rule_on_a_conflict_ripens_although_no_event_was_ever_told() -> None:
    rule = Rule("R", "金额冲突", Disagree("amount_fen"), on_delay=15 * MINUTE)
    order = told(read(0, "taobao", last=9, amount_fen=100), read(5, "erp", last=9, amount_fen=120))
    found = judge(order, [rule], at(9), Context())
    assert [verdict.since for verdict in found.verdicts] == [at(5)]
    assert found.next_at == at(20)
    assert contradicted_since(order, "any", at(9)) == at(5)
    assert contradicted_since(order, "items", at(9)) is None


def test_a_rule_on_fields_alone_ripens_on_an_order_that_only_readings_tell_of() -> None:
    rule = Rule("R", "大单", Compare("amount_fen", Op.AT_LEAST, 50), on_delay=15 * MINUTE)
    order = told(read(3, "taobao", last=9, amount_fen=100))
    for now in (at(9), at(12), at(40)):
        assert [verdict.since for verdict in judge(order, [rule], now, Context()).verdicts] == [at(3)]
