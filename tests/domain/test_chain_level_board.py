"""Alarm chain, response level, and the numbers of the board, told by examples."""

from datetime import UTC, datetime, timedelta

import pytest

from ordertower_desktop.domain import crisis, escalation, recovery, tally
from ordertower_desktop.domain.board import Point
from ordertower_desktop.domain.crisis import ResponseLevel
from ordertower_desktop.domain.escalation import DEFAULT, WAREHOUSE, Chain, Channel, To
from ordertower_desktop.domain.people import Person, Presence, Role, next_in_turn
from ordertower_desktop.domain.tally import Line

NOW = datetime(2025, 11, 12, 6, 32, 8, tzinfo=UTC)


def told_after(minutes: float, *, policy: escalation.EscalationPolicy = DEFAULT) -> list[tuple[Channel, To]]:
    return [(due.step.channel, due.step.to) for due in escalation.due(Chain(policy, NOW), NOW + timedelta(minutes=minutes))]


def test_the_chain_tells_in_app_wecom_sms_backup_and_manager_in_that_order() -> None:
    """D4: t0, t+5, t+10, t+15, t+4 h."""
    assert told_after(0) == [(Channel.IN_APP, To.OWNER)]
    assert told_after(4.99) == [(Channel.IN_APP, To.OWNER)]
    assert told_after(5)[-1] == (Channel.WECOM, To.OWNER)
    assert told_after(10)[-1] == (Channel.SMS, To.OWNER)
    assert told_after(15)[-1] == (Channel.IN_APP, To.BACKUP)
    assert told_after(239.9)[-1] == (Channel.IN_APP, To.BACKUP)
    assert told_after(240)[-1] == (Channel.MAIL, To.MANAGER)


def test_a_block_in_the_warehouse_tells_its_owner_by_wecom_at_once() -> None:
    """S54."""
    assert (Channel.WECOM, To.WAREHOUSE) in told_after(0, policy=WAREHOUSE)


def test_a_taken_step_is_never_due_again_and_a_stopped_chain_tells_nobody() -> None:
    chain = escalation.take(Chain(DEFAULT, NOW), escalation.due(Chain(DEFAULT, NOW), NOW))
    assert escalation.due(chain, NOW) == ()
    assert escalation.next_at(chain) == NOW + timedelta(minutes=5)
    stopped = escalation.stop(chain, now=NOW, by="li")
    assert escalation.due(stopped, NOW + timedelta(days=1)) == ()
    assert escalation.next_at(stopped) is None


def test_a_new_chain_is_a_new_cycle() -> None:
    assert escalation.restart(Chain(DEFAULT, NOW, taken=3), DEFAULT, now=NOW).cycle == 2


@pytest.mark.parametrize(
    ("count", "vip", "notices", "level"),
    [
        (0, 0, 0, ResponseLevel.ONE),
        (50, 0, 0, ResponseLevel.ONE),
        (51, 0, 0, ResponseLevel.TWO),
        (200, 0, 0, ResponseLevel.TWO),
        (201, 0, 0, ResponseLevel.THREE),
        (1, 1, 0, ResponseLevel.TWO),
        (0, 0, 1, ResponseLevel.THREE),
    ],
)
def test_the_level_follows_the_count_a_vip_and_a_platform_notice(count: int, vip: int, notices: int, level: ResponseLevel) -> None:
    """D2: 50, 51, 200, 201."""
    assert crisis.level(count, vip_breached=vip, platform_notices=notices) is level


def test_the_next_level_is_foreseen_at_the_present_rate() -> None:
    foreseen = crisis.forecast(186, ResponseLevel.TWO, per_hour=12, now=NOW)
    assert foreseen is not None
    assert (foreseen.level, foreseen.missing, foreseen.at) == (ResponseLevel.THREE, 15, NOW + timedelta(minutes=75))
    assert crisis.forecast(300, ResponseLevel.THREE, per_hour=12, now=NOW) is None
    assert crisis.forecast(3, ResponseLevel.ONE, per_hour=0, now=NOW) is None


def line(key: str, minutes: float | None, **more: object) -> Line:
    due = None if minutes is None else NOW + timedelta(minutes=minutes)
    return Line(key, f"order-{key}", due_at=due, **more)  # type: ignore[arg-type]


def test_the_clock_that_has_just_passed_is_overdue_and_one_in_two_hours_is_soon() -> None:
    lines = [line("a", 0), line("b", 0.01), line("c", 120), line("d", 120.1), line("e", None)]
    assert [tally.overdue(one, NOW) for one in lines] == [True, False, False, False, False]
    assert tally.due_soon(lines, NOW) == 2


def test_shares_count_every_line_once_largest_first() -> None:
    lines = [line("a", -1, platform="taobao"), line("b", 5, platform="taobao"), line("c", -5, platform="jd"), line("d", 5)]
    made = tally.shares(lines, lambda one: one.platform, now=NOW, names={"taobao": "天猫"})
    assert [(share.name, share.open, share.overdue) for share in made] == [("天猫", 2, 1), ("未填", 1, 0), ("jd", 1, 1)]
    assert sum(share.open for share in made) == len(lines)


def test_the_worst_line_leads_the_overdue_list() -> None:
    made = tally.longest_overdue([line("new", -1), line("old", -600), line("fine", 9)], now=NOW)
    assert [one.case for one in made] == ["old", "new"]


def test_the_net_rate_needs_an_hour_of_history() -> None:
    trend = [Point(NOW - timedelta(minutes=m), 2221 - m) for m in (90, 60, 30)]
    assert recovery.net_per_hour(trend, 2134, NOW) == 2161 - 2134
    assert recovery.net_per_hour(trend[2:], 2134, NOW) == 0


def test_the_backlog_of_the_picture_is_cleared_tomorrow_at_three() -> None:
    trend = [Point(NOW - timedelta(hours=h), 2134 + 87 * h) for h in (6, 3, 1)]
    foreseen = recovery.clearing(trend, 2134, 87, now=NOW)
    assert foreseen.at == datetime(2025, 11, 13, 7, 0, tzinfo=UTC)
    assert foreseen.band == timedelta(hours=1)
    assert recovery.clearing(trend[2:], 2134, 87, now=NOW).at is None
    assert recovery.clearing(trend, 2134, -3, now=NOW).at is None


def test_turns_go_round_and_skip_whoever_is_away() -> None:
    """S39."""
    people = [Person(key, key, Role.AGENT, presence=here) for key, here in (("a", Presence.ON), ("b", Presence.BREAK), ("c", Presence.ON))]
    turns: dict[str, int] = {}
    taken = []
    for number in range(1, 5):
        person = next_in_turn(people, "agent", turns)
        assert person is not None
        turns[person.id] = number
        taken.append(person.id)
    assert taken == ["a", "c", "a", "c"]
    assert next_in_turn(people, "it", turns) is None
