"""Whose turn it was: the life of an order is tiled, to the second (S68)."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.ball import ball, shares
from ordertower_desktop.domain.clock import Pause
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.gap import Refusal
from ordertower_desktop.domain.order import Order, absorb
from ordertower_desktop.domain.stage import ENTERED_BY
from ordertower_desktop.domain.timeline import DeskEntry
from tests.domain.clock_kit import MINUTE, WAITING, local, order, paid, told

NOW = local("11-12 14:32:05")
REFUSED = (Refusal(local("11-12 10:30"), "erp-main", "401"),)
OPENED = DeskEntry(local("11-12 13:14:05"), "系统", "入池", "opened")
TO_IT = DeskEntry(local("11-12 13:47:05"), "赵一鸣", "请 IT 更新 ERP 白名单", "playbook", party="IT")


def spans(found: Order, *entries: DeskEntry, pauses: tuple[Pause, ...] = (), refusals: tuple[Refusal, ...] = ()) -> list[tuple[str, int]]:
    made = shares(ball(found, entries, NOW, pauses=pauses, refusals=refusals))
    return [(share.party, int(share.held / MINUTE)) for share in made]


def test_a_break_is_its_the_customer_holds_a_pause_and_the_desk_what_it_took() -> None:
    assert spans(paid(), OPENED, TO_IT, pauses=(WAITING,), refusals=REFUSED) == [("IT", 176), ("客户", 45), ("客服", 33)]


def test_without_a_word_from_anybody_the_stage_says_whose_turn_it_is() -> None:
    found = order(
        told("11-12 10:00:05", "payment_approved"),
        told("11-12 11:00:05", "accepted", source="erp"),
        told("11-12 13:00:05", "outbound"),
    )
    assert spans(found) == [("仓库", 120), ("物流", 92), ("订单组", 60)]


def test_an_audit_is_held_by_who_audits() -> None:
    found = order(
        told("11-12 10:32:05", "payment_approved", audit_due=True),
        told("11-12 11:32:05", "accepted", source="erp"),
        told("11-12 13:32:05", "audited", source="erp"),
    )
    assert spans(found) == [("审核", 120), ("仓库", 60), ("订单组", 60)]


def test_the_next_step_of_the_order_makes_the_desks_word_void() -> None:
    moved = order(*paid().events, told("11-12 14:02:05", "accepted", source="erp"))
    assert ball(moved, (OPENED,), NOW)[-1].party == "仓库"


def test_who_is_waited_for_is_named_by_post_or_by_name() -> None:
    waits = Pause(local("11-12 13:32:05"), None, "等补货", "warehouse", local("11-12 20:00"))
    assert ball(paid(), (), NOW, pauses=(waits,))[-1].party == "仓库负责人"
    manager = Pause(local("11-12 13:32:05"), None, "等回电", "客户经理", local("11-12 20:00"))
    assert ball(paid(), (), NOW, pauses=(manager,))[-1].party == "客户经理"


def test_a_post_of_the_floor_s_own_holds_it_by_its_name_even_where_that_speaks_of_customers() -> None:
    posts = {"night": "夜班组长", "success": "客户成功组"}
    for who, party in (("night", "夜班组长"), ("夜班组长", "夜班组长"), ("success", "客户成功组"), ("客户成功组", "客户成功组")):
        waits = Pause(local("11-12 13:32:05"), None, "等回复", who, local("11-12 20:00"))
        assert ball(paid(), (), NOW, pauses=(waits,), posts=posts)[-1].party == party
    unknown = Pause(local("11-12 13:32:05"), None, "等回复", "客户成功组", local("11-12 20:00"))
    assert ball(paid(), (), NOW, pauses=(unknown,))[-1].party == "客户", "where the floor has no such post it is the customer"


def test_the_life_ends_with_the_order() -> None:
    done = order(*paid().events, told("11-12 12:00", "cancelled"))
    assert ball(done, (OPENED,), NOW)[-1].end == local("11-12 12:00")
    assert ball(Order("1"), (), NOW) == ()


instants = st.integers(-600, 3000).map(lambda n: local("11-12 10:00") + n * MINUTE)
events = st.tuples(instants, st.sampled_from(["tmall", "erp", "wms", "yto"]), st.sampled_from(sorted(ENTERED_BY)))
words = st.sampled_from(["opened", "acknowledge", "resolve", "note"])
entries = st.builds(DeskEntry, instants, st.just("赵"), st.just("x"), words, st.sampled_from(["", "IT", "仓库"]))
refusals = st.builds(Refusal, instants, st.sampled_from(["erp", "wms"]), st.just("401"))
ends_in = st.none() | st.integers(0, 900).map(lambda n: n * MINUTE)


@st.composite
def pauses(draw: st.DrawFn) -> Pause:
    start, end, until = draw(instants), draw(ends_in), draw(ends_in)
    return Pause(start, None if end is None else start + end, "等", "客户", None if until is None else start + until)


@given(
    st.lists(events, max_size=8), st.lists(entries, max_size=6), st.lists(pauses(), max_size=4), st.lists(refusals, max_size=4), instants
)
def test_law_the_stretches_tile_the_life_without_gap_or_overlap(
    news: list[tuple[datetime, str, str]], desk: list[DeskEntry], held: list[Pause], refused: list[Refusal], now: datetime
) -> None:
    life = absorb(Order("1"), [Event(at, source, name, "1") for at, source, name in news])
    found = ball(life, desk, now, pauses=held, refusals=refused)
    assert all(one.start < one.end for one in found)
    assert all(one.end == two.start and one.party != two.party for one, two in pairwise(found))
    if found:
        assert sum((share.held for share in shares(found)), timedelta()) == found[-1].end - found[0].start
        assert found[-1].end <= now
