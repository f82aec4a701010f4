"""企业微信应用消息: one text to one person's own phone; the platform's token is asked for when it is needed and kept until it ends."""

import threading
from datetime import UTC, datetime, timedelta

from ordertower_desktop.hub.channels.channel import About, AddressRefused, Message
from ordertower_desktop.hub.channels.codes import Code, Means, refuse
from ordertower_desktop.hub.channels.limit import Limit, Whose
from ordertower_desktop.hub.channels.post import Post
from ordertower_desktop.hub.channels.text import clean, fit

HOME = "https://qyapi.weixin.qq.com"
KIND = "wecom"
NAME = "企业微信应用"
MOST_BYTES = 2048
NEVER = datetime.min.replace(tzinfo=UTC)
EARLY = timedelta(minutes=5)
"""A token is given back this long before it ends, so that none ends on the way."""
LIMITS = (
    Limit(30, timedelta(minutes=1), burst=5, whose=Whose.PERSON),
    Limit(6, timedelta(minutes=10), burst=2, whose=Whose.PERSON),
)
TOKEN_ENDED = (40014, 42001)
CODES = {
    "-1": Code(Means.SLOW, "平台正忙", timedelta(seconds=5)),
    "45009": Code(Means.SLOW, "接口调用次数用完了", timedelta(seconds=65)),
    "40001": Code(Means.REFUSED, "secret 不对，请在管理后台重新查看"),
    "40013": Code(Means.REFUSED, "corp 不对，请填企业 ID"),
    "40056": Code(Means.REFUSED, "agent 不对，请填应用的 AgentId"),
    "60020": Code(Means.REFUSED, "中枢的 IP 不在应用的可信 IP 里，请在管理后台添加"),
    "81013": Code(Means.ADDRESS, "收件人不在应用的可见范围里，请核对成员的企业微信账号"),
}


def about_of(id: str) -> About:
    return About(id, KIND, NAME, LIMITS, each=True)


class WecomApp:
    """An application of the company, speaking to one member at a time."""

    def __init__(self, id: str, secret: str, *, corp: str, agent: int, base_url: str = HOME) -> None:
        self._about = about_of(id)
        self._secret, self._corp, self._agent = secret, corp, agent
        self._post = Post(base_url, f"{NAME} {id}", code="errcode")
        self._guard = threading.Lock()
        self._token, self._ends = "", NEVER

    @property
    def about(self) -> About:
        return self._about

    def close(self) -> None:
        self._post.close()

    def send(self, message: Message, *, now: datetime) -> str:
        to = message.to[0]
        if not to.address:
            raise AddressRefused(f"{to.name} 没有登记企业微信账号，请在成员的联系方式里填写")
        body = {
            "touser": to.address,
            "agentid": self._agent,
            "msgtype": "text",
            "text": {"content": fit(message.opening, [clean(line) for line in message.lines], MOST_BYTES)},
            "enable_duplicate_check": 0,
        }
        token = self._current(now)
        answer = self._say(body, token)
        if answer["errcode"] in TOKEN_ENDED:
            self._forget(token)
            answer = self._say(body, self._current(now))
        if answer["errcode"] != 0:
            refuse(self._post.name, answer["errcode"], answer.get("errmsg", ""), CODES, hidden=self._secret)
        if answer.get("invaliduser"):
            raise AddressRefused(f"{self._post.name}：企业微信里没有 {to.name} 的账号，或不在应用的可见范围里")
        return str(answer.get("msgid", ""))

    def _say(self, body: object, token: str) -> dict[str, object]:
        return self._post.json("/cgi-bin/message/send", body, params={"access_token": token})

    def _current(self, now: datetime) -> str:
        with self._guard:
            if not self._token or self._ends <= now:
                asked = {"corpid": self._corp, "corpsecret": self._secret}
                answer = self._post.json("/cgi-bin/gettoken", params=asked, method="GET")
                if answer["errcode"] != 0:
                    refuse(self._post.name, answer["errcode"], answer.get("errmsg", ""), CODES, hidden=self._secret)
                self._token = str(answer["access_token"])
                self._ends = now + timedelta(seconds=int(answer.get("expires_in", 7200))) - EARLY
            return self._token

    def _forget(self, token: str) -> None:
        """Only the one that ended: another thread may have fetched a new one meanwhile."""
        with self._guard:
            if self._token == token:
                self._token = ""
