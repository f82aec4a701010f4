"""阿里云短信: one approved template to one number, signed with ACS3-HMAC-SHA256."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from ordertower_desktop.hub.channels.channel import About, Message
from ordertower_desktop.hub.channels.codes import Code, Means, refuse
from ordertower_desktop.hub.channels.limit import Limit, Whose
from ordertower_desktop.hub.channels.post import Post
from ordertower_desktop.hub.channels.template import VARIABLES, mobile, words
from ordertower_desktop.hub.signing.scheme import sign
from ordertower_desktop.hub.signing.table import SCHEMES

HOME = "https://dysmsapi.aliyuncs.com"
KIND = "sms"
NAME = "阿里云短信"
ACTION, VERSION = "SendSms", "2017-05-25"
NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""The SHA-256 of a body that is empty."""
LIMITS = (
    Limit(1, timedelta(seconds=65), whose=Whose.PERSON),
    Limit(2, timedelta(minutes=10), burst=2, whose=Whose.PERSON),
    Limit(5, timedelta(hours=1), burst=4, whose=Whose.PERSON),
    Limit(10, timedelta(days=1), burst=9, whose=Whose.PERSON),
)
"""The platform's 1 a minute, 5 an hour and 10 a day for one number and signature, and the floor's own 2 in ten minutes.

The first is a little slower than the platform counts: a message that it counts too early is not kept for later.
"""
CODES = {
    "isv.BUSINESS_LIMIT_CONTROL": Code(Means.ADDRESS, "这个号码今天的短信次数用完了"),
    "isv.DAY_LIMIT_CONTROL": Code(Means.REFUSED, "今天的短信总量用完了，请在控制台调高"),
    "isv.AMOUNT_NOT_ENOUGH": Code(Means.REFUSED, "短信余额不足，请充值"),
    "isv.OUT_OF_SERVICE": Code(Means.REFUSED, "短信服务已停，请充值"),
    "isv.MOBILE_NUMBER_ILLEGAL": Code(Means.ADDRESS, "手机号不对，请核对成员的联系方式"),
    "isv.BLACK_KEY_CONTROL_LIMIT": Code(Means.ADDRESS, "平台不让发给这个号码"),
    "isv.TEMPLATE_PARAMS_ILLEGAL": Code(Means.REFUSED, "模板的变量与 variables 不符，请核对"),
    "isv.TEMPLATE_MISSING_PARAMETERS": Code(Means.REFUSED, "模板的变量与 variables 不符，请核对"),
    "isv.SMS_TEMPLATE_ILLEGAL": Code(Means.REFUSED, "模板不存在或没有通过审核"),
    "isv.SMS_SIGNATURE_ILLEGAL": Code(Means.REFUSED, "短信签名不存在或没有通过审核"),
    "SignatureDoesNotMatch": Code(Means.REFUSED, "secret 不对，请核对 AccessKey Secret"),
    "InvalidAccessKeyId.NotFound": Code(Means.REFUSED, "user 不对，请核对 AccessKey ID"),
    "isp.RAM_PERMISSION_DENY": Code(Means.REFUSED, "这个 AccessKey 没有发短信的权限"),
    "Throttling.User": Code(Means.SLOW, "请求太快"),
    "isp.SYSTEM_ERROR": Code(Means.UNSURE, "平台内部出错，看不出有没有发出"),
}


def about_of(id: str) -> About:
    return About(id, KIND, NAME, LIMITS, each=True)


class AliyunSms:
    """A template of an account."""

    def __init__(
        self, id: str, secret: str, *, user: str, sign_name: str, template: str, variables: tuple[str, ...] = VARIABLES,
        base_url: str = HOME,
    ) -> None:  # fmt: skip
        self._about = about_of(id)
        self._user, self._secret, self._sign_name, self._template = user, secret, sign_name, template
        self._variables = variables
        self._post = Post(base_url, f"{NAME} {id}", code="Code")

    @property
    def about(self) -> About:
        return self._about

    def close(self) -> None:
        self._post.close()

    def send(self, message: Message, *, now: datetime) -> str:
        query = {
            "PhoneNumbers": mobile(message.to[0]),
            "SignName": self._sign_name,
            "TemplateCode": self._template,
            "TemplateParam": json.dumps(words(message, self._variables), ensure_ascii=False, separators=(",", ":")),
            "OutId": message.key,
        }
        headers = signed(query, host=self._post.host, user=self._user, secret=self._secret, now=now, nonce=message.key)
        answer = self._post.json(f"/?{canonical(query)}", b"", headers=headers)
        if answer["Code"] != "OK":
            refuse(self._post.name, answer["Code"], answer.get("Message", ""), CODES, hidden=self._secret)
        return str(answer.get("BizId", ""))


def canonical(query: Mapping[str, str]) -> str:
    """The query as it is signed, and therefore as it is sent."""
    return "&".join(f"{quote(key, safe='-_.~')}={quote(query[key], safe='-_.~')}" for key in sorted(query))


def signed(query: Mapping[str, str], *, host: str, user: str, secret: str, now: datetime, nonce: str) -> dict[str, str]:
    """The headers of a request without a body, with their signature."""
    told = {
        "@host": host,
        "@action": ACTION,
        "@body": "",
        "@date": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "@nonce": nonce,
        "@version": VERSION,
    }
    made = sign(SCHEMES["aliyun-v3"], secret, {**query, **told, "@method": "POST", "@path": "/"})
    headers = {
        "host": host,
        "x-acs-action": ACTION,
        "x-acs-content-sha256": NOTHING,
        "x-acs-date": told["@date"],
        "x-acs-signature-nonce": nonce,
        "x-acs-version": VERSION,
    }
    names = ";".join(sorted(headers))
    return {**headers, "Authorization": f"ACS3-HMAC-SHA256 Credential={user},SignedHeaders={names},Signature={made}"}
