"""From the XML of a report to events of orders; who receives a parcel stays behind."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from xml.etree import ElementTree

from ordertower_desktop.domain.event import Event, Value
from ordertower_desktop.hub.signing.stamp import Stamp, read

NEWS = "warehouse_news"
HAPPENED = MappingProxyType({
    "ACCEPT": ("accepted", "接单"), "PRINT": ("printed", "打印"), "PICK": ("picked", "拣货"), "PACKAGE": ("packed", "打包"),
    "DELIVERED": ("outbound", "出库"), "SIGN": ("delivered", "签收"), "REFUSE": ("rejected", "拒收"),
    "REJECT": ("command_refused", "仓库拒单"), "CANCELED": ("intercepted", "仓库已取消"), "CLOSED": ("intercepted", "仓库已关闭"),
    "TMSCANCELED": ("intercepted", "快递已拦截"),
    "NEW": (NEWS, "未开始处理"), "CHECK": (NEWS, "复核"), "WEIGH": (NEWS, "称重"), "READY": (NEWS, "待提货"), "EXCEPTION": (NEWS, "异常"),
    "PARTDELIVERED": (NEWS, "部分发货"), "CANCELEDFAIL": (NEWS, "取消失败"), "TMSCANCELFAILED": (NEWS, "快递拦截失败"),
})  # fmt: skip
"""Status -> the event, and the word for it."""


@dataclass(frozen=True, slots=True)
class Report:
    """The events of one call, and statuses that nobody has mapped."""

    events: tuple[Event, ...]
    gaps: tuple[str, ...] = ()


def report(method: str, body: bytes, *, source: str, sent: datetime | None) -> Report | None:
    """None for a method that tells nothing of ours. Raises ValueError or KeyError where the body is not of the agreed shape.

    `sent` is the signed time of the call, for what does not say when it happened.
    """
    reader = _READERS.get(method)
    if reader is None:
        return None
    if b"<!" in body.replace(b"<![CDATA[", b""):
        raise ValueError("a report declares no entities")
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from error
    return reader(root, source, sent)


def _process(root: ElementTree.Element, source: str, sent: datetime | None) -> Report:
    order, process = _part(root, "order"), _part(root, "process")
    status, at = _text(process, "processStatus"), _at(process, "operateTime") or sent
    told = {"warehouse": _text(order, "warehouseCode"), "operator": _text(process, "operatorName")}
    return _report([_needed(order, "orderCode")], status, at, source, told)


def _confirm(root: ElementTree.Element, source: str, sent: datetime | None) -> Report:
    """What has left the house, and with which papers; several parcels name the first one."""
    order, package = _part(root, "deliveryOrder"), root.find("packages/package")
    status = _text(order, "status") or "DELIVERED"
    at = _at(order, "orderConfirmTime") or _at(order, "operateTime") or sent
    told = {"warehouse": _text(order, "warehouseCode"), "operator": _text(order, "operatorName")}
    if package is not None:
        told |= {"waybill": _text(package, "expressCode"), "carrier": _text(package, "logisticsName") or _text(package, "logisticsCode")}
    lines = [_text(line, "orderSourceCode") for line in root.iterfind("orderLines/orderLine")]
    return _report(list(dict.fromkeys(filter(None, lines))) or [_needed(order, "deliveryOrderCode")], status, at, source, told)


def _lack(root: ElementTree.Element, source: str, sent: datetime | None) -> Report:
    code, at = _needed(root, "deliveryOrderCode"), _at(root, "createTime") or sent
    warehouse = _text(root, "warehouseCode")
    found = [
        _event(at, source, "stock_short", code, {"warehouse": warehouse, "sku": _text(item, "itemCode"), "lack": _text(item, "lackQty")})
        for item in root.iterfind("items/item")
    ]
    return Report(tuple(found))


_Reader = Callable[[ElementTree.Element, str, datetime | None], Report]
_READERS: Mapping[str, _Reader] = MappingProxyType(
    {"orderprocess.report": _process, "deliveryorder.confirm": _confirm, "itemlack.report": _lack}
)


def _report(orders: Iterable[str], status: str, at: datetime | None, source: str, told: Mapping[str, str]) -> Report:
    name, word = HAPPENED.get(status, (NEWS, ""))
    payload = {**told, "code": status[:40], "state": word}
    gaps = () if status in HAPPENED else (f"status={status[:40]}",)
    return Report(tuple(_event(at, source, name, order, payload) for order in orders), gaps)


def _event(at: datetime | None, source: str, name: str, order: str, told: Mapping[str, str]) -> Event:
    if at is None:
        raise KeyError("operateTime")
    payload: dict[str, Value] = {key: value[:120] for key, value in told.items() if value}
    return Event(at, source, name, order, payload)


def _part(root: ElementTree.Element, name: str) -> ElementTree.Element:
    found = root.find(name)
    if found is None:
        raise KeyError(name)
    return found


def _text(part: ElementTree.Element, name: str) -> str:
    return (part.findtext(name) or "").strip()


def _needed(part: ElementTree.Element, name: str) -> str:
    if not (said := _text(part, name)) or len(said) > 128:
        raise KeyError(name)
    return said


def _at(part: ElementTree.Element, name: str) -> datetime | None:
    return read(_text(part, name), Stamp.BEIJING)
