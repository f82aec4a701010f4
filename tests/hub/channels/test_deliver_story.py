"""A chain that leaves the desk, told with a clock in the hand: what rings, what is bundled, what is stopped, what is repeated."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count, pairwise
from pathlib import Path

import pytest

from ordertower_desktop.domain.event import Event
from ordertower_desktop.hub.channels.channel import Unreachable
from ordertower_desktop.hub.store.tables import deliveries
from ordertower_desktop.hub.store.tables.deliveries import OUTBOUND
from ordertower_desktop.hub.workers import deliver
from tests.hub.channels.fakes import AliyunGateway, WecomGroup
from tests.hub.channels.platform import Platform
from tests.hub.channels.story import Phone, Spoken, group_robot, ledger, phoned, text_messages
from tests.hub.floor import Clock, Floor
from tests.hub.place import Place

_ids = count()


@pytest.fixture
def group(running: Callable[..., WecomGroup]) -> WecomGroup:
    return running(WecomGroup)


@pytest.fixture
def gateway(running: Callable[..., AliyunGateway]) -> AliyunGateway:
    return running(AliyunGateway)


@pytest.fixture
def hub(tmp_path: Path, place: Place, clock: Clock, group: WecomGroup, gateway: AliyunGateway) -> Iterator[Floor]:
    channels = {"wecom-floor": group_robot(group), "ali": text_messages(gateway)}
    with phoned(tmp_path, place, clock, channels) as floor:
        yield floor


@pytest.fixture
def wecom(group: WecomGroup) -> Phone:
    return Phone(group)


@pytest.fixture
def phone(gateway: AliyunGateway) -> Phone:
    return Phone(gateway)


def acknowledge(hub: Floor, order: str) -> None:
    row = hub.pool()[order]
    wish = {"id": f"s{next(_ids)}", "do": "acknowledge", "case": row.case, "version": row.version}
    answer = hub.sync(wish, who=row.owner)
    assert all(result.ok for result in answer.results.values())


def receipts(hub: Floor, order: str, *, of: str = "") -> list[tuple[str, str]]:
    """What became of what was sent; `of` somebody who may no longer be the owner."""
    person = of or hub.pool()[order].owner
    return [(r.channel, r.state) for n in hub.notices(person) if n.order == order for r in n.receipts]


def test_the_chain_rings_the_group_then_the_phone_of_the_owner(hub: Floor, wecom: Phone, phone: Phone) -> None:
    hub.paid("20251112006632", hours_ago=25)
    owner = hub.pool()["20251112006632"].owner
    hub.advance(minutes=4.9)
    wecom.expect_nothing()
    hub.advance(minutes=0.1)
    assert {"zhao": "ZhaoYiMing", "lin": "LinXiao"}[owner] in wecom.expect("20251112006632", "出库超时", "已超 21 时 05 分")
    phone.expect_nothing()
    hub.advance(minutes=5)
    phone.expect({"zhao": "13800138000", "lin": "13900139000"}[owner], "'n': '1'", "'order': '6632'")
    wecom.expect_nothing()
    assert receipts(hub, "20251112006632") == [("in_app", "delivered"), ("wecom", "accepted"), ("sms", "accepted")]
    assert [line["state"] for line in ledger(hub, "wecom") + ledger(hub, "sms")] == ["sent", "sent"]


def test_nothing_of_a_stopped_chain_goes_out(hub: Floor, wecom: Phone, phone: Phone) -> None:
    hub.paid("6632", hours_ago=25)
    hub.advance(minutes=5)
    wecom.expect("6632")
    acknowledge(hub, "6632")
    hub.advance(hours=5)
    wecom.expect_nothing()
    phone.expect_nothing()


def test_what_waits_for_its_turn_is_stopped_by_an_answer(hub: Floor, group: WecomGroup, wecom: Phone) -> None:
    group.moods = ["503"]
    hub.paid("6632", hours_ago=25)
    hub.advance(minutes=5)
    assert [line["state"] for line in ledger(hub, "wecom")] == ["pending"]
    acknowledge(hub, "6632")
    assert [line["state"] for line in ledger(hub, "wecom")] == ["cancelled"]
    hub.advance(hours=1)
    assert len(group.asked) == 1


def test_a_flood_is_one_message_that_counts_everybody(hub: Floor, wecom: Phone, phone: Phone) -> None:
    paid = hub.now - timedelta(hours=25)
    hub.told(*(Event(paid, "taobao", "payment_approved", f"2025111200{number:04d}", {}) for number in range(120)))
    hub.advance(minutes=5)
    came = wecom.expect("120 单等你处理，120 单已超时", "ZhaoYiMing", "LinXiao", "还有 ")
    assert len(came) < 2500
    hub.advance(minutes=5)
    texts = phone.news()
    assert len(texts) == 2, "one for each of the two owners"
    assert all("'n': '60'" in text for text in texts)
    assert {line["state"] for line in ledger(hub, "sms")} == {"sent"}


def test_never_more_than_six_to_a_group_and_two_to_a_phone_in_ten_minutes(hub: Floor, wecom: Phone, phone: Phone) -> None:
    """Ten orders, one every half minute: the last ones wait for each other and go out together."""
    for number in range(10):
        hub.paid(f"o{number}", hours_ago=25)
        hub.advance(minutes=0.5)
    by_minute: list[tuple[int, int]] = []
    for _ in range(25):
        hub.advance(minutes=1)
        by_minute.append((len(wecom.news()), len(phone.news())))
    for start in range(15):
        stretch = by_minute[start : start + 10]
        assert sum(group for group, _ in stretch) <= 6
        assert sum(texts for _, texts in stretch) <= 4, "two people, two each"
    assert {line["state"] for line in ledger(hub, "wecom") + ledger(hub, "sms")} == {"sent"}


def test_an_ambiguous_answer_leads_to_one_repeat_that_says_so(hub: Floor, group: WecomGroup, wecom: Phone) -> None:
    group.moods = ["drop"]
    hub.paid("6632", hours_ago=25)
    hub.advance(minutes=5)
    wecom.expect("6632")
    hub.advance(seconds=9)
    wecom.expect_nothing()
    hub.advance(seconds=1)
    wecom.expect("1 单已超时（含重发）", "（重发）订单 6632")
    hub.advance(hours=2)
    wecom.expect_nothing()
    assert [line["state"] for line in ledger(hub, "wecom")] == ["sent"]


def test_after_two_ambiguous_answers_it_is_a_failure_and_no_third_goes_out(hub: Floor, group: WecomGroup, wecom: Phone) -> None:
    group.moods = ["drop", "html"]
    hub.paid("6632", hours_ago=25)
    hub.advance(minutes=5)
    hub.advance(seconds=10)
    assert len(wecom.news()) == 2
    hub.advance(hours=1)
    wecom.expect_nothing()
    (line,) = ledger(hub, "wecom")
    assert (line["state"], line["why"]) == ("failed", "两次都没有等到平台的答复，可能已经收到")


def test_an_answer_between_the_lost_one_and_its_repeat_stops_the_repeat(hub: Floor, group: WecomGroup, wecom: Phone) -> None:
    group.moods = ["drop"]
    hub.paid("6632", hours_ago=25)
    hub.advance(minutes=5)
    wecom.expect("6632")
    acknowledge(hub, "6632")
    hub.advance(minutes=1)
    wecom.expect_nothing()
    assert [line["state"] for line in ledger(hub, "wecom")] == ["stale"]


def test_a_platform_that_is_down_is_tried_again_ever_more_slowly_until_it_is_too_late(
    hub: Floor, group: WecomGroup, running: Callable[..., Platform]
) -> None:
    group.moods = ["503"] * 200
    hub.paid("6632", hours_ago=25)
    hub.advance(minutes=5)
    for _ in range(70):
        hub.advance(minutes=1)
    assert 20 < len(group.asked) < 70
    (line,) = ledger(hub, "wecom")
    assert line["state"] == "stale"
    assert "超过 1 小时没能发出" in line["why"]


def test_where_nobody_listens_the_pauses_double_up_to_a_minute(tmp_path: Path, place: Place, clock: Clock) -> None:
    spoken = Spoken("wecom", says=[Unreachable("连不上")] * 6)
    with phoned(tmp_path, place, clock, {"spoken": spoken}) as hub:
        hub.paid("6632", hours_ago=25)
        hub.advance(minutes=5)
        for _ in range(60):
            hub.advance(seconds=5)
        pauses = [(later - at).total_seconds() for at, later in pairwise(spoken.tried)]
        assert pauses == [5, 10, 20, 40, 60, 60]
        assert [message.repeat for message in spoken.said] == [False]


def test_where_nobody_listens_the_next_channel_of_the_kind_speaks_at_once(tmp_path: Path, place: Place, clock: Clock) -> None:
    deaf, second = Spoken("sms", "deaf", [Unreachable("连不上")] * 99), Spoken("sms", "second")
    with phoned(tmp_path, place, clock, {"deaf": deaf, "second": second}) as hub:
        for order in ("1", "2", "3", "4"):
            hub.paid(order, hours_ago=25)
        hub.advance(minutes=10)
        assert [len(message.lines) for message in second.said] == [2, 2]
        assert len(deaf.tried) == 1, "left alone once it was found ill"


def test_without_a_number_the_text_fails_and_says_what_to_do(hub: Floor, phone: Phone) -> None:
    for person in ("zhao", "lin"):
        hub.call("PUT", f"/v1/people/{person}/contacts", who="li", json={}).raise_for_status()
    hub.paid("6632", hours_ago=25)
    owner = hub.pool()["6632"].owner
    hub.advance(minutes=5)
    hub.advance(minutes=5)
    phone.expect_nothing()
    (line,) = ledger(hub, "sms")
    assert line["state"] == "failed"
    assert "没有登记手机号" in line["why"]
    assert ("sms", "failed") in receipts(hub, "6632", of=owner)


def test_a_second_channel_of_the_kind_steps_in_at_once(
    tmp_path: Path, place: Place, clock: Clock, group: WecomGroup, running: Callable[..., WecomGroup]
) -> None:
    other = running(WecomGroup)
    channels = {"first": group_robot(group, "first"), "second": group_robot(other, "second")}
    group.key = "changed behind our back"
    with phoned(tmp_path, place, clock, channels) as hub:
        hub.paid("6632", hours_ago=25)
        hub.advance(minutes=5)
        Phone(other).expect("6632")
        (line,) = ledger(hub, "wecom")
        assert (line["state"], line["why"]) == ("sent", "由企业微信群机器人 second 发出")


def test_who_was_claimed_in_the_same_round_is_still_asked_after_right_before_the_send(
    hub: Floor, gateway: AliyunGateway, phone: Phone
) -> None:
    """While the first text is under way, the other one's case is answered: claimed or not, it does not go out."""
    hub.paid("1", hours_ago=25)
    hub.paid("2", hours_ago=25)
    hub.advance(minutes=5)
    rows = hub.pool()
    numbers = {"zhao": "13800138000", "lin": "13900139000"}
    order_of = {numbers[row.owner]: order for order, row in rows.items()}
    assert len(order_of) == 2

    def answered() -> None:
        (taken,) = gateway.taken
        acknowledge(hub, next(order for number, order in order_of.items() if number != taken["number"]))

    gateway.on_taken = answered
    hub.advance(minutes=5)
    assert len(phone.news()) == 1
    assert sorted(line["state"] for line in ledger(hub, "sms")) == ["cancelled", "sent"]


