"""The platforms that we speak to, as strict as they are: key, sign, size, pace, and their own codes."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, quote

from tests.hub.channels.platform import Answer, Asked, Platform

MINUTE = timedelta(minutes=1)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass
class WecomGroup(Platform):
    """doc 91770: 2048 bytes of text, 20 a minute."""

    key: str = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
    times: list[datetime] = field(default_factory=list)

    def judge(self, asked: Asked) -> Answer:
        if asked.path != "/cgi-bin/webhook/send" or asked.query.get("key") != self.key:
            return 200, {"errcode": 93000, "errmsg": f"invalid webhook url, key {asked.query.get('key')}"}
        if not self.within(self.times, MINUTE, 20):
            return 200, {"errcode": 45009, "errmsg": "api freq out of limit"}
        body = asked.json
        if body.get("msgtype") != "text" or not body["text"].get("content"):
            return 200, {"errcode": 40008, "errmsg": "invalid message type"}
        if len(body["text"]["content"].encode()) > 2048:
            return 200, {"errcode": 45002, "errmsg": "message content size exceed limit"}
        self.taken.append(body["text"])
        return 200, {"errcode": 0, "errmsg": "ok"}


@dataclass
class WecomCompany(Platform):
    """gettoken and message/send; a token ends when its time is over, or when the platform feels like it."""

    corp: str = "ww1234"
    secret: str = "corp-secret"
    members: tuple[str, ...] = ("ZhaoYiMing", "LinXiao")
    tokens: dict[str, datetime] = field(default_factory=dict)

    def judge(self, asked: Asked) -> Answer:
        if asked.path == "/cgi-bin/gettoken":
            if (asked.query.get("corpid"), asked.query.get("corpsecret")) != (self.corp, self.secret):
                return 200, {"errcode": 40001, "errmsg": f"invalid credential {asked.query.get('corpsecret')}"}
            token = f"token-{len(self.tokens)}"
            self.tokens[token] = self.now() + timedelta(seconds=7200)
            return 200, {"errcode": 0, "errmsg": "ok", "access_token": token, "expires_in": 7200}
        if self.tokens.get(asked.query.get("access_token", ""), self.now()) <= self.now():
            return 200, {"errcode": 42001, "errmsg": "access_token expired"}
        body = asked.json
        if body["agentid"] != 1000002 or len(body["text"]["content"].encode()) > 2048:
            return 200, {"errcode": 40056, "errmsg": "invalid agentid"}
        if body["touser"] not in self.members:
            return 200, {"errcode": 0, "errmsg": "ok", "invaliduser": body["touser"], "msgid": "m0"}
        self.taken.append(body)
        return 200, {"errcode": 0, "errmsg": "ok", "invaliduser": "", "msgid": f"m{len(self.taken)}"}


@dataclass
class DingtalkGroup(Platform):
    """Signed within the hour; more than 20 in a minute and the robot is deaf for ten."""

    token: str = "b24f" * 16
    sign: str = "SECtest000000000000000000000000000000000000000000000000000000000"
    times: list[datetime] = field(default_factory=list)
    deaf_until: datetime = LONG_AGO

    def judge(self, asked: Asked) -> Answer:
        query = asked.query
        if asked.path != "/robot/send" or query.get("access_token") != self.token:
            return 200, {"errcode": 300001, "errmsg": "token is not exist"}
        if self.sign and not self._signed(query):
            return 200, {"errcode": 310000, "errmsg": "sign not match"}
        if self.now() < self.deaf_until or not self.within(self.times, MINUTE, 20):
            self.deaf_until = max(self.deaf_until, self.now() + 10 * MINUTE)
            return 200, {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}
        if len(asked.body) > 20_000:
            return 200, {"errcode": 460101, "errmsg": "message too long"}
        self.taken.append(asked.json)
        return 200, {"errcode": 0, "errmsg": "ok"}

    def _signed(self, query: dict[str, str]) -> bool:
        if abs(int(query["timestamp"]) / 1000 - self.now().timestamp()) > 3600:
            return False
        made = hmac.new(self.sign.encode(), f"{query['timestamp']}\n{self.sign}".encode(), hashlib.sha256).digest()
        return base64.b64decode(query["sign"]) == made


@dataclass
class FeishuGroup(Platform):
    """The sign stands in the body; 20 KB, 100 a minute and 5 a second."""

    token: str = "hook-7a3c"
    sign: str = "testfeishusecret"
    times: list[datetime] = field(default_factory=list)

    def judge(self, asked: Asked) -> Answer:
        body = asked.json
        if asked.path != f"/open-apis/bot/v2/hook/{self.token}":
            return 200, {"code": 19001, "msg": "param invalid: incoming webhook access token invalid", "data": {}}
        if len(asked.body) > 20 * 1024:
            return 200, {"code": 9499, "msg": "Bad Request", "data": {}}
        second = body.get("timestamp", "0")
        made = base64.b64encode(hmac.new(f"{second}\n{self.sign}".encode(), b"", hashlib.sha256).digest()).decode()
        if self.sign and (body.get("sign") != made or abs(int(second) - self.now().timestamp()) > 3600):
            return 200, {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time", "data": {}}
        if not self.within(self.times, timedelta(seconds=1), 5):
            return 200, {"code": 11232, "msg": "frequency limited psm", "data": {}}
        self.taken.append(body)
        return 200, {"code": 0, "msg": "success", "data": {}}


@dataclass
class AliyunGateway(Platform):
    """ACS3-HMAC-SHA256 over what really came, and the limits of one number: 1 a minute, 5 an hour, 10 a day."""

    user: str = "testId"
    secret: str = "testSecret"
    times: dict[str, list[datetime]] = field(default_factory=dict)

    def judge(self, asked: Asked) -> Answer:
        if not self._signed(asked):
            return 400, {"Code": "SignatureDoesNotMatch", "Message": "Specified signature is not matched.", "RequestId": "r"}
        query = asked.query
        params = json.loads(query["TemplateParam"])
        if set(params) != {"n", "order", "owner"} or any(len(value) > 35 for value in params.values()):
            return 200, {"Code": "isv.TEMPLATE_PARAMS_ILLEGAL", "Message": "illegal", "RequestId": "r"}
        number, now = query["PhoneNumbers"], self.now()
        times = self.times.setdefault(number, [])
        for span, most in ((MINUTE, 1), (60 * MINUTE, 5), (1440 * MINUTE, 10)):
            if len([at for at in times if at > now - span]) >= most:
                return 200, {"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "触发流控", "RequestId": "r"}
        times.append(now)
        self.taken.append({"number": number, **params})
        return 200, {"Code": "OK", "Message": "OK", "BizId": f"biz{len(self.taken)}", "RequestId": "r"}

    def _signed(self, asked: Asked) -> bool:
        scheme, _, more = asked.headers.get("authorization", "").partition(" ")
        parts = dict(part.split("=", 1) for part in more.split(","))
        names = parts["SignedHeaders"].split(";")
        ordered = sorted(parse_qsl(asked.raw_query, keep_blank_values=True))
        query = "&".join(f"{quote(k, safe='~')}={quote(v, safe='~')}" for k, v in ordered)
        digest = hashlib.sha256(asked.body).hexdigest()
        headers = "".join(f"{name}:{asked.headers[name].strip()}\n" for name in names)
        request = "\n".join([asked.method, asked.path, query, headers, ";".join(names), digest])
        told = f"{scheme}\n{hashlib.sha256(request.encode()).hexdigest()}"
        made = hmac.new(self.secret.encode(), told.encode(), hashlib.sha256).hexdigest()
        sent_at = datetime.strptime(asked.headers["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        fresh = abs(sent_at - self.now()) < 15 * MINUTE
        return (parts["Credential"], parts["Signature"]) == (self.user, made) and fresh and {"host", "x-acs-date"} <= set(names)


@dataclass
class TencentGateway(Platform):
    """TC3-HMAC-SHA256 over what really came; always 200, and each number has its own code."""

    user: str = "AKIDtest"
    secret: str = "TESTSECRETKEYTESTSECRETKEYTEST00"
    number_says: str = "Ok"
    blacklist: tuple[str, ...] = ()

    def judge(self, asked: Asked) -> Answer:
        if not self._signed(asked):
            return 200, {"Response": {"Error": {"Code": "AuthFailure.SignatureFailure", "Message": "no"}, "RequestId": "r"}}
        body = asked.json
        (number,) = body["PhoneNumberSet"]
        code = "FailedOperation.PhoneNumberInBlacklist" if number in self.blacklist else self.number_says
        if code == "Ok":
            self.taken.append(body)
        status: dict[str, Any] = {"PhoneNumber": number, "Code": code, "Message": "send success" if code == "Ok" else "no"}
        status |= {"SerialNo": "5000:1", "Fee": 1, "SessionContext": body["SessionContext"], "IsoCode": "CN"}
        return 200, {"Response": {"SendStatusSet": [status], "RequestId": "r"}}

    def _signed(self, asked: Asked) -> bool:
        second, more = asked.headers["x-tc-timestamp"], asked.headers["authorization"].partition(" ")[2]
        parts = dict(part.strip().split("=", 1) for part in more.split(","))
        _, day, service, end = parts["Credential"].split("/")
        names = parts["SignedHeaders"].split(";")
        headers = "".join(f"{name}:{asked.headers[name].lower()}\n" for name in names)
        request = "\n".join([asked.method, asked.path, "", headers, ";".join(names), hashlib.sha256(asked.body).hexdigest()])
        told = f"TC3-HMAC-SHA256\n{second}\n{day}/{service}/{end}\n{hashlib.sha256(request.encode()).hexdigest()}"
        key = b"TC3" + self.secret.encode()
        for word in (day, service, end):
            key = hmac.new(key, word.encode(), hashlib.sha256).digest()
        fresh = abs(int(second) - self.now().timestamp()) < 300 and day == f"{datetime.fromtimestamp(int(second), UTC):%Y-%m-%d}"
        return parts["Signature"] == hmac.new(key, told.encode(), hashlib.sha256).hexdigest() and fresh
