"""The floor of the pictures as rows, for tests and pictures only: same totals, same first rows."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import NamedTuple

import msgspec

from ordertower_desktop.demo import story
from ordertower_desktop.demo.plan import LIMITS, Slot, slots
from ordertower_desktop.wire.rows import Clock, PoolRow

NOW = story.MOMENT.astimezone(UTC)
ME = "李婷"
PROMISES, MINE, CLOSED, WORTH_FEN = 94, 18, 512, 5_318_000_00
SOON = timedelta(hours=2)
CAUSE = {
    "carrier": ("物流爆仓", "揽收运力不足"),
    "stock": ("库存不准", "华东仓缺货"),
    "gap": ("系统断层", "ERP 未收单 · 401"),
    "write_back": ("回传失败", "平台限流 · 第 1 次"),
    "audit": ("审批卡顿", "财务未核款"),
}
KIND = {
    "accept": ("accept_overdue", "超时未接单"),
    "print": ("audit_stuck", "审核卡顿"),
    "ship": ("ship_overdue", "出库超时"),
    "write_back": ("write_back_failed", "回传失败"),
}
STAGE = {"accept": "TO_ACCEPT", "print": "TO_AUDIT", "ship": "TO_SHIP", "write_back": "TO_COLLECT"}
NAMES = ("赵一鸣", "林晓", "周凯", "何静", "陈雨桐", "孙浩", "刘思远", "吴桐")


class First(NamedTuple):
    """A row as it stands in the picture; an empty kind or detail is the usual one of its cause."""

    number: str
    platform: str
    cause: str
    left: timedelta
    owner: str
    loss: int
    last: str
    age_s: int
    kind: str = ""
    detail: str = ""


def left(words: str) -> timedelta:
    """-2:29:03."""
    hours, minutes, seconds = (int(part) for part in words.lstrip("-").split(":"))
    return timedelta(hours=hours, minutes=minutes, seconds=seconds) * (-1 if words.startswith("-") else 1)


FIRST = (
    First("4418296013577823901", "taobao", "gap", left("-2:29:03"), "赵一鸣", 1086, "13:52 买家催单", 6),
    First("306188427719", "jd", "stock", left("-1:05:20"), "林晓", 942, "14:11 拣货失败", 11),
    First("251112483029176655", "pdd", "gap", left("-0:48:37"), "", 760, "13:42 支付成功", 9),
    First("6938274011582936554", "douyin", "carrier", left("-0:31:12"), "周凯", 688, "13:58 打包完成", 7),
    First("4418296014109257716", "taobao", "gap", left("-0:12:44"), "", 655, "10:19 支付成功", 6),
    First("OT2511120482", "own", "audit", left("0:04:51"), "何静", 610, "12:20 转财务", 4),
    First("306188512046", "jd", "audit", left("0:18:06"), "陈雨桐", 574, "11:36 金额复核", 11, detail="大额待复核"),
    First("6938274012044719083", "douyin", "stock", left("0:27:30"), "林晓", 533, "13:20 缺货上报", 7),
    First("4418296013955206148", "taobao", "write_back", left("0:42:18"), "孙浩", 498, "14:15 第 3 次重试", 6, detail="平台限流 · 第 3 次"),
    First("251112483100437721", "pdd", "stock", left("3:20:00"), "何静", 431, "13:47 改地址", 9, "改址 3 次", "等客户确认地址"),
    First("4418296013388062275", "taobao", "gap", left("1:12:40"), "", 420, "14:02 标签冲突", 6, "数据冲突", "VIP 未享优先"),
    First("306188395518", "jd", "write_back", left("1:36:22"), "刘思远", 397, "12:51 面单异常", 11, "无物流轨迹", "空运单号"),
    First("6938274011866520197", "douyin", "carrier", left("2:05:00"), "周凯", 366, "13:33 等待揽收", 7),
    First("OT2511120517", "own", "carrier", left("2:41:15"), "吴桐", 318, "13:05 拆单", 4, detail="预售拆单待合"),
    First("251112482988361102", "pdd", "write_back", left("3:02:48"), "孙浩", 287, "14:26 首次失败", 9),
    First("4418296012844719930", "taobao", "stock", left("3:30:09"), "林晓", 264, "12:40 盘点差异", 180, "库存不准", "WMS 与 ERP 差 6 件"),
    First("306188409927", "jd", "gap", left("3:44:57"), "", 251, "14:17 支付成功", 11),
    First("6938274010933047761", "douyin", "write_back", left("4:10:33"), "刘思远", 233, "11:59 已出库", 2760, "揽收超时", "中转站爆仓"),
)
FIRST_FEN = (869900, 129900, 189900, 89900, 179900)


def rows() -> list[PoolRow]:
    """2,134 open ones, the first as drawn, and what was closed today."""
    made = list(_open())
    rest = WORTH_FEN - sum(FIRST_FEN)
    each, over = divmod(rest, len(made) - len(FIRST_FEN))
    fens = [*FIRST_FEN, *(each + (1 if place < over else 0) for place in range(len(made) - len(FIRST_FEN)))]
    return [*(_with(row, amount_fen=fen) for row, fen in zip(made, fens, strict=True)), *_closed()]


def _open() -> Iterator[PoolRow]:
    waiting = list(slots(1112))
    taken = [_take(waiting, first) for first in FIRST]
    for slot, first in zip(taken, FIRST, strict=True):
        yield _drawn(slot, first)
    nobody = story.UNCLAIMED - sum(not first.owner for first in FIRST)
    calm = [place for place, slot in enumerate(waiting) if slot.left > SOON]
    near = set(calm[:PROMISES])
    vips = {slot.number for slot in sorted(waiting, key=lambda slot: not slot.vip)[: story.VIPS - 1]}
    for place, slot in enumerate(waiting):
        owner = "" if place < nobody else ME if place < nobody + MINE else NAMES[place % len(NAMES)]
        vip = "VIP 金卡" if slot.number in vips else ""
        promise = timedelta(minutes=130 + place % 100) if place in near else timedelta(hours=20 + place % 24)
        yield _row(slot, owner=owner, vip=vip, loss=max(6, 232 - place // 10), promise=promise, age_s=6 + place % 9)


def _take(waiting: list[Slot], first: First) -> Slot:
    """The slot whose place a drawn row takes: same platform and cause, and overdue, soon or later as it is."""
    fits = [s for s in waiting if (s.platform, s.cause) == (first.platform, first.cause) and _class(s.left) == _class(first.left)]
    found = min(fits, key=lambda slot: slot.number != first.number)
    waiting.remove(found)
    return found


def _class(remaining: timedelta) -> str:
    return "over" if remaining <= timedelta() else "soon" if remaining <= SOON else "later"


def _drawn(slot: Slot, first: First) -> PoolRow:
    made = _row(slot, owner=first.owner, vip="", loss=first.loss, promise=timedelta(hours=43, minutes=45, seconds=57), age_s=first.age_s)
    hour, minute = (int(part) for part in first.last[:5].split(":"))
    due = NOW + first.left
    changes: dict[str, object] = {
        "case": f"{first.number}#1",
        "order": first.number,
        "due_at": due,
        "kind_name": first.kind or made.kind_name,
        "cause_detail": first.detail or made.cause_detail,
        "last_event": first.last[6:],
        "last_event_at": story.MOMENT.replace(hour=hour, minute=minute, second=0).astimezone(UTC),
        "vip": "VIP 金卡" if first is FIRST[0] else "",
    }
    if first.detail == "等客户确认地址":
        changes |= {"clock_state": "paused", "left_s": 12000}
    if first is FIRST[0]:
        changes |= {"province": "浙江", "city": "杭州", "district": "余杭区", "title": "热泵洗烘套装 等 2 件"}
        changes["clocks"] = [Clock("stage", "接单 1 时", "running", due - timedelta(hours=1), due), *made.clocks[1:]]
    return _with(made, **changes)


def _row(slot: Slot, *, owner: str, vip: str, loss: int, promise: timedelta, age_s: int) -> PoolRow:
    due, start = NOW + slot.left, NOW + slot.left - LIMITS[slot.stage]
    kind, kind_name = KIND[slot.stage]
    cause_name, detail = CAUSE[slot.cause]
    clocks = [
        Clock("stage", f"{kind_name[:2]} {LIMITS[slot.stage] // timedelta(hours=1)} 时", "running", start, due),
        Clock("step", "步骤 3/5", "running", NOW - timedelta(minutes=15), NOW + timedelta(seconds=1398)),
        Clock("handling", "处理 2 时", "running", NOW - timedelta(minutes=40), NOW + timedelta(seconds=2512)),
        Clock("platform", "平台 48 时", "running", NOW + promise - timedelta(hours=48), NOW + promise),
    ]
    return PoolRow(
        case=f"{slot.number}#1", order=slot.number, version=1, state="open", kind=kind, kind_name=kind_name, opened_at=start,
        platform=slot.platform, shop=story.SHOPS[slot.platform], stage=STAGE[slot.stage], segment=slot.stage, cause=slot.cause,
        cause_name=cause_name, cause_detail=detail, confidence=96, owner=owner, owner_name=owner, due_at=due, started_at=start,
        clocks=clocks, vip=vip, title="热泵洗烘套装", loss_fen_per_hour=loss * 100, buyer="李*", phone="138****5678",
        province=slot.place[0], city=slot.place[1], district=slot.place[2], region=slot.region, category=slot.category,
        warehouse="华东仓", last_event="支付成功", last_event_at=start, seen_at=NOW - timedelta(seconds=age_s),
        created_at=start - timedelta(minutes=3), paid_at=start,
    )  # fmt: skip


def _closed() -> Iterator[PoolRow]:
    for place, slot in enumerate(slots(7)[:CLOSED]):
        at = NOW - timedelta(minutes=place % 300)
        row = _row(slot, owner=NAMES[place % len(NAMES)], vip="", loss=0, promise=timedelta(hours=30), age_s=9)
        yield _with(row, case=f"closed{place}", state="resolved", closed_at=at, due_at=at + timedelta(minutes=42), amount_fen=9900)


def _with(row: PoolRow, **changes: object) -> PoolRow:
    return msgspec.structs.replace(row, **changes)
