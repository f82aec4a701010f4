"""How 顺丰 (丰桥) is asked and how it answers: the answer to a question is a text inside the answer to the call."""

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ordertower_desktop.hub.connectors.walker.dialect import Call, Keys, Wired
from ordertower_desktop.hub.connectors.walker.trouble import Fault, Meaning, Means
from ordertower_desktop.hub.signing.scheme import sign
from ordertower_desktop.hub.signing.stamp import Stamp, spelt
from ordertower_desktop.hub.signing.table import SCHEMES

BASE_URL = "https://sfapi.sf-express.com"
PATH = "/std/service"
ROUTES = "EXP_RECE_SEARCH_ROUTES"
SCHEME = SCHEMES["sf"]
PAUSE = timedelta(minutes=1)
WELL, WELL_INSIDE = "A1000", "S0000"

TROUBLES = (
    Meaning(Means.CLOCK, ("A1002",)),
    Meaning(Means.IP, ("A1003",)),
    Meaning(Means.RIGHT, ("A1004",)),
    Meaning(Means.SLOW_DOWN, ("A1005",)),
    Meaning(Means.SIGNATURE, ("A1006", "A1008")),
    Meaning(Means.AGAIN, ("A1007", "A1009", "A1099", "A1011")),
)
"""What is left as `REQUEST` is about the one number: most often the phone that it wants to see."""


def _wire(call: Call, keys: Keys, at: datetime) -> Wired:
    said = {"msgData": json.dumps(call.params, ensure_ascii=False, separators=(",", ":")), "timestamp": spelt(at, Stamp.MILLIS)}
    form = {"partnerID": keys.app_key, "requestID": uuid.uuid4().hex, "serviceCode": call.method, **said}
    return Wired("POST", PATH, form={**form, "msgDigest": sign(SCHEME, keys.secret, said)})


def _unwrap(_call: Call, body: Mapping[str, Any]) -> Mapping[str, Any] | Fault | None:
    code = str(body.get("apiResultCode") or "")
    if code != WELL:
        return Fault(code, text=str(body.get("apiErrorMsg") or "")) if code else None
    inside = json.loads(body["apiResultData"])
    if inside.get("success") in (True, "true") and str(inside.get("errorCode", WELL_INSIDE)) == WELL_INSIDE:
        told: Mapping[str, Any] = inside["msgData"]
        return told
    return Fault(str(inside.get("errorCode", "")), text=str(inside.get("errorMsg") or ""))


@dataclass(frozen=True, slots=True)
class Speech:
    """A `Tongue`."""

    wire: Callable[[Call, Keys, datetime], Wired] = _wire
    unwrap: Callable[[Call, Mapping[str, Any]], Mapping[str, Any] | Fault | None] = _unwrap
    troubles: tuple[Meaning, ...] = TROUBLES
    wait: Callable[[Fault], timedelta] = lambda _fault: PAUSE
