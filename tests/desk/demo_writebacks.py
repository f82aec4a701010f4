"""Write-backs to look at and to test with: an afternoon on which one platform throttles."""

from datetime import datetime, timedelta
from typing import Any

from ordertower_desktop.wire.writebacks import WriteBackLine, WriteBackShop, WriteBackSummary, WriteBackTry
from tests.desk.demo_page import NOW

NAMES = {"taobao": "天猫旗舰店", "pdd": "拼多多旗舰店", "douyin": "抖音直播间", "jd": "京东 POP 店"}

THROTTLED = "拼多多旗舰店 限流（52101，当前接口被限流，请稍后重试），60 秒后再取"
NO_CODE = "物流公司“蜗牛快递”在京东没有编码，请在 carriers 编码表里登记后重新回传"
UNHEARD = "天猫旗舰店 没有回答，稍后再试（可能已收到，先查再发）"
REHEARSED = "演练：会发出 jingdong.pop.order.shipment orderId = 306188395990，logiCoprId = 463，logiNo = YT6188395990123"


def before(**span: float) -> datetime:
    return NOW - timedelta(**span)


def after(**span: float) -> datetime:
    return NOW + timedelta(**span)


def shop(key: str, waiting: int, retrying: int, handed: int, **more: object) -> WriteBackShop:
    told: dict[str, Any] = {"mode": "on", "waiting": waiting, "retrying": retrying, "handed": handed, **more}
    return WriteBackShop(key, NAMES[key], **told)


def summary(*, stopped: str = "") -> WriteBackSummary:
    """`stopped` is why."""
    shops = [
        shop("taobao", 13, 28, 6, deepest=2, next_at=after(minutes=4), timely=0.991),
        shop("jd", 12, 0, 0, mode="dry", timely=None),
        shop("pdd", 4, 171, 31, deepest=6, next_at=after(minutes=2), timely=0.902, breaker="open", breaker_until=after(minutes=3)),
        shop("douyin", 86, 19, 0, deepest=2, next_at=after(minutes=9), timely=0.998, breaker="half"),
    ]
    if not stopped:
        return WriteBackSummary(NOW, shops, 0.971)
    return WriteBackSummary(NOW, shops, 0.971, stopped=True, stopped_by="李婷", stopped_at=before(minutes=6), stopped_why=stopped)


def line(key: str, order: str, state: str, name: str, *, used: int, why: str, ago: float = 9, repeat: bool = False) -> WriteBackLine:
    waybill = f"YT{order[-10:]}123"
    out = before(minutes=ago + 15 * max(0, used - 1))
    log = [WriteBackTry(out + timedelta(minutes=15 * n), "send", "refused", why, repeat and n + 1 == used) for n in range(used)]
    return WriteBackLine(
        f"{key}/{order}/{waybill}", key, NAMES[key], order, waybill, state, name, out, before(minutes=ago), carrier="圆通", tries=used,
        why=why, next_at=before(minutes=ago) + timedelta(minutes=15) if state == "pending" and used else None,
        done_at=before(minutes=ago) if state == "done" else None, log=log,
    )  # fmt: skip


def lines() -> list[WriteBackLine]:
    return [
        line("pdd", "251112482988361102", "given_up", "6 次未成", used=6, why=THROTTLED),
        line("taobao", "4418296013955206148", "person", "要人处理", used=1, why="平台上已是另一个运单 ZT7712904418823", ago=21),
        line("douyin", "6938274010933047761", "person", "要人处理", used=0, why="平台显示退款中，请先处理退款", ago=26),
        line("jd", "306188395518", "person", "要人处理", used=1, why=NO_CODE, ago=31),
        line("pdd", "251112482988361204", "pending", "待回传", used=3, why=THROTTLED, ago=7),
        line("taobao", "4418296013955207719", "pending", "待回传", used=2, why=UNHEARD, ago=3, repeat=True),
        line("douyin", "6938274010933049923", "sending", "回传中", used=1, why="", ago=0.1),
        line("jd", "306188395990", "dry", "演练", used=0, why=REHEARSED),
        line("taobao", "4418296013955206554", "done", "已回传", used=1, why="平台已收下", ago=12),
        line("pdd", "251112482988361305", "done", "已回传", used=2, why="平台已有这个运单号", ago=40),
        line("douyin", "6938274010933050031", "cancelled", "不必回传", used=0, why="运单号已改为 YT0933050031555", ago=52),
    ]  # fmt: skip
