"""The notification policy in virtual time: never more than five interruptions in ten minutes, and nothing lost for it."""

import json
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.sync.bell import Bell
from ordertower_desktop.sync.card import DIGEST, Notice
from ordertower_desktop.sync.notices import (
    Arrived,
    Away,
    CaughtUp,
    Event,
    Floor,
    Logged,
    Muted,
    Over,
    Quiet,
    Show,
    Ticked,
    Update,
    Withdraw,
    step,
)
from ordertower_desktop.wire.rows import NoticeRow
from tests.sync.fakehub import START

SECOND = timedelta(seconds=1)


def _notice(i: int, at: datetime = START, *, severity: str = "warning", cause: str = "erp") -> Notice:
    return Notice(f"n{i}", f"c{i}", f"o{i}", f"订单 {i} 超时", "已超 5 分\n责任人 李", at, severity, cause, f"原因 {cause}")


class Story:
    """The policy with a clock in the hand; remembers everything it did."""

    def __init__(self, state: Floor | None = None) -> None:
        self.state, self.now = state or Floor(), START
        self.shows: list[tuple[datetime, Show]] = []
        self.logs: list[Logged] = []
        self.updates: list[Update] = []
        self.withdrawn: list[str] = []

    def tell(self, event: Event) -> None:
        self.state, decisions = step(self.state, self.now, event)
        for decision in decisions:
            match decision:
                case Show():
                    self.shows.append((self.now, decision))
                case Update():
                    self.updates.append(decision)
                case Withdraw(card):
                    self.withdrawn.append(card)
                case Logged():
                    self.logs.append(decision)

    def wait(self, seconds: int) -> None:
        for _ in range(seconds):
            self.now += SECOND
            self.tell(Ticked())

    def most_in_ten_minutes(self) -> int:
        times = [at for at, _ in self.shows]
        return max((sum(start <= at < start + timedelta(minutes=10) for at in times) for start in times), default=0)

    def named(self) -> set[str]:
        """Every notice that can be reached from a card that was up."""
        return {n.id for _, show in self.shows for n in show.card.notices}


@pytest.mark.parametrize("spread", [60, 600])
@pytest.mark.parametrize("share", [0.0, 0.05, 1.0])
def test_two_thousand_breaches_interrupt_at_most_five_times_in_ten_minutes_and_none_is_lost(spread: int, share: float) -> None:
    chance, story = Random(7), Story()
    arrived: dict[str, datetime] = {}
    per_second = 2000 // spread + 1
    left = list(range(2000))
    for _ in range(spread + 700):
        batch, left = left[:per_second], left[per_second:]
        grave = {i for i in batch if chance.random() < share}
        notices = tuple(_notice(i, story.now, severity="critical" if i in grave else "warning", cause=f"x{i % 3}") for i in batch)
        arrived |= {n.id: story.now for n in notices}
        story.tell(Arrived(notices))
        story.wait(1)
    assert story.most_in_ten_minutes() <= 5
    assert story.named() == arrived.keys()
    first: dict[str, datetime] = {}
    critical: set[str] = set()
    for when, show in story.shows:
        for notice in show.card.notices:
            first.setdefault(notice.id, when)
            critical |= {notice.id} if notice.critical else set()
    assert all(first[id_] - at <= timedelta(seconds=180 if id_ in critical else 300) for id_, at in arrived.items())
    assert story.shows[0][0] - START <= timedelta(seconds=5 if share == 1.0 else 30)


@given(st.lists(st.tuples(st.integers(0, 400), st.booleans(), st.sampled_from("ab")), max_size=40))
def test_no_schedule_of_arrivals_breaks_the_budget(arrivals: list[tuple[int, bool, str]]) -> None:
    story = Story()
    for i, (gap, critical, cause) in enumerate(arrivals):
        story.now += gap * SECOND
        story.tell(Arrived((_notice(i, story.now, severity="critical" if critical else "warning", cause=cause),)))
    for _ in range(300):
        story.now += 10 * SECOND
        story.tell(Ticked())
    assert story.most_in_ten_minutes() <= 5
    assert story.named() == {f"n{i}" for i in range(len(arrivals))}
    assert sorted(log.notice.id for log in story.logs) == sorted(f"n{i}" for i in range(len(arrivals)))


def test_the_first_critical_notice_is_shown_at_once_by_name() -> None:
    story = Story()
    story.tell(Arrived((_notice(1, severity="critical"),)))
    assert story.shows[0][1].card.id == "notice:n1"
    assert story.shows[0][1].card.sound


def test_the_same_notice_twice_is_told_once() -> None:
    story = Story()
    for _ in range(3):
        story.tell(Arrived((_notice(1),)))
        story.wait(400)
    assert len(story.shows) == 1


def test_a_notice_that_was_answered_before_it_came_up_stays_down() -> None:
    story = Story()
    story.tell(Arrived((_notice(1),)))
    story.tell(Over(cases=frozenset({"c1"})))
    story.wait(600)
    assert story.shows == []
    assert [(log.fate, log.why) for log in story.logs] == [("suppressed", "弹出前已有人处理")]


