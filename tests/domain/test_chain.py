"""An alarm chain as a value: moved over, missed, walked dry, checked, and told in words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain import chaincheck, escalation
from ordertower_desktop.domain.chainwalk import Fate, walk
from ordertower_desktop.domain.chainwords import differences, said
from ordertower_desktop.domain.escalation import DEFAULT, Chain, Channel, EscalationPolicy, Step, To
from ordertower_desktop.domain.floor import Floor, floor_of
from ordertower_desktop.domain.people import Person, Presence, Role

NOW = datetime(2025, 11, 12, 6, 32, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NAMES = {"li": "李婷", "zhao": "赵一鸣", "lin": "林晓"}


def step(minutes: float, to: To = To.OWNER, channel: Channel = Channel.IN_APP, *, whom: str = "") -> Step:
    return Step(minutes * MINUTE, channel, to, "", hands_over=to is To.BACKUP, whom=whom)


def chain(*steps: Step) -> EscalationPolicy:
    return EscalationPolicy("c", "链", steps)


def floor(**here: Presence) -> Floor:
    crew = [
        Person("li", "李婷", Role.SUPERVISOR, "supervisor"),
        Person("zhao", "赵一鸣", Role.AGENT, backup="lin"),
        Person("lin", "林晓", Role.AGENT),
    ]
    return floor_of((), {}, [replace(one, presence=here.get(one.id, one.presence)) for one in crew])


def test_a_step_that_reached_nobody_brings_the_next_at_once_and_the_others_keep_their_times() -> None:
    begun = escalation.take(Chain(DEFAULT, NOW), escalation.due(Chain(DEFAULT, NOW), NOW))
    assert escalation.next_at(begun) == NOW + 5 * MINUTE
    failed = escalation.miss(begun, 0, now=NOW + MINUTE, why="不在岗")
    assert escalation.next_at(failed) == NOW + MINUTE
    taken = escalation.take(failed, escalation.due(failed, NOW + MINUTE))
    assert escalation.next_at(taken) == NOW + 10 * MINUTE
    assert escalation.miss(failed, 0, now=NOW + 2 * MINUTE, why="又一次") == failed


def test_a_step_that_failed_after_the_next_was_taken_hastens_nothing() -> None:
    begun = escalation.take(Chain(DEFAULT, NOW), escalation.due(Chain(DEFAULT, NOW), NOW + 6 * MINUTE))
    assert escalation.next_at(escalation.miss(begun, 0, now=NOW + 6 * MINUTE, why="晚到")) == NOW + 10 * MINUTE


@given(st.lists(st.integers(0, 60), min_size=1, max_size=6), st.lists(st.integers(0, 60), min_size=1, max_size=6), st.integers(0, 60))
def test_law_a_chain_that_moves_over_tells_no_number_twice_and_nothing_of_the_past(old: list[int], new: list[int], at: int) -> None:
    """Whatever the two policies and the moment: each number is told once, nothing before its time."""
    before, after = (chain(*(step(m) for m in sorted(minutes))) for minutes in (old, new))
    running, told = Chain(before, NOW), []
    for minute in range(61):
        now = NOW + minute * MINUTE
        if minute == at:
            running = escalation.move(running, after, now=now)
        found = escalation.due(running, now)
        running = escalation.take(running, found)
        told += [(one.number, one.at, now) for one in found]
    assert len({number for number, _, _ in told}) == len(told)
    assert all(due <= now < due + MINUTE for _, due, now in told)
    assert len(told) == sum(1 for m in old if m < at) + sum(1 for m in new if m > at)


def test_the_dry_walk_skips_who_is_away_and_says_so() -> None:
    made = chain(step(0), step(5, channel=Channel.WECOM), step(15, To.BACKUP), step(30, To.MANAGER, Channel.MAIL))
    heard = walk(made, owner="zhao", post="agent", floor=floor(zhao=Presence.BREAK), reach=lambda _p, _c: (Fate.TOLD, ""))
    assert [(one.fate, one.after, [p.id for p in one.people]) for one in heard] == [
        (Fate.NOBODY, timedelta(), []),
        (Fate.NOBODY, timedelta(), []),
        (Fate.TOLD, timedelta(), ["lin"]),
        (Fate.TOLD, 30 * MINUTE, ["li"]),
    ]
    assert heard[0].why == "赵一鸣 在休息"
    assert heard[2].handed == "林晓"
    assert heard[3].why == "区域经理没有人在岗，转告主管"


def test_a_channel_that_is_not_connected_is_owed_and_hastens_nothing() -> None:
    made = chain(step(0, channel=Channel.SMS), step(5))
    heard = walk(
        made, owner="zhao", post="agent", floor=floor(), reach=lambda _p, c: (Fate.OWED, "没接") if c is Channel.SMS else (Fate.TOLD, "")
    )
    assert [(one.fate, one.after) for one in heard] == [(Fate.OWED, timedelta()), (Fate.TOLD, 5 * MINUTE)]


def test_the_chain_reads_as_one_sentence() -> None:
    assert said(DEFAULT, NAMES) == (
        "超时当场，站内提醒责任人；5 分钟没人接手，企业微信提醒责任人；10 分钟没人接手，短信提醒责任人；"
        "15 分钟没人接手，转备岗接手；4 小时没人接手，邮件提醒区域经理。任何一人接手，全部停止。"
    )
    both = chain(
        step(0, To.WAREHOUSE, Channel.WECOM), step(0), step(3, To.PERSON, Channel.MAIL, whom="lin"), step(9, To.POST, whom="finance")
    )
    assert said(both, NAMES).startswith(
        "超时当场，企业微信提醒仓库负责人，同时站内提醒责任人；3 分钟没人接手，邮件提醒林晓；9 分钟没人接手，站内提醒财务"
    )


def test_a_change_is_told_step_by_step() -> None:
    later = replace(DEFAULT, steps=(DEFAULT.steps[0], replace(DEFAULT.steps[1], after=3 * MINUTE), *DEFAULT.steps[3:]), moved_in=4)
    assert differences(DEFAULT, later, NAMES) == (
        "第 2 步：5 分钟 企业微信提醒责任人 → 3 分钟 企业微信提醒责任人",
        "去掉第 3 步：10 分钟 短信提醒责任人",
        "正在走的单改按新的走",
    )
    assert differences(DEFAULT, DEFAULT, NAMES) == ()
    assert differences(None, DEFAULT, NAMES) == ("新建告警链",)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (chain(step(0), step(0, To.SUPERVISOR)), {1: "和第 1 步同时发"}),
        (chain(step(0, To.MANAGER)), {0: "没有人是区域经理，会转告主管"}),
        (chain(step(0, To.PERSON, whom="gone")), {0: "这个人已停用，这一步会跳过"}),
        (chain(step(0, channel=Channel.SMS)), {0: "短信未接通，只记录"}),
        (chain(step(0), step(5, To.BACKUP), step(9, To.BACKUP)), {2: "前面已经转过备岗，这一步不会再换人"}),
        (chain(step(0), step(5, To.SUPERVISOR)), {}),
    ],
)
def test_what_is_doubtful_on_this_floor_is_said_of_the_step(made: EscalationPolicy, words: dict[int, str]) -> None:
    assert chaincheck.faults(made) == {}
    assert chaincheck.doubts(made, connected=("wecom",), floor=floor()) == words
