"""The forecast says who will be late, knows nothing of what comes later, and never fails for want of history."""

import random
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np
import pytest

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.limits import Limits
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.terms import constant
from ordertower_desktop.insight.foresight.band import Band, band, rises
from ordertower_desktop.insight.foresight.grade import Told, grade
from ordertower_desktop.insight.foresight.model import Scores, learn
from ordertower_desktop.insight.foresight.passage import Passage, arrival_due, passage
from ordertower_desktop.insight.foresight.table import Names, Table, hours, row_of, table
from ordertower_desktop.insight.foresight.words import reasons
from tests.domain.way_kit import BEGIN, passages

DAYS = 20
CUT = hours(BEGIN) + DAYS * 24 - 30
"""The evening of the last day but one: many orders stand on every rung."""


@cache
def history() -> tuple[Passage, ...]:
    return tuple(passages(DAYS, a_day=60))


def columns(known: tuple[Passage, ...] | list[Passage]) -> Table:
    return table([row_of(one) for one in known], Names())


def same(one: Scores, other: Scores) -> bool:
    return all(np.array_equal(getattr(one, f.name), getattr(other, f.name), equal_nan=f.type != "Bools") for f in fields(Scores))


def said(known: tuple[Passage, ...] | list[Passage], now: float = CUT) -> Scores:
    held = columns(known)
    return learn(held, now).score(held, now)


def late_in_truth(one: Passage, aim: int) -> bool:
    out = min((at for at in one.entered[5:] if at is not None), default=None)
    due, reached = (one.ship_by, out) if aim == 0 else (one.deliver_by, one.entered[-1])
    assert due is not None
    return reached is None or reached > due


def auc(p: np.ndarray, late: np.ndarray) -> float:
    """The chance that a late one was given more than a timely one."""
    more = p[late][:, None] > p[~late][None, :]
    even = p[late][:, None] == p[~late][None, :]
    return float((more + 0.5 * even).mean())


def test_what_happens_later_moves_no_score() -> None:
    month, now = timedelta(days=30), datetime.fromtimestamp(CUT * 3600, UTC)
    moved = [
        replace(
            one,
            entered=tuple(at + month if at is not None and at > now else at for at in one.entered),
            over_at=one.over_at + month if one.over_at is not None and one.over_at > now else one.over_at,
        )
        for one in history()
    ]
    before = said(history())
    assert len(before) > 50
    assert same(before, said(moved))


def test_an_orders_own_later_stamps_do_not_betray_it() -> None:
    now = datetime.fromtimestamp(CUT * 3600, UTC)
    model, whole = learn(columns(history()), CUT), columns(history())
    blanked = [replace(one, entered=tuple(at if at is not None and at <= now else None for at in one.entered)) for one in history()]
    born = [one for one in blanked if any(one.entered)]
    before, after = model.score(whole, CUT), model.score(columns(born), CUT)
    assert [whole.orders[place] for place in before.place] == [born[place].order for place in after.place]
    assert np.array_equal(before.p, after.p)


def test_orders_that_never_arrive_stay_in_the_history() -> None:
    """Of a hundred orders thirty never arrive: dropping them would say that all do."""
    day, made = timedelta(hours=24), []
    for place in range(400):
        paid = BEGIN + timedelta(hours=place / 10)
        road = paid + timedelta(hours=2)
        signed = None if place % 10 < 3 else road + day
        made.append(Passage(f"o{place}", (paid, *[None] * 4, road, road, signed), deliver_by=paid + 10 * day))
    now = hours(BEGIN) + 400
    fresh = Passage("new", (BEGIN + timedelta(hours=398), *[None] * 5, BEGIN + timedelta(hours=399), None), deliver_by=BEGIN + 26 * day)
    model = learn(columns(made), now)
    found = model.score(columns([fresh]), now)
    assert found.warm[0]
    assert found.p[0] == pytest.approx(0.3, abs=0.05)
    without = learn(columns([one for one in made if one.entered[-1]]), now).score(columns([fresh]), now)
    assert without.p[0] < 0.01


def test_shuffled_outcomes_teach_nothing() -> None:
    """Each order gets the way of another, chosen by lot: whoever then still ranks well has peeped."""
    dice = random.Random(3)
    known = passages(30, a_day=60, seed=5)
    now = hours(BEGIN) + 27 * 24
    held = columns(known)
    found = learn(held, now).score(held, now)
    late = [late_in_truth(known[place], int(aim)) for place, aim in zip(found.place, found.aim, strict=True)]
    true = auc(found.p, np.array(late))
    shuffles = []
    for _ in range(40):
        dice.shuffle(late)
        shuffles.append(auc(found.p, np.array(late)))
    assert true > 0.85
    assert np.mean(shuffles) == pytest.approx(0.5, abs=0.03)


