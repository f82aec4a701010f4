"""A file on its way in as the wizard holds it: what the hub read, what the person chose, and the plan that follows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ordertower_desktop.domain.stage import STAGE_NAMES
from ordertower_desktop.models import text
from ordertower_desktop.wire.pages import ColumnGuess, ImportPlan, ImportView, RowProblem

FIELDS = {
    "order_id": "订单号", "erp_order_id": "ERP 单号", "sub_order_id": "子订单号", "created_at": "下单时间", "paid_at": "付款时间",
    "accepted_at": "接单时间", "audited_at": "审核时间", "printed_at": "打单时间", "picked_at": "拣货时间", "packed_at": "打包时间",
    "shipped_at": "发货时间", "collected_at": "揽收时间", "signed_at": "签收时间", "cancelled_at": "取消时间", "refunded_at": "退款时间",
    "ship_by": "承诺发货时间", "ship_agreed": "协商发货时间", "collect_by": "最晚揽收时间", "deliver_by": "最晚送达时间",
    "ship_on": "指定发货日期", "estimate": "预计发货时间", "status": "订单状态", "refund_status": "售后状态", "amount_fen": "金额",
    "freight_fen": "运费", "refund_fen": "退款金额", "platform": "平台", "shop": "店铺", "buyer": "买家账号", "receiver": "收货人",
    "phone": "手机号", "address": "收货地址", "province": "省", "city": "市", "district": "区县", "customer_level": "客户等级",
    "title": "商品", "sku": "商品编码", "spec": "商品规格", "items": "商品件数", "category": "品类", "pay_method": "支付方式",
    "presale": "预售", "warehouse": "仓库", "carrier": "快递公司", "waybill": "运单号", "tags": "标签", "abnormal": "异常类型",
    "hold_reason": "冻结原因", "close_reason": "关闭原因", "buyer_note": "买家留言", "seller_note": "商家备注", "flag": "旗帜",
    "channel": "订单来源",
}  # fmt: skip
"""What a column can be, in the hub's words."""
PRESETS = {
    "": "自动识别", "taobao": "淘宝/天猫", "jd": "京东", "pdd": "拼多多", "douyin": "抖音/抖店", "kuaishou": "快手",
    "jushuitan": "聚水潭", "wangdian": "旺店通", "kuaimai": "快麦", "common": "通用表格",
}  # fmt: skip
STAGES = {str(stage): name for stage, name in STAGE_NAMES.items()} | {
    "cancelled": "已取消",
    "refunded": "已退款",
    "held": "挂起",
    "none": "不表示阶段",
}
WORKING = frozenset({"reading", "committing", "undoing"})
SURE = 50


@dataclass(frozen=True, slots=True)
class Draft:
    """`chosen` is column index -> field where the person went against the guess (empty: do not import), `stages` word -> stage."""

    view: ImportView
    chosen: Mapping[int, str] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    preset: str = ""
    sheet: str = ""
    remember: str = "yes"

    def field_of(self, column: ColumnGuess) -> str:
        return self.chosen.get(column.index, column.field)

    def choose(self, index: int, name: str) -> "Draft":
        """This column is that field now; another column that had it gives it up."""
        chosen = dict(self.chosen)
        for other in self.view.columns:
            if name and other.index != index and self.field_of(other) == name:
                chosen[other.index] = ""
        chosen[index] = name
        return replace(self, chosen={i: f for i, f in chosen.items() if f != self.guessed(i)})

    def call(self, word: str, stage: str) -> "Draft":
        """A status word means that stage."""
        return replace(self, stages={w: s for w, s in {**self.stages, word: stage}.items() if s})

    def took(self, view: ImportView) -> "Draft":
        """The hub's newest word on the file; what was chosen stays where it still differs."""
        fresh = replace(self, view=view)
        return replace(fresh, chosen={i: f for i, f in self.chosen.items() if f != fresh.guessed(i)}) if view.columns else fresh

    def guessed(self, index: int) -> str:
        """The field that the hub takes this column for."""
        return next((column.field for column in self.view.columns if column.index == index), "")

    @property
    def plan(self) -> ImportPlan:
        """Every column as it stands, so that what was read is what comes in."""
        columns = {str(column.index): self.field_of(column) for column in self.view.columns}
        return ImportPlan(columns, dict(self.stages), self.preset, self.sheet, remember=bool(self.remember))

    @property
    def changed(self) -> bool:
        """Whether the hub must read the file again before its counts are true."""
        return bool(self.chosen or self.stages)

    @property
    def missing(self) -> str:
        """What is still needed before anything can come in, or empty."""
        if not self.view.columns:
            return ""
        fields = {self.field_of(column) for column in self.view.columns}
        lacking = [] if fields & {"order_id", "erp_order_id"} else ["订单号"]
        lacking += [] if any(name.endswith("_at") for name in fields) else ["付款时间（或别的时间）"]
        return f"还差{'、'.join(lacking)}：请在表头里为它选一列" if lacking else ""

    @property
    def known(self) -> tuple[int, int]:
        """(columns that are something, columns still to be chosen)."""
        known = sum(bool(self.field_of(column)) for column in self.view.columns)
        return known, len(self.view.columns) - known

    @property
    def counts(self) -> tuple[tuple[str, int, str], ...]:
        """导入后: (words, number, colour role)."""
        view = self.view
        merged = (("重复，自动合并", view.merged_rows, "text2"),) if view.merged_rows else ()
        return (
            ("新增订单", view.orders_new, "accent"),
            ("更新已有订单", view.orders_changed, "text"),
            ("没有变化", view.orders_same, "text2"),
            *merged,
            ("需要看一眼", view.problem_count, "red" if view.problem_count else "text2"),
            ("现在已晚", view.late, "red" if view.late else "text2"),
        )


def confidence(column: ColumnGuess, chosen: str | None) -> tuple[str, str]:
    """(words, colour role) under a column's choice."""
    if chosen is not None:
        return ("您选的" if chosen else "不导入"), "text2"
    if not column.field:
        return "可跳过", "amber"
    return f"把握 {column.confidence}%", "text2" if column.confidence >= SURE else "amber"


def place(problem: RowProblem) -> str:
    """第 1,907 行 · 付款时间."""
    parts = [problem.sheet, f"第 {text.count(problem.row)} 行" if problem.row else "", problem.column]
    return " · ".join(part for part in parts if part)


def read_as(view: ImportView) -> str:
    """聚水潭 · GB 18030."""
    return " · ".join(part for part in (view.preset_name or PRESETS.get(view.preset, view.preset), view.encoding) if part)
