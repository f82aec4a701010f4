"""The floor of the pictures as rows, for tests and pictures only: same totals, same first rows."""

from datetime import UTC, timedelta

from ordertower_desktop.demo import story
from ordertower_desktop.demo.plan import LIMITS, Slot, slots
from ordertower_desktop.wire.rows import Clock, PoolRow

NOW = story.MOMENT.astimezone(UTC)
CAUSE = {
    "carrier": ("物流爆仓", "揽收运力不足"),
    "stock": ("库存不准", "华东仓缺货"),
    "gap": ("系统断层", "ERP 未收单 · 401"),
    "write_back": ("回传失败", "平台限流 · 第 3 次"),
    "audit": ("审批卡顿", "财务未核款"),
}
KIND = {"accept": ("accept_overdue", "超时未接单"), "print": ("audit_stuck", "审核卡顿"), "ship": ("ship_overdue", "出库超时")}
KIND["write_back"] = ("write_back_failed", "回传失败")
STAGE = {"accept": "TO_ACCEPT", "print": "TO_AUDIT", "ship": "TO_SHIP", "write_back": "TO_COLLECT"}
NAMES = ("赵一鸣", "林晓", "", "周凯", "", "何静", "陈雨桐", "林晓", "孙浩")
HEAD_LOSS = {"3901": 1086, "7719": 942, "6655": 760, "6554": 688, "7716": 655}


def row(place: int, slot: Slot) -> PoolRow:
    """One case of the story."""
    due, start = NOW + slot.left, NOW + slot.left - LIMITS[slot.stage]
    kind, kind_name = KIND[slot.stage]
    cause_name, detail = CAUSE[slot.cause]
    head = slot.number[-4:] in HEAD_LOSS
    clocks = [
        Clock("stage", "接单 1 时" if slot.stage == "accept" else "出库 8 时", "running", start, due),
        Clock("handling", "处理 2 时", "running", NOW - timedelta(minutes=78), NOW + timedelta(seconds=2512)),
        Clock("platform", "平台承诺 48 时", "running", start, start + timedelta(hours=48)),
    ]
    return PoolRow(
        case=f"{slot.number}#1",
        order=slot.number,
        version=1,
        state="open",
        kind=kind,
        kind_name=kind_name,
        opened_at=start,
        platform=slot.platform,
        shop=story.SHOPS[slot.platform],
        stage=STAGE[slot.stage],
        segment=slot.stage,
        cause=slot.cause,
        cause_name=cause_name,
        cause_detail=detail,
        confidence=96,
        owner=NAMES[place % len(NAMES)],
        owner_name=NAMES[place % len(NAMES)],
        due_at=due,
        started_at=start,
        clocks=clocks,
        vip="VIP 金卡" if slot.vip else "",
        title="热泵洗烘套装 等 2 件",
        amount_fen=869900 if head else 49900 + place * 10,
        loss_fen_per_hour=HEAD_LOSS[slot.number[-4:]] * 100 if head else max(1200, 61000 - place * 120),
        buyer="李*",
        phone="138****5678",
        province=slot.place[0],
        city=slot.place[1],
        district=slot.place[2],
        region=slot.region,
        category=slot.category,
        last_event="买家催单",
        last_event_at=NOW - timedelta(minutes=40),
        seen_at=NOW - timedelta(seconds=6 + place % 9),
    )


def rows() -> list[PoolRow]:
    return [row(place, slot) for place, slot in enumerate(slots(1112))]
