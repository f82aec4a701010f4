"""Acts on many orders: the preview adds up, the run can be held and stopped, the receipt tells the truth."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.actions import DO, Acknowledge
from ordertower_desktop.domain.case import CLOSING_CHECKS
from ordertower_desktop.models.bulk import Ask, distributed, outside, plan, wants_preview, way_back
from ordertower_desktop.models.bulk_run import PART, Run, State
from ordertower_desktop.wire.rows import PersonRow, PoolRow
from ordertower_desktop.wire.sync import Result

NOW = datetime(2025, 11, 12, 6, 32, 8, tzinfo=UTC)
ME = PersonRow(id="li", name="李婷", role="agent", post="agent")
BOSS = PersonRow(id="boss", name="主管", role="supervisor", post="supervisor")
KEEPER = PersonRow(id="lin", name="林晓", role="agent", post="account_manager")
STOCK = PersonRow(id="zhou", name="周凯", role="agent", post="warehouse")
YES, NO = Result("done"), Result("conflict", "被 何静 抢先接手", winner="何静")


def row(case: str, **more: object) -> PoolRow:
    base: dict[str, object] = {"version": 1, "state": "open", "kind": "k", "kind_name": "出库超时", "opened_at": NOW, "amount_fen": 100_00}
    return PoolRow(case=case, order=f"4418{case}", **{**base, **more})  # type: ignore[arg-type]


def ask(verb: str, me: PersonRow = ME, **more: object) -> Ask:
    return Ask(verb, me, NOW, (BOSS, KEEPER, STOCK), **more)  # type: ignore[arg-type]


def actions(count: int) -> list[Acknowledge]:
    return [Acknowledge(id=f"a{i}", case=f"c{i}") for i in range(count)]


def test_an_order_that_somebody_just_took_is_left_to_them() -> None:
    fresh = row("1", acknowledged=True, acknowledged_at=NOW - timedelta(minutes=4), owner="he")
    old = row("2", acknowledged=True, acknowledged_at=NOW - timedelta(minutes=11), owner="he")
    mine = row("3", acknowledged=True, acknowledged_at=NOW, owner="li")
    made = plan([fresh, old, mine, row("4")], ask("acknowledge"))
    assert [r.case for r in made.able] == ["2", "4"]
    assert {skip.why: skip.cases for skip in made.skips} == {"正由他人处理，租约未到期": ("1",), "已在你名下": ("3",)}
    assert made.able_fen == 200_00


def test_closed_and_stale_orders_are_skipped_with_what_becomes_of_them() -> None:
    rows = [row("1", state="resolved"), row("2", seen_at=NOW - timedelta(hours=5)), row("3", seen_at=NOW)]
    made = plan(rows, ask("resolve", checks=frozenset(CLOSING_CHECKS)))
    assert [r.case for r in made.able] == ["3"]
    assert {(skip.why, skip.after) for skip in made.skips} == {("预览时已结单", "不再处理"), ("来源停更，结论不可靠", "来源恢复后补做")}


def test_late_orders_are_not_closed_without_the_three_checks() -> None:
    rows = [row("1", due_at=NOW - timedelta(minutes=1)), row("2", triage="URGENT"), row("3", due_at=NOW + timedelta(hours=1))]
    assert [r.case for r in plan(rows, ask("resolve", checks=frozenset({"state_done"}))).able] == ["3"]
    assert len(plan(rows, ask("resolve", checks=frozenset(CLOSING_CHECKS))).able) == 3


def test_a_vip_changes_hands_only_with_consent_unless_a_supervisor_asks() -> None:
    rows = [row("1", vip="VIP 金卡", owner="he"), row("2", owner="he")]
    made = plan(rows, ask("hand_over", to="zhou"))
    assert made.consent is not None
    assert (made.consent.cases, made.consent.approver) == (("1",), KEEPER)
    assert plan(rows, ask("hand_over", me=BOSS, to="zhou")).held == 0


def test_orders_are_dealt_out_evenly_among_those_on_duty_and_never_to_an_empty_post() -> None:
    other = PersonRow(id="wu", name="吴桐", role="agent", post="warehouse")
    away = PersonRow(id="xu", name="徐", role="agent", post="warehouse", presence="off")
    rows = [row(str(i), post="warehouse") for i in range(7)] + [row("x", post="finance")]
    dealt = Counter(distributed(rows, (STOCK, other, away)).values())
    assert sorted(dealt.values()) == [3, 4]
    assert "xu" not in dealt
    made = plan(rows, Ask("distribute", BOSS, NOW, (STOCK, other, away)))
    assert [(group.name, group.who, group.count) for group in made.groups] == [("仓库负责人", "吴桐 等 2 人", 7)]
    assert [skip.why for skip in made.skips] == ["财务此刻无人在班"]


def test_force_is_for_supervisors_and_says_that_it_reaches_outside() -> None:
    assert plan([row("1")], ask("force")).able == ()
    assert len(plan([row("1")], ask("force", me=BOSS)).able) == 1
    assert way_back("force")[0] == "不能撤销"
    assert way_back("distribute")[0] == "可撤销 60 秒"
    assert "推进" in outside("force")


def test_many_or_outward_means_a_preview() -> None:
    assert not wants_preview("acknowledge", 3)
    assert wants_preview("acknowledge", 200)
    assert wants_preview("repull", 2)
    assert not wants_preview("repull", 1)


@given(st.integers(0, 10_000), st.sampled_from([*DO, "distribute"]))
def test_every_order_stands_in_exactly_one_part(seed: int, verb: str) -> None:
    chance = random.Random(seed)
    rows = [
        row(
            str(i),
            state=chance.choice(["open", "open", "resolved"]),
            acknowledged=chance.random() < 0.5,
            acknowledged_at=NOW - timedelta(minutes=chance.randint(0, 20)),
            owner=chance.choice(["", "li", "he"]),
            vip=chance.choice(["", "VIP"]),
            post=chance.choice(["warehouse", "finance"]),
            pending=chance.choice(["", verb]),
            seen_at=NOW - timedelta(minutes=chance.randint(0, 60)),
            clock_state=chance.choice(["running", "paused"]),
        )
        for i in range(chance.randint(0, 30))
    ]
    made = plan(rows, ask(verb, to="zhou"))
    parts = [r.case for r in made.able] + [c for skip in made.skips for c in skip.cases] + list(made.consent.cases if made.consent else ())
    assert sorted(parts) == sorted(r.case for r in rows)
    assert (len(made.able) + made.skipped + made.held, made.able_fen) == (len(rows), 100_00 * len(made.able))


def test_a_run_goes_out_in_parts_and_waits_for_answers() -> None:
    run = Run("acknowledge", actions(PART + 20), NOW)
    first = run.part(NOW)
    assert len(first) == PART
    assert run.part(NOW) == []
    for action in first:
        run.take(action.id, YES, NOW)
    assert len(run.part(NOW)) == 20
    for i in range(PART, PART + 20):
        run.take(f"a{i}", YES, NOW)
    assert (run.state, run.answered, run.untouched) == (State.DONE, PART + 20, 0)


def test_without_a_hub_the_next_part_is_saved_after_a_while_all_the_same() -> None:
    run = Run("acknowledge", actions(PART * 2), NOW)
    run.part(NOW)
    assert run.part(NOW + timedelta(seconds=2)) == []
    assert len(run.part(NOW + timedelta(seconds=3))) == PART


def test_a_stopped_run_says_what_was_done_and_what_not_and_can_go_on() -> None:
    run = Run("acknowledge", actions(PART * 3), NOW)
    for action in run.part(NOW):
        run.take(action.id, YES, NOW)
    run.pause()
    assert run.part(NOW) == []
    run.stop()
    assert (run.state, len(run.done), run.untouched) == (State.STOPPED, PART, PART * 2)
    run.resume()
    assert len(run.part(NOW)) == PART


def test_failures_are_named_one_by_one_and_the_rest_can_be_taken_back() -> None:
    run = Run("acknowledge", actions(3), NOW)
    run.part(NOW)
    until = NOW + timedelta(seconds=41)
    for id_, result in (("a0", Result("done", undo_until=until)), ("a1", NO), ("a2", YES)):
        assert run.take(id_, result, NOW)
    assert not run.take("not ours", YES, NOW)
    assert [(f.case, f.winner) for f in run.failures.values()] == [("c1", "何静")]
    assert run.undo_left(NOW) == 41
    run.undoing({"u0": "a0", "u2": "a2"})
    run.take("u0", YES, NOW)
    run.take("u2", NO, NOW)
    assert run.undo_answered
    assert (run.undone, [f.case for f in run.undo_failures.values()]) == ({"a0"}, ["c2"])
