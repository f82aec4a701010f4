"""企业微信群机器人: one text into a group, at most 2048 bytes, calling the people concerned by user id or mobile."""

from datetime import datetime, timedelta

from ordertower_desktop.hub.channels.channel import About, Message
from ordertower_desktop.hub.channels.codes import Code, Means, refuse
from ordertower_desktop.hub.channels.limit import Limit
from ordertower_desktop.hub.channels.post import Post
from ordertower_desktop.hub.channels.text import clean, fit

HOME = "https://qyapi.weixin.qq.com"
KIND = "wecom"
NAME = "企业微信群机器人"
MOST_BYTES = 2048
LIMITS = (Limit(20, timedelta(minutes=1), burst=5), Limit(6, timedelta(minutes=10), burst=2))
"""The platform's 20 a minute, and the floor's own 6 in ten minutes: a group that never rests is muted."""
CODES = {
    "-1": Code(Means.SLOW, "平台正忙", timedelta(seconds=5)),
    "45009": Code(Means.SLOW, "每分钟 20 条的限额用完了", timedelta(seconds=65)),
    "45033": Code(Means.SLOW, "同时的请求太多", timedelta(seconds=5)),
    "93000": Code(Means.REFUSED, "机器人的 key 不对，或机器人已被移出群，请在群里重新添加"),
    "93008": Code(Means.REFUSED, "机器人不在群里，请重新添加"),
    "40008": Code(Means.REFUSED, "消息类型不被接受"),
}


def about_of(id: str) -> About:
    return About(id, KIND, NAME, LIMITS)


class WecomRobot:
    """A group's robot. Text and not markdown, because only text can call people by mobile."""

    def __init__(self, id: str, key: str, *, base_url: str = HOME) -> None:
        self._about = about_of(id)
        self._key, self._post = key, Post(base_url, f"{NAME} {id}", code="errcode")

    @property
    def about(self) -> About:
        return self._about

    def close(self) -> None:
        self._post.close()

    def send(self, message: Message, *, now: datetime) -> str:
        del now
        text = {
            "content": fit(message.opening, [clean(line) for line in message.lines], MOST_BYTES),
            "mentioned_list": [one.address for one in message.to if one.address],
            "mentioned_mobile_list": [one.mobile for one in message.to if one.mobile and not one.address],
        }
        answer = self._post.json("/cgi-bin/webhook/send", {"msgtype": "text", "text": text}, params={"key": self._key})
        if answer["errcode"] != 0:
            refuse(self._post.name, answer["errcode"], answer.get("errmsg", ""), CODES, hidden=self._key)
        return ""
