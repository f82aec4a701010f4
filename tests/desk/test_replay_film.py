"""The film of a day without a window: what it asks, what it shows, where it stops, and what it never mixes up."""

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from ordertower_desktop.models.replay.drafting import Drafting
from ordertower_desktop.models.replay.film import Film
from ordertower_desktop.models.replay.thenpool import RECKONED, ThenPool
from ordertower_desktop.sync.trouble import Unreachable
from ordertower_desktop.wire.replay import Words
from tests.desk.demo_board import board
from tests.desk.demo_day import DAY, NOW, SILENT, SINCE, HubInHand, board_at

HOUR = timedelta(hours=1)


@pytest.fixture
def hub(qapp: object) -> HubInHand:
    made = HubInHand(Film(), Drafting(), ThenPool())
    made.film.show_role("supervisor")
    return made


def test_the_newest_day_opens_at_the_first_grave_moment(hub: HubInHand) -> None:
    film = hub.film
    assert [what for what, _ in hub.asked] == ["days", "day", "board"]
    assert hub.asked[1][1] == [DAY.isoformat()]
    assert film.at == SINCE + timedelta(minutes=4)
    assert film.board == board_at(film.at)


def test_whoever_drags_asks_for_one_board_at_a_time_and_gets_the_last(hub: HubInHand) -> None:
    film, hub.slow = hub.film, []
    for minute in range(60, 120):
        film.seek(SINCE + timedelta(minutes=minute))
    assert len(hub.slow) == 1
    assert film.behind
    while hub.slow:
        hub.answer(*hub.slow.pop(0))
    assert film.board == board_at(SINCE + timedelta(minutes=119))
    assert not film.behind
    assert sum(what == "board" for what, _ in hub.asked) == 3


def test_a_board_of_the_day_before_never_stands_under_another_day(hub: HubInHand) -> None:
    film, hub.slow = hub.film, []
    film.seek(SINCE + HOUR)
    film.choose("2025-11-11")
    waiting, hub.slow = hub.slow, []
    hub.answer(*waiting[0])
    assert film.board is None
    assert film.at is None


def test_it_stops_at_the_ends_of_what_is_known(hub: HubInHand) -> None:
    film = hub.film
    film.step(timedelta(days=3))
    assert film.at == NOW
    film.step(-timedelta(days=3))
    assert film.at == SINCE


def test_it_plays_at_its_speed_and_pauses_at_the_end(qtbot: QtBot, hub: HubInHand) -> None:
    film = hub.film
    film.set_speed(60)
    film.seek(NOW - timedelta(seconds=20))
    film.play()
    assert film.playing
    qtbot.waitUntil(lambda: not film.playing, timeout=5000)
    assert film.at == NOW
    film.play()
    assert film.at == SINCE
    film.pause()


def test_it_skips_from_landmark_to_landmark(hub: HubInHand) -> None:
    film = hub.film
    film.seek(SINCE + 9 * HOUR)
    film.skip(1)
    assert film.at == SILENT
    near = film.nearest()
    assert near is not None
    assert near.text == "ERP 拒绝访问（401）"
    film.skip(-1)
    assert film.at == SINCE + timedelta(hours=8, minutes=5)
    film.skip(-1)
    film.skip(-1)
    assert film.at == SINCE


def test_what_came_late_is_counted_only_while_it_was_on_its_way(hub: HubInHand) -> None:
    film, counts = hub.film, []
    for at in (SILENT - HOUR, SILENT, SILENT + timedelta(minutes=30), SILENT + timedelta(minutes=80), SILENT + 3 * HOUR):
        film.seek(at)
        counts.append(film.unknown())
    assert counts == [0, 1, 31, 20, 0]


def test_only_supervisors_are_shown_a_day(qapp: object) -> None:
    hub = HubInHand(Film(), Drafting(), ThenPool())
    hub.film.show_role("agent")
    hub.film.open()
    assert hub.asked == []
    assert "主管" in hub.film.locked


def test_another_hub_starts_from_nothing(hub: HubInHand) -> None:
    film = hub.film
    film.forget()
    assert (film.days, film.page, film.board, film.role) == (None, None, None, "")
    hub.asked.clear()
    film.show_role("supervisor")
    assert [what for what, _ in hub.asked] == ["days", "day", "board"]


