"""The demo floor's systems and its administration: what the fakes are, what their words mean, who works here, which rules hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from ordertower_desktop.demo import story
from ordertower_desktop.demo.double11 import PAID, SHIPPED
from ordertower_desktop.demo.servers import FakeSystem
from ordertower_desktop.demo.warehouse import FakeWarehouse
from ordertower_desktop.demo.world import World
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.stage import Stage

FAST, SLOW = timedelta(seconds=30), timedelta(minutes=9)
CLOSE = timedelta(seconds=5)
"""A system that is going to refuse is asked so often, that its refusal is dated to the second and shows at once."""
REFUSES: Mapping[str, datetime] = MappingProxyType({"erp": story.SILENT_SINCE})


@dataclass(frozen=True, slots=True)
class System:
    """A source of the demo: id, name on the screen, kind, how often it is asked, what its words mean."""

    id: str
    name: str
    kind: SourceKind
    interval: timedelta
    words: Mapping[str, Stage]


def _platform(key: str, name: str) -> System:
    return System(key, name, SourceKind.PLATFORM, FAST, {PAID[key]: Stage.TO_ACCEPT, SHIPPED[key]: Stage.TO_COLLECT})


SYSTEMS = (
    _platform("taobao", "天猫"),
    _platform("jd", "京东"),
    _platform("pdd", "拼多多"),
    _platform("douyin", "抖音"),
    _platform("own", "官网"),
    System("erp", "ERP", SourceKind.ERP, FAST, {"已付款待审核": Stage.TO_AUDIT, "已审核": Stage.TO_PRINT}),
    System(
        "wms",
        "WMS",
        SourceKind.WMS,
        SLOW,
        {
            "拣货缺货": Stage.TO_PACK,
            "待揽收装车": Stage.TO_SHIP,
            "已出库": Stage.TO_COLLECT,
            "待打包": Stage.TO_PACK,
            "已放行": Stage.TO_PRINT,
            "已拦截": Stage.TO_AUDIT,
        },
    ),
    System("carrier", "物流", SourceKind.CARRIER, SLOW, {}),
    System("crm", "CRM", SourceKind.CRM, SLOW, {}),
)

SHIPS_AGAIN = story.MOMENT.replace(minute=45, second=0)
"""The platforms throttle until then; what they would not hear goes through at once."""

LIMITS = {"TO_ACCEPT": "4h", "TO_AUDIT": "24h", "TO_PRINT": "8h", "TO_PACK": "8h", "TO_SHIP": "8h", "write_back": "6h", "completion": "48h"}

RULES = """
version = "demo"
[[rule]]
id = "D01"
name = "付款 10 分钟未接单"
state = "on"
kind = "accept_overdue"
severity = "warning"
when = { all = [ { stage = "待接单" }, { since = "payment_approved", over = "10min", without = "accepted" } ] }
off_delay = "2min"
[[rule]]
id = "D02"
name = "待审核 10 分钟"
state = "on"
kind = "audit_stuck"
severity = "warning"
when = { all = [ { stage = "待审核" }, { in_stage_over = "10min" } ] }
off_delay = "2min"
[[rule]]
id = "D03"
name = "待出库 10 分钟"
state = "on"
kind = "ship_overdue"
severity = "warning"
policy = "warehouse-late"
when = { all = [ { segment = "待出库" }, { in_stage_over = "10min" } ] }
off_delay = "2min"
[[rule]]
id = "D04"
name = "出库 10 分钟未回传"
state = "on"
kind = "write_back_failed"
severity = "warning"
when = { all = [ { segment = "待回传" }, { since = "outbound", over = "10min", without = "written_back" } ] }
off_delay = "2min"
"""


def systems(world: World, secret: str, *, refuses: Mapping[str, datetime], now: Callable[[], datetime]) -> dict[str, FakeSystem]:
    """The fakes, not yet started; those named in `refuses` let nobody in from then on."""
    kinds = {SourceKind.WMS: FakeWarehouse}
    made = {system.id: kinds.get(system.kind, FakeSystem)(system.id, secret, world, now=now) for system in SYSTEMS}
    for key, word in SHIPPED.items():
        made[key].shipped_word, made[key].ships_from = word, SHIPS_AGAIN  # the show of the evening is later
    for key, since in refuses.items():
        made[key].refuses_from = (since, 401, "401 白名单失效")
    return made


def asked_every(system: System, refuses: Mapping[str, datetime]) -> timedelta:
    """How often the hub reads a system."""
    return CLOSE if system.id in refuses else system.interval


def people() -> list[dict[str, object]]:
    """The staff as `/v1/people` wants it."""
    backups = {"zhao": "wang"}
    return [{"id": key, "name": name, "role": role, "post": post, "backup": backups.get(key, "")} for key, name, role, post in story.STAFF]
