"""腾讯云短信: one approved template to one number, signed with TC3-HMAC-SHA256; the answer is 200 even where it is no."""

from datetime import UTC, datetime, timedelta

import msgspec

from ordertower_desktop.hub.channels.channel import About, Message, Unsure
from ordertower_desktop.hub.channels.codes import Code, Means, refuse
from ordertower_desktop.hub.channels.limit import Limit, Whose
from ordertower_desktop.hub.channels.post import Post
from ordertower_desktop.hub.channels.template import VARIABLES, mobile, words
from ordertower_desktop.hub.signing.scheme import sign
from ordertower_desktop.hub.signing.table import SCHEMES

HOME = "https://sms.tencentcloudapi.com"
KIND = "sms"
NAME = "腾讯云短信"
ACTION, VERSION, SERVICE = "SendSms", "2021-01-11", "sms"
CONTENT = "application/json"
LIMITS = (
    Limit(1, timedelta(seconds=35), whose=Whose.PERSON),
    Limit(2, timedelta(minutes=10), burst=2, whose=Whose.PERSON),
    Limit(5, timedelta(hours=1), burst=4, whose=Whose.PERSON),
    Limit(10, timedelta(days=1), burst=9, whose=Whose.PERSON),
)
_USED_UP = Code(Means.ADDRESS, "这个号码的短信次数用完了")
CODES = {
    "LimitExceeded.PhoneNumberThirtySecondLimit": _USED_UP,
    "LimitExceeded.PhoneNumberOneHourLimit": _USED_UP,
    "LimitExceeded.PhoneNumberDailyLimit": _USED_UP,
    "LimitExceeded.PhoneNumberSameContentDailyLimit": _USED_UP,
    "FailedOperation.PhoneNumberInBlacklist": Code(Means.ADDRESS, "平台不让发给这个号码"),
    "InvalidParameterValue.IncorrectPhoneNumber": Code(Means.ADDRESS, "手机号不对，请核对成员的联系方式"),
    "FailedOperation.SignatureIncorrectOrUnapproved": Code(Means.REFUSED, "短信签名不存在或没有通过审核"),
    "FailedOperation.TemplateIncorrectOrUnapproved": Code(Means.REFUSED, "模板不存在、没有通过审核，或变量数与 variables 不符"),
    "FailedOperation.InsufficientBalanceInSmsPackage": Code(Means.REFUSED, "短信套餐用完了，请购买"),
    "AuthFailure.SignatureFailure": Code(Means.REFUSED, "secret 不对，请核对 SecretKey"),
    "AuthFailure.SecretIdNotFound": Code(Means.REFUSED, "user 不对，请核对 SecretId"),
    "AuthFailure.SignatureExpire": Code(Means.REFUSED, "中枢的时钟与腾讯云相差太多，请校准本机时间"),
    "RequestLimitExceeded": Code(Means.SLOW, "请求太快"),
    "LimitExceeded.DeliveryFrequencyLimit": Code(Means.SLOW, "请求太快"),
    "InternalError.Timeout": Code(Means.UNSURE, "平台内部超时，看不出有没有发出"),
    "InternalError.SendAndRecvFail": Code(Means.UNSURE, "平台内部出错，看不出有没有发出"),
    "InternalError.OtherError": Code(Means.UNSURE, "平台内部出错，看不出有没有发出"),
}


def about_of(id: str) -> About:
    return About(id, KIND, NAME, LIMITS, each=True)


class TencentSms:
    """A template of an application."""

    def __init__(
        self, id: str, secret: str, *, user: str, app: str, sign_name: str, template: str, variables: tuple[str, ...] = VARIABLES,
        region: str = "ap-guangzhou", base_url: str = HOME,
    ) -> None:  # fmt: skip
        self._about = about_of(id)
        self._user, self._secret, self._app, self._region = user, secret, app, region
        self._sign_name, self._template, self._variables = sign_name, template, variables
        self._post = Post(base_url, f"{NAME} {id}", code="Response")

    @property
    def about(self) -> About:
        return self._about

    def close(self) -> None:
        self._post.close()

    def send(self, message: Message, *, now: datetime) -> str:
        body = msgspec.json.encode(
            {
                "PhoneNumberSet": [f"+86{mobile(message.to[0])}"],
                "SmsSdkAppId": self._app,
                "TemplateId": self._template,
                "SignName": self._sign_name,
                "TemplateParamSet": list(words(message, self._variables).values()),
                "SessionContext": message.key,
            }
        )
        second = int(now.timestamp())
        headers = {
            "Content-Type": CONTENT,
            "Authorization": authorization(body, host=self._post.host, user=self._user, secret=self._secret, second=second),
            "X-TC-Action": ACTION,
            "X-TC-Version": VERSION,
            "X-TC-Region": self._region,
            "X-TC-Timestamp": str(second),
        }
        return self._read(self._post.json("/", body, headers=headers)["Response"])

    def _read(self, response: dict[str, object]) -> str:
        match response:
            case {"SendStatusSet": [{"Code": "Ok", **more}]}:
                return str(more.get("SerialNo", ""))
            case {"Error": {"Code": code, "Message": told}} | {"SendStatusSet": [{"Code": code, "Message": told}]}:
                refuse(self._post.name, code, told, CODES, hidden=self._secret)
            case _:
                pass
        raise Unsure(f"{self._post.name}：答复里没有这个号码的结果，看不出有没有发出")


def authorization(body: bytes, *, host: str, user: str, secret: str, second: int) -> str:
    """TC3-HMAC-SHA256 over content type and host."""
    day = f"{datetime.fromtimestamp(second, UTC):%Y-%m-%d}"
    names, scope = "content-type;host", f"{day}/{SERVICE}/tc3_request"
    told = {
        "@content_type": CONTENT,
        "@host": host,
        "@body": body.decode(),
        "@timestamp": str(second),
        "@date": day,
        "@service": SERVICE,
    }
    made = sign(SCHEMES["tencent-tc3"], secret, told)
    return f"TC3-HMAC-SHA256 Credential={user}/{scope}, SignedHeaders={names}, Signature={made}"