def test_a_card_goes_when_its_last_notice_is_over_and_shrinks_before() -> None:
    story = Story()
    story.tell(Arrived((_notice(1), _notice(2))))
    story.wait(31)
    story.tell(Over(notices=frozenset({"n1"})))
    assert [n.id for n in story.updates[-1].card.notices] == ["n2"]
    story.tell(Over(notices=frozenset({"n2"})))
    assert story.withdrawn == [DIGEST]


def test_after_a_night_away_sixty_notices_make_at_most_three_cards() -> None:
    story = Story()
    story.tell(Away())
    story.tell(Arrived(tuple(_notice(i, severity="critical" if i % 4 == 0 else "warning") for i in range(60))))
    story.tell(Over(notices=frozenset(f"n{i}" for i in range(20, 60))))
    assert story.shows == []
    story.tell(CaughtUp())
    assert 1 <= len(story.shows) <= 3
    assert sum(show.card.sound for _, show in story.shows) <= 1
    assert story.named() == {f"n{i}" for i in range(20)}


def test_a_hub_that_does_not_come_back_holds_nothing_up_for_long() -> None:
    story = Story()
    story.tell(Away())
    story.tell(Arrived((_notice(1, severity="critical"),)))
    story.wait(31)
    assert len(story.shows) == 1


def test_in_quiet_hours_only_critical_notices_come_through() -> None:
    story = Story(Floor(quiet=Quiet(time(20), time(8))))
    story.now = START.replace(hour=14)  # 22:00 on the floor
    story.tell(Arrived((_notice(1), _notice(2, severity="critical"))))
    story.wait(700)
    assert story.named() == {"n2"}
    assert [(log.notice.id, log.why) for log in story.logs if log.fate == "suppressed"] == [("n1", "免打扰时段")]


def test_a_muted_cause_is_silent_until_its_time() -> None:
    story = Story()
    story.tell(Muted("erp", START + timedelta(minutes=30)))
    story.tell(Arrived((_notice(1), _notice(2, cause="carrier"))))
    story.wait(1900)
    story.tell(Arrived((_notice(3),)))
    story.wait(400)
    assert story.named() == {"n2", "n3"}


def test_flood_mode_goes_on_above_ten_and_off_below_five() -> None:
    story = Story()
    story.tell(Arrived(tuple(_notice(i) for i in range(11))))
    assert story.state.flood
    story.wait(590)
    assert story.state.flood
    story.wait(20)
    assert not story.state.flood


def test_titles_are_short_and_bodies_have_two_lines() -> None:
    story = Story()
    story.tell(Arrived(tuple(_notice(i, cause=f"很长的原因名字{i}") for i in range(50))))
    story.wait(31)
    card = story.shows[0][1].card
    assert len(card.title) <= 20
    assert len(card.body.splitlines()) <= 2


def _row(i: int, **more: object) -> NoticeRow:
    return NoticeRow(f"n{i}", "li", f"c{i}", f"o{i}", "ship", "critical", f"订单 {i}", "超时", START, **more)  # type: ignore[arg-type]


def _bell(path: Path) -> tuple[Bell, list[object]]:
    shown: list[object] = []
    bell = Bell(path, shown.append)
    bell.begin(now=START)
    bell.caught_up(now=START)
    return bell, shown


def test_every_notice_is_written_down_with_its_fate_and_not_rung_again_after_a_restart(tmp_path: Path) -> None:
    log = tmp_path / "notifications.jsonl"
    bell, shown = _bell(log)
    bell.take([_row(1)], now=START)
    assert len(shown) == 1
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [(line["id"], line["fate"], line["why"]) for line in lines] == [("n1", "shown", "单条提醒")]
    with log.open("a", encoding="utf-8") as file:
        file.write('{"id": "cut sho')
    again, shown = _bell(log)
    again.take([_row(1), _row(2)], now=START)
    assert [card.card.id for card in shown] == ["notice:n2"]  # type: ignore[attr-defined]


def test_a_notice_withdrawn_by_the_hub_takes_its_card_down(tmp_path: Path) -> None:
    bell, shown = _bell(tmp_path / "n.jsonl")
    bell.take([_row(1)], now=START)
    bell.take([_row(1, withdrawn_at=START)], now=START + SECOND)
    assert shown[-1] == Withdraw("notice:n1")


def _five_a_minute(make: Callable[[int], Notice]) -> Story:
    story = Story()
    for i in range(50):
        story.tell(Arrived((make(i),)))
        story.wait(12)
    return story


def test_the_budget_test_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ordertower_desktop.sync.notices.BUDGET", 99)
    monkeypatch.setattr("ordertower_desktop.sync.notices.CRITICAL_GAPS", (timedelta(0),))
    assert _five_a_minute(lambda i: _notice(i, severity="critical")).most_in_ten_minutes() > 5
