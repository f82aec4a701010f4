"""What channels say stands in the book of calls, without a key, a number or a word of it (S8)."""

from collections.abc import Callable

from ordertower_desktop.domain.calllog import Made, Work
from ordertower_desktop.hub.calling.book import CallBook
from ordertower_desktop.hub.channels.aliyun_sms import AliyunSms
from ordertower_desktop.hub.channels.channel import Answer, Channel, Message, Recipient, attempt
from ordertower_desktop.hub.channels.feishu import FeishuRobot
from ordertower_desktop.hub.channels.mail import Mail
from ordertower_desktop.hub.channels.tencent_sms import TencentSms
from tests.hub.channels.fakes import AliyunGateway, FeishuGroup, TencentGateway
from tests.hub.floor import Clock

TO = Recipient("zhao", "赵一鸣", "13800138000")
SAID = Message("esc-1", "头", ("一",), (TO,), "6632", "赵一鸣")


def heard(channel: Channel, clock: Clock, message: Message = SAID) -> tuple[Answer, Made]:
    book = CallBook()
    with book.by(channel.about.id, Work.SEND, now=clock()):
        answer = attempt(channel, message, now=clock())
    (made,) = book.take(10)
    assert not [word for word in ("13800138000", "赵一鸣", "hook-7a3c", "testSecret", "esc-1") if word in repr(made)]
    return answer, made


def test_a_robot_s_key_is_no_part_of_what_was_called(
    running: Callable[..., FeishuGroup], kept: Callable[..., FeishuRobot], clock: Clock
) -> None:
    group = running(FeishuGroup)
    good = kept(FeishuRobot("fei", group.token, sign=group.sign, base_url=group.url))
    _, made = heard(good, clock)
    assert (made.source, made.interface, made.answered, made.status) == ("fei", "/open-apis/bot/v2/hook/*", "ok", 200)
    _, made = heard(kept(FeishuRobot("fei", group.token, sign="another", base_url=group.url)), clock)
    assert (made.answered, made.code, made.status) == ("refused", "19021", 200)


def test_a_text_message_is_called_by_its_action(
    running: Callable[..., AliyunGateway | TencentGateway], kept: Callable[..., AliyunSms | TencentSms], clock: Clock
) -> None:
    gateway = running(AliyunGateway)
    ali = kept(AliyunSms("ali", "testSecret", user="testId", sign_name="订单塔", template="SMS_1", base_url=gateway.url))
    assert [heard(ali, clock)[1].answered for _ in range(2)] == ["ok", "refused"]
    server = running(TencentGateway)
    account = {"user": "AKIDtest", "app": "1400006666", "sign_name": "订单塔", "template": "1110"}
    _, made = heard(kept(TencentSms("ten", "wrong", **account, base_url=server.url)), clock)
    assert (made.interface, made.answered, made.code, made.request_id) == ("SendSms", "refused", "AuthFailure.SignatureFailure", "r")


def test_mail_is_heard_though_it_is_no_http(kept: Callable[..., Mail], clock: Clock) -> None:
    silent = kept(Mail("post", "smtp://127.0.0.1:1", sender="tower@example.com"))
    letter = Message("k1", "头", ("一",), (Recipient("chen", "陈经理", "chen@example.com"),))
    _, made = heard(silent, clock, letter)
    assert (made.interface, made.answered) == ("SMTP", "network")


def test_whoever_listens_to_nobody_keeps_nothing(
    running: Callable[..., FeishuGroup], kept: Callable[..., FeishuRobot], clock: Clock
) -> None:
    group, book = running(FeishuGroup), CallBook()
    robot = kept(FeishuRobot("fei", group.token, sign=group.sign, base_url=group.url))
    attempt(robot, SAID, now=clock())
    with book.by("fei", Work.SEND, now=clock()):
        attempt(robot, SAID, now=clock())
    attempt(robot, SAID, now=clock())
    assert len(book.take(10)) == 1
