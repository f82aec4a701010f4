"""Writes the orders as five systems would export them, each with its own traps and a few rotten rows."""

import csv
import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import xlsxwriter

from generator.floor import CANCELLED, NOW, REFUNDING, SHIPPED, SIGNED, TO_SHIP, UNPAID, Order

Sheet = list[list[object]]
TAOBAO: list[object] = [
    "订单编号", "买家会员名", "买家应付货款", "买家应付邮费", "总金额", "买家实际支付金额", "订单状态", "退款状态", "收货人姓名",
    "收货地址 ", "联系手机", "订单创建时间", "订单付款时间 ", "发货时间", "确认收货时间", "宝贝标题 ", "宝贝种类", "物流单号 ",
    "物流公司", "订单备注", "宝贝总数量", "店铺Id", "店铺名称",
]  # fmt: skip
JD: list[object] = [
    "订单号", "商品ID", "商品名称", "订购数量", "支付方式", "下单时间", "京东价", "订单金额", "结算金额", "余额支付", "应付金额",
    "订单状态", "订单类型", "下单帐号", "客户姓名", "客户地址", "联系电话", "订单备注", "订单完成时间", "付款确认时间", "商家备注",
    "货号", "店铺名称",
]  # fmt: skip
PDD: list[object] = [
    "商品", "订单号", "订单状态", "商品总价(元)", "用户实付金额(元)", "商品数量(件)", "收货人", "手机", "省", "市", "区",
    "订单成交时间", "支付时间", "承诺发货时间", "发货时间", "确认收货时间", "商品规格", "商家编码-规格维度", "快递单号", "快递公司",
    "商家备注", "售后状态",
]  # fmt: skip
DOUYIN: list[object] = [
    "主订单编号", "子订单编号", "选购商品", "商品规格", "商品数量", "商家编码", "订单应付金额", "运费", "订单提交时间",
    "支付完成时间", "承诺发货时间", "发货时间", "订单完成时间", "订单状态", "售后状态", "省", "市", "区", "详细地址", "收件人",
    "收件人手机号", "商家备注", "达人昵称", "流量来源", "店铺名称",
]  # fmt: skip
JUSHUITAN: list[object] = [
    "内部订单号", "线上订单号", "店铺名称", "平台", "下单时间", "付款日期", "发货日期", "应付金额", "已付金额", "状态", "异常类型",
    "商品编码", "商品名称", "数量", "仓库", "快递公司", "快递单号", "买家账号", "卖家备注", "标签",
]  # fmt: skip
SCIENTIFIC, WORD, TIME = "scientific id", "unknown word", "bad time"


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def thousands(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02d}"


def _time(at: datetime | None, form: str = "%Y-%m-%d %H:%M:%S") -> str:
    return at.strftime(form) if at else ""


def _slashed(at: datetime | None) -> str:
    """As a spreadsheet program writes it: no leading zeros, no seconds."""
    return f"{at.year}/{at.month}/{at.day} {at.hour}:{at.minute:02d}" if at else ""


def _id(order: Order, dress: Callable[[str], str]) -> str:
    return f"{float(order.id.replace('-', '')):.5E}" if SCIENTIFIC in order.faults else dress(order.id)


def _word(order: Order, words: dict[str, str]) -> str:
    return "拆单中" if WORD in order.faults else words[order.state]


def taobao(orders: list[Order]) -> Sheet:
    words = {
        UNPAID: "等待买家付款",
        TO_SHIP: "买家已付款，等待卖家发货",
        SHIPPED: "卖家已发货，等待买家确认",
        SIGNED: "交易成功",
        CANCELLED: "交易关闭",
    }
    words[REFUNDING] = words[TO_SHIP]
    head = TAOBAO
    rows: Sheet = [head]
    for order in orders:
        paid = "昨天 12:20" if TIME in order.faults else _slashed(order.paid)
        rows.append(
            [
                _id(order, '="{}"'.format),
                f"tb{order.phone[-6:]}",
                yuan(order.amount_fen),
                "0.00",
                yuan(order.amount_fen),
                yuan(order.amount_fen),
                _word(order, words),
                "退款中" if order.state == REFUNDING else "没有申请退款",
                order.receiver,
                f"{' '.join(order.place)} 示例街道 {order.phone[-2:]}号 ({order.phone[-6:]})",
                f"'{order.phone}",
                _slashed(order.created),
                paid,
                _slashed(order.shipped),
                _slashed(order.signed),
                "，".join(line.title for line in order.lines),
                len(order.lines),
                order.waybill,
                order.carrier,
                f"'{order.note}" if order.note else "'null",
                order.items,
                "10086",
                order.shop,
            ]
        )
    return rows


