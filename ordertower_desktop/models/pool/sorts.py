"""In what order the pool stands: one flat tuple a row, first a plain number or word, last the case, so that no two are equal."""

from collections.abc import Callable
from datetime import datetime

from ordertower_desktop.models.pool.ahead import BANDS
from ordertower_desktop.wire.rows import PoolRow

FAR = float("inf")
Key = tuple[float | int | str, ...]


def case_of(key: Key) -> str:
    return str(key[-1])


def _at(moment: datetime | None) -> float:
    return FAR if moment is None else moment.timestamp()


def _due(row: PoolRow) -> float:
    """Paused clocks stand behind running ones, by what they have left; rows without a clock come last."""
    if row.clock_state == "paused":
        return 1e11 + (row.left_s or 0)
    due = row.due_at
    return FAR if due is None else due.timestamp()


def _newest(row: PoolRow) -> float:
    return -row.last_event_at.timestamp() if row.last_event_at else 0.0


SORTS: dict[str, tuple[str, Callable[[PoolRow], Key]]] = {
    "loss": ("延误损失", lambda row: (-row.loss_fen_per_hour, _due(row), row.case)),
    "clock": ("时效钟", lambda row: (_due(row), row.case)),
    "easy": ("先易后难", lambda row: (row.effort_min or FAR, _due(row), row.case)),
    "risk": ("风险", lambda row: (-BANDS.get(row.risk, ("", 0))[1], _due(row), row.case)),
    "amount": ("金额", lambda row: (-row.amount_fen, row.case)),
    "last": ("最近事件", lambda row: (_newest(row), row.case)),
    "opened": ("入池先后", lambda row: (row.opened_at.timestamp(), row.case)),
    "order": ("订单号", lambda row: (row.order, row.case)),
    "platform": ("平台", lambda row: (row.platform, row.shop, _due(row), row.case)),
    "stage": ("阶段", lambda row: (row.stage, _due(row), row.case)),
    "kind": ("延迟类型", lambda row: (row.kind, _due(row), row.case)),
    "cause": ("原因", lambda row: (row.cause_name, row.cause_detail, _due(row), row.case)),
    "owner": ("责任人", lambda row: (row.owner_name, _due(row), row.case)),
    "fresh": ("新鲜度", lambda row: (_at(row.seen_at), row.case)),
}
"""Sort -> (its name, key)."""
