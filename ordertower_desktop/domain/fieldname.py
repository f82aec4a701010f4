"""The fields of an order that rules may name, with their names on the screen."""

from collections.abc import Iterable
from difflib import get_close_matches

from ordertower_desktop.domain.event import EVENT_NAMES

FIELD_NAMES = {
    "order_id": "订单号",
    "platform": "平台",
    "platform_order_id": "平台订单号",
    "shop": "店铺",
    "buyer": "买家",
    "customer_level": "客户等级",
    "province": "省份",
    "city": "城市",
    "district": "区县",
    "region": "大区",
    "category": "品类",
    "sku": "SKU",
    "items": "件数",
    "title": "商品",
    "amount_fen": "金额",
    "pay_method": "支付方式",
    "ship_by": "最晚发货时间",
    "ship_agreed": "协商发货时间",
    "collect_by": "最晚揽收时间",
    "deliver_by": "最晚送达时间",
    "estimate": "预计送达时间",
    "presale": "预售",
    "ship_on": "指定发货日",
    "overseas": "海外直邮",
    "split": "分批发货",
    "no_nudge": "免催",
    "urgent": "加急",
    "warehouse": "仓库",
    "carrier": "承运商",
    "waybill": "运单号",
    "ip": "下单 IP",
    "device": "设备",
    "oaid": "收件人号 OAID",
    "open_id": "平台买家号",
    "stock": "库存",
    "status": "状态",
    "audit_due": "需要审核",
    "address_version": "地址版本",
    "address_issue": "地址问题",
    "waybill_status": "运单状态码",
    "business_line": "业务线",
    "order_type": "订单类型",
    "priority": "优先级",
    "ship_due": "发货期限",
    "promise_moved": "承诺后移",
    "mainland": "中国大陆",
    "arrived": "到账",
    "paid_fen": "实付金额",
    "tags": "标签",
}
TAG_NAMES = {
    "no_nudge": "免催",
    "presale": "预售",
    "split": "分批发货",
    "overseas": "海外直邮",
    "urgent": "加急",
    "vip": "VIP",
    "held": "挂起",
    "part_shipped": "部分发货",
    "refunding": "退款中",
    "refunded": "已退款",
    "cancelled": "已取消",
    "write_back_due": "待回传",
}


def field_name(field: str) -> str:
    """A field on the screen: its Chinese name, or for a system's own field just that name."""
    bare = field.removeprefix("payload.")
    return FIELD_NAMES.get(bare, bare)


def event_name(event: str) -> str:
    """An event on the screen."""
    return EVENT_NAMES.get(event, event)


def meant(word: str, words: Iterable[str]) -> str:
    """The known word that `word` very nearly is, or nothing: a slip of the finger, not a name of somebody's own."""
    close = get_close_matches(word[:80], list(words), n=1, cutoff=0.8)
    return close[0] if close and close[0] != word else ""
