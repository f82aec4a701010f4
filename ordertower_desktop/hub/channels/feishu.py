"""飞书群机器人: one signed text into a group; the sign stands in the body, and its key is the text that others sign."""

from datetime import datetime, timedelta

import msgspec

from ordertower_desktop.hub.channels.channel import About, Message
from ordertower_desktop.hub.channels.codes import Code, Means, refuse
from ordertower_desktop.hub.channels.limit import Limit
from ordertower_desktop.hub.channels.post import Post
from ordertower_desktop.hub.channels.text import clean, fit
from ordertower_desktop.hub.signing.scheme import sign
from ordertower_desktop.hub.signing.table import SCHEMES

HOME = "https://open.feishu.cn"
KIND = "feishu"
NAME = "飞书群机器人"
MOST_BYTES = 20 * 1024
"""Of the whole body."""
LIMITS = (
    Limit(5, timedelta(seconds=1), burst=4),
    Limit(100, timedelta(minutes=1), burst=20),
    Limit(6, timedelta(minutes=10), burst=2),
)
CODES = {
    "11232": Code(Means.SLOW, "飞书在整点和半点最忙，暂时不收", timedelta(seconds=20)),
    "9499": Code(Means.REFUSED, "飞书看不懂这条消息"),
    "19001": Code(Means.REFUSED, "机器人的地址不对，请从群里重新复制 Webhook"),
    "19021": Code(Means.REFUSED, "签名没有通过，或中枢的时钟与飞书相差超过 1 小时；请核对 sign 和本机时间"),
    "19022": Code(Means.REFUSED, "中枢的 IP 不在机器人的白名单里"),
    "19024": Code(Means.REFUSED, "没有机器人要求的关键词；关键词请设为“订单控制塔”"),
}


def about_of(id: str) -> About:
    return About(id, KIND, NAME, LIMITS)


class FeishuRobot:
    """A group's robot; `sign` is the secret of its 签名校验, empty where that is off."""

    def __init__(self, id: str, token: str, *, sign: str = "", base_url: str = HOME) -> None:
        self._about = about_of(id)
        self._token, self._sign = token, sign
        self._post = Post(base_url, f"{NAME} {id}", code="code")

    @property
    def about(self) -> About:
        return self._about

    def close(self) -> None:
        self._post.close()

    def send(self, message: Message, *, now: datetime) -> str:
        proof = self._proof(now)
        calls = "".join(f' <at user_id="{one.address}">{_inert(one.name)}</at>' for one in message.to if one.address)

        def body(text: str) -> bytes:
            made = {"msg_type": "text", "content": {"text": text.replace("\n", f"{calls}\n", 1) if "\n" in text else text + calls}}
            return msgspec.json.encode(made | proof)

        content = fit(
            _inert(message.opening), [_inert(clean(line)) for line in message.lines], MOST_BYTES, size=lambda text: len(body(text))
        )
        answer = self._post.json(f"/open-apis/bot/v2/hook/{self._token}", body(content))
        if answer["code"] != 0:
            refuse(self._post.name, answer["code"], answer.get("msg", ""), CODES, hidden=self._token)
        return ""

    def _proof(self, now: datetime) -> dict[str, str]:
        if not self._sign:
            return {}
        stamp = {"timestamp": str(int(now.timestamp()))}
        return stamp | {"sign": sign(SCHEMES["feishu"], self._sign, stamp)}


def _inert(text: str) -> str:
    """Feishu reads `<at …>` in any text: an order number must not call everybody."""
    return text.replace("<", "＜").replace(">", "＞")
