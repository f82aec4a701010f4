"""The pool model: what comes in is shown, counted and ordered, and nothing jumps under the cursor."""

import random
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QPersistentModelIndex
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ordertower_desktop.models.pool.columns import CLOCK, COLUMNS
from ordertower_desktop.models.pool.filters import Filter
from ordertower_desktop.models.pool.model import PoolModel
from ordertower_desktop.models.pool.roles import CASE, TOOLTIP
from ordertower_desktop.wire.rows import Clock, PoolRow

NOW = datetime(2025, 11, 12, 6, 32, 8, tzinfo=UTC)


def row(key: str, minutes: float | None = 60, **more: object) -> PoolRow:
    due = None if minutes is None else NOW + timedelta(minutes=minutes)
    base = {
        "version": 1,
        "state": "open",
        "kind": "ship_overdue",
        "kind_name": "出库超时",
        "opened_at": NOW - timedelta(hours=1),
        "due_at": due,
    }
    return PoolRow(case=key, order=f"44182960{key}", **{**base, **more})  # type: ignore[arg-type]


def filled(*rows: PoolRow) -> PoolModel:
    model = PoolModel(NOW, me="lin")
    model.take(rows)
    model.flush()
    return model


def shown(model: PoolModel) -> list[str]:
    return [model.data(model.index(place, 0), CASE) for place in range(model.rowCount())]


def test_rows_come_in_and_the_dearest_stands_first(qtbot: QtBot) -> None:
    model = filled(row("a", loss_fen_per_hour=100), row("b", loss_fen_per_hour=900), row("c", state="resolved"))
    assert shown(model) == ["b", "a"]
    assert model.counts.counts["all"] == 2
    assert model.counts.counts["closed"] == 1


def test_the_order_rests_while_somebody_moves_in_the_list(qtbot: QtBot) -> None:
    model = filled(row("a", loss_fen_per_hour=100), row("b", loss_fen_per_hour=900))
    model.touched()
    model.take([row("a", loss_fen_per_hour=5000, version=2), row("new", loss_fen_per_hour=9000)])
    with qtbot.waitSignal(model.waiting_changed, check_params_cb=lambda n: n == 2):
        model.flush()
    assert shown(model) == ["b", "a"]
    assert model.counts.counts["all"] == 3
    model.settle()
    assert shown(model) == ["new", "a", "b"]


def test_a_row_that_is_gone_leaves_and_its_mark_goes_too(qtbot: QtBot) -> None:
    model = filled(row("a"), row("b"))
    model.chosen.mark(["a", "b"])
    model.take([], gone=["a"])
    model.flush()
    model.settle()
    assert shown(model) == ["b"]
    assert model.chosen.count(model.rowCount()) == 1


def test_time_alone_moves_rows_between_the_views(qtbot: QtBot) -> None:
    promise = [Clock("platform", "平台承诺", "running", due_at=NOW + timedelta(hours=5))]
    model = filled(row("a", 1), row("b", 121, clocks=promise))
    assert (model.counts.counts["overdue"], model.counts.counts["soon"], model.counts.counts["promise"]) == (0, 1, 0)
    model.tick(NOW + timedelta(minutes=1))
    assert (model.counts.counts["overdue"], model.counts.counts["soon"]) == (1, 1)
    model.tick(NOW + timedelta(minutes=61))
    assert (model.counts.counts["overdue"], model.counts.counts["soon"], model.counts.counts["promise"]) == (1, 1, 1)


def test_an_overdue_view_takes_in_what_becomes_overdue(qtbot: QtBot) -> None:
    model = filled(row("a", -1), row("b", 1))
    model.aim(Filter(due="overdue"), "clock")
    assert shown(model) == ["a"]
    model.tick(NOW + timedelta(minutes=2))
    model.settle()
    assert shown(model) == ["a", "b"]


def test_a_tick_repaints_only_clocks_and_ages_that_can_be_seen(qtbot: QtBot) -> None:
    model = filled(*(row(str(i)) for i in range(500)))
    model.see(100, 130)
    told: list[tuple[int, int, int]] = []
    model.dataChanged.connect(lambda a, b: told.append((a.row(), b.row(), a.column())))
    model.tick(NOW + timedelta(seconds=1))
    assert told == [(100, 130, CLOCK), (100, 130, COLUMNS.index("fresh"))]


