"""快递100 as the settings name it: asked for one number after the other, or called back by."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.track import Track
from ordertower_desktop.hub.connectors.carriers import Carriers
from ordertower_desktop.hub.connectors.connector import About, SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.follower import Found, Heard, Sought
from ordertower_desktop.hub.connectors.kuaidi100.reading import track_of
from ordertower_desktop.hub.connectors.kuaidi100.speech import BASE_URL, QUERY, SUBSCRIBE, Speech
from ordertower_desktop.hub.connectors.walker.asking import Voice
from ordertower_desktop.hub.connectors.walker.dialect import Call
from ordertower_desktop.hub.connectors.walker.keyed import Keyed, Look
from ordertower_desktop.hub.connectors.walker.trouble import Means, NoSuchOrder
from ordertower_desktop.hub.signing.scheme import verify
from ordertower_desktop.hub.signing.table import SCHEMES
from ordertower_desktop.settings.source import SourceSettings

NAME = "快递100"
LEAST = timedelta(minutes=30)
"""Who asks for a number more often than this is locked out."""
USUAL = timedelta(hours=2)
CALLED_BACK = timedelta(hours=12)
"""A number that they call back about is asked for this seldom, should a call have been lost."""
HELPLESS = timedelta(hours=24)
"""A number that cannot be asked for waits for somebody to mend what is missing."""
CALLBACK = SCHEMES["kuaidi100-callback"]
REPLY = json.dumps({"result": True, "returnCode": "200", "message": "成功"}, ensure_ascii=False).encode()
BROKEN = (AttributeError, KeyError, TypeError, ValueError)


class Kuaidi100:
    """A `Follower`."""

    def __init__(self, source: SourceSettings, look: Look, codes: Carriers) -> None:
        name = f"{NAME} {source.id}".strip()
        every = max(source.every or USUAL, LEAST)
        self._about, self._codes, self._quota = About(source.named, name, SourceKind.CARRIER, every), codes, source.quota
        self._back = f"{source.callback.rstrip('/')}/v1/webhooks/{source.named}" if source.callback else ""
        self._keyed = Keyed(name, source, look, lambda keys: Voice(Speech(), keys, source.base_url or BASE_URL, who=name))

    @property
    def about(self) -> About:
        return self._about

    @property
    def quota(self) -> int:
        return self._quota

    @property
    def called_back(self) -> bool:
        return bool(self._back)

    def close(self) -> None:
        self._keyed.close()

    def follow(self, parcel: Sought, *, now: datetime) -> Found:
        code = parcel.code or self._codes.code(parcel.carrier)
        if not code:
            named = f"快递公司“{parcel.carrier.strip()[:20]}”没有编码" if parcel.carrier.strip() else "运单没有写快递公司"
            return Found(None, HELPLESS, gaps=(named,))
        if self._back and not parcel.subscribed and self._subscribed(parcel, code, now):
            return Found(None, CALLED_BACK, subscribed=True)
        return self._asked(parcel, code, now)

    def _subscribed(self, parcel: Sought, code: str, now: datetime) -> bool:
        """Whether they will call; a carrier that does not let them is asked for instead."""
        salt = self._keyed.keys().token
        more = {"callbackurl": self._back, "salt": salt, "resultv2": "4", "phone": parcel.phone}
        call = Call(SUBSCRIBE, {"company": code, "number": parcel.waybill, "parameters": {k: v for k, v in more.items() if v}})
        try:
            self._keyed.heeding(lambda voice: voice.ask(call, now))
        except SourceRefused as refused:
            if refused.code != Means.REQUEST:
                raise
            return False
        return True

    def _asked(self, parcel: Sought, code: str, now: datetime) -> Found:
        said = {"com": code, "num": parcel.waybill, "phone": parcel.phone, "resultv2": "4"}
        call = Call(QUERY, {key: value for key, value in said.items() if value})
        wait = CALLED_BACK if parcel.subscribed else self._about.interval
        try:
            body, offset = self._keyed.heeding(lambda voice: (voice.ask(call, now), voice.offset))
        except NoSuchOrder:
            return Found(None, wait, parcel.subscribed, queries=1)
        except SourceRefused as refused:
            if refused.code != Means.REQUEST:
                raise
            return Found(None, HELPLESS, parcel.subscribed, queries=1, gaps=(_of_this_number(parcel, str(refused)),))
        track = self._read(body)
        if track.waybill != parcel.waybill.upper():
            raise Unreachable(f"{self._about.name} 答的是另一个运单号，未读入，请核对接口")
        skew = None if offset is None else offset.total_seconds()
        return Found(track, wait, parcel.subscribed, queries=1, skew_s=skew)

    def hear(self, body: bytes, *, now: datetime) -> Heard:
        form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        param, salt = form.get("param", ""), self._keyed.keys().token
        if not salt or not verify(CALLBACK, salt, {"param": param}, given=form.get("sign", "")):
            raise SourceRefused("signature", f"{self._about.name} 的回调签名不对，没有收下")
        try:
            return self._heard(json.loads(param))
        except BROKEN as error:
            raise Unreachable(f"{self._about.name} 的回调看不懂，没有收下") from error

    def _heard(self, said: Mapping[str, Any]) -> Heard:
        status, better = str(said["status"]), str(said.get("comNew") or "")[:40]
        track = track_of(said["lastResult"], over=status == "shutdown")
        if status != "abort":
            return Heard(track, REPLY, code=better)
        if not track.steps:
            track = Track(track.waybill, word="无记录", lost=True)
        return Heard(track, REPLY, wait=LEAST, subscribed=False, code=better)

    def _read(self, body: Mapping[str, Any]) -> Track:
        try:
            return track_of(body)
        except BROKEN as error:
            raise Unreachable(f"{self._about.name} 的回答看不懂，未读入，请核对接口") from error


def _of_this_number(parcel: Sought, said: str) -> str:
    if "408" in said:
        return f"{parcel.carrier.strip()[:20]}要收件人手机后四位才能查"
    return f"{parcel.carrier.strip()[:20]}：{said.partition('（')[2].rstrip('）')[:60]}"
