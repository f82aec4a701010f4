"""The 11月12日 of the pictures as numbers: how many orders stand where at 14:32:08, and how late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
MOMENT = datetime(2025, 11, 12, 14, 32, 8, tzinfo=ZONE)
SILENT_SINCE = datetime(2025, 11, 12, 9, 42, tzinfo=ZONE)


@dataclass(frozen=True, slots=True)
class Count:
    """Open cases and how many of them are overdue."""

    open: int
    overdue: int


CAUSES: Mapping[str, int] = MappingProxyType({"carrier": 702, "stock": 468, "gap": 386, "write_back": 364, "audit": 214})
STAGES: Mapping[str, Count] = MappingProxyType(
    {"accept": Count(386, 71), "print": Count(214, 18), "ship": Count(1170, 74), "write_back": Count(364, 23)}
)
STAGE_OF_CAUSE: Mapping[str, str] = MappingProxyType(
    {"carrier": "ship", "stock": "ship", "gap": "accept", "write_back": "write_back", "audit": "print"}
)
PLATFORMS: Mapping[str, Count] = MappingProxyType(
    {
        "taobao": Count(768, 74),
        "jd": Count(462, 38),
        "douyin": Count(421, 36),
        "pdd": Count(395, 33),
        "own": Count(88, 5),
    }
)
REGIONS: Mapping[str, Count] = MappingProxyType(
    {
        "华东": Count(736, 82),
        "华南": Count(357, 30),
        "华北": Count(353, 31),
        "华中": Count(254, 18),
        "西南": Count(234, 14),
        "东北西北": Count(200, 11),
    }
)
CATEGORIES = ("空调", "冰箱", "洗护", "厨电", "小家电")
HEAT: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "华东": (168, 116, 306, 84, 62),
        "华南": (86, 64, 118, 58, 31),
        "华北": (142, 88, 61, 40, 22),
        "华中": (97, 55, 48, 36, 18),
        "西南": (120, 42, 33, 27, 12),
        "东北西北": (62, 48, 41, 30, 19),
    }
)
DUE_SOON, VIPS, UNCLAIMED = 132, 37, 386
OPEN = sum(CAUSES.values())
OVERDUE = sum(count.overdue for count in STAGES.values())
CLEARED, CLEARED_BY_RULE = 1400, 980
NET_PER_HOUR, BREACHES_PER_HOUR = 87, 12

SHOPS: Mapping[str, str] = MappingProxyType(
    {"taobao": "天猫旗舰店", "jd": "京东自营", "douyin": "抖音直播间", "pdd": "拼多多", "own": "自有官网"}
)
PLACES: Mapping[str, tuple[tuple[str, str, str], ...]] = MappingProxyType(
    {
        "华东": (("浙江", "杭州", "余杭区"), ("上海", "上海", "浦东新区"), ("江苏", "苏州", "吴中区"), ("安徽", "合肥", "蜀山区")),
        "华南": (("广东", "佛山", "顺德区"), ("福建", "厦门", "思明区"), ("广西", "南宁", "青秀区"), ("海南", "海口", "美兰区")),
        "华北": (("北京", "北京", "朝阳区"), ("山东", "青岛", "市南区"), ("河北", "石家庄", "长安区"), ("天津", "天津", "南开区")),
        "华中": (("湖北", "武汉", "洪山区"), ("湖南", "长沙", "岳麓区"), ("河南", "郑州", "金水区"), ("江西", "南昌", "红谷滩区")),
        "西南": (("四川", "成都", "武侯区"), ("重庆", "重庆", "渝北区"), ("云南", "昆明", "五华区"), ("贵州", "贵阳", "观山湖区")),
        "东北西北": (("辽宁", "沈阳", "和平区"), ("陕西", "西安", "雁塔区"), ("吉林", "长春", "朝阳区"), ("甘肃", "兰州", "城关区")),
    }
)
STAFF = (
    ("li", "李婷", "supervisor", "supervisor"),
    ("zhao", "赵一鸣", "agent", "agent"),
    ("linx", "林晓", "agent", "agent"),
    ("zhou", "周凯", "agent", "agent"),
    ("he", "何静", "agent", "agent"),
    ("sun", "孙浩", "agent", "agent"),
    ("liu", "刘思远", "agent", "agent"),
    ("chen", "陈雨桐", "agent", "agent"),
    ("wang", "王芳", "agent", "backup"),
    ("wu", "吴桐", "agent", "it"),
)
IN_HAND: Mapping[str, int] = MappingProxyType({"zhao": 47, "linx": 62, "zhou": 54, "he": 38, "sun": 31, "liu": 28, "chen": 24})
CLOSED_TODAY: Mapping[str, int] = MappingProxyType({"zhao": 64, "linx": 87, "zhou": 80, "he": 58, "sun": 52, "liu": 43, "chen": 36})


def paid_with(number: str) -> dict[str, str | int | bool | None]:
    """How an order was paid, whether the money is there, how often its buyer sent something back: by its number, without chance."""
    told = int(number[-4:])
    return {
        "pay_method": ("支付宝", "微信", "支付宝", "银联")[told % 4],
        "arrived": told % 13 != 0,
        "returns_30d": 1 if told % 17 == 0 else 0,
    }