def test_left_alone_the_list_re_sorts_itself_but_not_more_than_once_a_second(qtbot: QtBot) -> None:
    model = filled(row("a", loss_fen_per_hour=100), row("b", loss_fen_per_hour=900))
    model.take([row("a", loss_fen_per_hour=5000, version=2)])
    model.flush()
    assert shown(model) == ["b", "a"]
    with qtbot.waitSignal(model.settled, timeout=3000):
        pass
    assert shown(model) == ["a", "b"]


def test_as_long_as_nobody_knows_who_i_am_nothing_is_mine(qtbot: QtBot) -> None:
    model = PoolModel(NOW)
    model.take([row("a"), row("b", owner="lin")])
    model.flush()
    assert model.counts.counts["mine"] == 0
    model.set_me("lin")
    assert model.counts.counts["mine"] == 1


def test_only_rows_that_belong_elsewhere_are_said_to_wait(qtbot: QtBot) -> None:
    model = filled(row("a", loss_fen_per_hour=100), row("b", loss_fen_per_hour=900))
    model.touched()
    model.take([row("a", loss_fen_per_hour=100, version=2, last_event="重新拉取")])
    with qtbot.waitSignal(model.waiting_changed, check_params_cb=lambda n: n == 0):
        model.flush()
    assert model.line(1).last == "重新拉取"


def test_a_changed_row_stands_out_for_two_seconds_and_is_then_repainted_whole(qtbot: QtBot) -> None:
    model = filled(row("a"), row("b"))
    model.take([row("a", version=2)])
    model.flush()
    assert "a" in model.flash
    told: list[tuple[int, int]] = []
    model.tick(NOW + timedelta(seconds=1))
    model.dataChanged.connect(lambda a, b: told.append((a.column(), b.column())))
    model.tick(NOW + timedelta(seconds=2))
    assert "a" not in model.flash
    assert (0, len(COLUMNS) - 1) in told


def test_the_ribbon_counts_causes_as_if_none_were_chosen(qtbot: QtBot) -> None:
    model = filled(row("a", cause="gap", cause_name="系统断层"), row("b", cause="gap", cause_name="系统断层"), row("c", cause="stock"))
    model.aim(Filter(cause=frozenset({"stock"})), "loss")
    assert shown(model) == ["c"]
    assert model.causes() == [("gap", "系统断层", 2), ("stock", "", 1)]
    model.take([row("b", version=2, cause="stock")])
    model.flush()
    model.settle()
    assert shown(model) == ["b", "c"]
    assert model.causes() == [("stock", "", 2), ("gap", "系统断层", 1)]


def test_a_great_change_is_one_reset_and_a_small_one_keeps_the_cursor(qtbot: QtBot) -> None:
    model = filled(*(row(str(i), loss_fen_per_hour=i * 100) for i in range(1000)))
    held = QPersistentModelIndex(model.index(model.place("500"), 1))
    model.take([row("500", loss_fen_per_hour=1, version=2), row("new", loss_fen_per_hour=10**7)], gone=["999", "3"])
    model.flush()
    model.settle()
    assert model.data(held, CASE) == "500"
    with qtbot.waitSignal(model.modelReset):
        model.take([row(str(i), version=3, state="resolved") for i in range(900)])
        model.flush()
        model.settle()
    assert shown(model) == ["new", *(str(i) for i in range(998, 899, -1))]


def test_after_a_great_change_the_list_is_as_if_it_were_made_anew(qtbot: QtBot) -> None:
    rows = {f"{i:04}": row(f"{i:04}", minutes=i % 300, loss_fen_per_hour=i * 7919 % 5000, amount_fen=i) for i in range(4000)}
    model = filled(*rows.values())
    gone = [case for i, case in enumerate(rows) if i % 5 == 0]
    moved = {case: row(case, version=2, loss_fen_per_hour=i * 31 % 5000, amount_fen=9) for i, case in enumerate(rows) if i % 7 == 1}
    closed = {case: row(case, version=2, state="resolved") for i, case in enumerate(rows) if i % 11 == 2}
    fresh = {f"new{i}": row(f"new{i}", loss_fen_per_hour=i * 13 % 5000, amount_fen=5) for i in range(700)}
    model.take([*moved.values(), *closed.values(), *fresh.values()], gone)
    with qtbot.waitSignal(model.modelReset):
        model.flush()
        model.settle()

    left = {case: row for case, row in (rows | moved | closed | fresh).items() if case not in set(gone)}
    anew = filled(*left.values())
    assert shown(model) == shown(anew)
    assert dict(model.counts.counts) == dict(anew.counts.counts)
    assert model.causes() == anew.causes()
    model.choose_all()
    anew.choose_all()
    assert model.chosen_fen() == anew.chosen_fen()