def test_curves_of_shuffled_ways_say_the_same_of_every_lane() -> None:
    """The stamps are dealt out anew among orders of one age: lanes differ no more, so where an order goes tells nothing."""
    dice = random.Random(11)
    known = list(history())
    places = [(one.warehouse, one.carrier, one.province) for one in known]
    dice.shuffle(places)
    mixed = [replace(one, warehouse=w, carrier=c, province=p) for one, (w, c, p) in zip(known, places, strict=True)]
    held, now = columns(mixed), CUT
    model = learn(held, now)
    road = [one for one in known if one.entered[6] is not None and one.entered[6] <= datetime.fromtimestamp(now * 3600, UTC)][-1]
    lanes = [replace(road, order=f"{w}{c}", warehouse=w, carrier=c, entered=(*road.entered[:-1], None)) for w, c, _ in set(places)]
    asked = columns([replace(one, deliver_by=datetime.fromtimestamp(now * 3600, UTC) + timedelta(hours=40)) for one in lanes])
    mixed_spread = float(np.ptp(model.score(asked, now).p))
    true_spread = float(np.ptp(learn(columns(known), now).score(asked, now).p))
    assert mixed_spread < 0.5 * true_spread


def test_without_history_the_rule_speaks_and_says_so() -> None:
    young = passages(1, a_day=80)
    now = hours(BEGIN) + 60
    found = said(young, now)
    assert len(found)
    assert not found.warm.any()
    assert reasons(found, 0)[0].startswith("样本 ")
    assert reasons(found, 0)[0].endswith("/200，暂用规则")
    nobody = columns([])
    assert len(learn(nobody, now).score(nobody, now)) == 0
    assert len(learn(nobody, now).score(columns(young), now)) == len(found)


def test_the_rule_alarms_while_the_curves_are_cold() -> None:
    now = datetime(2025, 11, 12, 4, tzinfo=UTC)
    paid = now - timedelta(hours=46)
    lone = Passage("o1", (paid, *[None] * 7), ship_by=now + timedelta(hours=2))
    calm = Passage("o2", (now - timedelta(hours=1), *[None] * 7), ship_by=now + timedelta(hours=47))
    found = said([lone, calm], hours(now))
    assert found.rule.tolist() == [True, False]
    assert [band(float(p), rule=bool(rule)) for p, rule in zip(found.p, found.rule, strict=True)] == [Band.HIGH, Band.LOW]


def test_who_stands_longer_than_anybody_is_judged_by_those_who_stood_longest() -> None:
    """Every order leaves the first rung within five hours; one in four is late all the same."""
    made = []
    for place in range(400):
        paid, slow = BEGIN + timedelta(hours=place / 10), place % 4 == 0
        out = paid + timedelta(hours=40 if slow else 4)
        made.append(Passage(f"o{place}", (paid, None, None, paid + timedelta(hours=5 if slow else 1), None, out, None, None)))
    now = hours(BEGIN) + 200
    at = datetime.fromtimestamp(now * 3600, UTC)
    odd = Passage("odd", (at - timedelta(hours=13), *[None] * 7), ship_by=at + timedelta(hours=11))
    found = learn(columns(made), now).score(columns([odd]), now)
    assert found.warm[0]
    assert found.p[0] > 0.95
    beyond = replace(odd, entered=(at - timedelta(hours=47), *[None] * 7))
    found = learn(columns(made), now).score(columns([beyond]), now)
    assert not found.warm[0]
    assert reasons(found, 0)[0] == "没有别的单在这一步停过这么久，暂用规则"


def test_reasons_name_the_like_orders_and_their_share() -> None:
    found = said(history())
    warm = int(np.flatnonzero(found.warm & (found.level > 0))[0])
    first = reasons(found, warm)[0]
    assert f"{int(found.count[warm]):,} 单里此时仍未" in first
    assert f"{round(found.cell_p[warm] * 100)} % 最终超期（" in first


def test_half_of_such_orders_are_there_before_nine_in_ten() -> None:
    found = said(history())
    known = ~np.isnan(found.half) & ~np.isnan(found.late)
    assert known.sum() > 0.8 * found.warm.sum()
    assert (found.half[known] <= found.late[known]).all()
    assert (found.half[known] >= CUT).all()


