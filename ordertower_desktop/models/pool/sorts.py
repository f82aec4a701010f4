"""In what order the pool stands: a key function per column; equal rows keep the order of their opening."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from ordertower_desktop.wire.rows import PoolRow

FAR = datetime.max.replace(tzinfo=UTC)
Key = tuple[object, ...]


def _due(row: PoolRow) -> Key:
    if row.clock_state == "paused":
        return (1, row.opened_at + timedelta(seconds=row.left_s or 0), row.case)
    return (0 if row.due_at else 2, row.due_at or FAR, row.case)


def _newest(row: PoolRow) -> Key:
    return (-(row.last_event_at.timestamp() if row.last_event_at else 0.0), row.case)


SORTS: dict[str, tuple[str, Callable[[PoolRow], Key]]] = {
    "loss": ("延误损失", lambda row: (-row.loss_fen_per_hour, _due(row))),
    "clock": ("时效钟", _due),
    "amount": ("金额", lambda row: (-row.amount_fen, row.case)),
    "last": ("最近事件", _newest),
    "opened": ("入池先后", lambda row: (row.opened_at, row.case)),
    "order": ("订单号", lambda row: (row.order, row.case)),
    "platform": ("平台", lambda row: (row.platform, row.shop, _due(row))),
    "stage": ("阶段", lambda row: (row.stage, _due(row))),
    "kind": ("延迟类型", lambda row: (row.kind, _due(row))),
    "cause": ("原因", lambda row: (row.cause_name, row.cause_detail, _due(row))),
    "owner": ("责任人", lambda row: (row.owner_name, _due(row))),
    "fresh": ("新鲜度", lambda row: (row.seen_at or FAR, row.case)),
}
"""Sort -> (its name, key)."""
