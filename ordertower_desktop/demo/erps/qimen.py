"""A fake warehouse behind 奇门: it reports by itself, signs as the gateway does, and repeats itself when it is not answered."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from ordertower_desktop.demo.platforms.shelf import beijing


@dataclass(frozen=True, slots=True)
class Report:
    """One call: its query and its body."""

    query: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class QimenHouse:
    """One customer's warehouse."""

    app_key: str
    secret: str
    customer: str

    def process(self, order: str, status: str, at: datetime) -> Report:
        return self.signed(
            "orderprocess.report",
            f"<order><orderCode>{escape(order)}</orderCode><orderType>JYCK</orderType><warehouseCode>WH01</warehouseCode></order>"
            f"<process><processStatus>{status}</processStatus><operatorName>陈拣</operatorName><operateTime>{beijing(at)}</operateTime>"
            "<remark>收件人 金丝雀 13800001111</remark></process>",
            at,
        )

    def confirm(self, order: str, waybill: str, at: datetime, *, status: str = "DELIVERED", sources: tuple[str, ...] = ()) -> Report:
        lines = "".join(f"<orderLine><orderSourceCode>{one}</orderSourceCode><actualQty>1</actualQty></orderLine>" for one in sources)
        return self.signed(
            "deliveryorder.confirm",
            f"<deliveryOrder><deliveryOrderCode>{order}</deliveryOrderCode><warehouseCode>WH01</warehouseCode><orderType>JYCK</orderType>"
            f"<status>{status}</status><outBizCode>b-{order}</outBizCode><confirmType>0</confirmType>"
            f"<orderConfirmTime>{beijing(at)}</orderConfirmTime></deliveryOrder><packages><package><logisticsCode>YTO</logisticsCode>"
            f"<logisticsName>圆通速递</logisticsName><expressCode>{waybill}</expressCode></package></packages><orderLines>{lines}</orderLines>"
            "<receiverInfo><name>金丝雀</name><mobile>13800001111</mobile></receiverInfo>",
            at,
        )

    def lack(self, order: str, item: str, at: datetime) -> Report:
        return self.signed(
            "itemlack.report",
            f"<warehouseCode>WH01</warehouseCode><deliveryOrderCode>{order}</deliveryOrderCode><createTime>{beijing(at)}</createTime>"
            f"<items><item><itemCode>{item}</itemCode><lackQty>2</lackQty><reason>实物报缺</reason></item></items>",
            at,
        )

    def signed(self, method: str, inside: str, at: datetime) -> Report:
        body = f'<?xml version="1.0" encoding="utf-8"?><request>{inside}</request>'
        said = {"method": method, "format": "xml", "app_key": self.app_key, "v": "2.0", "sign_method": "md5", "customerId": self.customer}
        said["timestamp"] = beijing(at)
        text = "".join(name + value for name, value in sorted(said.items()))
        whole = f"{self.secret}{text}{body}{self.secret}".encode()
        return Report({**said, "sign": hashlib.md5(whole, usedforsecurity=False).hexdigest().upper()}, body.encode())