def test_what_is_chosen_is_summed_without_a_walk(qtbot: QtBot) -> None:
    model = filled(*(row(str(i), amount_fen=100) for i in range(50)))
    model.choose(0, 2)
    assert (model.chosen_count(), model.chosen_fen()) == (3, 300)
    model.choose_all()
    model.toggle(7)
    assert (model.chosen_count(), model.chosen_fen()) == (49, 4900)
    model.take([row("0", version=2, amount_fen=500)])
    model.flush()
    assert model.chosen_fen() == sum(r.amount_fen for case in model.chosen_cases() if (r := model.row(case)))
    model.aim(Filter(vip=True), "loss")
    assert model.chosen_count() == 0


def test_search_finds_number_tail_name_phone_tail_and_waybill(qtbot: QtBot) -> None:
    model = filled(row("3901", buyer="李*", phone="138****5678", waybill="SF100200"), row("7719"))
    for word in ("3901", "4418 2960 3901", "李", "5678", "sf1002"):
        model.aim(Filter(text=word), "loss")
        assert shown(model) == ["3901"], word


def test_choosing_everything_costs_nothing_and_knows_its_exceptions(qtbot: QtBot) -> None:
    model = filled(*(row(str(i)) for i in range(1000)))
    model.chosen.all()
    model.toggle(5)
    assert model.chosen.count(model.rowCount()) == 999
    assert len(model.chosen.among(model.cases())) == 999


def test_the_model_keeps_qt_s_contract_and_equals_a_plain_sort_whatever_comes(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    chance = random.Random(7)
    model = PoolModel(NOW)
    qtmodeltester.check(model)
    truth: dict[str, PoolRow] = {}
    for _ in range(25):
        batch = [
            row(
                str(key),
                chance.uniform(-90, 300),
                loss_fen_per_hour=chance.randint(0, 50) * 100,
                state=chance.choice(["open", "open", "resolved"]),
            )
            for key in chance.sample(range(80), 12)
        ]
        gone = [key for key in chance.sample(sorted(truth), min(3, len(truth))) if key not in {r.case for r in batch}]
        if chance.random() < 0.4:
            model.touched()
        model.take(batch, gone)
        model.flush()
        model.settle()
        truth.update({r.case: r for r in batch})
        for key in gone:
            del truth[key]
        wanted = sorted((r for r in truth.values() if r.state == "open"), key=lambda r: (-r.loss_fen_per_hour, r.due_at or NOW, r.case))
        assert shown(model) == [r.case for r in wanted]
        assert model.counts.counts["all"] == len(wanted)
        assert sum(count for _, _, count in model.causes()) == len(wanted)
        assert all(model.case_at(model.place(r.case)) == r.case for r in wanted)
        assert model.counts.counts["overdue"] == sum(r.due_at is not None and r.due_at <= NOW for r in wanted)


def test_an_event_of_another_day_is_seen_by_its_name_and_its_time_is_in_the_tooltip(qtbot: QtBot) -> None:
    days_ago = NOW - timedelta(days=3)
    model = filled(row("a", last_event="支付成功", last_event_at=days_ago, seen_at=NOW), row("b", last_event="支付成功", last_event_at=NOW))
    lines = {model.line(place).case: model.line(place) for place in range(2)}
    assert (lines["a"].brief, lines["a"].last) == ("11-09 支付成功", "11-09 14:32 支付成功")
    assert lines["b"].brief == lines["b"].last == "14:32 支付成功"
    place = model.place("a")
    assert model.data(model.index(place, COLUMNS.index("last")), TOOLTIP) == "11-09 14:32 支付成功"


def test_a_cause_that_nobody_knows_does_not_repeat_the_last_event(qtbot: QtBot) -> None:
    model = filled(row("a", cause="", cause_name="原因未明", cause_detail="最后事件 11-08 14:43 付款"))
    assert model.line(0).cause == "原因未明"
