"""Customers of the 11月12日 as the pictures have them."""

from datetime import timedelta

from ordertower_desktop.wire.customers import (
    CustomersPage,
    Effects,
    FaceLine,
    FactorLine,
    Forgotten,
    MergeOffer,
    MergeRow,
    Question,
    StopRow,
)
from tests.desk.demo_page import NOW

HOUR = timedelta(hours=1)
FACES = [
    FaceLine("f1", "taobao", "李*", "138****5678", "杭州市 余杭区", NOW - 4 * HOUR, ["4418296014733085512"]),
    FaceLine("f2", "douyin", "小李**", "138****5678", "杭州市 余杭区", NOW - 2 * HOUR, ["6938274012177403096"]),
]


def factors(device: str = "same") -> list[FactorLine]:
    same = device == "same"
    return [
        FactorLine("收件人号 OAID", "9c1e…", "未提供", "unknown", 0),
        FactorLine("平台买家号", "未提供", "未提供", "unknown", 0),
        FactorLine("手机号", "138****5678", "138****5678", "same", 45),
        FactorLine("收货地址", "杭州市 余杭区 ***", "杭州市 余杭区 ***", "same", 30),
        FactorLine("设备指纹", "a7f3…", "a7f3…" if same else "04bd…", device, 20 if same else 0),
        FactorLine("姓名", "李*", "小李**", "differs", 0),
    ]


ROWS = [
    MergeRow("4418296014733085512", NOW - 4 * HOUR, "taobao", "旗舰店", "电饭煲", "华东仓", "待审核"),
    MergeRow("OT2511120561", NOW - 3 * HOUR, "own", "官网", "净水滤芯 ×2", "华东仓", "待打单"),
    MergeRow(
        "6938274012177403096", NOW - HOUR, "douyin", "抖音店", "破壁机", "华南仓", "待打单", ["平台规则：不可跨平台合包", "不同仓：华南仓"]
    ),
]


def offer(key: str = "o1", *, state: str = "open", name: str = "李*", score: int = 95, hours: float = 1.83, **more: object) -> MergeOffer:
    names = {"open": "可合", "blocked": "挡住了", "taken": "待合", "done": "已合", "vetoed": "已否"}
    told = {"able": 2, "saved_fen": 800, "faces": FACES, "factors": factors(), "rows": ROWS} | more
    until = NOW + timedelta(hours=hours)
    return MergeOffer(
        id=key, customer="f1", state=state, state_name=names[state], at=NOW - HOUR, until=until, name=name,
        place="杭州市 余杭区", score=score,
        **told,  # type: ignore[arg-type]
    )  # fmt: skip


QUESTION = Question("f1", "f2", 77, NOW - HOUR, FACES, factors("differs"))
STOP = StopRow(
    id="n/o", at=NOW - timedelta(seconds=16), order="6938274012044719083", before="6938274009355287340", before_at=NOW - 73 * HOUR,
    before_stage="已签收", goods="空气炸锅 5L", why="3 天前买过同款", same=["手机号", "地址", "商品"], days=3, state="waiting", took_ms=8.6,
    station="华东 2 号台", platform="douyin", before_platform="douyin", at_ordered=NOW - HOUR,
)  # fmt: skip


def past(key: str, minutes: int, state: str, said: str, who: str) -> StopRow:
    return StopRow(
        id=key, at=NOW - timedelta(minutes=minutes), order=f"69382740120{key}", before="1", before_at=NOW - 50 * HOUR, before_stage="在途",
        goods="空气炸锅 5L", why="2 天前买过同款", same=["客户", "商品"], days=2, state=state, took_ms=7.0, said=said, settled_name=who,
        settled_by="he", settled_at=NOW,
    )  # fmt: skip


HELD = [MergeRow("A1", NOW - HOUR, "taobao", "店", "电饭煲", "华东仓", "待打单", told="仓库已收"), ROWS[1]]
JUST = {"decided_at": NOW - timedelta(seconds=8), "undo_until": NOW + timedelta(seconds=52)}


def page(**more: object) -> CustomersPage:
    told = {
        "offers": [
            offer(), offer("o2", name="王**", score=97, hours=5, rows=ROWS[:2]),
            offer("o4", state="blocked", name="陈**", score=92, hours=9, able=1, saved_fen=0),
            offer("o3", state="taken", name="赵*", by="zhao", by_name="赵一鸣", act="a1", rows=HELD, **JUST),
        ],
        "questions": [QUESTION],
        "decided": [offer("o5", state="vetoed", name="周*", why="客户要求分开寄", by_name="何静", act="a2", decided_at=NOW - HOUR)],
        "stops": [STOP, past("6120", 52, "ended", "取消本单", "何静"), past("2274", 154, "passed", "给父母各一台", "林晓")],
        "effects": Effects(64, 38, 59.4, 36_800, 46, 9, 31, 4, 107_600),
        "forgotten": [Forgotten(NOW - 9 * HOUR, 126, 140, NOW - timedelta(days=760), 24)],
        "zombies": 0, "months": 24, "twin_days": 7, "window_h": 24.0, "counts": {"asked": 1},
    } | more  # fmt: skip
    return CustomersPage(**told)  # type: ignore[arg-type]


EMPTY: dict[str, object] = {
    "offers": [], "questions": [], "decided": [], "stops": [], "effects": Effects(0, 0, None, 0, 0, 0, 0, 0, 0), "forgotten": [],
}  # fmt: skip
