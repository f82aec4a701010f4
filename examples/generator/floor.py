"""The invented orders: what is true of each, whatever a file says about it."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8))
NOW = datetime(2025, 11, 12, 14, 32, 8, tzinfo=SHANGHAI)

GOODS = [
    ("热泵洗烘套装", "WD-100H", 869900),
    ("对开门冰箱 501L", "BCD-501", 459900),
    ("变频空调 1.5匹", "KFR-35", 299900),
    ("扫地机器人 X2", "RBT-X2", 249900),
    ("空气炸锅 5L", "AF-50", 39900),
    ("破壁机", "PB-09", 59900),
    ("电热水壶", "KT-17", 12900),
    ("蒸汽挂烫机", "ST-30", 32900),
    ("加湿器", "HM-08", 19900),
    ("护眼台灯", "LP-21", 26900),
]
PLACES = [
    ("浙江省", "杭州市", "余杭区"),
    ("上海市", "上海市", "浦东新区"),
    ("江苏省", "苏州市", "吴中区"),
    ("广东省", "佛山市", "顺德区"),
    ("四川省", "成都市", "武侯区"),
    ("北京市", "北京市", "朝阳区"),
    ("湖北省", "武汉市", "洪山区"),
    ("安徽省", "合肥市", "蜀山区"),
    ("福建省", "厦门市", "思明区"),
    ("山东省", "青岛市", "市南区"),
    ("河北省", "石家庄市", "长安区"),
    ("辽宁省", "沈阳市", "和平区"),
    ("湖南省", "长沙市", "岳麓区"),
    ("陕西省", "西安市", "雁塔区"),
    ("广西壮族自治区", "南宁市", "青秀区"),
    ("内蒙古自治区", "包头市", "昆都仑区"),
]
FAMILY, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超"
CARRIERS = [("顺丰速运", "SF"), ("中通快递", "78"), ("圆通速递", "YT"), ("京东物流", "JDV")]
UNPAID, TO_SHIP, SHIPPED, SIGNED, CANCELLED, REFUNDING = "unpaid", "to_ship", "shipped", "signed", "cancelled", "refunding"
_LOTS = [UNPAID] * 2 + [TO_SHIP] * 10 + [SHIPPED] * 4 + [SIGNED] * 2 + [CANCELLED] + [REFUNDING]


@dataclass
class Line:
    """One good of an order."""

    title: str
    sku: str
    price_fen: int
    count: int


@dataclass
class Order:
    """An order as it really is."""

    id: str
    platform: str
    shop: str
    state: str
    created: datetime
    paid: datetime | None
    shipped: datetime | None
    signed: datetime | None
    lines: list[Line]
    receiver: str
    phone: str
    place: tuple[str, str, str]
    carrier: str = ""
    waybill: str = ""
    note: str = ""
    faults: set[str] = field(default_factory=set)

    @property
    def amount_fen(self) -> int:
        return sum(line.price_fen * line.count for line in self.lines)

    @property
    def items(self) -> int:
        return sum(line.count for line in self.lines)

    @property
    def title(self) -> str:
        return self.lines[0].title if len(self.lines) == 1 else f"{self.lines[0].title} 等 {self.items} 件"

    @property
    def late(self) -> bool:
        """Paid at least 24 hours before NOW and still to be shipped."""
        return self.state == TO_SHIP and self.waits_since_yesterday

    @property
    def waits_since_yesterday(self) -> bool:
        """As `late`, in the eyes of a system that knows of no refund."""
        return self.state in (TO_SHIP, REFUNDING) and self.paid is not None and self.paid <= NOW - timedelta(hours=24)


def orders(dice: random.Random, platform: str, shop: str, count: int) -> list[Order]:
    """`count` orders of the last four days, oldest first."""
    spans = sorted((dice.randrange(600, 96 * 3600) for _ in range(count)), reverse=True)
    return [_order(dice, platform, shop, NOW - timedelta(seconds=span)) for span in spans]


def _order(dice: random.Random, platform: str, shop: str, created: datetime) -> Order:
    state = dice.choice(_LOTS)
    paid = created + timedelta(seconds=dice.randrange(20, 300)) if state not in (UNPAID, CANCELLED) else None
    shipped = paid + _part(dice, NOW - paid) if paid and state in (SHIPPED, SIGNED) else None
    signed = shipped + _part(dice, NOW - shipped) if shipped and state == SIGNED else None
    goods = dice.sample(GOODS, dice.choice([1, 1, 1, 2, 2, 3]))
    order = Order(
        order_id(dice, platform, created),
        platform,
        shop,
        state,
        created,
        paid,
        shipped,
        signed,
        [Line(*good, dice.choice([1, 1, 1, 2])) for good in goods],
        dice.choice(FAMILY) + "".join(dice.choices(GIVEN, k=dice.choice([1, 2]))),
        f"1{dice.choice('3578')}{dice.randrange(10**8, 10**9)}",
        dice.choice(PLACES),
        note=dice.choice(["", "", "", "加急", "改地址", "送装一体"]),
    )
    if shipped:
        order.carrier, mark = dice.choice(CARRIERS)
        order.waybill = f"{mark}{dice.randrange(10**11, 10**12)}"
    return order


def _part(dice: random.Random, whole: timedelta) -> timedelta:
    return timedelta(seconds=int(whole.total_seconds() * dice.uniform(0.2, 0.9)))


def order_id(dice: random.Random, platform: str, created: datetime) -> str:
    """A number shaped as the platform shapes its own; none ends in zeros."""
    match platform:
        case "jd":
            return f"30618{dice.randrange(10**6, 10**7)}{dice.randrange(1, 10)}"
        case "pdd":
            return f"{created:%y%m%d}-{dice.randrange(10**14, 10**15)}"
        case "douyin":
            return f"69382740{dice.randrange(10**10, 10**11)}"
        case _:
            return f"4418296{dice.randrange(10**10, 10**11)}{dice.randrange(1, 10)}"
