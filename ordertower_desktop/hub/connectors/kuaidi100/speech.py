"""How 快递100 is asked and how it answers."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ordertower_desktop.hub.connectors.walker.dialect import Call, Keys, Wired
from ordertower_desktop.hub.connectors.walker.trouble import Fault, Meaning, Means
from ordertower_desktop.hub.signing.scheme import sign
from ordertower_desktop.hub.signing.table import SCHEMES

BASE_URL = "https://poll.kuaidi100.com"
QUERY, SUBSCRIBE = "/poll/query.do", "/poll"
SCHEME = SCHEMES["kuaidi100"]
PAUSE = timedelta(minutes=1)
TAKEN = frozenset({"200", "501"})
"""A subscription that stands already is as good as a new one."""

TROUBLES = (
    Meaning(Means.SLOW_DOWN, sub=("*频繁*", "*过快*")),
    Meaning(Means.NOT_FOUND, ("201",), ("*查询无结果*", "*单号不存在*")),
    Meaning(Means.REQUEST, ("408", "700", "701", "702"), ("*快递公司*", "*对应公司*")),
    Meaning(Means.AGAIN, ("500", "501", "502")),
    Meaning(Means.SIGNATURE, ("503",)),
    Meaning(Means.AUTH, ("601",)),
    Meaning(Means.RIGHT, ("400", "600")),
)
"""What is left as `REQUEST` is about the one number: its carrier, or the phone that some carriers want."""


def _wire(call: Call, keys: Keys, _at: datetime) -> Wired:
    if call.method == SUBSCRIBE:
        return Wired("POST", SUBSCRIBE, form={"schema": "json", "param": _json({**call.params, "key": keys.secret})})
    param = _json(call.params)
    said = {"customer": keys.app_key, "param": param}
    return Wired("POST", QUERY, form={**said, "sign": sign(SCHEME, keys.secret, said)})


def _json(params: Mapping[str, Any]) -> str:
    return json.dumps(params, ensure_ascii=False, separators=(",", ":"))


def _unwrap(call: Call, body: Mapping[str, Any]) -> Mapping[str, Any] | Fault | None:
    code = str(body.get("returnCode") or body.get("status") or "")
    if call.method == SUBSCRIBE:
        return body if code in TAKEN else Fault(code, str(body.get("message", "")))
    if code == "200" and isinstance(body.get("data"), list):
        return body
    return Fault(code, str(body.get("message", ""))) if code else None


@dataclass(frozen=True, slots=True)
class Speech:
    """A `Tongue`."""

    wire: Callable[[Call, Keys, datetime], Wired] = _wire
    unwrap: Callable[[Call, Mapping[str, Any]], Mapping[str, Any] | Fault | None] = _unwrap
    troubles: tuple[Meaning, ...] = TROUBLES
    wait: Callable[[Fault], timedelta] = lambda _fault: PAUSE
