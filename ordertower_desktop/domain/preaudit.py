"""预审: which orders may be released without a person (R18) and why, which a person looks at all the same, and when it stops itself."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ordertower_desktop.domain.address import trouble
from ordertower_desktop.domain.aggregate import wilson_lower
from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.derived import DERIVED
from ordertower_desktop.domain.event import Value
from ordertower_desktop.domain.kind import kind_name
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.stage import FACT_NAMES, Fact

FEWEST_MARKS = 5
"""So many answers must be there before they can switch anything off."""
NEVER = (Fact.HELD, Fact.REFUNDING, Fact.REFUNDED, Fact.CANCELLED, Fact.PART_SHIPPED)
PAYMENTS = {
    "wechat": "微信", "weixin": "微信", "wxpay": "微信", "微信": "微信", "微信支付": "微信", "alipay": "支付宝", "支付宝": "支付宝",
}  # fmt: skip
BAR = 0.8
"""What share is to be audited without a person (S28)."""


class State(StrEnum):
    """`draft` decides nothing, `shadow` decides and does nothing, `on` releases."""

    DRAFT = "draft"
    SHADOW = "shadow"
    ON = "on"


STATE_NAMES = {State.DRAFT: "草稿", State.SHADOW: "影子", State.ON: "启用"}


@dataclass(frozen=True, slots=True)
class PreAudit:
    """What the floor lets pass. `address` is how far unclear addresses are held by themselves; `key` chooses the sample."""

    state: State = State.DRAFT
    most_fen: int = 50_000
    payments: tuple[str, ...] = ("微信", "支付宝")
    trust_days: int = 30
    platform_money: bool = False
    sample: float = 0.02
    limit: float = 0.05
    window: int = 200
    key: str = ""
    address: State = State.DRAFT


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a decision. `ok` is None where nothing is known, which passes nothing."""

    key: str
    name: str
    ok: bool | None
    said: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Every clause with its answer; passed when all of them are."""

    clauses: tuple[Clause, ...]

    @property
    def passed(self) -> bool:
        return all(clause.ok is True for clause in self.clauses)

    @property
    def against(self) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.clauses if clause.ok is not True)


def decide(order: Order, case: Case | None, returns: int | None, rule: PreAudit, *, now: datetime) -> Decision:
    """Each clause of the trio, and what never passes. `returns`: how often this buyer returned something lately, None if unknown."""
    return Decision((_amount(order, rule), _mainland(order, now), _paid(order, rule), *_money(order, rule), _trust(returns, rule),
                     _odd(order, case)))  # fmt: skip


def _amount(order: Order, rule: PreAudit) -> Clause:
    name, amount = f"金额不超过 {rule.most_fen // 100:,} 元", order.value("amount_fen")
    if not isinstance(amount, int):
        return Clause("amount", name, None, "金额未知")
    return Clause("amount", name, 0 < amount <= rule.most_fen, f"{amount / 100:,.2f} 元")


def _mainland(order: Order, now: datetime) -> Clause:
    value, _ = DERIVED["mainland"](order, now, SHANGHAI)
    outside = "海外直邮" if order.value("overseas") is True else order.text("province")
    province = order.text("province") or "省份未知"
    return Clause("mainland", "寄往中国大陆", None if value is None else value is True, province if value else outside or province)


def _paid(order: Order, rule: PreAudit) -> Clause:
    said, names = order.text("pay_method").strip(), "、".join(rule.payments)
    method = PAYMENTS.get(said.lower(), said)
    ok = None if not said else method in rule.payments and order.at("payment_approved") is not None
    return Clause("payment", f"{names}支付", ok, method or "支付方式未知")


def _money(order: Order, rule: PreAudit) -> tuple[Clause, ...]:
    """到账, checked against the payment record: the record says yes, or the sum that came is the sum that was due."""
    name, arrived, came, due = "到账已核对", order.value("arrived"), order.value("paid_fen"), order.value("amount_fen")
    if isinstance(arrived, bool):
        return (Clause("money", name, arrived, "支付记录：已到账" if arrived else "支付记录：未到账"),)
    if isinstance(came, int) and isinstance(due, int):
        return (Clause("money", name, came >= due, f"实付 {came / 100:,.2f} 元，应付 {due / 100:,.2f} 元"),)
    paid = order.moments.get("payment_approved")
    if rule.platform_money and paid is not None:
        return (Clause("money", name, True, "平台确认付款（按本店设置视同到账）"),)
    return (Clause("money", name, None, "没有到账记录"),)


def _trust(returns: int | None, rule: PreAudit) -> Clause:
    name = f"{rule.trust_days} 天内无退货"
    if returns is None:
        return Clause("trust", name, None, "认不出买家，查不到退货")
    return Clause("trust", name, returns == 0, f"{returns} 次退货" if returns else "没有退货")


def _odd(order: Order, case: Case | None) -> Clause:
    """VIP, held, promised for another day, unclear address, an open case: a person looks, always."""
    odd = [FACT_NAMES[fact] for fact in NEVER if fact in order.facts]
    odd += ["VIP"] if "vip" in order.tags else []
    odd += [name for field, name in (("presale", "预售"), ("urgent", "加急"), ("split", "分批发货")) if order.value(field) is True]
    odd += [why] if (why := trouble(order)) else []
    odd += [f"未结异常：{kind_name(case.leading.kind)}"] if case is not None and case.open and case.active else []
    odd += ["系统间数据不一致"] if order.disagreements else []
    return Clause("odd", "非 VIP、无挂起、无异常", not odd, "、".join(odd) or "没有")


def sampled(order: str, rule: PreAudit) -> bool:
    """Whether a person looks at this pass: the same order and key give the same answer on every machine, and nobody can guess it."""
    mac = hmac.new(rule.key.encode(), order.encode(), hashlib.sha256).digest()
    return int.from_bytes(mac[:8]) < rule.sample * 2**64


def too_often_wrong(wrong: Sequence[bool], rule: PreAudit) -> str:
    """Why it must stop, in words, by the last answers (newest first); empty while it may go on.

    The lower end of Wilson's interval has to lie above the limit: bad luck in a few answers switches nothing off.
    """
    last = wrong[: rule.window]
    errors = sum(last)
    if len(last) < FEWEST_MARKS or not errors or (least := wilson_lower(errors, len(last))) <= rule.limit:
        return ""
    return f"抽检 {len(last)} 单错 {errors} 单，错误率至少 {least:.1%}，超过上限 {rule.limit:.1%}"


def returns_told(order: Order) -> int | None:
    """How often this buyer returned something lately, where a system says so."""
    told: Value = order.value("returns_30d")
    return told if isinstance(told, int) and not isinstance(told, bool) else None
