"""A day afterwards, as pure values: bursts, links, hand-overs, spreads, and the three answers."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.case import Case, Entry, Handling, Standing
from ordertower_desktop.domain.escalation import DEFAULT, Chain
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.landmark import BURST_LEAST, BURST_WINDOW, Landmark, Reading, Turning, bursts
from ordertower_desktop.domain.link import Link, link_at
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.triage import Triage
from ordertower_desktop.insight.postmortem.answer import Day
from ordertower_desktop.insight.postmortem.episode import SOMEBODY_ELSE, Episode, HandOver, episode
from ordertower_desktop.insight.postmortem.figures import Spread, Window, by_person, spread
from ordertower_desktop.insight.postmortem.health import Seen, health
from ordertower_desktop.insight.postmortem.questions import drafted, first_link

BEGAN = datetime(2025, 11, 12, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WINDOW = Window(BEGAN, BEGAN + timedelta(hours=12))


def counted(*added: int) -> list[Reading]:
    """The count after each minute."""
    return [Reading(BEGAN + i * MINUTE, sum(added[: i + 1])) for i in range(len(added))]


@pytest.mark.parametrize(
    ("added", "found"),
    [
        ([0] + [1] * 9, []),
        ([0] + [1] * 10, [(0, 10)]),
        ([0, 10] + [0] * 30 + [12] + [0] * 30, [(0, 10), (22, 12)]),
        ([0] + [3] * 20 + [0] * 15, [(0, 60)]),
        ([50] * 1 + [0] * 20, []),
    ],
)
def test_a_burst_is_ten_within_ten_minutes_and_what_hangs_together_is_one(added: list[int], found: list[tuple[int, int]]) -> None:
    told = [(round((one.at - BEGAN) / MINUTE), int(one.text.split(" ")[-2])) for one in bursts(counted(*added))]
    assert told == found


@given(st.lists(st.integers(0, 12), max_size=80))
def test_bursts_lie_one_after_the_other_and_miss_no_window_that_is_full(added: list[int]) -> None:
    readings = counted(*added)
    found = [one.at for one in bursts(readings)]
    assert found == sorted(set(found))
    span = BURST_WINDOW // MINUTE
    full = any(sum(added[i + 1 : i + 1 + span]) >= BURST_LEAST for i in range(len(added)))
    assert bool(found) == full


@pytest.mark.parametrize(
    ("events", "link"),
    [
        ([], Link.NONE),
        (["payment_approved"], Link.TO_ERP),
        (["payment_approved", "accepted"], Link.TO_WMS),
        (["payment_approved", "accepted", "printed"], Link.TO_CARRIER),
        (["payment_approved", "accepted", "printed", "outbound"], Link.TO_DOOR),
        (["payment_approved", "cancelled"], Link.NONE),
        (["payment_approved", "delivered"], Link.NONE),
    ],
)
def test_an_order_hangs_on_the_link_that_has_to_move_it_on(events: list[str], link: Link) -> None:
    told = tuple(Event(BEGAN + i * MINUTE, "erp", name, "1") for i, name in enumerate(events))
    assert link_at(Order("1", told), BEGAN + timedelta(hours=1)) is link


def test_what_happened_later_moves_no_order_of_then() -> None:
    order = Order("1", (Event(BEGAN, "erp", "payment_approved", "1"), Event(BEGAN + 9 * MINUTE, "erp", "printed", "1")))
    assert link_at(order, BEGAN + 5 * MINUTE) is Link.TO_ERP


def case(*log: tuple[int, str, str, str], owner: str = "zhao", breached: int | None = None) -> Case:
    """A case with its history: minute, who, what, text."""
    entries = tuple(Entry(BEGAN + minute * MINUTE, who, what, text) for minute, who, what, text in log)
    handling = Handling(owner=owner, chain=Chain(DEFAULT, BEGAN))
    passed = None if breached is None else BEGAN + breached * MINUTE
    standing = Standing("R01", "accept_overdue", "critical", BEGAN)
    return Case("1#1", "1", BEGAN, Triage.ROUTINE, "line", standings=(standing,), handling=handling, log=entries, breached_at=passed)


NAMES = {"zhao": "赵一鸣", "lin": "林晓"}
TAKEN = ("系统", "step", "15 分钟无响应，转备岗")


def test_a_breach_is_whose_the_case_was_at_that_moment() -> None:
    history = ((0, "系统", "assigned", "林晓"), (15, *TAKEN), (40, "王芳", "acknowledge", ""))
    assert episode(case(*history, breached=10), Link.TO_ERP, NAMES).breached_by == "林晓"
    assert episode(case(*history, breached=20), Link.TO_ERP, NAMES).breached_by == SOMEBODY_ELSE
    assert episode(case(*history, breached=50), Link.TO_ERP, NAMES).breached_by == "王芳"
    assert episode(case(*history, breached=-5), Link.TO_ERP, NAMES).breached_by == "林晓", "it came too late for anybody"
    assert episode(case(*history[:2], breached=20), Link.TO_ERP, NAMES).breached_by == "赵一鸣", "nobody after the backup"


def test_passing_on_and_being_relieved_are_told_apart() -> None:
    told = episode(case((0, "系统", "assigned", "林晓"), (5, "林晓", "hand_over", "zhao"), (15, *TAKEN)), Link.TO_ERP, NAMES)
    assert told.hand_overs[0] == HandOver(BEGAN + 5 * MINUTE, "林晓", asked=True)
    assert [one.asked for one in told.hand_overs] == [True]
    lost = episode(case((0, "系统", "assigned", "林晓"), (15, *TAKEN)), Link.TO_ERP, NAMES)
    assert lost.hand_overs == (HandOver(BEGAN + 15 * MINUTE, "林晓", asked=False),)
    line = by_person([lost], WINDOW)
    assert [(one.name, one.taken_away, one.passed_on) for one in line] == [("林晓", 1, 0)]


@given(st.lists(st.integers(0, 10**6), min_size=1))
def test_median_and_ninetieth_are_times_that_really_were(seconds: list[int]) -> None:
    found = spread(timedelta(seconds=one) for one in seconds)
    assert {found.median_s, found.p90_s} <= set(seconds)
    assert sum(one <= found.p90_s for one in seconds) >= 0.9 * len(seconds)
    assert sum(one <= found.median_s for one in seconds) >= 0.5 * len(seconds)
    assert spread([]) == Spread()


def test_health_weighs_half_on_time_and_never_divides_by_nothing() -> None:
    assert health(Seen(0)).moved == 0
    assert health(Seen(100)).score == 100
    assert health(Seen(100, breached=100)).score == 50
    assert health(Seen(100, faulty=100, unhappy=100)).score == 50
    assert health(Seen(10, breached=20)).timeliness == 0


def late(number: int, link: Link, *, opened: int, breached: int, taken: int | None = None) -> Episode:
    answered = None if taken is None else BEGAN + taken * MINUTE
    return Episode(
        f"{number}#1", f"4400{number:04}", "accept_overdue", link, BEGAN + opened * MINUTE,
        breached_at=BEGAN + breached * MINUTE, breached_by="林晓", responded_at=answered, responded_by="林晓" if taken else "",
    )  # fmt: skip


def test_the_link_that_failed_first_is_not_a_single_order_that_broke_before() -> None:
    alone = late(0, Link.TO_DOOR, opened=0, breached=1)
    many = [late(n, Link.TO_WMS, opened=10, breached=20 + n) for n in range(1, 20)]
    breaches = [(one.breached_at, one) for one in (alone, *many) if one.breached_at is not None]
    assert first_link(breaches) is Link.TO_WMS
    assert first_link(breaches[:1]) is None


def test_each_breach_falls_in_one_of_three_ways_to_prevent_it() -> None:
    idle = [late(n, Link.TO_ERP, opened=0, breached=15 + n) for n in range(3)]
    slow = [late(n + 10, Link.TO_ERP, opened=0, breached=30, taken=5) for n in range(2)]
    blind = [late(n + 20, Link.TO_ERP, opened=50, breached=40, taken=60) for n in range(4)]
    text = drafted(Day([*idle, *slow, *blind]), WINDOW)[2].text
    assert [words.split(" 单")[0] for words in text.split("；")] == ["3", "2", "4"]


def test_a_source_that_came_back_before_is_not_blamed() -> None:
    def source(minute: int, text: str, *, grave: bool) -> Landmark:
        return Landmark(BEGAN + minute * MINUTE, Turning.SOURCE, "erp", text, grave)

    episodes = [late(n, Link.TO_ERP, opened=100, breached=120 + n) for n in range(5)]
    healed = (source(0, "ERP 停更", grave=True), source(30, "ERP 恢复", grave=False))
    again = (*healed, source(90, "ERP 又停更", grave=True))
    assert "停更" not in drafted(Day(episodes, healed), WINDOW)[0].text
    assert "ERP 又停更" in drafted(Day(episodes, again), WINDOW)[0].text
    assert "之后入池的 5 单没有人接手" in drafted(Day(episodes, again, fed={"erp": Link.TO_ERP}), WINDOW)[1].text
    assert "没有人接手" not in drafted(Day(episodes, again, fed={"erp": Link.TO_WMS}), WINDOW)[1].text
