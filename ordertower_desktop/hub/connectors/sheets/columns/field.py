"""The fields of an order that a column can hold, and how each is read and joined."""

from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """How the cells of a field are read."""

    ID = "id"
    TIME = "time"
    DEADLINE = "deadline"
    MONEY = "money"
    COUNT = "count"
    FLAG = "flag"
    STATUS = "status"
    REFUND = "refund"
    PHONE = "phone"
    PERSON = "person"
    ADDRESS = "address"
    PLACE = "place"
    TAGS = "tags"
    PLATFORM = "platform"
    NAME = "name"
    NOTE = "note"


class Join(StrEnum):
    """How the rows of one order come together."""

    SAME = "same"  # the order's own: rows must agree
    FIRST = "first"  # the line's own: the first row speaks
    EARLIEST = "earliest"
    LATEST = "latest"
    AMOUNT = "amount"  # once, however many rows repeat it
    SUM = "sum"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Field:
    """One field that a column may be mapped to; `label` is what a person picks from."""

    name: str
    label: str
    sort: Sort
    join: Join = Join.SAME


def _fields() -> tuple[Field, ...]:
    times = {
        "created_at": "下单时间", "paid_at": "付款时间", "accepted_at": "接单时间", "audited_at": "审核时间", "printed_at": "打单时间",
        "picked_at": "拣货时间", "packed_at": "打包时间", "shipped_at": "发货时间", "collected_at": "揽收时间", "signed_at": "签收时间",
        "cancelled_at": "取消时间", "refunded_at": "退款时间",
    }  # fmt: skip
    same = {"created_at", "paid_at"}
    deadlines = {
        "ship_by": "承诺发货时间", "ship_agreed": "协商发货时间", "collect_by": "最晚揽收时间", "deliver_by": "最晚送达时间",
        "ship_on": "指定发货日期", "estimate": "预计发货时间",
    }  # fmt: skip
    return (
        Field("order_id", "订单号", Sort.ID),
        Field("erp_order_id", "ERP 单号", Sort.ID, Join.FIRST),
        Field("sub_order_id", "子订单号", Sort.ID, Join.FIRST),
        *(Field(name, label, Sort.TIME, Join.SAME if name in same else Join.LATEST) for name, label in times.items()),
        *(Field(name, label, Sort.DEADLINE, Join.EARLIEST) for name, label in deadlines.items()),
        Field("status", "订单状态", Sort.STATUS),
        Field("refund_status", "售后状态", Sort.REFUND),
        Field("amount_fen", "金额", Sort.MONEY, Join.AMOUNT),
        Field("freight_fen", "运费", Sort.MONEY, Join.AMOUNT),
        Field("refund_fen", "退款金额", Sort.MONEY, Join.AMOUNT),
        Field("platform", "平台", Sort.PLATFORM),
        Field("shop", "店铺", Sort.NAME),
        Field("buyer", "买家账号", Sort.NAME),
        Field("receiver", "收货人", Sort.PERSON),
        Field("phone", "手机号", Sort.PHONE),
        Field("address", "收货地址", Sort.ADDRESS),
        Field("province", "省", Sort.PLACE),
        Field("city", "市", Sort.PLACE),
        Field("district", "区县", Sort.PLACE),
        Field("customer_level", "客户等级", Sort.NAME),
        Field("title", "商品", Sort.NOTE, Join.FIRST),
        Field("sku", "商品编码", Sort.NAME, Join.FIRST),
        Field("spec", "商品规格", Sort.NAME, Join.FIRST),
        Field("items", "商品件数", Sort.COUNT, Join.SUM),
        Field("category", "品类", Sort.NAME, Join.FIRST),
        Field("pay_method", "支付方式", Sort.NAME),
        Field("presale", "预售", Sort.FLAG, Join.ALL),
        Field("warehouse", "仓库", Sort.NAME, Join.FIRST),
        Field("carrier", "快递公司", Sort.NAME, Join.FIRST),
        Field("waybill", "运单号", Sort.ID, Join.FIRST),
        Field("tags", "标签", Sort.TAGS, Join.ALL),
        Field("abnormal", "异常类型", Sort.NAME, Join.FIRST),
        Field("hold_reason", "冻结原因", Sort.NAME, Join.FIRST),
        Field("close_reason", "关闭原因", Sort.NAME, Join.FIRST),
        Field("buyer_note", "买家留言", Sort.NOTE, Join.FIRST),
        Field("seller_note", "商家备注", Sort.NOTE, Join.FIRST),
        Field("flag", "旗帜", Sort.NAME, Join.FIRST),
        Field("channel", "订单来源", Sort.NAME, Join.FIRST),
    )


FIELDS = {field.name: field for field in _fields()}
