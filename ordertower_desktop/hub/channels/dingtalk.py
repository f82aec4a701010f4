"""钉钉群机器人: one signed text into a group; too many in a minute and it is deaf for ten."""

from datetime import datetime, timedelta

import msgspec

from ordertower_desktop.hub.channels.channel import About, Message
from ordertower_desktop.hub.channels.codes import Code, Means, refuse
from ordertower_desktop.hub.channels.limit import Limit
from ordertower_desktop.hub.channels.post import Post
from ordertower_desktop.hub.channels.text import clean, fit
from ordertower_desktop.hub.signing.scheme import sign
from ordertower_desktop.hub.signing.table import SCHEMES

HOME = "https://oapi.dingtalk.com"
KIND = "dingtalk"
NAME = "钉钉群机器人"
MOST_BYTES = 20_000
"""Of the whole body."""
LIMITS = (Limit(20, timedelta(minutes=1), burst=5), Limit(6, timedelta(minutes=10), burst=2))
CODES = {
    "130101": Code(Means.SLOW, "一分钟超过 20 条，被停 10 分钟", timedelta(minutes=10)),
    "-1": Code(Means.SLOW, "平台正忙", timedelta(seconds=5)),
    "300001": Code(Means.REFUSED, "access_token 不对，请从机器人的 Webhook 地址里重新复制"),
    "400101": Code(Means.REFUSED, "access_token 不对，请从机器人的 Webhook 地址里重新复制"),
    "310000": Code(Means.REFUSED, "安全设置没有通过：加签密钥、关键词或 IP 不符；关键词请设为“订单控制塔”"),
}


def about_of(id: str) -> About:
    return About(id, KIND, NAME, LIMITS)


class DingtalkRobot:
    """A group's robot; `sign` is the secret of its 加签, empty where it is kept by keyword or IP alone."""

    def __init__(self, id: str, token: str, *, sign: str = "", base_url: str = HOME) -> None:
        self._about = about_of(id)
        self._token, self._sign = token, sign
        self._post = Post(base_url, f"{NAME} {id}", code="errcode")

    @property
    def about(self) -> About:
        return self._about

    def close(self) -> None:
        self._post.close()

    def send(self, message: Message, *, now: datetime) -> str:
        content = fit(message.opening, [clean(line) for line in message.lines], MOST_BYTES, size=lambda text: len(_body(text, message)))
        params = {"access_token": self._token}
        if self._sign:
            stamp = {"timestamp": str(int(now.timestamp() * 1000))}
            params |= stamp | {"sign": sign(SCHEMES["dingtalk"], self._sign, stamp)}
        answer = self._post.json("/robot/send", _body(content, message), params=params)
        if answer["errcode"] != 0:
            refuse(self._post.name, answer["errcode"], answer.get("errmsg", ""), CODES, hidden=self._token)
        return ""


def _body(content: str, message: Message) -> bytes:
    at = {
        "atMobiles": [one.mobile for one in message.to if one.mobile and not one.address],
        "atUserIds": [one.address for one in message.to if one.address],
        "isAtAll": False,
    }
    return msgspec.json.encode({"msgtype": "text", "text": {"content": content}, "at": at})
