"""What each platform's words become here, and that its fake is as strict as the real one."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordertower_desktop.demo.platforms.counter import Asked, Booth, Trouble
from ordertower_desktop.demo.platforms.shelf import Sale, State
from ordertower_desktop.hub.connectors.connector import SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.walker.dialect import Dialect, Keys
from ordertower_desktop.hub.connectors.walker.shop import PlatformConnector
from ordertower_desktop.hub.connectors.walker.window import Reach
from tests.hub.connectors.rig import KEY, NOON, SECRET, TOKEN, Known, Rig
from tests.hub.connectors.shops import SHOPS, shop
from tests.hub.floor import open_floor

NUMBER = "6000000000000000077"
HOUR = timedelta(hours=1)
FULL = Sale(
    NUMBER, NOON - HOUR / 3, State.PAID, created=NOON - 9 * HOUR, paid=NOON - 8 * HOUR, ship_by=NOON + 16 * HOUR, fen=1_299_07
)  # fmt: skip


@pytest.fixture(params=sorted(SHOPS))
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    with shop(request.param) as made:
        yield made


def name_of(rig: Rig) -> str:
    return rig.connector().about.id


def test_a_whole_order_comes_with_every_field_that_the_platform_tells(rig: Rig) -> None:
    rig.shelf.put(FULL)
    got = rig.told().orders[NUMBER]
    told = {
        "platform": name_of(rig), "shop": "旗舰店", "amount_fen": 1_299_07, "city": "杭州市", "district": "余杭区",
        "title": "羊绒围巾 驼色",
        "sku": "WJ-01", "items": 2, "created_at": (NOON - 9 * HOUR).isoformat(), "paid_at": (NOON - 8 * HOUR).isoformat(),
    }  # fmt: skip
    assert {name: got.fields[name] for name in told} == told
    assert str(got.fields["province"]).startswith("浙江")
    own = {"taobao": ("open_id", "AAE"), "jd": ("open_id", "oi-"), "douyin": ("open_id", "1@#"), "pdd": ("oaid", "oa-")}.get(name_of(rig))
    assert own is None or got.fields[own[0]] == own[1] + NUMBER[::-1], "the platform's own number of its buyer, never a plain one"
    assert got.at == FULL.changed
    assert got.fields.get("ship_by") == (None if name_of(rig) == "jd" else (NOON + 16 * HOUR).isoformat()), "only 京东 promises nothing"


STANDS = {
    State.UNPAID: ("UNPAID", set()),
    State.PAID: ("TO_ACCEPT", set()),
    State.HELD: ("TO_ACCEPT", {"held"}),
    State.PART: ("TO_SHIP", {"part_shipped"}),
    State.SHIPPED: ("TO_COLLECT", set()),
    State.SIGNED: ("SIGNED", set()),
    State.CLOSED: (None, {"cancelled"}),
}
SAYS_LESS = {
    ("pdd", State.UNPAID), ("pdd", State.PART), ("kuaishou", State.HELD), ("kuaishou", State.PART), ("jd", State.PART),
    ("douyin", State.HELD),
}  # fmt: skip
"""The increments of 拼多多 know no unpaid orders and no parts; 快手 says shipped with the first piece; and so on."""


@pytest.mark.parametrize("state", State)
def test_every_status_word_has_its_place_on_the_ladder(rig: Rig, state: State) -> None:
    rig.shelf.put(replace(FULL, state=state))
    known = rig.told()
    got, (stage, facts) = known.orders[NUMBER], STANDS[state]
    assert not known.gaps
    if (name_of(rig), state) in SAYS_LESS:
        return
    if name_of(rig) != "pdd" or state is not State.CLOSED:  # 拼多多 keeps the old status word beside the cancelled deal
        assert got.stage == stage
    assert got.facts == facts


def test_a_refund_in_dispute_is_seen_where_the_order_tells_it(rig: Rig) -> None:
    rig.shelf.put(replace(FULL, refunding=True))
    tells = name_of(rig) in ("taobao", "pdd", "douyin")
    assert ("refunding" in rig.told().orders[NUMBER].facts) is tells


def test_the_buyer_who_urges_is_heard_once() -> None:
    with shop("pdd") as rig:
        rig.shelf.put(replace(FULL, urged=NOON - HOUR))
        known, connector = rig.told(), rig.connector()
        rig.shelf.put(replace(FULL, urged=NOON - HOUR, changed=NOON, fen=5))
        rig.now += HOUR
        known.pull(connector, rig.hub_now)
        assert [(event.name, event.at) for event in known.events.values()] == [("urged", NOON - HOUR)]
    with shop("taobao") as rig:
        rig.shelf.put(replace(FULL, urged=NOON - HOUR))
        assert rig.told().orders[NUMBER].fields["urgent"] is True


class Odd:
    """A 拼多多 that has forgotten how to write a time."""

    def __init__(self, booth: Booth) -> None:
        self._booth = booth

    def answer(self, asked: Asked, now: datetime) -> dict[str, Any]:
        said = json.dumps(self._booth.answer(asked, now)).replace('"urge_shipping_time": ""', '"urge_shipping_time": "soon"')
        made: dict[str, Any] = json.loads(said)
        return made

    def trouble(self, trouble: Trouble) -> dict[str, Any]:
        return self._booth.trouble(trouble)


def test_an_urging_at_no_known_time_is_named_and_stops_nothing() -> None:
    with shop("pdd") as rig:
        rig.counter.booth = Odd(rig.counter.booth)
        rig.stock(2)
        known = rig.told()
        rig.assert_whole(known)
        assert any("soon" in gap for gap in known.gaps)


def test_a_ban_lasts_as_long_as_taobao_says() -> None:
    with shop("taobao") as rig:
        rig.stock(2)
        connector, known = rig.connector(), Known()
        rig.counter.troubles = {1: Trouble.THROTTLED}
        with pytest.raises(Unreachable, match="45 秒"):
            known.pull(connector, rig.hub_now)
        rig.now += timedelta(seconds=44)
        with pytest.raises(Unreachable, match=r"[12] 秒后"):
            known.pull(connector, rig.hub_now)
        rig.now += timedelta(seconds=2)
        known.pull(connector, rig.hub_now)
        rig.assert_whole(known)


def test_keys_do_not_show_themselves() -> None:
    assert KEY in repr(Keys(KEY, SECRET, TOKEN))
    assert SECRET not in repr(Keys(KEY, SECRET, TOKEN))
    assert TOKEN not in repr(Keys(KEY, SECRET, TOKEN))


def asked_wrongly(rig: Rig, dialect: Dialect) -> None:
    about = rig.connector().about
    bold = PlatformConnector(about, dialect, Keys(KEY, SECRET, TOKEN), base_url=rig.counter.url, size=1000, first=timedelta(days=60))
    rig.made.append(bold)
    with pytest.raises(SourceRefused) as error:
        bold.pull(b"", now=rig.hub_now)
    assert error.value.code == "request"


def test_the_fake_refuses_pages_that_are_too_large(rig: Rig) -> None:
    dialect = SHOPS[name_of(rig)][1]
    asked_wrongly(rig, replace(dialect, listing=replace(dialect.listing, most=1000)))


def test_the_fake_refuses_windows_that_are_too_long(rig: Rig) -> None:
    dialect = SHOPS[name_of(rig)][1]
    if dialect.id != "douyin":  # of which no limit is known
        asked_wrongly(rig, replace(dialect, listing=replace(dialect.listing, reach=Reach(span=timedelta(days=50)))))


def test_a_narrow_quota_is_met_with_a_shorter_window() -> None:
    """A quota that never lets a whole window through must not stop the shop for good."""
    with shop("pdd") as rig:
        rig.stock(24, apart=timedelta(seconds=50))
        connector, known = rig.connector(size=1), Known()
        for _ in range(12):
            rig.counter.troubles = {rig.counter.calls + 14: Trouble.THROTTLED}
            try:
                known.pull(connector, rig.hub_now)
            except Unreachable:
                rig.now += timedelta(minutes=2)
        rig.assert_whole(known)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("touch"), st.integers(1, 6), st.integers(1, 12)),
        st.tuples(st.just("strike"), st.sampled_from(list(Trouble)), st.integers(1, 9)),
        st.tuples(st.just("pull"), st.integers(1, 5), st.integers(0, 9)),
    ),
    max_size=9,
)


@settings(max_examples=25)
@given(steps=STEPS, name=st.sampled_from(sorted(SHOPS)))
def test_after_any_faults_one_quiet_cycle_makes_both_sides_equal(steps: list[tuple[str, object, int]], name: str) -> None:
    with shop(name) as rig:
        rig.stock(6)
        known, connector = rig.told(), rig.connector()
        for what, which, when in steps:
            _played(rig, known, connector, what=what, which=which, when=when)
        rig.counter.troubles, rig.counter.after = {}, lambda _call: None
        rig.now += HOUR
        known.pull(connector, rig.hub_now)
        rig.assert_whole(known)


def _played(rig: Rig, known: Known, connector: object, *, what: str, which: object, when: int) -> None:
    match what, which:
        case "touch", int(number):
            at = rig.counter.calls + when
            rig.counter.after = lambda call: _touched(rig, number) if call == at else None
        case "strike", Trouble() as trouble:
            rig.counter.troubles = {rig.counter.calls + when: trouble}
        case "pull", int(minutes):
            rig.now += timedelta(minutes=minutes, seconds=when)
            try:
                known.pull(connector, rig.hub_now)  # type: ignore[arg-type]
            except (Unreachable, SourceRefused):
                rig.now += timedelta(minutes=5)


def _touched(rig: Rig, number: int) -> None:
    old = sorted(rig.shelf.every(), key=lambda one: one.number)[number - 1]
    rig.shelf.put(replace(old, changed=rig.now.replace(microsecond=0), fen=old.fen + 100))


def test_a_shop_on_a_floor_shows_its_orders_its_gaps_and_why_it_is_refused(tmp_path: Path) -> None:
    with shop("douyin") as rig:
        rig.shelf.put(replace(FULL, paid=NOON - 30 * HOUR))
        rig.shelf.put(replace(FULL, number="6000000000000000078", word="987"))
        with open_floor(tmp_path, connectors={"douyin": rig.connector()}) as floor:
            floor.work()
            assert NUMBER in floor.pool()
            row = floor.call("GET", "/v1/sources").json()[0]
            assert (row["state"], row["gaps"]) == ("fresh", ["order_status=987"])
            rig.counter.booth.token = "another"  # type: ignore[attr-defined]
            rig.now += timedelta(minutes=2)
            floor.advance(minutes=2)
            row = floor.call("GET", "/v1/sources").json()[0]
            assert (row["state"], row["reason_code"]) == ("refused", "auth")
            assert "请重新授权店铺" in row["reason"]
