"""The demo's day once it is played: the numbers of the pictures, the day looked back on, and the shops told when they hear again."""

import argparse
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from ordertower_desktop import staging
from ordertower_desktop.demo import floor, play, story
from ordertower_desktop.sync import fetch
from ordertower_desktop.sync.http import Client
from ordertower_desktop.sync.trouble import Refused
from ordertower_desktop.wire.replay import DayPage, Days, Incident, Words

SEED = 1112
DAY = "2025-11-12"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the floor showed at 14:32:08, before anybody did anything to it."""

    board: dict[str, Any]
    sources: dict[str, dict[str, Any]]
    pool: dict[str, Any]
    refused: list[Any]
    days: Days
    told: DayPage
    known: dict[str, str]
    past: list[tuple[datetime, datetime, int, int]]
    """Moment, time of its board, and open orders by the board and by the pool of that moment."""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[staging.Floor]:
    day = staging.day_of(argparse.Namespace(day="double11", seed=SEED, until=None, refuse=None))
    with staging.opened(day, SEED, tmp_path_factory.mktemp("demo")) as made:
        staging.play_day(made, day)
        yield made


@pytest.fixture(scope="module")
def http(played: staging.Floor) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=played.url, headers={"Authorization": f"Bearer {played.token}"}, trust_env=False, timeout=30) as made:
        yield made


@pytest.fixture(scope="module")
def desk(played: staging.Floor) -> Iterator[Client]:
    with closing(Client(played.url, played.token)) as made:
        yield made


@pytest.fixture(scope="module")
def seen(played: staging.Floor, http: httpx.Client, desk: Client) -> Seen:
    """Asked by real HTTP, half of it with the desk's own questions."""

    def asked(path: str, **query: str) -> Any:
        return http.get(path, params=query).raise_for_status().json()

    def past(at: datetime) -> tuple[datetime, datetime, int, int]:
        board, pool = fetch.board(at)(desk), fetch.pool_at(at, "known")(desk)
        return at, board.at, board.open, pool.total

    told = fetch.day(DAY)(desk)
    orders = {one.order for answer in told.answers for one in answer.evidence if one.order}
    return Seen(
        asked("/v1/board"), {one["id"]: one for one in asked("/v1/sources")}, asked("/v1/pool", limit="1000"), list(played.staff.refused),
        fetch.days()(desk), told, {one: fetch.order(one)(desk).order for one in orders},
        [past(at) for at in list(play.steps(story.MOMENT))[10::5]],
    )  # fmt: skip


@pytest.fixture(scope="module")
def filed(seen: Seen, desk: Client) -> Incident:
    """The day as somebody files it, before anything more happens."""
    return fetch.save_incident(DAY, Words("ERP 断连", {"first": "白名单没有同步"}, ["设专人"]))(desk)


@pytest.fixture(scope="module")
def heard_again(played: staging.Floor, filed: Incident) -> staging.Floor:
    """The shops hear of shipments from now on; the platforms themselves not before 14:45."""
    staging.tell_shops(played)
    round_of(played)
    return played


def round_of(made: staging.Floor, *first: str) -> None:
    """Every duty of the hub goes round until the shops have nothing more to hear for now."""
    for duty in made.hub.duties():
        if duty.name.startswith(first):
            duty.tick(made.hub.tower, made.clock.now())
    for _ in range(12):
        done = sum(duty.tick(made.hub.tower, made.clock.now()) for duty in made.hub.duties() if duty.name.startswith(("tell", "judge")))
        if not done:
            break
    for duty in made.hub.duties():
        if duty.name in ("watch", "sequence"):
            duty.tick(made.hub.tower, made.clock.now())


def test_the_morning_reaches_the_numbers_of_the_pictures(seen: Seen) -> None:
    board, sources, pool = seen.board, seen.sources, seen.pool
    assert seen.refused == []
    assert (board["open"], board["overdue"], board["due_2h"], board["breached_today"], board["level"]) == (2134, 186, 132, 186, 2)
    assert (board["cohort"], board["cleared"], board["cleared_auto"], board["vip_open"]) == (3534, 1400, 980, 37)
    for name, counts in (("platforms", story.PLATFORMS), ("regions", story.REGIONS), ("stages", story.STAGES)):
        assert sorted((one["open"], one["overdue"]) for one in board[name]) == sorted((c.open, c.overdue) for c in counts.values())
    assert sorted(one["open"] for one in board["causes"]) == sorted(story.CAUSES.values())
    assert {one["name"]: one["open"] for one in board["people"] if one["open"]} == {
        name: story.IN_HAND[key] for key, name, *_ in story.STAFF if key in story.IN_HAND
    }
    assert (sources["erp"]["state"], sources["erp"]["reason_code"]) == ("refused", "401")
    assert sources["erp"]["refused_since"].startswith("2025-11-12T01:42")
    assert pool["total"] == 2134
    assert all(row["owner"] for row in pool["items"])


