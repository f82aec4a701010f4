"""From settings to channels, in the order in which they are preferred; one without its secret says so instead of stopping the floor."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Protocol

from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.hub.channels import aliyun_sms, dingtalk, feishu, mail, tencent_sms, wecom_app, wecom_robot
from ordertower_desktop.hub.channels.channel import About, Channel, ChannelRefused, Message
from ordertower_desktop.settings.channel import ChannelKind, ChannelSettings
from ordertower_desktop.settings.secret import Secret

Reveal = Callable[[Secret], str]
"""What a reference stands for; empty where there is nothing."""


class _Module(Protocol):
    HOME: str

    def about_of(self, id: str) -> About: ...


_MODULES: Mapping[ChannelKind, _Module] = {
    ChannelKind.WECOM_ROBOT: wecom_robot,
    ChannelKind.WECOM_APP: wecom_app,
    ChannelKind.DINGTALK_ROBOT: dingtalk,
    ChannelKind.FEISHU_ROBOT: feishu,
    ChannelKind.MAIL: mail,
    ChannelKind.ALIYUN_SMS: aliyun_sms,
    ChannelKind.TENCENT_SMS: tencent_sms,
}


class Mute:
    """A channel whose secret is not there: it is shown, and says why it cannot speak."""

    def __init__(self, about: About, why: str) -> None:
        self._about, self._why = about, why

    @property
    def about(self) -> About:
        return self._about

    def send(self, message: Message, *, now: datetime) -> str:
        raise ChannelRefused(self._why)

    def close(self) -> None:
        """Nothing was opened."""


def opened(wanted: Iterable[ChannelSettings], reveal: Reveal) -> dict[str, Channel]:
    """Id -> channel."""
    made: dict[str, Channel] = {}
    for one in wanted:
        if one.id in made:
            raise Refusal(f"设置里有两个渠道都叫 {one.id}，请给其中一个换个 id")
        made[one.id] = _opened(one, reveal)
    return made


def _opened(one: ChannelSettings, reveal: Reveal) -> Channel:
    kind = one.kind
    if kind is None:
        raise Refusal(f"渠道 {one.id} 没有写 kind")
    kept = {reference: reveal(reference) for reference in (one.secret, one.sign) if reference}
    lost = next((reference for reference, value in kept.items() if not value), None)
    if lost is not None:
        about = _MODULES[kind].about_of(one.id)
        return Mute(about, f"{about.name} {one.id}：找不到密钥 {lost.reference}，请先在运行中枢的账号里存好它，再重启中枢")
    return _MAKE[kind](one, kept.get(one.secret, ""), kept.get(one.sign, ""), one.base_url or _MODULES[kind].HOME)


def _aliyun(one: ChannelSettings, secret: str, _sign: str, url: str) -> Channel:
    return aliyun_sms.AliyunSms(
        one.id, secret, user=one.user, sign_name=one.sign_name, template=one.template, variables=one.variables, base_url=url
    )


def _tencent(one: ChannelSettings, secret: str, _sign: str, url: str) -> Channel:
    return tencent_sms.TencentSms(
        one.id, secret, user=one.user, app=one.app, sign_name=one.sign_name, template=one.template, variables=one.variables,
        region=one.region, base_url=url,
    )  # fmt: skip


_MAKE: Mapping[ChannelKind, Callable[[ChannelSettings, str, str, str], Channel]] = {
    ChannelKind.WECOM_ROBOT: lambda one, secret, _sign, url: wecom_robot.WecomRobot(one.id, secret, base_url=url),
    ChannelKind.WECOM_APP: lambda one, secret, _sign, url: wecom_app.WecomApp(one.id, secret, corp=one.corp, agent=one.agent, base_url=url),
    ChannelKind.DINGTALK_ROBOT: lambda one, secret, sign, url: dingtalk.DingtalkRobot(one.id, secret, sign=sign, base_url=url),
    ChannelKind.FEISHU_ROBOT: lambda one, secret, sign, url: feishu.FeishuRobot(one.id, secret, sign=sign, base_url=url),
    ChannelKind.MAIL: lambda one, secret, _sign, url: mail.Mail(one.id, url, sender=one.sender, user=one.user, password=secret),
    ChannelKind.ALIYUN_SMS: _aliyun,
    ChannelKind.TENCENT_SMS: _tencent,
}
"""Kind -> its channel, from settings, secret, signing secret and address."""
