"""Reads what a floor lets pass before its audit: bad values get a sentence that says where, what and how instead."""

from collections.abc import Mapping
from typing import Any

from ordertower_desktop.domain.fault import BadFile, Fault
from ordertower_desktop.domain.preaudit import PAYMENTS, PreAudit, State
from ordertower_desktop.domain.valuefaults import Bounds, out_of_bounds, strange

WITHIN: Bounds = {
    "most_yuan": (1, 100_000, "1 到 100000 的元数，例如 500"),
    "trust_days": (1, 365, "1 到 365 的天数，例如 30"),
    "sample": (0, 1, "0 到 1 的比例，例如 0.02"),
    "limit": (0.001, 0.5, "0.001 到 0.5 的比例，例如 0.05"),
    "window": (10, 5000, "10 到 5000 的单数，例如 200"),
}
KEYS = ("state", "address", "payments", "platform_money", "key", *WITHIN)
SHORTEST_KEY, LONGEST_KEY = 8, 64


def pre_audit(table: Mapping[str, Any], *, file: str = "preaudit") -> PreAudit:
    """The values of a table; what is not written stays as the product ships it. Raises `BadFile` with every fault."""
    faults = [*strange(table, KEYS, file), *_states(table, file), *out_of_bounds(table, WITHIN, file), *_rest(table, file)]
    if faults:
        raise BadFile(tuple(faults))
    shipped = PreAudit()
    return PreAudit(
        state=State(table.get("state", shipped.state)),
        most_fen=round(float(table.get("most_yuan", shipped.most_fen / 100)) * 100),
        payments=tuple(dict.fromkeys(PAYMENTS[one] for one in table.get("payments", shipped.payments))),
        trust_days=int(table.get("trust_days", shipped.trust_days)),
        platform_money=table.get("platform_money", shipped.platform_money),
        sample=float(table.get("sample", shipped.sample)),
        limit=float(table.get("limit", shipped.limit)),
        window=int(table.get("window", shipped.window)),
        key=table.get("key", shipped.key),
        address=State(table.get("address", shipped.address)),
    )


def _states(table: Mapping[str, Any], file: str) -> list[Fault]:
    wrong = [key for key in ("state", "address") if key in table and table[key] not in list(State)]
    return [Fault("", key, f"要写 {'、'.join(State)} 之一", file) for key in wrong]


def _rest(table: Mapping[str, Any], file: str) -> list[Fault]:
    found = []
    payments = table.get("payments", ["微信"])
    if not isinstance(payments, list) or not payments or any(one not in PAYMENTS for one in payments):
        found.append(Fault("", "payments", '要写成 ["微信", "支付宝"]', file))
    if not isinstance(table.get("platform_money", False), bool):
        found.append(Fault("", "platform_money", "要写 true 或 false", file))
    key = table.get("key", "")
    if not isinstance(key, str) or len(key) > LONGEST_KEY:
        found.append(Fault("", "key", f"要写不超过 {LONGEST_KEY} 个字的一串字母或数字", file))
    elif table.get("state") == State.ON and table.get("sample", PreAudit().sample) and len(key) < SHORTEST_KEY:
        found.append(Fault("", "key", f"启用前要写抽样密钥，{SHORTEST_KEY} 位以上的字母或数字，谁也猜不到抽中哪一单", file))
    return found
