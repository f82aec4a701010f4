"""Tells Tryton of a shipment: the waybill onto the one open shipment of the order, then the buttons that are still to be pressed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ordertower_desktop.domain.writeback import Answer, Outcome, Target
from ordertower_desktop.hub.connectors.connector import About, Parcel
from ordertower_desktop.hub.connectors.tryton.books import SHIPMENT, Book
from ordertower_desktop.hub.connectors.tryton.connector import TrytonConnector
from ordertower_desktop.hub.connectors.tryton.reading import GONE, SHIPMENT_STAGES, snapshot
from ordertower_desktop.hub.connectors.tryton.rpc import Asked, Objected

PRESS = {"draft": "wait", "waiting": "assign_try", "assigned": "pick", "picked": "pack", "packed": "do"}
"""The button that moves a shipment on from where it stands."""
NO_STOCK = "Tryton 配不到货（库存不足），请先补货或在 Tryton 里强制配货"


class TrytonWriter:
    """A `Writer` with a line of its own."""

    def __init__(self, tryton: TrytonConnector) -> None:
        self._tryton = tryton

    @property
    def about(self) -> About:
        return self._tryton.about

    def close(self) -> None:
        self._tryton.close()

    def shipped(self, order: str, *, now: datetime) -> Target:
        found = self._tryton.books.numbered(order, now)
        if not found:
            return Target(absent=True)
        told, _ = snapshot(found, source=self.about.id, waybill=self._waybill, at=now)
        waybills = dict.fromkeys(str(row[self._waybill]) for row in _moving(found) if row.get(self._waybill))
        return Target(told.stage, told.facts, tuple(waybills))

    def ship(self, parcel: Parcel, *, now: datetime) -> Answer:
        found = self._tryton.books.numbered(parcel.order, now)
        moving = [row for row in _moving(found) if row.get("state") in PRESS]
        if len(moving) != 1:
            return Answer(Outcome.PERSON, _unclear(found, moving))
        row = moving[0]
        try:
            if row.get(self._waybill) != parcel.waybill:
                self._tryton.rpc.ask(f"model.{SHIPMENT}.write", [row["id"]], {self._waybill: parcel.waybill}, now=now)
            return self._pressed(row["id"], str(row["state"]), parcel.agreed, now)
        except Asked as asked:
            return Answer(Outcome.PERSON, f"Tryton 要人先确认：{asked}", ask=asked.key)
        except Objected as refused:
            return Answer(Outcome.REFUSED, str(refused))

    def preview(self, parcel: Parcel) -> str:
        return f"{SHIPMENT} {self._waybill} = {parcel.waybill}，然后按到“完成”"

    @property
    def _waybill(self) -> str:
        return self._tryton.books.waybill

    def _pressed(self, key: int, state: str, agreed: Sequence[str], now: datetime) -> Answer:
        """Button after button, each by what the shipment then says of itself; a yes counts for one press, so it is said anew each time."""
        rpc = self._tryton.rpc
        if agreed:
            said = [{"user": rpc.user_id, "name": name, "always": False} for name in agreed]
            rpc.ask("model.res.user.warning.create", said, now=now)
        for _ in PRESS:
            rpc.ask(f"model.{SHIPMENT}.{PRESS[state]}", [key], now=now)
            was, state = state, self._state(key, now)
            if state not in PRESS:
                return Answer(Outcome.DONE, "Tryton 已完成出库")
            if state == was:
                return Answer(Outcome.PERSON, NO_STOCK if state == "waiting" else f"Tryton 的发货单停在“{state}”，请到 Tryton 里看")
        return Answer(Outcome.REFUSED, f"Tryton 的发货单停在“{state}”")

    def _state(self, key: int, now: datetime) -> str:
        return str(self._tryton.rpc.search(SHIPMENT, [["id", "=", key]], ["state"], now=now)[0]["state"])


def _moving(books: Sequence[Book]) -> list[dict[str, Any]]:
    return [row for one in books for row in one.shipments if row.get("state") != GONE]


def _unclear(books: Sequence[Book], moving: Sequence[dict[str, Any]]) -> str:
    if moving:
        return f"Tryton 里这一单有 {len(moving)} 张未完成的发货单，请人工核对是哪一件"
    states = "、".join(str(one.sale.get("state")) for one in books) or "没有"
    unknown = [str(row.get("state")) for row in _moving(books) if row.get("state") not in SHIPMENT_STAGES]
    if unknown:
        return f"Tryton 的发货单状态 {'、'.join(unknown)} 不认识"
    return f"Tryton 里这一单还没有发货单（销售单：{states}），请先确认销售单"
