"""What the page of an order says of its chain: every step's receipts, a refusal that moves on at once, and who stopped it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from ordertower_desktop.domain.people import Presence
from ordertower_desktop.hub.channels.channel import ChannelRefused
from ordertower_desktop.hub.store.tables import people
from ordertower_desktop.wire.chases import Chase
from ordertower_desktop.wire.order import OrderPage
from tests.hub.channels.story import Spoken, phoned
from tests.hub.floor import Clock, Floor
from tests.hub.place import Place

STEPS = [
    {"after": "2min", "channel": "in_app", "to": "owner", "name": "站内提醒责任人"},
    {"after": "15min", "channel": "in_app", "to": "backup", "name": "转备岗接手", "hands_over": True},
]


@pytest.fixture
def wecom() -> Spoken:
    return Spoken("wecom")


@pytest.fixture
def sms() -> Spoken:
    return Spoken("sms", says=[ChannelRefused("短信签名待审核")] * 9)


@pytest.fixture
def hub(tmp_path: Path, place: Place, clock: Clock, wecom: Spoken, sms: Spoken) -> Iterator[Floor]:
    with phoned(tmp_path, place, clock, {"wecom": wecom, "sms": sms}) as floor:
        yield floor


def chase(hub: Floor, order: str, *, who: str = "li") -> Chase:
    found = msgspec.json.decode(hub.call("GET", f"/v1/orders/{order}", who=who).content, type=OrderPage).chase
    assert found is not None
    return found


def states(hub: Floor, order: str) -> list[tuple[str, str, str]]:
    return [(one.channel, one.state, one.to) for one in chase(hub, order).tellings]


def test_every_step_tells_when_it_was_queued_accepted_delivered_and_seen(hub: Floor) -> None:
    hub.paid("6632", hours_ago=25)
    began = hub.now
    owner = hub.pool()["6632"].owner
    (first,) = chase(hub, "6632").tellings
    assert (first.state, first.queued_at, first.delivered_at, first.seen_at) == ("delivered", began, began, None)
    hub.advance(minutes=1)
    chase(hub, "6632", who=owner)
    (first,) = chase(hub, "6632").tellings
    assert (first.state, first.seen_at) == ("seen", began + timedelta(minutes=1))
    hub.advance(minutes=4)
    second = chase(hub, "6632").tellings[1]
    assert (second.channel, second.state, second.accepted_at) == ("wecom", "accepted", began + timedelta(minutes=5))
    assert second.delivered_at is None, "a platform that took it does not say whether it arrived"
    assert chase(hub, "6632").next == "短信提醒责任人"


def test_a_supervisor_who_looks_has_not_seen_what_another_was_told(hub: Floor) -> None:
    hub.paid("6632", hours_ago=25)
    chase(hub, "6632", who="li")
    chase(hub, "6632", who="it")
    assert chase(hub, "6632").tellings[0].seen_at is None


def test_a_channel_that_refuses_brings_the_next_step_at_once(hub: Floor, sms: Spoken) -> None:
    """Not the quarter of an hour of the chain: the text message failed at ten minutes, so the backup has it at ten minutes."""
    hub.paid("6632", hours_ago=25)
    before = hub.pool()["6632"].owner
    hub.advance(minutes=5)
    hub.advance(minutes=5)
    told = chase(hub, "6632").tellings
    assert [one.state for one in told] == ["delivered", "accepted", "failed", "delivered"]
    assert "短信签名待审核" in told[2].why
    assert hub.pool()["6632"].owner not in ("", before)
    assert told[3].delivered_at == hub.now
    log = [line["text"] for line in hub.call("GET", "/v1/orders/6632").json()["log"]]
    assert any(line.startswith("没送到：短信提醒责任人（") and line.endswith("），立即下一步") for line in log)
    hub.advance(minutes=5)
    assert len(chase(hub, "6632").tellings) == 4, "the backup is not told a second time at its regular time"


def test_a_hand_over_says_fairly_what_had_reached_the_one_before(hub: Floor) -> None:
    hub.paid("6632", hours_ago=25)
    row = hub.pool()["6632"]
    hub.advance(minutes=1)
    chase(hub, "6632", who=row.owner)
    hub.advance(minutes=4)
    hub.advance(minutes=5)
    log = [line["text"] for line in hub.call("GET", "/v1/orders/6632").json()["log"]]
    taker = hub.pool()["6632"].owner_name
    said = f"转给 {taker}。此前 {row.owner_name}（在岗）：站内已读，未接手，企业微信已发出，是否送达不明，短信没送到（短信签名待审核）"
    assert said in log, [line for line in log if "此前" in line]


def test_whom_nothing_reached_is_not_blamed(hub: Floor) -> None:
    asked = {"policy": {"id": "default", "name": "默认告警链", "steps": STEPS}, "base": 1}
    assert hub.call("PUT", "/v1/policies/default", who="li", json=asked).status_code == 200
    hub.paid("7719", hours_ago=25)
    owner = hub.pool()["7719"].owner
    with hub.tower.db.write() as conn:
        person = people.one(conn, owner)
        assert person is not None
        people.put(conn, [replace(person, presence=Presence.BREAK)])
    hub.advance(minutes=2)
    log = [line["text"] for line in hub.call("GET", "/v1/orders/7719").json()["log"]]
    taker = hub.pool()["7719"].owner_name
    assert f"转给 {taker}。此前 站内没送到（{person.name} 在休息）。没有一条送到，不计责" in log


def test_who_answered_stands_under_the_steps(hub: Floor) -> None:
    hub.paid("6632", hours_ago=25)
    row = hub.pool()["6632"]
    hub.sync({"id": "a1", "do": "acknowledge", "case": row.case, "version": row.version}, who=row.owner)
    found = chase(hub, "6632")
    assert (found.stopped_at, found.stopped_by, found.next) == (hub.now, row.owner_name, "")


@pytest.mark.parametrize("here", list(Presence))
def test_law_the_chain_ends_at_somebody_whoever_is_away(hub: Floor, here: Presence) -> None:
    """Owner and backup away: it does not stop before a supervisor or the manager has been told, and no step is told twice."""
    hub.paid("6632", hours_ago=25)
    with hub.tower.db.write() as conn:
        for key in ("zhao", "lin"):
            person = people.one(conn, key)
            assert person is not None
            people.put(conn, [replace(person, presence=here)])
    for _ in range(26):
        hub.advance(minutes=10)
    told = chase(hub, "6632").tellings
    assert any(one.state in ("delivered", "seen", "due") and "陈经理" in one.to for one in told)
    assert len({(one.step, one.to) for one in told}) == len(told)
