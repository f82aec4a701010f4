"""The columns of the pool, and a cell as words: for copying, export, tooltips and screen readers."""

from datetime import datetime

from ordertower_desktop.models.pool.ahead import BANDS
from ordertower_desktop.models.pool.line import Line, age_face, clock_face

COLUMNS = ("check", "order", "platform", "stage", "kind", "cause", "owner", "clock", "risk", "loss", "last", "fresh")
TITLES = ("", "订单号", "平台", "阶段", "延迟类型", "原因", "责任人", "时效钟", "风险", "元/小时", "最近事件", "新鲜度")
CHECK, CLOCK, FRESH = COLUMNS.index("check"), COLUMNS.index("clock"), COLUMNS.index("fresh")


def words(line: Line, column: int, now: datetime) -> str:
    """What a cell says."""
    match COLUMNS[column]:
        case "check":
            return ""
        case "order":
            return " ".join(part for part in line.number if part)
        case "platform":
            return line.shop
        case "clock":
            return clock_face(line, now)[1]
        case "risk":
            return BANDS.get(line.risk, ("", 0))[0]
        case "fresh":
            return age_face(line, now)[0]
        case "owner":
            return line.owner or "待认领"
        case name:
            return str(getattr(line, name))
