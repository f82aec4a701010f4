"""仓库指令: the warehouse's own record decides what may be told, and what is known here whom it would concern."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.order import Order, absorb
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import Fact, Stage
from ordertower_desktop.domain.warehouse import BACK, Command, Record, consent, refused, ruled
from ordertower_desktop.domain.writeback import Outcome

NOW = datetime(2025, 11, 12, 4, tzinfo=UTC)
FREE, OUT = Record(), Record(released=True)


def order(stage: Stage = Stage.TO_AUDIT, *facts: Fact, **fields: Any) -> Order:
    said = {"province": "浙江省", "city": "杭州市", "amount_fen": 9_900} | fields
    seen = Snapshot(NOW - timedelta(minutes=5), "taobao", SourceKind.PLATFORM, "1", said, stage, frozenset(facts))
    return absorb(Order("1"), [seen] if stage is Stage.UNPAID else [Event(seen.at, "taobao", "payment_approved", "1"), seen])


@pytest.mark.parametrize(
    ("command", "record", "outcome"),
    [
        (Command.RELEASE, FREE, None),
        (Command.RELEASE, OUT, Outcome.DONE),
        (Command.RELEASE, Record(printed=True), Outcome.DONE),
        (Command.RELEASE, Record(held=True), Outcome.PERSON),
        (Command.RELEASE, Record(absent=True), Outcome.PERSON),
        (Command.INTERCEPT, FREE, Outcome.DONE),
        (Command.INTERCEPT, OUT, None),
        (Command.INTERCEPT, Record(released=True, printed=True), Outcome.PERSON),
        (Command.INTERCEPT, Record(released=True, printed=True, shipped=True), Outcome.PERSON),
        (Command.HOLD, FREE, None),
        (Command.HOLD, Record(held=True), Outcome.DONE),
        (Command.HOLD, Record(released=True, printed=True), Outcome.PERSON),
        (Command.RESUME, FREE, Outcome.DONE),
        (Command.RESUME, Record(held=True), None),
        (Command.URGENT, OUT, None),
        (Command.URGENT, Record(released=True, urgent=True), Outcome.DONE),
        (Command.URGENT, Record(released=True, printed=True), Outcome.DONE),
    ],
)
def test_what_the_warehouse_knows_settles_a_command_or_lets_it_be_told(command: Command, record: Record, outcome: Outcome | None) -> None:
    answer = ruled(command, record)
    assert (answer.outcome if answer else None) is outcome
    assert answer is None or answer.why


@pytest.mark.parametrize("command", [one for one in Command if one in BACK])
def test_a_command_and_the_one_that_takes_it_back_are_never_both_done(command: Command) -> None:
    """Whatever the record says, one of the two has still something to do, or a person has."""
    for record in (FREE, OUT, Record(held=True), Record(released=True, held=True)):
        both = ruled(command, record), ruled(BACK[command], record)
        assert not all(one is not None and one.outcome is Outcome.DONE for one in both), record


@pytest.mark.parametrize(
    ("known", "command", "why"),
    [
        (order(), Command.RELEASE, ""),
        (order(Stage.UNPAID), Command.RELEASE, "还没有付款"),
        (order(Stage.TO_PACK), Command.RELEASE, "已打单"),
        (order(Stage.TO_AUDIT, Fact.REFUNDING), Command.RELEASE, "退款中"),
        (order(Stage.TO_AUDIT, Fact.HELD), Command.RELEASE, "平台挂起，暂不能发"),
        (order(city=""), Command.RELEASE, "地址只有省份，缺城市和区县"),
        (order(city=""), Command.HOLD, ""),
        (order(city=""), Command.RESUME, "地址只有省份，缺城市和区县"),
        (order(Stage.TO_AUDIT, Fact.CANCELLED), Command.URGENT, "已取消或已退款"),
        (order(Stage.TO_AUDIT, Fact.CANCELLED), Command.INTERCEPT, ""),
        (order(Stage.TO_COLLECT), Command.INTERCEPT, "已出库"),
        (order(Stage.TO_PACK), Command.URGENT, "已打单"),
    ],
)
def test_an_order_that_cannot_be_told_is_left_out_with_its_reason(known: Order, command: Command, why: str) -> None:
    assert refused(command, known) == why


def test_a_supervisor_is_asked_for_vips_and_dear_orders_and_for_a_release_only() -> None:
    vip, dear = order(customer_level="VIP 金卡"), order(amount_fen=500_000)
    assert consent(Command.RELEASE, vip, None) == "VIP 订单"
    assert consent(Command.RELEASE, dear, None) == "金额不低于 5,000 元"
    assert consent(Command.RELEASE, order(amount_fen=499_999), None) == ""
    assert consent(Command.HOLD, vip, None) == ""
