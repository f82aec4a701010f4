"""Text messages: signed as the official SDKs sign, within the limits of one number, and 200 is not yes."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ordertower_desktop.hub.channels.aliyun_sms import AliyunSms, signed
from ordertower_desktop.hub.channels.channel import AddressRefused, ChannelRefused, Message, Recipient, SlowDown, Unsure
from ordertower_desktop.hub.channels.tencent_sms import TencentSms, authorization
from tests.hub.channels.fakes import AliyunGateway, TencentGateway
from tests.hub.floor import Clock

ZHAO = Recipient("zhao", "赵一鸣", "138 0013 8000")
THREE = Message("esc-1", "头", ("一", "二", "三"), (ZHAO,), "6632", "赵一鸣")


@pytest.fixture
def aliyun(running: Callable[..., AliyunGateway]) -> AliyunGateway:
    return running(AliyunGateway)


@pytest.fixture
def tencent(running: Callable[..., TencentGateway]) -> TencentGateway:
    return running(TencentGateway)


@pytest.fixture
def ali(aliyun: AliyunGateway, kept: Callable[..., AliyunSms]) -> AliyunSms:
    return kept(AliyunSms("ali", "testSecret", user="testId", sign_name="订单塔", template="SMS_1", base_url=aliyun.url))


@pytest.fixture
def ten(tencent: TencentGateway, kept: Callable[..., TencentSms]) -> TencentSms:
    account = {"user": "AKIDtest", "app": "1400006666", "sign_name": "订单塔", "template": "1110"}
    return kept(TencentSms("ten", tencent.secret, **account, base_url=tencent.url))


def test_an_alarm_is_said_in_three_short_words(aliyun: AliyunGateway, ali: AliyunSms, clock: Clock) -> None:
    assert ali.send(THREE, now=clock()) == "biz1"
    assert aliyun.taken == [{"number": "13800138000", "n": "3", "order": "6632", "owner": "赵一鸣"}]


def test_a_repeat_says_so_within_the_template(aliyun: AliyunGateway, ali: AliyunSms, clock: Clock) -> None:
    ali.send(replace(THREE, repeat=True), now=clock())
    assert aliyun.taken[0]["order"] == "6632(重发)"


def test_tencent_gets_the_same_words_by_their_place(tencent: TencentGateway, ten: TencentSms, clock: Clock) -> None:
    assert ten.send(THREE, now=clock()) == "5000:1"
    assert tencent.taken[0]["PhoneNumberSet"] == ["+8613800138000"]
    assert tencent.taken[0]["TemplateParamSet"] == ["3", "6632", "赵一鸣"]


def test_the_aliyun_signature_is_that_of_its_sdk() -> None:
    query = {
        "PhoneNumbers": "13800138000",
        "SignName": "订单塔",
        "TemplateCode": "SMS_123456789",
        "TemplateParam": '{"n":"3","m":"15"}',
        "OutId": "esc-1",
    }
    at = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
    nonce = "d410180a5abf7fe235dd9b74aca91fc0"
    made = signed(query, host="dysmsapi.aliyuncs.com", user="testId", secret="testSecret", now=at, nonce=nonce)
    assert made["Authorization"].endswith("Signature=3d2fdf8a710f8cae38c5bc6ffbfb40fd86044016ea198ca753e2d3e9840a0845")


def test_the_tencent_signature_is_that_of_its_sdk() -> None:
    body = {
        "PhoneNumberSet": ["+8613800138000"],
        "SmsSdkAppId": "1400006666",
        "TemplateId": "1110",
        "SignName": "订单塔",
        "TemplateParamSet": ["3", "15"],
    }
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    secret = "TESTSECRETKEYTESTSECRETKEYTEST00"
    made = authorization(content, host="sms.tencentcloudapi.com", user="x", secret=secret, second=1767578400)
    assert made.endswith("Signature=6552868698ed8f71169f995e162d5d230a46a971898d8410b649af2121f4b5fe")


def test_a_wrong_secret_is_refused(aliyun: AliyunGateway, tencent: TencentGateway, kept: Callable[..., object], clock: Clock) -> None:
    ali = AliyunSms("ali", "wrong", user="testId", sign_name="订单塔", template="SMS_1", base_url=aliyun.url)
    ten = TencentSms("ten", "wrong", user="AKIDtest", app="1", sign_name="订单塔", template="1", base_url=tencent.url)
    for one in (ali, ten):
        kept(one)
        with pytest.raises(ChannelRefused, match="secret 不对"):
            one.send(THREE, now=clock())


def test_a_number_that_had_its_share_is_not_tried_again(ali: AliyunSms, clock: Clock) -> None:
    ali.send(THREE, now=clock())
    clock.at += timedelta(seconds=20)
    with pytest.raises(AddressRefused, match=r"次数用完了.*BUSINESS_LIMIT_CONTROL"):
        ali.send(THREE, now=clock())


@pytest.mark.parametrize(
    ("code", "raised"),
    [
        ("LimitExceeded.PhoneNumberDailyLimit", AddressRefused),
        ("FailedOperation.InsufficientBalanceInSmsPackage", ChannelRefused),
        ("RequestLimitExceeded", SlowDown),
        ("InternalError.Timeout", Unsure),
        ("Something.New", ChannelRefused),
    ],
)
def test_two_hundred_is_not_yes(code: str, raised: type[Exception], tencent: TencentGateway, ten: TencentSms, clock: Clock) -> None:
    tencent.number_says = code
    with pytest.raises(raised, match=code):
        ten.send(THREE, now=clock())


def test_an_answer_without_the_number_tells_nothing(tencent: TencentGateway, ten: TencentSms, clock: Clock) -> None:
    tencent.judge = lambda asked: (200, {"Response": {"RequestId": "r"}})  # type: ignore[method-assign]
    with pytest.raises(Unsure):
        ten.send(THREE, now=clock())


@pytest.mark.parametrize("number", ["", "12345", "1380013800", "+1 2025550123"])
def test_what_is_no_mobile_number_is_not_sent_to(number: str, ali: AliyunSms, ten: TencentSms, clock: Clock) -> None:
    for one in (ali, ten):
        with pytest.raises(AddressRefused, match="11 位"):
            one.send(replace(THREE, to=(replace(ZHAO, address=number),)), now=clock())
