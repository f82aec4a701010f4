"""The roster at work: people come and go by it, chains and turns follow, and what somebody says of themselves holds until the next edge."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ordertower_desktop.domain.people import Person, Presence, Role
from tests.hub.floor import Floor, open_floor
from tests.hub.place import Place

EARLY = {"post": "agent", "person": "zhao", "days": [1, 2, 3, 4, 5, 6, 7], "start": "08:00", "end": "14:00", "backup": "ma"}
LATE = {"post": "agent", "person": "lin", "days": [1, 2, 3, 4, 5, 6, 7], "start": "14:00", "end": "22:00"}
NIGHT = {"post": "agent", "person": "ma", "days": [3], "start": "22:00", "end": "08:00"}
"""The floor begins on a Wednesday at noon."""
CREW = (
    Person("li", "李婷", Role.SUPERVISOR, "supervisor"),
    Person("zhao", "赵一鸣", Role.AGENT, backup="lin"),
    Person("lin", "林晓", Role.AGENT),
    Person("ma", "马超", Role.AGENT, "backup"),
)


@pytest.fixture
def floor(tmp_path: Path, place: Place) -> Iterator[Floor]:
    with open_floor(tmp_path, db=place.url, crew=CREW) as made:
        yield made


def write(floor: Floor, *shifts: dict[str, Any], swaps: list[dict[str, str]] | None = None, who: str = "li") -> int:
    text = json.dumps({"shifts": list(shifts), "swaps": swaps or []})
    answer = floor.call("PUT", "/v1/roster", who=who, json={"text": text, "why": "排好下周"})
    floor.work()
    return answer.status_code


def here(floor: Floor) -> dict[str, str]:
    return {row["id"]: row.get("presence", "on") for row in floor.call("GET", "/v1/people").json() if row["id"] in ("zhao", "lin", "ma")}


def presence(floor: Floor, person: str, how: str) -> None:
    floor.call("PUT", f"/v1/people/{person}/presence", who=person, json={"presence": how}).raise_for_status()


def test_without_a_roster_everybody_is_where_they_say(floor: Floor) -> None:
    floor.advance(hours=30)
    assert here(floor) == {"zhao": "on", "lin": "on", "ma": "on"}


def test_people_come_and_go_by_their_shifts_and_over_midnight(floor: Floor) -> None:
    assert write(floor, EARLY, LATE, NIGHT) == 200
    assert here(floor) == {"zhao": "on", "lin": "off", "ma": "off"}
    floor.advance(hours=2)
    assert here(floor) == {"zhao": "off", "lin": "on", "ma": "off"}
    floor.advance(hours=8)
    assert here(floor) == {"zhao": "off", "lin": "off", "ma": "on"}
    floor.advance(hours=4)
    assert here(floor)["ma"] == "on", "two in the morning of Thursday"
    floor.advance(hours=6)
    assert here(floor) == {"zhao": "on", "lin": "off", "ma": "off"}


def test_what_somebody_says_of_themselves_holds_until_the_next_edge(floor: Floor) -> None:
    write(floor, EARLY, LATE)
    presence(floor, "zhao", "break")
    presence(floor, "lin", "on")
    floor.advance(hours=1)
    assert (here(floor)["zhao"], here(floor)["lin"]) == ("break", "on")
    floor.advance(hours=1)
    assert (here(floor)["zhao"], here(floor)["lin"]) == ("off", "on")


def test_turns_go_only_to_who_is_on_shift_and_a_shift_may_be_on_another_post(floor: Floor) -> None:
    write(floor, EARLY, LATE, {**NIGHT, "days": [3], "start": "11:00", "end": "13:00"})
    for number in range(4):
        floor.paid(f"o{number}", hours_ago=25)
    assert {row.owner for row in floor.pool().values()} == {"zhao", "ma"}, "马超 is 备岗 at home, and on the line by the roster"
    floor.advance(hours=2)
    for number in range(4, 6):
        floor.paid(f"o{number}", hours_ago=25)
    assert {row.owner for order, row in floor.pool().items() if order in ("o4", "o5")} == {"lin"}


def test_the_backup_of_the_shift_takes_over(floor: Floor) -> None:
    """By their own page it would be 林晓, who is off shift; by the roster it is 马超."""
    write(floor, EARLY, LATE)
    floor.paid("6632", hours_ago=25)
    assert floor.pool()["6632"].owner == "zhao"
    floor.advance(minutes=15)
    assert floor.pool()["6632"].owner == "ma"


def test_a_chain_skips_who_went_home_and_nobody_is_blamed(floor: Floor) -> None:
    """The owner's shift ends with the chain at work: what is due then reaches them no more, and the next step comes at once."""
    write(floor, {**EARLY, "end": "12:04"}, LATE)
    floor.paid("6632", hours_ago=25)
    assert floor.pool()["6632"].owner == "zhao"
    floor.advance(minutes=5)
    assert floor.pool()["6632"].owner == "ma"
    log = [line["text"] for line in floor.call("GET", "/v1/orders/6632").json()["log"]]
    assert any("赵一鸣 不在岗" in line for line in log), log


