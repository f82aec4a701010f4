"""A shop on a platform as a place that is told of shipments, by the platform's dialect."""

from datetime import datetime

from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.domain.writeback import Answer, Outcome, Target
from ordertower_desktop.hub.connectors.carriers import Carriers
from ordertower_desktop.hub.connectors.connector import About, Parcel, SourceRefused, Unsure
from ordertower_desktop.hub.connectors.walker.dialect import Call, Dialect, Shipping
from ordertower_desktop.hub.connectors.walker.shop import PlatformConnector
from ordertower_desktop.hub.connectors.walker.status import standing
from ordertower_desktop.hub.connectors.walker.take import found, words
from ordertower_desktop.hub.connectors.walker.trouble import Means

OF_THIS_ORDER = (Means.REQUEST, Means.NOT_FOUND)
"""A refusal of this kind says nothing of other orders."""
FOR_A_PERSON = ("退款", "售后", "取消", "关闭", "拦截", "风控")
"""Where the platform's own words name one of these, asking again is no use."""


class NoCode(Refusal):
    """This cannot be said in the platform's codes."""


class PlatformWriter:
    """One shop. It speaks over a line of its own, so that reading and telling do not wait for each other."""

    def __init__(self, shop: PlatformConnector, dialect: Dialect, shipping: Shipping, codes: Carriers) -> None:
        self._shop, self._dialect, self._shipping, self._codes = shop, dialect, shipping, codes

    @property
    def about(self) -> About:
        return self._shop.about

    def close(self) -> None:
        self._shop.close()

    def shipped(self, order: str, *, now: datetime) -> Target:
        row = self._shop.row(order, now)
        if row is None:
            return Target(absent=True)
        try:
            stands = standing(row, self._dialect.sheet.statuses)
            paths = next(field.paths for field in self._dialect.sheet.fields if field.name == "waybill")
            said = [words(value) for path in paths for value in found(row, path)]
        except ValueError as error:
            raise Unsure(f"{self.about.name} 的回答看不懂，没有发送") from error
        return Target(stands.stage, stands.facts, tuple(dict.fromkeys(one for one in said if one)))

    def ship(self, parcel: Parcel, *, now: datetime) -> Answer:
        try:
            call = self._call(parcel)
        except NoCode as lost:
            return Answer(Outcome.PERSON, str(lost))
        try:
            body = self._shop.ask(call, now)
        except SourceRefused as refused:
            if refused.code not in OF_THIS_ORDER:
                raise
            return self._refused(str(refused))
        try:
            done = self._shipping.done(body)
        except (AttributeError, KeyError, TypeError) as error:
            raise Unsure(f"{self.about.name} 的回答看不懂，不知道收下没有") from error
        return Answer(Outcome.DONE, "平台已收下") if done else self._refused(f"{self.about.name} 没有收下，也没有说原因")

    def preview(self, parcel: Parcel) -> str:
        try:
            call = self._call(parcel)
        except NoCode as lost:
            return str(lost)
        return f"{call.method} " + "，".join(f"{name} = {value}" for name, value in call.params.items())

    def _call(self, parcel: Parcel) -> Call:
        code = self._codes.code(parcel.carrier)
        named = parcel.carrier.strip()[:20]
        if not code:
            carrier = f"物流公司“{named}”" if named else "没有写物流公司的运单"
            raise NoCode(f"{carrier}在{self._dialect.name}没有编码，请在 carriers 编码表里登记后重新回传")
        try:
            return self._shipping.call(parcel.order, code, parcel.waybill)
        except ValueError as error:
            raise NoCode(f"“{named}”的编码 {code[:20]} 不是{self._dialect.name}的写法，请改正 carriers 编码表") from error

    def _refused(self, why: str) -> Answer:
        grave = any(word in why for word in FOR_A_PERSON)
        return Answer(Outcome.PERSON if grave else Outcome.REFUSED, why)
