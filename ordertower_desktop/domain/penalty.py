"""What platforms charge for late orders: an editable, dated table; every shipped figure is an estimate and says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Trust(StrEnum):
    """How sure a figure is."""

    BILLED = "billed"
    REPORTED = "reported"
    ESTIMATE = "estimate"


TRUST_NAMES = {Trust.BILLED: "账单核对", Trust.REPORTED: "公开报道", Trust.ESTIMATE: "估算"}


@dataclass(frozen=True, slots=True)
class Penalty:
    """What one late order costs on a platform, in fen: a share of its amount, at least `least_fen` and at most `most_fen`.

    `hour_fen` is what every further hour adds. `as_of` and `source` say where it comes from; never a promise, only for 预计损失.
    """

    platform: str
    share: float = 0.0
    least_fen: int = 0
    most_fen: int = 0
    hour_fen: int = 0
    as_of: date = date(2026, 11, 1)
    source: str = "平台规则摘要，未与账单核对"
    trust: Trust = Trust.ESTIMATE

    def breach_fen(self, amount_fen: int) -> int:
        """What crossing the deadline costs an order of this amount."""
        return max(self.least_fen, min(round(self.share * amount_fen), self.most_fen or amount_fen))


PENALTIES = (
    Penalty("taobao", 0.05, 300, 10_000, source="各类异常的 compensate_amount 以平台消息为准；通行说法为货款 5–30 %，有上限"),
    Penalty("pdd", 0.0, 300, as_of=date(2025, 7, 1), source="2022 年报道每单 3 元；2025-07 账单样例同为 3.0", trust=Trust.REPORTED),
    Penalty("douyin", 0.05, 300, 10_000, as_of=date(2025, 10, 1), source="货款约 5 %，最低 3 元；2025-10 起收紧违规发货"),
    Penalty("kuaishou", 0.05, 300, 10_000, source="比照同类平台"),
    Penalty("jd", 0.05, 300, 10_000, source="按商家规则，封顶约货款 30 %"),
    Penalty("wechat", 0.0, 300, source="无公开金额，按最低估"),
    Penalty("", 0.0, 0, source="自有渠道，没有平台赔付"),
)
"""The last one, without a platform, is for whoever is not named."""

SAME = {"tmall": "taobao", "淘宝": "taobao", "天猫": "taobao", "拼多多": "pdd", "抖音": "douyin", "快手": "kuaishou", "京东": "jd"}


def penalty_of(platform: str, table: Iterable[Penalty] = PENALTIES) -> Penalty:
    """The line for a platform by code or name; one without a line costs nothing that we know."""
    word = platform.lower()
    code = next((code for name, code in SAME.items() if name in word), word)
    known = {line.platform: line for line in table}
    return known.get(platform) or known.get(code) or known.get("") or Penalty("")