def test_the_day_of_the_pictures_is_told(seen: Seen) -> None:
    """S79, S95, S96. What it stands on is there to be opened."""
    assert [(one.day.isoformat(), one.level, one.breached) for one in seen.days.items] == [(DAY, 2, story.OVERDUE), ("2025-11-11", 1, 0)]
    told = seen.told
    assert (told.total.cases, told.total.breached) == (story.OPEN + story.CLEARED, story.OVERDUE)
    assert [one.text for one in told.landmarks if one.kind == "source"] == ["ERP 拒绝访问（401，自 09:42）"]
    first, late, prevent = told.answers
    assert first.text.startswith("平台 → ERP。")
    assert "ERP 拒绝访问（401，自 09:42）" in first.text
    assert "ERP 未收单 · 401" in first.text
    assert "WMS 有" in late.text
    assert prevent.evidence
    opened = [one.order for one in (*first.evidence[1:], *prevent.evidence)]
    assert opened
    assert all(seen.known[order] == order for order in opened)


def test_orders_hold_what_the_warehouse_told_of_and_the_batch_that_ran_short_is_seen(seen: Seen, desk: Client) -> None:
    """S84, S20: told over HTTP by the fakes."""
    assert seen.refused == []
    page = fetch.stock(limit=100)(desk)
    assert (page.counts[""], page.counts["oversold"], page.counts["stale"], page.troubles) == (30, 5, 0, [])
    assert all(row.free is not None and row.free >= 0 for row in page.items)
    assert sum(row.held for row in page.items) > 1_000
    for row in fetch.stock(state="oversold")(desk).items:
        assert (row.sku[-2:], row.warehouse, row.on_hand, row.on_sale) == ("-B", "华东仓", 24, 36)
    waiting = fetch.stock_holds("KT-35GW-B", "华东仓")(desk).items
    assert {one.state for one in waiting} == {"held", "short"}
    assert all(fetch.order(one.order)(desk).order == one.order for one in waiting[:2])


def test_what_was_known_at_a_moment_adds_up_whichever_memory_is_asked(seen: Seen) -> None:
    """S97, S99."""
    assert len(seen.past) > 5
    for at, board_at, by_board, by_pool in seen.past:
        assert board_at <= at
        assert by_pool == by_board > 0, at


def test_the_day_is_filed_and_a_second_pen_is_told_of_the_first(seen: Seen, filed: Incident, desk: Client) -> None:
    assert (filed.version, filed.filed.answers[0].text, filed.filed.total) == (1, "白名单没有同步", seen.told.total)
    with pytest.raises(Refused, match="刚存了第 1 版") as clash:
        fetch.save_incident(DAY, Words("别的"))(desk)
    assert clash.value.type == "conflict"
    assert fetch.days()(desk).items[0].incident == "ERP 断连"


def test_what_the_platforms_would_not_hear_is_told_when_they_hear_again(heard_again: staging.Floor, http: httpx.Client) -> None:
    told = http.get("/v1/write-backs/summary").json()
    assert sum(shop["waiting"] + shop["retrying"] for shop in told["shops"]) == story.CAUSES["write_back"]
    assert {shop["breaker"] for shop in told["shops"] if shop["waiting"]} == {"open"}
    assert http.get("/v1/board").json()["open"] == 2134, "the pictures stand"
    heard_again.clock.set(floor.SHIPS_AGAIN + timedelta(seconds=2))
    for _ in range(16):
        round_of(heard_again)
        heard_again.clock.set(heard_again.clock.now() + timedelta(minutes=1))
    states = Counter(line["state"] for line in http.get("/v1/write-backs", params={"limit": 1000}).json()["items"])
    assert states == {"done": story.CAUSES["write_back"]}
    assert http.get("/v1/pool", params={"segment": "write_back"}).json()["items"] == []
