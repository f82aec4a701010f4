"""One exchange after another: pages, resets, digests, refusals, and what the glass shows meanwhile."""

import sqlite3
from pathlib import Path

import msgspec
import pytest

from ordertower_desktop.domain.actions import Acknowledge, Note, Resolve, Undo
from ordertower_desktop.sync.cache import Cache
from ordertower_desktop.sync.memory import Login
from ordertower_desktop.sync.trouble import Refused, Unreachable
from ordertower_desktop.wire.sync import SyncAnswer, SyncRequest
from tests.sync.fakehub import START, Cable, FakeHub
from tests.sync.rig import Rig, rig


def test_a_click_shows_at_once_and_stays_shown_until_the_hub_s_row_is_here(tmp_path: Path) -> None:
    hub = FakeHub()
    for case in ("a", "b", "c", "d"):
        hub.open(case)
    desk = rig(tmp_path, hub)
    assert desk.sync()
    for case in ("a", "b", "c"):
        hub.change(case, last_event="news")  # pages that come before the effect of the click
    desk.cable.limit = 1
    desk.acknowledge("d", "x1")
    looks = [desk.glass["d"].acknowledged]
    see = desk.see
    desk.see = lambda shown: (see(shown), looks.append(desk.glass["d"].acknowledged))[0]  # type: ignore[method-assign]
    assert desk.sync()
    assert all(looks)
    assert len(looks) > 4
    assert desk.glass["d"].pending == ""
    assert desk.glass == hub.screen()


def test_an_answer_that_was_lost_is_asked_for_again_and_acts_once(tmp_path: Path) -> None:
    hub = FakeHub()
    hub.open("a")
    desk = rig(tmp_path, hub)
    desk.sync()
    desk.acknowledge("a", "x1")
    desk.cable.lose_answers = 3
    assert [desk.sync() for _ in range(4)] == [False, False, False, True]
    assert hub.effects == {"x1": 1}
    assert [outcome.state for outcome in desk.outcomes] == ["done"]
    assert desk.waiting() == []


def test_a_late_action_on_changed_ground_becomes_a_conflict_that_names_the_winner(tmp_path: Path) -> None:
    hub = FakeHub()
    hub.open("a")
    desk = rig(tmp_path, hub)
    desk.sync()
    with desk.cable.pulled():
        desk.acknowledge("a", "x1")
        hub.change("a", owner="zhao", acknowledged=True)
        assert not desk.sync()
    assert desk.glass["a"].owner == "li"
    desk.sync()
    assert [(o.state, o.winner) for o in desk.outcomes] == [("conflict", "zhao")]
    assert desk.glass["a"].owner == "zhao"
    assert desk.glass["a"].pending == ""


def test_a_row_that_was_lost_on_the_way_is_found_by_the_digest_and_healed(tmp_path: Path) -> None:
    hub = FakeHub()
    for case in ("a", "b", "c"):
        hub.open(case)
    desk = rig(tmp_path, hub)
    desk.cable.bend = lambda answer: msgspec.structs.replace(answer, changes=answer.changes[1:])

    def once_only(answer: SyncAnswer) -> SyncAnswer:
        desk.cable.bend = None
        return msgspec.structs.replace(answer, changes=answer.changes[1:])

    desk.cable.bend = once_only
    assert desk.sync()
    assert desk.healed
    assert desk.glass == hub.screen()


def test_a_row_deleted_from_the_file_is_missed_at_the_next_start(tmp_path: Path) -> None:
    hub = FakeHub()
    for case in ("a", "b", "c"):
        hub.open(case)
    desk = rig(tmp_path, hub)
    desk.sync()
    desk.memory.close()
    with sqlite3.connect(desk.files.cache) as db:
        db.execute("DELETE FROM rows WHERE key = 'b'")
    db.close()
    desk.begin()
    assert desk.sync()
    assert desk.glass == hub.screen()


def test_a_digest_that_never_agrees_does_not_spin(tmp_path: Path) -> None:
    hub = FakeHub()
    hub.open("a")
    desk = rig(tmp_path, hub)
    desk.cable.bend = lambda answer: msgspec.structs.replace(answer, digest={"case": "00000000deadbeef"})
    assert not desk.sync()
    assert hub.requests < 20


def test_a_reset_keeps_the_screen_until_the_new_reading_is_complete_and_leaves_no_ghosts(tmp_path: Path) -> None:
    hub = FakeHub()
    for case in ("a", "b", "c"):
        hub.open(case)
    old = hub.backup()
    desk = rig(tmp_path, hub)
    hub.open("ghost")
    desk.sync()
    assert "ghost" in desk.glass
    sizes: list[int] = []
    see = desk.see
    desk.see = lambda shown: (see(shown), sizes.append(len(desk.glass)))[0]  # type: ignore[method-assign]
    hub.restore(old)
    desk.cable.limit = 1
    assert desk.sync()
    assert desk.glass == hub.screen()
    assert min(sizes) >= 3


def test_what_a_restored_hub_has_forgotten_is_told_again_once(tmp_path: Path) -> None:
    hub = FakeHub()
    hub.open("a")
    desk = rig(tmp_path, hub)
    desk.sync()
    old = hub.backup()
    desk.acknowledge("a", "x1")
    desk.sync()
    hub.restore(old)
    assert not hub.effects
    for _ in range(3):
        assert desk.sync()
    assert hub.effects == {"x1": 1}
    assert desk.glass == hub.screen()


