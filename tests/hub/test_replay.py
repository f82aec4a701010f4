"""A past moment asked for later: the board and the pool come back byte for byte as they were given then."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.people import Role
from ordertower_desktop.hub.store.feed import past
from ordertower_desktop.hub.store.tables import boards
from ordertower_desktop.hub.workers.watch import Watch
from ordertower_desktop.wire.rows import PoolRow
from tests.hub.floor import Floor, open_floor
from tests.hub.place import Place

CHECKS = ["state_done", "customer_told", "archived"]
POOL = {"view": "all", "limit": "1000"}


def board_at(floor: Floor, at: datetime | None = None, role: Role | None = None) -> bytes:
    answer = floor.call("GET", "/v1/board", who="li", role=role, params={"at": at.isoformat()} if at else {})
    assert answer.status_code == 200, answer.text
    return answer.content


def pool_at(floor: Floor, at: datetime | None = None) -> bytes:
    asked = {"at": at.isoformat(), "as": "known"} if at else {}
    answer = floor.call("GET", "/v1/pool", who="li", params=POOL | asked)
    assert answer.status_code == 200, answer.text
    return answer.content


@dataclass
class Album:
    """What was given at each moment, and what is given for it afterwards."""

    taken: list[tuple[datetime, bytes, bytes, bytes]] = field(default_factory=list)

    def take(self, floor: Floor) -> None:
        self.taken.append((floor.now, board_at(floor), board_at(floor, role=Role.DISPLAY), pool_at(floor)))

    def holds(self, floor: Floor) -> None:
        """Everything is asked for again, in no order."""
        for at, board, wall, pool in Random(7).sample(self.taken, len(self.taken)):
            assert board_at(floor, at) == board, at
            assert board_at(floor, at, Role.DISPLAY) == wall, at
            assert pool_at(floor, at) == pool, at


def late_event(floor: Floor, number: int, **ago: float) -> Event:
    return Event(floor.now - timedelta(**ago), "wms", "outbound", str(number))


def play(floor: Floor, album: Album, seed: int, *, steps: int) -> None:
    """Some hours of a floor: orders, actions, late news, rule edits; a picture after every step, and between steps."""
    dice = Random(seed)
    for step in range(steps):
        floor.clock.at += timedelta(milliseconds=1)  # what happens in the instant of a picture, but after it, is known in that instant
        dice.choice(DEEDS)(floor, dice, step)
        floor.advance(seconds=dice.choice((1, 7, 40, 55, 130, 900)))
        album.take(floor)
        floor.clock.at += timedelta(milliseconds=300)  # nobody worked meanwhile: the same is still known
        album.take(floor)


def _paid(floor: Floor, dice: Random, step: int) -> None:
    floor.paid(str(1000 + step), hours_ago=dice.uniform(20, 40), province=dice.choice(["浙江", "广东"]))


def _shipped_long_ago(floor: Floor, dice: Random, step: int) -> None:
    """News that comes late: it happened before moments that have been looked at already."""
    floor.told(late_event(floor, 1000 + dice.randrange(step + 1), hours=dice.uniform(0, 3)))


def _taken_or_closed(floor: Floor, dice: Random, step: int) -> None:
    rows = list(floor.pool().values())
    if rows:
        row = dice.choice(rows)
        wish = dice.choice([{"do": "acknowledge", "version": row.version}, {"do": "resolve", "checks": CHECKS}])
        floor.sync({"id": f"s{step}", "case": row.case, **wish}, who=dice.choice(["lin", "zhao"]))


def _rule_edited(floor: Floor, dice: Random, step: int) -> None:
    page = floor.call("GET", "/v1/rules", who="li").json()
    hours = dice.choice((8, 16, 24, 36))
    text = page["text"].replace(page["text"].split('over = "')[1].split('"')[0], f"{hours}h", 1)
    assert floor.call("PUT", "/v1/rules", who="li", json={"text": text, "why": f"第 {step} 步"}).status_code == 200


DEEDS: tuple[Callable[[Floor, Random, int], None], ...] = (_paid, _paid, _paid, _shipped_long_ago, _taken_or_closed, _rule_edited)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_was_given_at_a_moment_is_given_for_it_ever_after(tmp_path: Path, place: Place, seed: int) -> None:
    """S79, B6. Whatever comes later: late news, imports, edited rules, closed cases, another start, another day."""
    album = Album()
    with open_floor(tmp_path, db=place.url) as floor:
        play(floor, album, seed, steps=25)
        album.holds(floor)
        clock = floor.clock
    clock.at += timedelta(milliseconds=1)
    with open_floor(tmp_path, db=place.url, clock=clock) as floor:
        album.holds(floor)
        floor.told(*(late_event(floor, 1000 + number, hours=2) for number in range(25)))
        floor.advance(hours=20)
        album.take(floor)
        album.holds(floor)
    assert len({board for _, board, _, _ in album.taken}) > 20


def test_the_past_stands_on_frames_that_come_and_go(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Frames make the past cheap to read; they must neither change it nor outlive what stands on them."""
    monkeypatch.setattr(past, "LEAST", 5)
    monkeypatch.setattr(past, "A_PART", 3)
    monkeypatch.setattr(boards, "FRAME_EVERY", timedelta(minutes=2))
    album = Album()
    play(floor, album, 3, steps=20)
    floor.advance(minutes=2)
    album.holds(floor)
    middle = album.taken[len(album.taken) // 2][0]
    with floor.tower.db.write() as conn:
        assert boards.forget(conn, middle) > 0
        assert past.forget(conn, middle) > 0
    Album([one for one in album.taken if one[0] >= middle]).holds(floor)
    first = album.taken[0][0]
    assert floor.call("GET", "/v1/board", who="li", params={"at": first.isoformat()}).status_code == 404
    assert floor.call("GET", "/v1/pool", who="li", params={"at": first.isoformat(), "as": "known"}).status_code == 404


def test_the_board_of_a_second_is_not_the_last_one_of_its_minute(floor: Floor) -> None:
    floor.paid("1", hours_ago=25)
    floor.advance(seconds=2)
    early = floor.now
    floor.paid("2", hours_ago=25)
    floor.advance(seconds=20)
    assert floor.call("GET", "/v1/board", params={"at": early.isoformat()}).json()["open"] == 1
    assert floor.call("GET", "/v1/board", params={"at": floor.now.isoformat()}).json()["open"] == 2


def test_what_left_the_desks_since_is_still_in_the_past(floor: Floor) -> None:
    """A closed case leaves the desks after a while; the moments at which it was there still show it, those after do not."""
    floor.paid("1", hours_ago=25)
    row = floor.pool()["1"]
    floor.sync(
        {"id": "c1", "do": "resolve", "case": row.case, "version": row.version, "checks": ["state_done", "customer_told", "archived"]}
    )
    floor.advance(seconds=5)
    then, closed = floor.now, {"view": "closed", "as": "known", "limit": "10"}
    floor.clock.at += floor.tower.settings.kept_closed
    floor.advance(minutes=2)
    assert [row.state for row in floor.desk().catch_up().bodies("case", PoolRow)] == []
    floor.clock.at += timedelta(seconds=10)
    for at, orders in ((then, ["1"]), (floor.now - timedelta(seconds=1), [])):
        page = floor.call("GET", "/v1/pool", who="li", params=closed | {"at": at.isoformat()})
        assert page.status_code == 200, page.text
        assert [row["order"] for row in page.json()["items"]] == orders


def test_late_news_changes_the_truth_but_not_what_was_known(floor: Floor) -> None:
    """当时所知 and 事后真相 differ by what came late, and by nothing else."""
    floor.paid("1", hours_ago=30)
    floor.paid("2", hours_ago=30)
    floor.advance(seconds=5)
    then = floor.now
    floor.advance(hours=1)
    floor.told(Event(then - timedelta(minutes=30), "wms", "outbound", "1"))
    floor.advance(seconds=5)

    def orders(as_: str) -> set[str]:
        asked = {"at": then.isoformat(), "as": as_, "limit": "1000"}
        return {row["order"] for row in floor.call("GET", "/v1/pool", who="li", params=asked).json()["items"]}

    assert orders("known") == {"1", "2"}
    assert orders("reckoned") == {"2"}


def test_a_board_of_a_clock_that_was_set_back_does_not_write_over_the_past(floor: Floor) -> None:
    floor.paid("1", hours_ago=25)
    floor.advance(seconds=5)
    at, before = floor.now, board_at(floor)
    floor.advance(minutes=1)
    floor.paid("2", hours_ago=25)
    floor.clock.at = at
    Watch().tick(floor.tower, at)
    assert board_at(floor, at) == before
