"""A row as ready words and shapes: made once when it is first seen, dropped when the row changes."""

from datetime import datetime

import msgspec

from ordertower_desktop.domain.stage import FACT_NAMES, STAGE_NAMES, Fact, Segment, Stage
from ordertower_desktop.domain.verb import ACTION_NAMES
from ordertower_desktop.models import text
from ordertower_desktop.wire.rows import FORESEEN, PoolRow

SEGMENT_PLACE: dict[str, int] = {segment: place for place, segment in enumerate(Segment)}
PLATFORM_NAMES = {"taobao": "天猫", "tmall": "天猫", "jd": "京东", "pdd": "拼多多", "douyin": "抖音", "kuaishou": "快手", "own": "官网"}
NEAR_S, STALE_S, LOUD_FEN = 3600, 1800, 600_00


class Line(msgspec.Struct, frozen=True):
    """What the delegates paint; only the clock and the age are worked out while painting.

    `last` is the newest event with its time, for tooltips and copies; `brief` leaves the time of another day out for the event's sake.
    """

    case: str
    number: tuple[str, str]
    platform: str
    shop: str
    stage: str
    segment: int
    kind: str
    cause: str
    owner: str
    risk: str
    loss: str
    loud: bool
    last: str
    brief: str
    due_at: datetime | None
    started_at: datetime | None
    seen_at: datetime | None
    paused_left_s: int | None
    closed_at: datetime | None
    open: bool
    done: bool
    pending: str
    taken_by: str


def line(row: PoolRow) -> Line:
    """The words of one row."""
    at, now = row.last_event_at, row.seen_at or row.opened_at
    return Line(
        case=row.case,
        number=text.grouped(row.order),
        platform=row.platform,
        shop=row.shop or PLATFORM_NAMES.get(row.platform, row.platform),
        stage=FACT_NAMES[Fact.WRITE_BACK_DUE] if row.segment == Segment.WRITE_BACK else _stage(row.stage),
        segment=SEGMENT_PLACE.get(row.segment, -1),
        kind=row.kind_name,
        cause=(row.cause_detail or row.cause_name) if row.cause else "原因未明",
        owner=row.owner_name,
        risk=row.risk,
        loss=text.hourly(row.loss_fen_per_hour) if row.loss_fen_per_hour else text.worth(0, row.veiled)[-3:],
        loud=row.loss_fen_per_hour >= LOUD_FEN,
        last=f"{text.dated(at, now)} {row.last_event}" if at else row.last_event,
        brief=f"{text.dated_briefly(at, now)} {row.last_event}" if at else row.last_event,
        due_at=row.due_at,
        started_at=row.started_at,
        seen_at=row.seen_at,
        paused_left_s=row.left_s if row.clock_state == "paused" else None,
        closed_at=row.closed_at,
        open=row.state in ("open", FORESEEN),
        done=row.clock_state == "done",
        pending=f"{ACTION_NAMES.get(row.pending, row.pending)}待发出" if row.pending else "",
        taken_by=row.owner if row.acknowledged else "",
    )


def _stage(stage: str) -> str:
    return STAGE_NAMES[Stage(stage)] if stage in Stage.__members__ else stage


def clock_face(line: Line, now: datetime) -> tuple[str, str, str, float]:
    """(shape, words, hue, share left) of the clock at `now`."""
    if not line.open or line.done:
        return _ended(line)
    if line.paused_left_s is not None:
        hours, rest = divmod(max(0, line.paused_left_s), 3600)
        return "pause", f"暂停 {hours}:{rest // 60:02}:{rest % 60:02}", "purple", _share(line, now)
    if line.due_at is None:
        return "", "未启动", "neutral", 0.0
    remaining = line.due_at - now
    seconds = remaining.total_seconds()
    if seconds <= 0:
        return "triangle", text.left(remaining), "red", 1.0
    if line.seen_at is not None and (now - line.seen_at).total_seconds() >= STALE_S:
        minutes = int(seconds) // 60
        return "estimate", f"约 剩 {minutes // 60}:{minutes % 60:02}", "neutral", _share(line, now)
    if seconds <= NEAR_S:
        return "diamond", text.left(remaining), "amber", _share(line, now)
    return "circle", text.left(remaining), "neutral", _share(line, now)


def _ended(line: Line) -> tuple[str, str, str, float]:
    """How much earlier or later than due it ended, where both are known."""
    if line.closed_at is None or line.due_at is None:
        return "check", "已结" if not line.open else "完成", "green", 1.0
    minutes = int((line.due_at - line.closed_at).total_seconds()) // 60
    word, hue = ("提前", "green") if minutes >= 0 else ("晚", "neutral")
    return "check", f"{word} {abs(minutes) // 60}:{abs(minutes) % 60:02}", hue, 1.0


def _share(line: Line, now: datetime) -> float:
    """What is left of the whole time; half where the beginning is not known."""
    if line.started_at is None or line.due_at is None or line.due_at <= line.started_at:
        return 0.5
    whole = (line.due_at - line.started_at).total_seconds()
    left = line.paused_left_s if line.paused_left_s is not None else (line.due_at - now).total_seconds()
    return min(1.0, max(0.02, left / whole))


def age_face(line: Line, now: datetime) -> tuple[str, str]:
    """(words, hue) of how old the news about this order is."""
    if line.seen_at is None:
        return "—", "neutral"
    age = now - line.seen_at
    return text.spoken(age), "green" if age.total_seconds() < STALE_S else "amber"
