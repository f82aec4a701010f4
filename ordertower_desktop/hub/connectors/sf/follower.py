"""顺丰 as the settings name it: asked for one of its own numbers after the other, and believed where it signs what it tells."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.track import Track
from ordertower_desktop.hub.connectors import parcelnews
from ordertower_desktop.hub.connectors.carriers import Carriers
from ordertower_desktop.hub.connectors.connector import About, SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.follower import Found, Heard, Sought
from ordertower_desktop.hub.connectors.parcelnews import News
from ordertower_desktop.hub.connectors.sf.speech import BASE_URL, ROUTES, SCHEME, Speech
from ordertower_desktop.hub.connectors.sf.states import STATES
from ordertower_desktop.hub.connectors.walker.asking import Voice
from ordertower_desktop.hub.connectors.walker.dialect import Call
from ordertower_desktop.hub.connectors.walker.keyed import Keyed, Look
from ordertower_desktop.hub.connectors.walker.trouble import Means
from ordertower_desktop.hub.signing.scheme import verify
from ordertower_desktop.hub.signing.stamp import Stamp, read
from ordertower_desktop.settings.source import SourceSettings

NAME = "顺丰"
LEAST = timedelta(minutes=10)
USUAL = timedelta(hours=1)
TOLD = timedelta(hours=12)
"""A number that they tell about by themselves is asked for this seldom, should a call have been lost."""
NOT_OURS = timedelta(days=1)
"""Another carrier's number, or one that cannot be asked for until somebody mends what is missing."""
REPLY = json.dumps({"return_code": "0000", "return_msg": "成功"}, ensure_ascii=False).encode()
BROKEN = (AttributeError, KeyError, TypeError, ValueError, IndexError)


class Sf:
    """A `Follower`."""

    def __init__(self, source: SourceSettings, look: Look, codes: Carriers) -> None:
        name = f"{NAME} {source.id}".strip()
        self._about = About(source.named, name, SourceKind.CARRIER, max(source.every or USUAL, LEAST))
        self._codes, self._quota = codes, source.quota
        self._keyed = Keyed(name, source, look, lambda keys: Voice(Speech(), keys, source.base_url or BASE_URL, who=name))

    @property
    def about(self) -> About:
        return self._about

    @property
    def quota(self) -> int:
        return self._quota

    @property
    def called_back(self) -> bool:
        """Their calls are switched on in their own console; nobody subscribes from here."""
        return False

    def close(self) -> None:
        self._keyed.close()

    def follow(self, parcel: Sought, *, now: datetime) -> Found:
        if not self._codes.code(parcel.carrier):
            return Found(None, NOT_OURS)
        said = {"language": "0", "trackingType": "1", "trackingNumber": [parcel.waybill], "methodType": "1", "checkPhoneNo": parcel.phone}
        call = Call(ROUTES, {key: value for key, value in said.items() if value})
        wait = TOLD if parcel.subscribed else self._about.interval
        try:
            body, offset = self._keyed.heeding(lambda voice: (voice.ask(call, now), voice.offset))
        except SourceRefused as refused:
            if refused.code != Means.REQUEST:
                raise
            return Found(None, NOT_OURS, parcel.subscribed, queries=1, gaps=(_of_this_number(parcel, str(refused)),))
        skew = None if offset is None else offset.total_seconds()
        return Found(self._read(body, parcel.waybill), wait, parcel.subscribed, queries=1, skew_s=skew)

    def _read(self, body: Mapping[str, Any], waybill: str) -> Track | None:
        """Nothing where they have no record yet."""
        try:
            (record,) = body["routeResps"]
            if str(record["mailNo"]).upper() != waybill.upper():
                raise Unreachable(f"{self._about.name} 答的是另一个运单号，未读入，请核对接口")
            return _track(waybill, record["routes"]) if record.get("routes") else None
        except BROKEN as error:
            raise Unreachable(f"{self._about.name} 的回答看不懂，未读入，请核对接口") from error

    def hear(self, body: bytes, *, now: datetime) -> Heard:
        del now
        form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        keys = self._keyed.keys()
        said = {name: form.get(name, "") for name in ("msgData", "timestamp")}
        if form.get("partnerID") != keys.app_key or not verify(SCHEME, keys.secret, said, given=form.get("msgDigest", "")):
            raise SourceRefused("signature", f"{self._about.name} 的推送签名不对，没有收下")
        try:
            first, *others = _tracks(json.loads(said["msgData"])["Body"]["WaybillRoute"])
        except BROKEN as error:
            raise Unreachable(f"{self._about.name} 的推送看不懂，没有收下") from error
        return Heard(first, REPLY, others=tuple(others))


def _tracks(rows: list[Mapping[str, Any]]) -> list[Track]:
    """One call tells of several parcels, line by line."""
    numbers = dict.fromkeys(str(row["mailno"]).upper() for row in rows)
    return [_track(number, [row for row in rows if str(row["mailno"]).upper() == number]) for number in numbers]


def _track(waybill: str, rows: list[Mapping[str, Any]]) -> Track:
    """The remark names couriers and their telephones: it is not read."""
    return parcelnews.track(waybill.upper(), map(_news, rows), STATES)


def _news(row: Mapping[str, Any]) -> News:
    return News(read(row["acceptTime"], Stamp.BEIJING), str(row["opCode"])[:40], parcelnews.place(row.get("acceptAddress")))


def _of_this_number(parcel: Sought, said: str) -> str:
    if not parcel.phone:
        return "顺丰要收件人或寄件人手机后四位才能查"
    return f"顺丰：{said.partition('（')[2].rstrip('）')[:60]}"