def test_a_hub_that_cannot_be_reached_is_said_and_asked_again(qapp: object) -> None:
    hub = HubInHand(Film(), Drafting(), ThenPool())
    hub.slow = []
    hub.film.show_role("supervisor")
    hub.film.answered("days", Unreachable("连不上中枢"))
    assert hub.film.trouble == "连不上中枢"
    hub.slow = None
    hub.film.open()
    assert hub.film.trouble == ""
    assert hub.film.page is not None


def test_the_pool_of_a_moment_lets_go_what_belongs_to_another(hub: HubInHand) -> None:
    pool, hub.slow = hub.pool, []
    pool.open(SILENT)
    pool.open(SILENT + HOUR)
    first, second = hub.slow
    hub.answer(*second)
    hub.answer(*first)
    assert pool.rowCount() == 60
    assert pool.at == SILENT + HOUR
    assert pool.data(pool.index(0, 6)).startswith("剩 ")
    hub.slow = None
    pool.tell(RECKONED)
    assert (pool.rowCount(), pool.total) == (41, 2519)
    pool.answered(Unreachable("连不上中枢"))
    assert (pool.rowCount(), pool.trouble) == (0, "连不上中枢")


def test_words_are_kept_over_a_refusal_and_saved_over_the_version_that_was_read(qtbot: QtBot, hub: HubInHand) -> None:
    film, drafting = hub.film, hub.drafting
    film.changed.connect(lambda: drafting.show_day(film.page))
    drafting.reload_asked.connect(film.again)
    drafting.show_day(film.page)
    drafting.save()
    assert not drafting.saving, "a title is asked for first"
    drafting.write("title", "ERP 断连")
    drafting.write("first", "白名单没有同步")
    drafting.save()
    assert hub.incident is not None
    assert (hub.incident.version, hub.incident.filed.answers[0].text) == (1, "白名单没有同步")
    assert not drafting.touched
    drafting.write("actions", "一\n\n  二  ")
    hub.save(DAY.isoformat(), Words("别人的", base=1), who="吴桐")
    with qtbot.waitSignal(drafting.told) as told:
        drafting.save()
    assert told.args == ["warning", "没有存成：吴桐 刚存了第 2 版，请先看过再改"]
    assert drafting.clash
    assert drafting.actions == "一\n\n  二  "
    drafting.save()
    assert hub.incident.version == 3
    assert hub.incident.filed.actions == ["一", "二"]


def test_a_moment_is_compared_with_the_same_time_of_another_day(hub: HubInHand) -> None:
    """B6: two days beside each other, one question at a time, as the moment moves; choosing now or another day ends it."""
    film = hub.film
    film.show_now(board())
    film.seek(SILENT)
    assert film.beside == board()
    film.compare(DAY - timedelta(days=1))
    assert hub.asked[-1] == ("board", [SILENT - timedelta(days=1)])
    assert (film.beside, film.beside_name) == (board_at(SILENT - timedelta(days=1)), "11月11日")
    film.seek(SILENT + timedelta(hours=1))
    assert [values[0] for what, values in hub.asked if what == "board"][-2:] == [
        SILENT + timedelta(hours=1), SILENT + timedelta(hours=1) - timedelta(days=1),
    ]  # fmt: skip
    assert film.board == board_at(SILENT + timedelta(hours=1))
    film.compare(None)
    assert (film.beside, film.beside_name) == (board(), "现在")


def test_a_drag_while_the_other_day_is_awaited_ends_at_the_newest_moment(hub: HubInHand) -> None:
    film = hub.film
    film.seek(SILENT)
    film.compare(DAY - timedelta(days=1))
    hub.slow = []
    film.seek(SILENT + timedelta(hours=1))
    film.seek(SILENT + timedelta(hours=2))
    while hub.slow:
        hub.answer(*hub.slow.pop(0))
    newest = SILENT + timedelta(hours=2)
    assert (film.at, film.board, film.beside) == (newest, board_at(newest), board_at(newest - timedelta(days=1)))
    assert not film.behind


def test_a_day_without_a_record_beside_shows_nothing_rather_than_another(hub: HubInHand) -> None:
    film = hub.film
    film.seek(SILENT)
    hub.slow = []
    film.compare(DAY - timedelta(days=9))
    film.answered("board", Unreachable("那时还没有记录"))
    assert film.beside is None
    assert film.board == board_at(SILENT)
    assert film.trouble == ""