def jd(orders: list[Order]) -> Sheet:
    words = {
        UNPAID: "等待付款",
        TO_SHIP: "等待出库",
        SHIPPED: "等待确认收货",
        SIGNED: "完成",
        CANCELLED: "(删除)等待出库",
        REFUNDING: "(锁定)等待出库",
    }
    rows: Sheet = [JD]
    for order in orders:
        for line in order.lines:
            created = "2025-13-40 10:00" if TIME in order.faults else _time(order.created)
            rows.append(
                [
                    _id(order, "{}\t".format),
                    f"100{line.sku[-2:]}",
                    line.title,
                    line.count,
                    "在线支付",
                    created,
                    yuan(line.price_fen),
                    yuan(order.amount_fen),
                    yuan(order.amount_fen),
                    "0.00",
                    f"{yuan(order.amount_fen)}元",
                    _word(order, words),
                    "普通订单",
                    "jd_***",
                    f"{order.receiver[0]}*",
                    "".join(order.place) + "****",
                    f"{order.phone[:3]}****{order.phone[-4:]}",
                    "-",
                    _time(order.signed),
                    _time(order.paid),
                    order.note or "无",
                    line.sku,
                    order.shop,
                ]
            )
    return rows


def pdd(orders: list[Order]) -> Sheet:
    words = {UNPAID: "待付款", TO_SHIP: "待发货", SHIPPED: "已发货，待收货", SIGNED: "已收货", CANCELLED: "已取消", REFUNDING: "待发货"}
    rows: Sheet = [["拼多多商家后台 订单导出"], [f"导出时间：{_time(NOW)}"], [], PDD]
    for order in orders:
        paid: object = order.paid.replace(tzinfo=None) if order.paid else "-"
        rows.append(
            [
                order.title,
                _id(order, str),
                _word(order, words),
                order.amount_fen / 100,
                order.amount_fen / 100,
                order.items,
                "****",
                "****",
                *order.place,
                order.created.replace(tzinfo=None),
                "11-12 上午" if TIME in order.faults else paid,
                "",
                order.shipped.replace(tzinfo=None) if order.shipped else "",
                order.signed.replace(tzinfo=None) if order.signed else "",
                "默认",
                order.lines[0].sku,
                order.waybill,
                order.carrier,
                order.note,
                "退款中" if order.state == REFUNDING else "无售后或售后取消",
            ]
        )
    total = sum(order.amount_fen for order in orders)
    return [*rows, ["合计", "", "", total / 100, total / 100, sum(order.items for order in orders)], [f"共 {len(orders)} 单"]]


def douyin(orders: list[Order]) -> Sheet:
    words = {UNPAID: "待支付", TO_SHIP: "备货中", SHIPPED: "已发货", SIGNED: "已完成", CANCELLED: "已关闭", REFUNDING: "备货中"}
    rows: Sheet = [DOUYIN]
    for order in orders:
        for number, line in enumerate(order.lines):
            paid = "刚刚" if TIME in order.faults else _time(order.paid)
            rows.append(
                [
                    _id(order, "{}\t".format),
                    f"{order.id[:-1]}{number}\t",
                    line.title,
                    "标准",
                    line.count,
                    line.sku,
                    f"¥{thousands(order.amount_fen)}",
                    "0",
                    _time(order.created),
                    paid,
                    "",
                    _time(order.shipped),
                    _time(order.signed),
                    _word(order, words),
                    "退款中" if order.state == REFUNDING else "-",
                    *order.place,
                    "****",
                    f"{order.receiver[0]}**",
                    f"{order.phone[:3]}****{order.phone[-4:]}",
                    order.note,
                    "主播小满",
                    "直播",
                    order.shop,
                ]
            )
    return rows


def jushuitan(orders: list[Order], disagreeing: set[str]) -> Sheet:
    """The ERP about orders of the platforms; for the `disagreeing` it has shipped what the platform still waits for."""
    words = {UNPAID: "待付款", TO_SHIP: "已付款待审核", SHIPPED: "已发货", SIGNED: "已发货", CANCELLED: "取消", REFUNDING: "异常"}
    rows: Sheet = [JUSHUITAN]
    for number, order in enumerate(orders):
        ahead = order.id in disagreeing
        word = "已发货" if ahead else _word(order, words)
        rows.append(
            [
                str(1000300 + number),
                _id(order, str),
                order.shop,
                order.platform,
                _time(order.created),
                _time(order.paid),
                _time(NOW.replace(hour=8, minute=5, second=0)) if ahead else _time(order.shipped),
                order.amount_fen / 100,
                order.amount_fen / 100 if order.paid else 0,
                word,
                "退款" if order.state == REFUNDING else "",
                order.lines[0].sku,
                order.lines[0].title,
                order.items,
                "杭州仓",
                "圆通速递" if ahead else order.carrier,
                f"YT9{number:011d}" if ahead else order.waybill,
                "****",
                order.note,
                "",
            ]
        )
    return rows


def write_csv(path: Path, rows: Sheet, encoding: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def write_workbook(path: Path, sheets: dict[str, Sheet]) -> None:
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": datetime(2025, 11, 12)})  # noqa: DTZ001 - a workbook's property has no zone
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, datetime):
                        sheet.write_datetime(at, place, cell, moment)
                    elif isinstance(cell, str):
                        sheet.write_string(at, place, cell)
                    else:
                        sheet.write_number(at, place, cell)