def test_a_frozen_worker_that_wakes_sends_nothing(tmp_path: Path, place: Place, clock: Clock) -> None:
    """While the first message hangs, the leases run out and another worker takes over: the second goes out once, by that one."""
    spoken = Spoken("sms")
    with phoned(tmp_path, place, clock, {"spoken": spoken}) as hub:
        hub.paid("1", hours_ago=25)
        hub.paid("2", hours_ago=25)

        def another() -> None:
            clock.at += deliver.LEASE + timedelta(seconds=1)
            deliver.tick(hub.tower, hub.now, {"spoken": spoken})

        spoken.before = another
        hub.advance(minutes=10)
        assert sorted(message.repeat for message in spoken.said) == [False, False, True]
        hub.advance(minutes=10)
        assert len(spoken.said) == 3
        assert [line["state"] for line in ledger(hub, "sms")] == ["sent", "sent"]


def test_a_yes_that_came_late_spares_the_repeat(tmp_path: Path, place: Place, clock: Clock) -> None:
    spoken = Spoken("sms")
    with phoned(tmp_path, place, clock, {"spoken": spoken}) as hub:
        hub.paid("1", hours_ago=25)

        def claimed_by_another() -> None:
            clock.at += deliver.LEASE + timedelta(seconds=1)
            with hub.tower.db.write() as conn:
                assert deliveries.claim(conn, hub.now, limit=9, states=OUTBOUND, channel="sms")

        spoken.before = claimed_by_another
        hub.advance(minutes=10)
        hub.advance(minutes=10)
        assert len(spoken.said) == 1
        assert [line["state"] for line in ledger(hub, "sms")] == ["sent"]
