"""Each robot and application against a platform that is as strict as the real one."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from ordertower_desktop.hub.channels.channel import (
    AddressRefused,
    Channel,
    ChannelRefused,
    Message,
    Recipient,
    SlowDown,
    Unreachable,
    Unsure,
)
from ordertower_desktop.hub.channels.dingtalk import DingtalkRobot
from ordertower_desktop.hub.channels.feishu import FeishuRobot
from ordertower_desktop.hub.channels.wecom_app import WecomApp
from ordertower_desktop.hub.channels.wecom_robot import WecomRobot
from ordertower_desktop.hub.signing.scheme import sign
from ordertower_desktop.hub.signing.table import SCHEMES
from tests.hub.channels.fakes import DingtalkGroup, FeishuGroup, WecomCompany, WecomGroup
from tests.hub.channels.platform import Platform
from tests.hub.floor import Clock

Running = Callable[..., Platform]
Kept = Callable[[Channel], Channel]
ZHAO = Recipient("zhao", "赵一鸣", "ZhaoYiMing", "13800138000")
LIN = Recipient("lin", "林晓", "", "13900139000")


def told(*lines: str, to: tuple[Recipient, ...] = (ZHAO,)) -> Message:
    return Message("k1", "【订单控制塔】赵一鸣：1 单等你处理", lines or ("订单 6632 发货超时",), to, "6632", "赵一鸣")


def robots(platform: Platform) -> Channel:
    """The channel that speaks to this platform, rightly set up."""
    match platform:
        case WecomGroup():
            return WecomRobot("floor", platform.key, base_url=platform.url)
        case WecomCompany():
            return WecomApp("app", platform.secret, corp=platform.corp, agent=1000002, base_url=platform.url)
        case DingtalkGroup():
            return DingtalkRobot("ding", platform.token, sign=platform.sign, base_url=platform.url)
        case FeishuGroup():
            return FeishuRobot("fei", platform.token, sign=platform.sign, base_url=platform.url)
    raise AssertionError(platform)


EVERY = [WecomGroup, WecomCompany, DingtalkGroup, FeishuGroup]


@pytest.mark.parametrize("kind", EVERY)
def test_what_we_say_is_taken(kind: type[Platform], running: Running, kept: Kept, clock: Clock) -> None:
    platform = running(kind)
    kept(robots(platform)).send(told(), now=clock())
    assert "订单 6632 发货超时" in str(platform.taken)


@pytest.mark.parametrize("kind", EVERY)
def test_five_hundred_orders_fit_and_the_rest_is_counted(kind: type[Platform], running: Running, kept: Kept, clock: Clock) -> None:
    platform = running(kind)
    kept(robots(platform)).send(told(*(f'订单 {n:016d} 发货超时，"仓库"未出库😀，责任人 赵一鸣' for n in range(500))), now=clock())
    text = str(platform.taken[0])
    shown = text.count("发货超时")
    assert 5 < shown < 500
    assert f"还有 {500 - shown} 单" in text


@pytest.mark.parametrize("kind", EVERY)
@pytest.mark.parametrize(
    ("mood", "raised"), [("drop", Unsure), ("html", Unsure), ("500", Unsure), ("503", SlowDown), ("404", ChannelRefused)]
)
def test_what_an_odd_answer_means(
    kind: type[Platform], mood: str, raised: type[Exception], running: Running, kept: Kept, clock: Clock
) -> None:
    platform = running(kind)
    channel = kept(robots(platform))
    if kind is WecomCompany:
        channel.send(told(), now=clock())  # so that the token is there
    platform.moods = [mood]
    with pytest.raises(raised):
        channel.send(told(), now=clock())


@pytest.mark.parametrize("kind", EVERY)
def test_where_nobody_listens_nothing_was_sent(kind: type[Platform], running: Running, kept: Kept, clock: Clock) -> None:
    channel = kept(robots(platform := running(kind)))
    platform.stop()
    with pytest.raises(Unreachable, match="连不上"):
        channel.send(told(), now=clock())
    platform.start()


def test_wecom_calls_by_user_id_or_else_by_mobile(running: Running, kept: Kept, clock: Clock) -> None:
    group = running(WecomGroup)
    kept(robots(group)).send(told(to=(ZHAO, LIN)), now=clock())
    assert group.taken[0]["mentioned_list"] == ["ZhaoYiMing"]
    assert group.taken[0]["mentioned_mobile_list"] == ["13900139000"]


def test_a_wrong_key_is_refused_and_not_repeated_in_the_sentence(running: Running, kept: Kept, clock: Clock) -> None:
    group = running(WecomGroup)
    with pytest.raises(ChannelRefused, match=r"重新添加.*93000") as refused:
        kept(WecomRobot("floor", "wrong-key", base_url=group.url)).send(told(), now=clock())
    assert "wrong-key" not in str(refused.value)


def test_the_twenty_first_in_a_minute_slows_us_down(running: Running, kept: Kept, clock: Clock) -> None:
    robot = kept(robots(running(WecomGroup)))
    for _ in range(20):
        robot.send(told(), now=clock())
    with pytest.raises(SlowDown) as slow:
        robot.send(told(), now=clock())
    assert slow.value.wait >= timedelta(seconds=60)


def test_dingtalk_is_left_alone_for_ten_minutes_once_it_is_deaf(running: Running, kept: Kept, clock: Clock) -> None:
    group = running(DingtalkGroup)
    robot = kept(robots(group))
    for _ in range(20):
        robot.send(told(), now=clock())
    with pytest.raises(SlowDown) as slow:
        robot.send(told(), now=clock())
    clock.at += slow.value.wait
    robot.send(told(), now=clock())
    assert len(group.taken) == 21


def test_a_clock_two_hours_off_fails_the_sign_and_says_so(running: Running, kept: Kept, clock: Clock) -> None:
    for kind, words in ((DingtalkGroup, "加签"), (FeishuGroup, "时钟")):
        with pytest.raises(ChannelRefused, match=words):
            kept(robots(running(kind))).send(told(), now=clock() - timedelta(hours=2))


def test_the_signs_are_those_of_other_implementations() -> None:
    secret = "SECtest000000000000000000000000000000000000000000000000000000000"
    assert sign(SCHEMES["dingtalk"], secret, {"timestamp": "1767578400123"}) == "QgkZc+bGRc3ZNREurYFiI85gN7qpq2FIq2VZDfkflKY="
    assert sign(SCHEMES["feishu"], "testfeishusecret", {"timestamp": "1767578400"}) == "TIdMJjf1uE7KmVLHn0CVnL53mNrZcJIC/aQ7sDHdmsg="


def test_signs_with_plus_and_slash_arrive_whole(running: Running, kept: Kept, clock: Clock) -> None:
    group = running(DingtalkGroup)
    robot = kept(robots(group))
    signs = ""
    for _ in range(12):
        clock.at += timedelta(minutes=1, milliseconds=7)
        robot.send(told(), now=clock())
        signs += group.asked[-1].query["sign"]
    assert "+" in signs
    assert "/" in signs
    assert len(group.taken) == 12


def test_an_order_number_cannot_call_everybody_on_feishu(running: Running, kept: Kept, clock: Clock) -> None:
    group = running(FeishuGroup)
    kept(robots(group)).send(told('订单 <at user_id="all">所有人</at>'), now=clock())
    text = group.taken[0]["content"]["text"]
    assert text.count("<at ") == 1
    assert '<at user_id="ZhaoYiMing">赵一鸣</at>' in text


def test_the_application_keeps_its_token_and_renews_one_that_ended_early(running: Running, kept: Kept, clock: Clock) -> None:
    company = running(WecomCompany)
    app = kept(robots(company))
    app.send(told(), now=clock())
    app.send(told(), now=clock())
    assert len(company.tokens) == 1
    company.tokens.clear()
    company.tokens["another"] = clock()
    app.send(told(), now=clock())
    clock.at += timedelta(hours=3)
    assert app.send(told(), now=clock()) == "m4"


def test_a_member_whom_the_application_cannot_see_is_a_failure_of_the_address(running: Running, kept: Kept, clock: Clock) -> None:
    app = kept(robots(running(WecomCompany)))
    with pytest.raises(AddressRefused, match="可见范围"):
        app.send(told(to=(Recipient("x", "吴桐", "Gone"),)), now=clock())
    with pytest.raises(AddressRefused, match="没有登记企业微信账号"):
        app.send(told(to=(LIN,)), now=clock())


def test_a_wrong_corp_secret_is_refused_without_being_told(running: Running, kept: Kept, clock: Clock) -> None:
    company = running(WecomCompany)
    app = kept(WecomApp("app", "bad-secret", corp=company.corp, agent=1000002, base_url=company.url))
    with pytest.raises(ChannelRefused, match="secret 不对") as refused:
        app.send(told(), now=clock())
    assert "bad-secret" not in str(refused.value)