def test_an_action_that_the_hub_cannot_read_does_not_hold_up_the_others(tmp_path: Path) -> None:
    hub = FakeHub()
    for case in ("a", "b", "c"):
        hub.open(case)
    desk = rig(tmp_path, hub)
    desk.sync()

    class Picky(Cable):
        def __call__(self, request: SyncRequest) -> SyncAnswer:
            if any(action["id"] == "bad" for action in request.actions):
                raise Refused("内容不合格式", status=400)
            return super().__call__(request)

    desk.loop._exchange = Picky(hub)
    for case, id_ in (("a", "x1"), ("b", "bad"), ("c", "x3")):
        desk.acknowledge(case, id_)
    assert desk.sync()
    assert {(o.id, o.ok) for o in desk.outcomes} == {("x1", True), ("bad", False), ("x3", True)}
    assert desk.glass == hub.screen()


def test_nobody_s_action_is_sent_under_another_s_login(tmp_path: Path) -> None:
    hub = FakeHub()
    hub.open("a")
    hub.open("b")
    desk = rig(tmp_path, hub)
    desk.sync()
    with desk.cable.pulled():
        desk.acknowledge("a", "li-1")
    desk.close()

    zhao = Rig(tmp_path, Cable(hub, person="zhao"), login=Login("zhao-login", "https://hub.test"))
    zhao.acknowledge("b", "zhao-1")
    zhao.sync()
    assert hub.actors == {"zhao-1": "zhao"}
    assert zhao.glass["a"].pending == ""
    assert [item.entry.id for item in zhao.waiting()] == ["li-1"]
    zhao.close()

    again = Rig(tmp_path, Cable(hub, person="li"), login=Login("li-login", "https://hub.test"))
    again.sync()
    assert hub.actors == {"zhao-1": "zhao", "li-1": "li"}


def test_a_person_s_new_token_carries_what_the_old_one_left(tmp_path: Path) -> None:
    hub = FakeHub()
    hub.open("a")
    desk = rig(tmp_path, hub)
    desk.sync()
    with desk.cable.pulled():
        desk.acknowledge("a", "x1")
    desk.close()
    renewed = Rig(tmp_path, Cable(hub), login=Login("li-new-token", "https://hub.test"))
    renewed.sync()
    renewed.sync()
    assert hub.actors == {"x1": "li"}


def test_an_action_for_another_hub_waits_for_that_hub(tmp_path: Path) -> None:
    desk = rig(tmp_path)
    desk.acknowledge("a", "x1")
    desk.close()
    other = Rig(tmp_path, Cable(FakeHub()), login=Login("li-login", "https://other.test"))
    other.sync()
    assert [item.entry.id for item in other.waiting()] == ["x1"]
    assert other.cable.hub.results == {}


def test_an_answer_for_a_cache_that_is_no_more_is_not_taken(tmp_path: Path) -> None:
    hub = FakeHub()
    for case in ("a", "b"):
        hub.open(case)
    desk = rig(tmp_path, hub)
    request = desk.memory.request()
    answer = hub.sync(request)
    desk.sync()
    hub.change("a", title="newer")
    desk.sync()
    desk.memory.take(request, answer, now=START)
    desk.sync()
    assert desk.glass == hub.screen()


def test_the_same_page_twice_changes_nothing(tmp_path: Path) -> None:
    hub = FakeHub()
    hub.open("a")
    cache = Cache(tmp_path / "c.db", tmp_path / "q")
    answer = hub.sync(SyncRequest())
    first = cache.absorb(answer.changes, answer.cursor, epoch=answer.epoch, head=answer.head)
    second = cache.absorb(answer.changes, answer.cursor, epoch=answer.epoch, head=answer.head)
    assert first.changed == {"case": ["a"]}
    assert second.changed == {}
    assert cache.proven(answer.digest)


def test_a_refusal_is_told_again_if_the_desk_died_before_anybody_saw_it(tmp_path: Path) -> None:
    hub = FakeHub()
    desk = rig(tmp_path, hub)
    desk.acknowledge("nowhere", "x1")
    desk.memory.told = lambda outcomes: None  # type: ignore[method-assign]
    desk.sync()
    desk.outcomes.clear()
    desk.restart()
    assert [(o.id, o.state) for o in desk.outcomes] == [("x1", "refused")]
    desk.outcomes.clear()
    desk.restart()
    assert desk.outcomes == []


def test_a_hub_that_does_not_move_forward_is_trouble_and_not_an_endless_loop(tmp_path: Path) -> None:
    hub = FakeHub()
    hub.open("a")
    desk = rig(tmp_path, hub)
    desk.cable.bend = lambda answer: msgspec.structs.replace(answer, cursor=0, changes=[], head=9)
    with pytest.raises(Unreachable):
        desk.loop.once()


def test_previews_follow_the_actions_in_their_order_and_an_undo_takes_one_back(tmp_path: Path) -> None:
    hub = FakeHub()
    hub.open("a")
    desk = rig(tmp_path, hub)
    desk.sync()
    desk.do(Acknowledge(id="1", case="a"))
    desk.do(Note(id="2", case="a", text="问过仓库"))
    assert (desk.glass["a"].owner, desk.glass["a"].pending) == ("li", "note")
    desk.do(Resolve(id="3", case="a", checks=("state_done",)))
    assert desk.glass["a"].state == "resolved"
    desk.do(Undo(id="4", case="a", action="3"))
    assert (desk.glass["a"].state, desk.glass["a"].pending) == ("open", "undo")
