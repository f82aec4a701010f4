"""The holidays of mainland China and the calendars that are made of them."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ordertower_desktop.domain.calendar import ALWAYS, Calendar, add, closing, elapsed, is_guessed
from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.hub.store.holidays_cn import calendars_of, published, read_calendars, shipped
from ordertower_desktop.hub.store.judging import books

WEEK = ["09:00-18:00"] * 5 + ["", ""]
BY_ID = {calendar.id: calendar for calendar in shipped()}
FINANCE = BY_ID["finance"]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def worked(calendar: Calendar, day: str) -> timedelta:
    midnight = local(f"{day} 00:00")
    return elapsed(calendar, midnight, midnight + timedelta(days=1))


MAKE_UP = [
    "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
    "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
]  # fmt: skip


def test_2025_has_five_make_up_days_and_2026_six() -> None:
    days = published().workdays
    assert sorted(day.isoformat() for day in days if day.year in (2025, 2026)) == MAKE_UP


@pytest.mark.parametrize("day", MAKE_UP)
def test_finance_works_on_every_make_up_day(day: str) -> None:
    assert date.fromisoformat(day).weekday() >= 5
    assert worked(FINANCE, day) == timedelta(hours=9)


@pytest.mark.parametrize("day", ["2025-01-28", "2025-10-08", "2026-01-02", "2026-02-23", "2026-05-05", "2026-10-07", "2026-11-14"])
def test_finance_rests_on_holidays_and_plain_weekends(day: str) -> None:
    assert worked(FINANCE, day) == timedelta()


def test_finance_is_due_after_the_whole_of_spring_festival() -> None:
    assert add(FINANCE, local("2026-02-14 17:30"), timedelta(hours=1)) == local("2026-02-24 09:30")


def test_2027_is_only_a_guess_until_somebody_publishes_it() -> None:
    assert published().through == 2026
    assert FINANCE.published_through == 2026
    assert is_guessed(FINANCE, local("2027-03-01 12:00"))
    assert date(2027, 10, 1) in FINANCE.holidays


def test_desk_and_warehouse_go_through_holidays_that_they_do_not_keep() -> None:
    assert worked(BY_ID["desk"], "2026-10-01") == timedelta(hours=12)
    assert worked(BY_ID["warehouse"], "2026-11-12") == timedelta(hours=10, minutes=30)
    assert worked(BY_ID["warehouse"], "2026-02-17") == timedelta()
    assert closing(BY_ID["carrier:中通"], local("2026-11-12 17:31")) == local("2026-11-13 17:30")


def test_an_override_makes_a_day_work_and_publishes_a_year() -> None:
    table = {
        "published": {"through": 2027},
        "override": [
            {"day": date(2027, 2, 14), "work": True, "why": "春节调休"},
            {"day": "2026-10-10", "work": False, "why": "公司放假"},
        ],
        "calendar": [{"id": "x", "name": "某部", "week": WEEK, "statutory": True}],
    }
    (made,) = calendars_of(table, published())
    assert worked(made, "2027-02-14") == timedelta(hours=9)
    assert worked(made, "2026-10-10") == timedelta()
    assert not is_guessed(made, local("2027-03-01 12:00"))


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"calendar": [{"id": "x", "name": "x", "week": [""] * 7}]}, "没有任何工作时间"),
        ({"calendar": [{"id": "x", "name": "x", "week": ["9点到6点"] * 7}]}, "日历 x：week"),
        ({"calendar": [{"id": "x", "name": "x", "week": "每天"}]}, "七段文字"),
        ({"calendar": [{"id": "x", "name": "x", "week": WEEK, "of": []}]}, "不认识的键"),
        ({"calendar": [{"id": "x", "name": "x", "week": WEEK, "off": ["昨天"]}]}, "不是日期"),
        ({"override": [{"day": "2026-10-10", "work": "是", "why": "x"}]}, "true（上班）"),
        ({"override": [{"day": "2026-10-10", "work": True}]}, "why"),
    ],
)
def test_a_wrong_table_says_where_and_what(table: dict[str, object], words: str) -> None:
    with pytest.raises(BadFile, match=words):
        calendars_of(table, published())


def test_the_calendars_that_a_floor_begins_with_read_back_as_they_were_made() -> None:
    assert books.calendars_of(books.default("calendars")) == {"always": ALWAYS, **BY_ID}


def test_a_file_that_is_no_toml_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("week = [", "utf-8")
    with pytest.raises(BadFile, match=r"mine\.toml"):
        read_calendars(path, published())
    with pytest.raises(BadFile, match="打不开"):
        read_calendars(tmp_path / "none.toml", published())
