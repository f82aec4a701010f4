"""Alarm hygiene against a fixture that was reckoned by hand (B14), and rules week by week."""

from datetime import UTC, date, datetime, timedelta

from ordertower_desktop.domain.link import Link
from ordertower_desktop.insight.kpi.chattering import Chatter, chattering
from ordertower_desktop.insight.kpi.load import Interrupt, floods, hygiene
from ordertower_desktop.insight.kpi.record import Raised, Record
from ordertower_desktop.insight.kpi.trend import trends
from ordertower_desktop.insight.postmortem.episode import Episode
from ordertower_desktop.insight.postmortem.figures import Window

NINE = datetime(2025, 11, 12, 1, 0, tzinfo=UTC)
"""09:00 in Shanghai on a Wednesday."""
MIDNIGHT = NINE - timedelta(hours=9)
DAY = Window(MIDNIGHT, MIDNIGHT + timedelta(days=1))


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def record(number: int, opened: datetime, *raised: Raised, acts: tuple[datetime, ...] = (), closed: datetime | None = None) -> Record:
    episode = Episode(f"c{number}", f"o{number}", "ship_overdue", Link.TO_CARRIER, opened)
    return Record(episode, "warning", acts=acts, closed_at=closed, raised=raised)


def test_the_load_of_a_day_is_what_a_hand_reckons() -> None:
    """Two people. 赵一鸣: 12 interrupts, one a minute from 09:00; 林晓: 4, one an hour."""
    told = [Interrupt("赵一鸣", at(n), "warning", "R05") for n in range(12)]
    told += [Interrupt("林晓", at(60 * n), "notice" if n else "critical", f"R{n}") for n in range(4)]
    records = [
        record(1, at(-26 * 60)),  # open for 26 hours at nine, 41 at midnight, untouched: stale
        record(2, at(-26 * 60), acts=(at(30),)),  # touched today
        record(3, at(-26 * 60), closed=at(60)),
        record(4, at(0), Raised("R05", at(0), at(0.5)), Raised("R05", at(20), at(30)), Raised("R05", at(60))),  # chatters; fleeting once
        record(5, at(0), Raised("R05", at(0)), Raised("R05", at(20)), Raised("R05", at(61))),  # a minute too slow for it
    ]
    found = hygiene(told, records, DAY)
    zhao, lin = found.people
    assert (zhao.name, zhao.interrupts, zhao.days, zhao.per_hour, zhao.worst, zhao.full) == ("赵一鸣", 12, 1, 1.5, 10, 0)
    assert (lin.per_hour, lin.worst, lin.flood_s) == (0.5, 1, 0)
    assert (found.interrupts, found.flood, found.full) == (16, 0.0, 0.0)
    assert (found.noisiest[0].rule, found.noisiest[0].interrupts, found.noisiest[0].share) == ("R05", 12, 0.75)
    assert found.top == 1.0
    assert (found.chattering, found.fleeting) == (1, 1)
    assert found.stale == [(date(2025, 11, 12), 1)]
    assert found.mix == [("notice", 3), ("warning", 12), ("critical", 1)]


def test_what_chatters_is_named_with_how_often_and_how_shortly_it_stood() -> None:
    jumps = [Raised("R05", at(5 * n), at(5 * n + 2)) for n in range(4)]
    records = [
        record(4, at(0), *jumps),
        record(5, at(0), *jumps[:2]),
        record(6, at(0), Raised("R08", at(0)), Raised("R08", at(20)), Raised("R08", at(59))),
    ]
    found = chattering(records, DAY)
    assert found == [
        Chatter("R05", "o4", 4, at(0), at(15), timedelta(minutes=2)),
        Chatter("R08", "o6", 3, at(0), at(59)),
    ]


def test_a_flood_begins_with_the_eleventh_in_ten_minutes_and_ends_with_the_fifth_gone() -> None:
    """Twelve, half a minute apart from 09:00; the eleventh at 09:05:00 begins it; at 09:13:30 four of ten minutes are left."""
    moments = [at(n / 2) for n in range(12)]
    assert floods(moments) == [(at(5), at(13.5))]
    found = hygiene([Interrupt("赵一鸣", one, "warning") for one in moments], [], DAY)
    assert found.people[0].flood_s == 8.5 * 60
    assert found.flood == 8.5 / 480
    assert (found.people[0].full, found.full) == (1, 1 / 48)


def test_a_flood_that_is_fed_does_not_end_and_a_second_one_is_its_own() -> None:
    fed = [at(n / 2) for n in range(12)] + [at(13.5)]  # as the fifth leaves another comes: never fewer than five
    assert floods(fed) == [(at(5), at(14))]
    again = [at(n / 2) for n in range(12)] + [at(120 + n / 2) for n in range(12)]
    assert floods(again) == [(at(5), at(13.5)), (at(125), at(133.5))]


def test_rules_by_week_count_hits_verdicts_and_what_was_muted() -> None:
    """S100. A Sunday belongs to the week before the Monday after it."""
    sunday, monday = MIDNIGHT - timedelta(days=3) + timedelta(hours=12), MIDNIGHT - timedelta(days=2)
    kept = [
        Record(record(1, sunday).episode, "warning", mark=True, raised=(Raised("R05", sunday), Raised("R12", sunday, muted=True))),
        Record(record(2, monday).episode, "warning", mark=False, missed=True, raised=(Raised("R05", monday),)),
        Record(record(3, monday).episode, "warning", raised=(Raised("R05", monday),)),
    ]
    rules = trends(kept, Window(MIDNIGHT - timedelta(days=9), MIDNIGHT + timedelta(days=1)))
    assert [(one.rule, one.hits, one.precision) for one in rules] == [("R05", 3, 0.5), ("R12", 1, 1.0)]
    assert [(w.monday, w.hits, w.right, w.wrong, w.missed) for w in rules[0].weeks] == [
        (date(2025, 11, 3), 1, 1, 0, 0),
        (date(2025, 11, 10), 2, 0, 1, 1),
    ]
    assert [week.muted for week in rules[1].weeks] == [1, 0]
