"""The board of the pictures, counted by the product's own functions from the rows of the story; for tests and pictures only."""

from dataclasses import replace
from datetime import timedelta

from ordertower_desktop.demo import story
from ordertower_desktop.domain import tally
from ordertower_desktop.domain.board import Board, Broken, Decision, Point
from ordertower_desktop.domain.tally import Line, Shift
from ordertower_desktop.wire.rows import SourceRow
from tests.desk.demo_rows import NOW, rows

NAMES = {"taobao": "天猫", "jd": "京东", "douyin": "抖音", "pdd": "拼多多", "own": "官网"}
SEGMENTS = {"accept": "待接单", "print": "待打单", "ship": "待出库", "write_back": "待回传"}


def lines() -> list[Line]:
    return [
        Line(
            case=row.case,
            order=row.order,
            platform=NAMES[row.platform],
            region=row.region,
            province=row.province,
            category=row.category,
            stage=SEGMENTS[row.segment],
            segment=row.segment,
            cause=row.cause_detail,
            owner=row.owner,
            owner_name=row.owner_name,
            due_at=row.due_at,
            entered_at=row.started_at,
            loss_fen_per_hour=row.loss_fen_per_hour,
            vip=bool(row.vip),
        )
        for row in rows()
    ]


def broken() -> list[Broken]:
    """A shop that is left alone, and a carrier that is being tried."""
    told, since = "出库照常，206 单等着回传，平台上还看不到运单", NOW - timedelta(minutes=22)
    tracks = "物流轨迹停在 14:20，揽收和在途按旧轨迹看"
    return [
        Broken("pdd", "拼多多旗舰店", "回传", "open", since, "连续失败", told, NOW + timedelta(minutes=3)),
        Broken("kuaidi100", "快递100", "轨迹", "half", NOW - timedelta(minutes=12), "没有回答", tracks),
    ]


def board() -> Board:
    made = lines()
    trend = [Point(NOW - timedelta(minutes=15 * m), max(120, story.OPEN + 22 * m - (m * m) // 2)) for m in range(70, -1, -1)]
    shifts = [
        Shift(key, name, 50, "on", story.CLOSED_TODAY.get(key, 0), story.CLOSED_TODAY.get(key, 0) * 3 // 2) for key, name, *_ in story.STAFF
    ]
    people = [
        replace(p, open=story.IN_HAND.get(p.id, 0), overdue=story.IN_HAND.get(p.id, 0) // 2) for p in tally.people([], shifts, now=NOW)
    ]
    return Board(
        at=NOW,
        open=len(made),
        overdue=sum(tally.overdue(line, NOW) for line in made),
        due_2h=tally.due_soon(made, NOW),
        breached_today=story.OVERDUE,
        level=2,
        level_name="二级",
        vip_open=story.VIPS,
        unowned=story.UNCLAIMED,
        oldest_due_at=min(line.due_at for line in made if line.due_at),
        next_due_at=min(line.due_at for line in made if line.due_at and line.due_at > NOW),
        forecast_level=3,
        forecast_at=NOW + timedelta(minutes=74),
        breach_rate_per_h=12,
        to_next_level=15,
        net_per_h=story.NET_PER_HOUR,
        cohort=story.OPEN + story.CLEARED,
        cleared=story.CLEARED,
        cleared_auto=story.CLEARED_BY_RULE,
        closed_today=512,
        swift=11_482,
        ripe=11_846,
        clear_at=NOW.replace(minute=0, second=0) + timedelta(hours=25),
        clear_band_s=3600,
        clear_more_people=2,
        clear_at_more=NOW.replace(minute=10, second=0) + timedelta(hours=22),
        platforms=tally.shares(made, lambda line: line.platform, now=NOW, names={}),
        regions=tally.shares(made, lambda line: line.region, now=NOW, names={}),
        causes=tally.shares(made, lambda line: line.cause, now=NOW, names={}),
        stages=tally.stages(made, now=NOW),
        people=[p for p in people if p.open or p.closed],
        overdue_list=tally.longest_overdue(made, now=NOW),
        heat=tally.heat(made, now=NOW),
        trend=trend,
        decisions=[
            Decision("coupon", "批准补偿券 ¥30 × 186 单", "合计 ¥5,580", "批准"),
            Decision("vip", "VIP 4 位电话未接通", "何静请示", "改派"),
        ],
    )


def sources() -> list[SourceRow]:
    made = [SourceRow(key, name, "platform", "fresh", 30, NOW - timedelta(seconds=6 + i)) for i, (key, name) in enumerate(NAMES.items())]
    made.append(SourceRow("erp", "ERP", "erp", "refused", 900, story.SILENT_SINCE, story.SILENT_SINCE, "401", "白名单失效"))
    made += [
        SourceRow(key, name, key, "fresh", 900, NOW - timedelta(minutes=m))
        for key, name, m in (("wms", "WMS", 3), ("carrier", "物流", 8), ("crm", "CRM", 6))
    ]
    return made
