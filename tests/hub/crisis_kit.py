"""A floor for tests of a crisis: packs of its own, orders that breach on demand, and acts as people send them."""

from datetime import timedelta
from itertools import count
from typing import Any

import msgspec

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.people import Person, Role
from ordertower_desktop.wire.crisis import CrisisRow
from ordertower_desktop.wire.rows import LevelRow
from tests.hub.floor import PEOPLE, RULES, Floor

CREW = (*PEOPLE, Person("chen", "陈立", Role.SUPERVISOR, "operations"))
NUMBERS = count()
PACKS = """
[[pack]]
level = 1
[[pack]]
level = 2
budget = { total_yuan = 1000, each_yuan = 200, alone_yuan = 100 }
[[pack.task]]
id = "meeting"
do = "站会"
post = "客服主管"
phase = "快速定性"
due = "15min"
evidence = "到会部门"
[[pack.task]]
id = "push"
do = "补推"
post = "IT"
phase = "根因分析"
[[pack.script]]
name = "致歉"
text = "抱歉"
[[pack.report]]
post = "客服主管"
within = "5min"
[[pack.remedy]]
id = "coupon"
name = "补偿券"
yuan = 30
[[pack.group]]
id = "a"
name = "A 组"
causes = ["系统断层"]
post = "IT"
[[pack]]
level = 3
budget = { total_yuan = 5000, each_yuan = 200, alone_yuan = 100 }
[[pack.task]]
id = "apology"
do = "公开致歉"
post = "总经理"
phase = "协同处置"
"""
LATE_RULES = RULES.replace("24h", "3h")
"""Orders are late three hours after they were paid."""


def late(floor: Floor, many: int, *, prefix: str = "4", **payload: Any) -> None:
    """So many orders breach now."""
    at = floor.now - timedelta(hours=10)
    events = [
        Event(at, "taobao", "payment_approved", f"{prefix}{n:04}", {"platform": "taobao", "province": "浙江", **payload})
        for n in range(many)
    ]
    floor.told(*events)
    floor.advance(seconds=20)


def act(floor: Floor, do: str, who: str = "li", *, status: int = 200, key: str = "", **more: Any) -> Any:
    body = {"id": key or f"act-{next(NUMBERS):04}", "do": do, **more}
    answer = floor.call("POST", "/v1/crisis/acts", who=who, json=body)
    assert answer.status_code == status, answer.text
    return msgspec.json.decode(answer.content, type=CrisisRow) if status == 200 else answer.json()["title"]


def shown(floor: Floor, who: str = "zhao") -> CrisisRow:
    """The page as a desk holds it."""
    return floor.desk(who).catch_up().bodies("crisis", CrisisRow)[0]


def level(floor: Floor) -> LevelRow:
    return floor.desk().catch_up().bodies("level", LevelRow)[0]
