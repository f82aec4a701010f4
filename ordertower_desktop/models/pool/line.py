"""A row as ready words and shapes: made once when it is first seen, dropped when the row changes."""

from dataclasses import dataclass
from datetime import datetime

from ordertower_desktop.domain.stage import SEGMENT_NAMES, STAGE_NAMES, Segment, Stage
from ordertower_desktop.models import text
from ordertower_desktop.wire.rows import PoolRow

SEGMENT_PLACE = {segment: place for place, segment in enumerate(Segment)}
PLATFORM_NAMES = {"taobao": "天猫", "tmall": "天猫", "jd": "京东", "pdd": "拼多多", "douyin": "抖音", "kuaishou": "快手", "own": "官网"}
NEAR_S = 3600


@dataclass(frozen=True, slots=True)
class Line:
    """What the delegates paint; only the clock and the age are worked out while painting."""

    case: str
    number: tuple[str, str]
    platform: str
    shop: str
    stage: str
    segment: int
    kind: str
    cause: str
    owner: str
    loss: str
    last: str
    due_at: datetime | None
    started_at: datetime | None
    seen_at: datetime | None
    paused_left_s: int | None
    open: bool
    done: bool
    pending: str
    taken: bool
    amount_fen: int


def line(row: PoolRow) -> Line:
    """The words of one row."""
    last = f"{text.dated(row.last_event_at, row.seen_at or row.opened_at)} {row.last_event}" if row.last_event_at else row.last_event
    cause = " · ".join(part for part in (row.cause_name, row.cause_detail) if part) if not row.cause_detail else row.cause_detail
    return Line(
        case=row.case,
        number=text.grouped(row.order),
        platform=row.platform,
        shop=row.shop or PLATFORM_NAMES.get(row.platform, row.platform),
        stage=SEGMENT_NAMES.get(Segment(row.segment), "") if row.segment in SEGMENT_PLACE else _stage(row.stage),
        segment=SEGMENT_PLACE.get(Segment(row.segment), -1) if row.segment in SEGMENT_PLACE else -1,
        kind=row.kind_name,
        cause=cause or "原因未明",
        owner=row.owner_name,
        loss=text.hourly(row.loss_fen_per_hour) if row.loss_fen_per_hour else "",
        last=last,
        due_at=row.due_at,
        started_at=row.started_at,
        seen_at=row.seen_at,
        paused_left_s=row.left_s if row.clock_state == "paused" else None,
        open=row.state == "open",
        done=row.clock_state == "done",
        pending=row.pending,
        taken=row.acknowledged,
        amount_fen=row.amount_fen,
    )


def _stage(stage: str) -> str:
    return STAGE_NAMES[Stage(stage)] if stage in Stage.__members__ else stage


def clock_face(line: Line, now: datetime) -> tuple[str, str, str, float]:
    """(shape, words, hue, used share) of the clock at `now`."""
    if not line.open or line.done:
        return "check", "已结" if not line.open else "完成", "neutral", 1.0
    if line.paused_left_s is not None:
        hours, rest = divmod(max(0, line.paused_left_s), 3600)
        return "pause", f"暂停 {hours}:{rest // 60:02}:{rest % 60:02}", "purple", _share(line, now)
    if line.due_at is None:
        return "circle", "未计时", "neutral", 0.0
    remaining = line.due_at - now
    seconds = remaining.total_seconds()
    if seconds <= 0:
        return "triangle", text.left(remaining), "red", 1.0
    if seconds <= NEAR_S:
        return "diamond", text.left(remaining), "amber", _share(line, now)
    return "circle", text.left(remaining), "neutral", _share(line, now)


def _share(line: Line, now: datetime) -> float:
    if line.started_at is None or line.due_at is None or line.due_at <= line.started_at:
        return 0.5
    return min(1.0, max(0.02, (now - line.started_at) / (line.due_at - line.started_at)))


def age_face(line: Line, now: datetime) -> tuple[str, str]:
    """(words, hue) of how old the news about this order is."""
    if line.seen_at is None:
        return "—", "neutral"
    age = now - line.seen_at
    return text.spoken(age), "green" if age.total_seconds() < 1800 else "amber"
