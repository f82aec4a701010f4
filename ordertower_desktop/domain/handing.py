"""断点环节: which hand-over between systems last spoke when, and the first one that does not speak any more (S8)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ordertower_desktop.domain.calllog import ANSWER_NAMES, Answered
from ordertower_desktop.domain.moment import SHANGHAI

BEHIND = timedelta(minutes=30)
"""So much longer than its upstream a system may be without news before that is odd."""
MUTE_AFTER = 6
"""Intervals without a good answer."""


class Link(StrEnum):
    """The way of an order, and the way back."""

    PLATFORM = "platform"
    ERP = "erp"
    WMS = "wms"
    CARRIER = "carrier"
    BACK = "back"
    CHANNEL = "channel"


class Standing(StrEnum):
    """BROKEN: it does not answer well; MUTE: nobody got an answer for long; STALE: it answers, and tells nothing new."""

    FINE = "fine"
    BROKEN = "broken"
    MUTE = "mute"
    STALE = "stale"
    UNKNOWN = "unknown"


WAY = (Link.PLATFORM, Link.ERP, Link.WMS, Link.CARRIER, Link.BACK, Link.CHANNEL)
LINK_NAMES = {
    Link.PLATFORM: "平台 → 中枢", Link.ERP: "ERP → 中枢", Link.WMS: "WMS → 中枢", Link.CARRIER: "物流 → 中枢",
    Link.BACK: "中枢 → 平台回传", Link.CHANNEL: "中枢 → 提醒渠道",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hop:
    """One hand-over. `called_at`, `good_at`: the last call and the last good answer; `news_at`: the newest change that it told, by its
    own clock; `interval`: how often it is read, none where it is called only when there is something to say."""

    link: Link
    source: str
    name: str
    called_at: datetime | None = None
    good_at: datetime | None = None
    news_at: datetime | None = None
    answered: Answered | None = None
    code: str = ""
    interval: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A hop with what is to be thought of it."""

    hop: Hop
    standing: Standing
    said: str


def judged(hops: Iterable[Hop], now: datetime) -> list[Judged]:
    """In the order of the way, each held against the newest that came before it."""
    found: list[Judged] = []
    newest: dict[Link, datetime] = {}
    for hop in sorted(hops, key=lambda one: (WAY.index(one.link), one.name, one.source)):
        above = max((at for link, at in newest.items() if WAY.index(link) < WAY.index(hop.link)), default=None)
        standing, said = _standing(hop, above, now)
        found.append(Judged(hop, standing, said))
        if hop.news_at is not None:
            newest[hop.link] = max(newest.get(hop.link, hop.news_at), hop.news_at)
    return found


def broken(found: Sequence[Judged]) -> Judged | None:
    """The first link of the way that does not speak; a failure goes before a silence that may be its consequence."""
    for bad in ((Standing.BROKEN, Standing.MUTE), (Standing.STALE,)):
        first = next((one for one in found if one.standing in bad), None)
        if first is not None:
            return first
    return None


def _standing(hop: Hop, above: datetime | None, now: datetime) -> tuple[Standing, str]:
    if hop.called_at is None and hop.good_at is None:
        return Standing.UNKNOWN, "没有调用记录"
    if hop.answered is not None and hop.answered is not Answered.OK:
        code = f" {hop.code}" if hop.code else ""
        since = f"，上次成功 {_at(hop.good_at, now)}" if hop.good_at else "，留存期内没有成功过"
        return Standing.BROKEN, f"最近一次{ANSWER_NAMES[hop.answered]}{code}{since}"
    if hop.interval is not None and hop.good_at is not None and now - hop.good_at > MUTE_AFTER * hop.interval:
        return Standing.MUTE, f"{_at(hop.good_at, now)} 之后没有应答"
    if above is not None and hop.news_at is not None and above - hop.news_at > BEHIND:
        return Standing.STALE, f"有应答，但 {_at(hop.news_at, now)} 之后没有新内容；上游 {_at(above, now)} 还有"
    return Standing.FINE, f"{_at(hop.news_at, now)} 有新内容" if hop.news_at else "应答正常"


def _at(moment: datetime, now: datetime) -> str:
    there = moment.astimezone(SHANGHAI)
    return f"{there:%H:%M}" if there.date() == now.astimezone(SHANGHAI).date() else f"{there:%m-%d %H:%M}"