def test_the_dry_walk_sees_the_roster_too(floor: Floor) -> None:
    write(floor, LATE)
    asked = {
        "policy": {"id": "x", "name": "试", "steps": [{"after": "0s", "channel": "in_app", "to": "post", "name": "告诉岗位"}]},
        "post": "agent",
    }
    told = floor.call("POST", "/v1/policies/preview", who="li", json=asked).json()
    assert "林晓" not in json.dumps(told, ensure_ascii=False)
    floor.advance(hours=2)
    told = floor.call("POST", "/v1/policies/preview", who="li", json=asked).json()
    assert "林晓" in json.dumps(told, ensure_ascii=False)


def test_who_comes_on_shift_gets_what_waited(floor: Floor) -> None:
    write(floor, {**LATE, "start": "12:10"})
    presence(floor, "zhao", "off")
    floor.paid("6632", hours_ago=25)
    assert floor.pool()["6632"].owner == ""
    floor.advance(minutes=10)
    assert floor.pool()["6632"].owner == "lin"


def test_a_swap_for_one_day(floor: Floor) -> None:
    write(floor, EARLY, LATE, swaps=[{"day": "2025-11-12", "post": "agent", "person": "zhao", "instead": "ma", "why": "看病"}])
    assert here(floor) == {"zhao": "off", "lin": "off", "ma": "on"}
    floor.advance(hours=24)
    assert here(floor)["zhao"] == "on"


def test_a_hub_that_was_down_over_the_edge_goes_by_the_new_shift_at_once(tmp_path: Path, place: Place) -> None:
    with open_floor(tmp_path, db=place.url, crew=CREW) as floor:
        write(floor, EARLY, LATE)
        clock = floor.clock
    clock.at = clock.at.replace(hour=8)
    with open_floor(tmp_path, db=place.url, crew=(), clock=clock) as again:
        assert (here(again)["zhao"], here(again)["lin"]) == ("off", "on")


def test_a_line_that_is_wrong_changes_nothing_and_an_agent_may_not_write_it(floor: Floor) -> None:
    wrong = {"text": json.dumps({"shifts": [EARLY, {**LATE, "start": "8点"}]})}
    answer = floor.call("PUT", "/v1/roster", who="li", json=wrong)
    assert answer.status_code == 400
    assert "第 2 班（lin）：时间要写成 09:00，收到“8点”" in answer.text
    assert write(floor, EARLY, who="zhao") == 403
    assert here(floor)["lin"] == "on"


def test_the_history_says_each_change_in_words_and_an_older_one_comes_back(floor: Floor) -> None:
    write(floor, EARLY, LATE)
    write(floor, EARLY)
    changes = floor.call("GET", "/v1/roster/changes").json()
    assert changes[0]["says"] == ["去掉：一线客服 林晓，每天 14:00–22:00"]
    assert (changes[0]["by"], changes[0]["why"]) == ("李婷", "排好下周")
    floor.call("POST", "/v1/roster/restore", who="li", json={"version": changes[1]["version"]}).raise_for_status()
    floor.work()
    assert here(floor)["lin"] == "off"


def test_a_roster_that_is_given_up_leaves_everybody_as_they_are(floor: Floor) -> None:
    write(floor, EARLY, LATE)
    write(floor)
    assert here(floor) == {"zhao": "on", "lin": "off", "ma": "on"}
    presence(floor, "lin", "on")
    floor.advance(hours=10)
    assert here(floor) == {"zhao": "on", "lin": "on", "ma": "on"}
    assert all(Presence(one) is Presence.ON for one in here(floor).values())


def test_who_rests_by_a_calendar_is_off_on_its_holidays_and_the_calendar_stays_as_long_as_they_do(floor: Floor) -> None:
    """The floor's first day is a holiday in the calendar of the office."""
    office = {"id": "office", "name": "客服", "week": ["09:00-18:00"] * 7, "holidays": [f"{floor.clock():%Y-%m-%d}"]}
    floor.call("PUT", "/v1/calendars", who="li", json={"text": json.dumps({"calendars": [office]})}).raise_for_status()
    assert write(floor, EARLY | {"calendar": "gone"}) == 400
    assert write(floor, EARLY | {"calendar": "office"}) == 200
    assert here(floor)["zhao"] == "off"
    refused = floor.call("PUT", "/v1/calendars", who="li", json={"text": json.dumps({"calendars": []})})
    assert refused.status_code == 400
    assert "排班里用着日历“office”" in refused.text
    floor.advance(hours=24)
    assert here(floor)["zhao"] == "on"
