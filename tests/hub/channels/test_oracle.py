"""Apprise as a second opinion: our platforms take what it says, and what we say stands in the same places."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import apprise
import pytest
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot

from ordertower_desktop.hub.channels.channel import Message, Recipient
from ordertower_desktop.hub.channels.dingtalk import DingtalkRobot
from ordertower_desktop.hub.channels.feishu import FeishuRobot
from ordertower_desktop.hub.channels.wecom_robot import WecomRobot
from ordertower_desktop.hub.signing.scheme import sign
from ordertower_desktop.hub.signing.table import SCHEMES
from tests.hub.channels.fakes import DingtalkGroup, FeishuGroup, WecomGroup
from tests.hub.channels.platform import Asked, Platform
from tests.hub.floor import Clock

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # inside apprise
SAID = Message("k", "【订单控制塔】测试", ("订单 6632 发货超时",), (Recipient("zhao", "赵一鸣"),))
TEXT = "【订单控制塔】测试\n订单 6632 发货超时"


def shape(value: object) -> object:
    """Only the places and kinds of things."""
    return {key: shape(one) for key, one in value.items()} if isinstance(value, dict) else type(value).__name__


def same_request(theirs: Asked, ours: Asked, *, beside: set[str]) -> None:
    """Ours says everything that theirs says, in the same places; `beside` is what we alone add or they alone add."""
    assert (theirs.method, theirs.path, set(theirs.query)) == (ours.method, ours.path, set(ours.query))
    assert theirs.headers["content-type"].startswith("application/json")
    assert ours.headers["content-type"].startswith("application/json")
    left, right = ({key: shape(value) for key, value in one.json.items() if key not in beside} for one in (theirs, ours))
    assert left == right


@pytest.fixture(autouse=True)
def straight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Apprise would ask a proxy of this machine for the way to loopback."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def told(url: str) -> bool:
    teller = apprise.Apprise()
    assert teller.add(url)
    return bool(teller.notify(body=TEXT, body_format=apprise.NotifyFormat.TEXT))


def test_wecom_group(running: Callable[..., WecomGroup], kept: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    group = running(WecomGroup)
    monkeypatch.setattr(NotifyWeComBot, "notify_url", f"{group.url}/cgi-bin/webhook/send?key={{key}}")
    assert told(f"wecombot://{group.key}")
    kept(WecomRobot("x", group.key, base_url=group.url)).send(SAID, now=clock())
    theirs, ours = group.asked
    assert theirs.json["text"]["content"] == ours.json["text"]["content"] == TEXT
    same_request(theirs, ours, beside={"text"})


def test_dingtalk_group(
    running: Callable[..., DingtalkGroup], kept: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    group = running(DingtalkGroup)
    group.sign = ""
    monkeypatch.setattr(NotifyDingTalk, "notify_url", f"{group.url}/robot/send?access_token={{token}}")
    assert told(f"dingtalk://{group.token}")
    kept(DingtalkRobot("x", group.token, base_url=group.url)).send(SAID, now=clock())
    theirs, ours = group.asked
    assert theirs.json["text"]["content"] == ours.json["text"]["content"] == TEXT
    same_request(theirs, ours, beside={"at"})
    assert ours.json["at"] == {**theirs.json["at"], "atUserIds": []}


def test_dingtalk_sign() -> None:
    ms, quoted = NotifyDingTalk(token="b24f" * 16, secret=DingtalkGroup.sign).get_signature()
    assert unquote(quoted) == sign(SCHEMES["dingtalk"], DingtalkGroup.sign, {"timestamp": str(ms)})


def test_feishu_group(running: Callable[..., FeishuGroup], kept: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    """Apprise knows no sign here, so the group asks for none."""
    group = running(FeishuGroup)
    group.sign = ""
    monkeypatch.setattr(NotifyFeishu, "notify_url", f"{group.url}/open-apis/bot/v2/hook/{{token}}")
    assert told(f"feishu://{group.token}")
    kept(FeishuRobot("x", group.token, base_url=group.url)).send(SAID, now=clock())
    theirs, ours = group.asked
    assert theirs.json["content"]["text"] == ours.json["content"]["text"] == TEXT
    same_request(theirs, ours, beside=set())


def test_a_platform_that_refuses_us_refuses_apprise(running: Callable[..., Platform], monkeypatch: pytest.MonkeyPatch) -> None:
    group = running(WecomGroup)
    monkeypatch.setattr(NotifyWeComBot, "notify_url", f"{group.url}/cgi-bin/webhook/send?key={{key}}")
    told("wecombot://another-key")
    assert group.taken == []
