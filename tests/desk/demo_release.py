"""A release page to look at and to test with: an afternoon with the pre-audit switched on."""

from datetime import datetime, timedelta
from typing import Any

from ordertower_desktop.wire.preaudit import AuditLine, ClauseLine, PreAuditPage, Share, Stopper
from ordertower_desktop.wire.warehouse import CommandJob, CommandPlan, Part, Receipt
from tests.desk.demo_page import NOW

SETTINGS = {
    "state": "on", "address": "on", "most_yuan": 500.0, "payments": ["微信", "支付宝"], "trust_days": 30, "platform_money": False,
    "sample": 0.02, "limit": 0.05, "window": 200, "key": "0123456789abcdef",
}  # fmt: skip
NAMES = (
    ("amount", "金额不超过 500 元"), ("mainland", "寄往中国大陆"), ("payment", "微信、支付宝支付"), ("money", "到账已核对"),
    ("trust", "30 天内无退货"), ("odd", "非 VIP、无挂起、无异常"),
)  # fmt: skip
FINE = {
    "amount": "199.00 元", "mainland": "浙江省", "payment": "支付宝", "money": "支付记录：已到账", "trust": "没有退货", "odd": "没有",
}  # fmt: skip


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def line(order: str, against: dict[str, str] | None = None, *, address: str = "", **told: Any) -> AuditLine:
    said = FINE | (against or {})
    clauses = [ClauseLine(key, name, key not in (against or {}), said[key]) for key, name in NAMES]
    shown: dict[str, Any] = {
        "platform": "taobao", "shop": "天猫旗舰店", "amount_fen": 19_900, "place": "浙江 杭州市 余杭区", "state": "on", "address": address,
        "clauses": clauses, "paid_at": ago(told.pop("minutes", 38)),
    }  # fmt: skip
    return AuditLine(order, NOW, not against, **(shown | told))


def receipt(
    order: str, command: str, name: str, state: str, word: str, *, why: str = "", by: str = "自动", minutes: float = 3, back: str = ""
) -> Receipt:
    job, who = "auto:release:1", "" if by == "自动" else "li"
    times, house = (ago(minutes), ago(minutes + 1)), ("wms", "一号仓 WMS")
    return Receipt(f"{job}/{order}", job, order, command, name, state, word, *times, *house, who, by, why, back=back)


HAND = [
    line("4418296013955206148", {"amount": "1,299.00 元"}, amount_fen=129_900, minutes=96),
    line("251112482988361204", {"money": "没有到账记录"}, shop="拼多多旗舰店", place="广东 广州市 天河区", minutes=71, amount_fen=8_800),
    line("6938274010933047761", {"trust": "2 次退货", "odd": "VIP"}, shop="抖音直播间", place="四川 成都市 武侯区", minutes=55),
    line("306188395518", {"mainland": "香港特别行政区"}, shop="京东 POP 店", place="香港 九龙城区", minutes=42, amount_fen=45_900),
    line("4418296013955207719", {"money": "没有到账记录"}, minutes=21,
         receipt=receipt("4418296013955207719", "release", "放行", "refused", "仓库没收", why="缺货，不能放行", by="李婷")),
    line("251112482988361305", {"odd": "未结异常：改址/地址异常"}, shop="拼多多旗舰店", minutes=12),
]  # fmt: skip
SAMPLED = [line("6938274010933049923", sampled=True, shop="抖音直播间", minutes=9), line("306188395990", sampled=True, minutes=4)]
ADDRESS = [
    line("4418296013955206554", {"odd": "地址只有省份，缺城市和区县"}, place="浙江", address="地址只有省份，缺城市和区县", minutes=33,
         receipt=receipt("4418296013955206554", "hold", "暂停打单", "accepted", "仓库已收", why="仓库已收下暂停打单")),
    line("251112482988361102", {"odd": "平台报地址问题：门牌缺失"}, address="平台报地址问题：门牌缺失", minutes=17),
]  # fmt: skip
LISTS = {"hand": HAND, "sampled": SAMPLED, "address": ADDRESS, "pass": [line("6938274010933050031", minutes=6)]}
RECEIPTS = [
    receipt("6938274010933049924", "release", "放行", "accepted", "仓库已收", why="仓库已收下放行", back="intercept"),
    receipt("306188395991", "release", "放行", "unknown", "待回读", why="一号仓 WMS 没有回答（可能已收到，先查再发）", minutes=1),
    receipt("4418296013955206555", "hold", "暂停打单", "accepted", "仓库已收", why="仓库已收下暂停打单", back="resume", minutes=9),
    receipt("251112482988361103", "urgent", "急单单打", "queued", "排队", by="赵一鸣", minutes=0.3),
    receipt("6938274010933047762", "release", "放行", "refused", "仓库没收", why="缺货，不能放行", minutes=14),
    receipt("306188395519", "intercept", "拦截", "accepted", "仓库已收", why="仓库已收下拦截", by="李婷", minutes=26),
]


def page(
    what: str = "hand", *, why: str = "影子跑了三天没有判错", state: str = "on", houses: tuple[str, ...] = ("一号仓 WMS",)
) -> PreAuditPage:
    waiting = {"hand": 214, "pass": 31, "sampled": 2, "address": 2}
    return PreAuditPage(
        NOW, state, "on", 7, "李婷", ago(400), why, SETTINGS | {"state": state}, list(houses), waiting,
        Share(8_431, 9_902, "近 7 天：预审放行的单 ÷ 审完的全部单", 0.8), Share(1_760, 1_872, "近 7 天：自己恢复的异常 ÷ 了结的全部异常"),
        Share(3, 168, "本版启用以来：抽检判错的单 ÷ 抽检过的单", 0.05), 88.4, 3.2, "近 7 天：审完时间减付款时间，全部单的平均",
        [Stopper("到账已核对", 121), Stopper("金额不超过 500 元", 64), Stopper("30 天内无退货", 18)], LISTS[what],
    )  # fmt: skip


def job(**changed: object) -> CommandJob:
    told: dict[str, object] = {
        "total": 214, "queued": 31, "accepted": 180, "refused": 3, "undo_until": NOW + timedelta(seconds=42), "by": "li", "by_name": "李婷",
    }  # fmt: skip
    return CommandJob("wave", "release", "放行", ago(0.3), **(told | changed))  # type: ignore[arg-type]


def plan() -> CommandPlan:
    able = [str(number) for number in range(198)]
    return CommandPlan(
        "release", "放行", 214, able, 3_912_400, [Part("退款中", ["a", "b", "c"]), Part("上一条指令还没有回执：放行", ["d", "e"])],
        [Part("VIP 订单", [f"v{n}" for n in range(8)]), Part("金额不低于 5,000 元", ["x", "y", "z"])],
    )  # fmt: skip