def test_orders_nobody_waits_for_are_not_scored() -> None:
    now = datetime.fromtimestamp(CUT * 3600, UTC)
    paid = now - timedelta(hours=3)
    one = Passage("open", (paid, *[None] * 7), ship_by=now + timedelta(hours=20))
    others = [
        replace(one, order="cancelled", over_at=now - timedelta(hours=1)),
        replace(one, order="held", held=True),
        replace(one, order="late", ship_by=now - timedelta(hours=1)),
        replace(one, order="signed", entered=(paid, *[None] * 6, now)),
        replace(one, order="no promise", ship_by=None),
    ]
    held = columns([one, *others])
    found = learn(columns(history()), CUT).score(held, CUT)
    assert [held.orders[place] for place in found.place] == ["open"]


def test_a_band_is_entered_high_and_left_low() -> None:
    assert [band(0.49), band(0.5)] == [Band.MIDDLE, Band.HIGH]
    assert [band(0.36, Band.HIGH), band(0.34, Band.HIGH)] == [Band.HIGH, Band.MIDDLE]
    assert [band(0.15, Band.MIDDLE), band(0.15), band(0.11, Band.MIDDLE)] == [Band.MIDDLE, Band.LOW, Band.LOW]
    assert rises(Band.MIDDLE, Band.HIGH)
    assert not rises(Band.HIGH, Band.HIGH)
    assert not rises(Band.LOW, Band.MIDDLE)


def test_a_promise_at_midnight_means_the_end_of_its_day() -> None:
    end = datetime(2025, 11, 12, 16, tzinfo=UTC)
    assert arrival_due("2025-11-12") == end
    assert arrival_due("2025-11-12T00:00:00+08:00") == end
    assert arrival_due("2025-11-12 00:00:00") == end
    assert arrival_due("2025-11-11T16:00:00Z") == end
    assert arrival_due("2025-11-12T24:00:00+08:00") == end
    assert arrival_due("2025-11-12T18:00:00+08:00") == datetime(2025, 11, 12, 10, tzinfo=UTC)
    assert arrival_due("") is None


def test_an_orders_way_is_read_from_its_events() -> None:
    at = datetime(2025, 11, 12, 4, tzinfo=UTC)
    told = [
        Event(at, "taobao", "payment_approved", "o", {"ship_by": "2025-11-13T12:00:00+08:00", "warehouse": "杭州仓", "province": "浙江"}),
        Event(at + timedelta(hours=1), "erp", "accepted", "o"),
        Event(at + timedelta(hours=5), "wms", "outbound", "o", {"carrier": "圆通", "deliver_by": "2025-11-15"}),
    ]
    found = passage(Order("o", tuple(told)), constant(Limits(), {}), at + timedelta(hours=6))
    assert found is not None
    assert found.entered == (at, None, at + timedelta(hours=1), None, None, at + timedelta(hours=5), None, None)
    assert found.ship_by == datetime(2025, 11, 13, 4, tzinfo=UTC)
    assert found.deliver_by == datetime(2025, 11, 15, 16, tzinfo=UTC)
    assert (found.warehouse, found.carrier, found.province, found.open) == ("杭州仓", "圆通", "浙江", True)
    gone = passage(Order("o", (*told, Event(at + timedelta(hours=9), "taobao", "cancelled", "o"))), constant(Limits(), {}), at)
    assert gone is not None
    assert gone.over_at == at + timedelta(hours=9)
    assert passage(Order("n", (Event(at, "taobao", "order_created", "n"),)), constant(Limits(), {}), at) is None


def test_forecasts_are_graded_by_what_became_of_the_orders() -> None:
    told = [Told(0.9, late=True, lead_h=5.0), Told(0.8, late=False, lead_h=2.0), Told(0.1, late=False), Told(0.3, late=True)]
    found = grade(told)
    assert found.brier == pytest.approx((0.01 + 0.64 + 0.01 + 0.49) / 4)
    assert found.base == pytest.approx(0.25)
    assert (found.precision, found.recall, found.lead_h) == (0.5, 0.5, 5.0)
    assert [one.count for one in found.bins] == [1, 1, 1, 1]
    assert [(one.count, one.said, one.was) for one in found.fifths] == [(1, 0.1, 0.0), (1, 0.3, 1.0), (2, pytest.approx(0.85), 0.5)]
    empty = grade([])
    assert (empty.count, empty.brier, empty.precision, empty.recall, empty.lead_h) == (0, None, None, None, None)
