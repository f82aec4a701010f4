"""The crisis of the pictures: 186 breached at 14:32:08, a response since 13:19; for tests and pictures only."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from ordertower_desktop.domain.pack import Rung
from ordertower_desktop.domain.people import POSTS
from ordertower_desktop.hub.store.judging.books import packs_of
from ordertower_desktop.models.crisis.war import War
from ordertower_desktop.wire.chases import Telling
from ordertower_desktop.wire.crisis import (
    Act,
    CallRow,
    CrisisRow,
    DrillRow,
    GrantRow,
    GroupRow,
    LogRow,
    OfferRow,
    PackRow,
    PlanRow,
    RemedyRow,
    ResponseRow,
    RungRow,
    ScriptRow,
    TaskRow,
)
from ordertower_desktop.wire.rows import PersonRow
from tests.desk.demo_board import board
from tests.desk.demo_rows import NOW, rows

START = NOW - timedelta(hours=1, minutes=12, seconds=40)
MINUTE = timedelta(minutes=1)
PACK = packs_of(Path("resources/crisis/default.toml").read_text("utf-8"))[1]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def task(key: str, state: str = "todo", *, since: datetime = START, **more: Any) -> TaskRow:
    one = PACK.task(key)
    assert one is not None
    return TaskRow(key, one.title, state, since, since + one.due, str(one.phase), POSTS[one.post], one.detail, one.evidence, **more)


def rung(one: Rung, place: int) -> RungRow:
    """All were told by WeCom but the second, who was not reached and is sent a text."""
    at = START - 10 * MINUTE
    asked = RungRow(POSTS[one.post], int(one.within.total_seconds()), one.how, ["李婷"], one.post)
    wecom = Telling("企业微信提醒要知情的岗位", "wecom", "accepted", at, "李婷", accepted_at=at)
    if place != 1:
        return replace(asked, tellings=[wecom])
    lost = replace(wecom, state="failed", accepted_at=None, ended_at=at, why="没有登记企业微信账号")
    sms = Telling("没有应答，短信提醒要知情的岗位", "sms", "accepted", at, "李婷", accepted_at=at)
    return replace(asked, tellings=[lost, sms], next="仍没有应答，请主管打电话告知", next_at=at + 10 * MINUTE)


def pack() -> PackRow:
    return PackRow(
        level=2,
        tasks=[task(one.id, since=EPOCH) for one in PACK.tasks],
        scripts=[ScriptRow(one.id, one.name, one.text) for one in PACK.scripts],
        path=[rung(one, place) for place, one in enumerate(PACK.path)],
        remedies=[RemedyRow(one.id, one.name, one.fen, str(one.audience), one.detail) for one in PACK.remedies],
        total_fen=PACK.budget.total_fen,
        each_fen=PACK.budget.each_fen,
        alone_fen=PACK.budget.alone_fen,
    )


def phase(key: str, name: str, state: str, begins: int, ends: int, **more: Any) -> TaskRow:
    return TaskRow(key, name, state, START + begins * MINUTE, START + ends * MINUTE, **more)


def response() -> ResponseRow:
    return ResponseRow(
        id="r1",
        level=2,
        opened_at=START,
        by_name="李婷",
        phases=[
            phase("qualify", "快速定性", "done", 0, 30, ended_at=START + 22 * MINUTE, ended_by="李婷"),
            phase("root", "根因分析", "current", 30, 90),
            phase("joint", "协同处置", "todo", 90, 150),
            phase("verify", "闭环验证", "todo", 150, 180),
        ],
        tasks=[
            task("meeting", "done", ended_at=START + 12 * MINUTE, ended_by="李婷", said="四部门到会"),
            task("repull", "current", owner="wu", owner_name="吴桐", late=True),
            task("priority", "current", owner="zhou", owner_name="周凯"),
            *(task(key) for key in ("vip", "fallback", "compensate", "verify")),
        ],
        offers=[
            OfferRow("o1", "补偿券 30 元", 3000, 66, "approved", "li", "李婷", START, decided_by_name="李婷", decided_why="免批额度内"),
            OfferRow("o2", "补偿券 30 元", 3000, 186, "waiting", "he", "何静", NOW - 5 * MINUTE, twice=9),
        ],
        calls=[CallRow("4418296013577823901", NOW - 20 * MINUTE, "何静", "接受今晚发出")],
        used_fen=198_000,
        waiting_fen=558_000,
        alone_fen=198_000,
        stopped=9,
    )


def crisis(*, running: str = "yes", **more: Any) -> CrisisRow:
    """`running` empty: nobody has declared anything."""
    told: dict[str, Any] = {
        "since": START - 10 * MINUTE,
        "why": "今日超时 186 单",
        "confirmed_by_name": "李婷",
        "confirmed_at": START,
        "response": response() if running else None,
        "log": [
            LogRow(NOW - 12 * MINUTE, "late", "超时：重新拉取来源，核对接口日志 没有按时完成"),
            LogRow(NOW - 30 * MINUTE, "noted", "安全组已收到白名单申请，预计 14:50 生效", "吴桐"),
            LogRow(START, "confirmed", "确认二级：属实", "李婷"),
            LogRow(START - 10 * MINUTE, "rose", "升二级：今日超时 51 单"),
        ],
    }
    return CrisisRow(2, "二级", 2, "二级", pack(), **(told | more))


def drilling() -> CrisisRow:
    """Level one in earnest, and level two rehearsed."""
    log = [
        LogRow(NOW - 12 * MINUTE, "late", "【演练】超时：重新拉取来源，核对接口日志 没有按时完成"),
        LogRow(START, "noted", "【演练】双十一前演练", "李婷"),
    ]
    unpaid = replace(response(), offers=[], used_fen=0, waiting_fen=0, alone_fen=0, stopped=0)
    untold = replace(pack(), path=[replace(one, tellings=[], next="", next_at=None) for one in pack().path])
    drill = DrillRow("d1", 2, "二级", untold, unpaid, log)
    calm = CrisisRow(1, "一级", 1, "一级", PackRow(1), since=START - 90 * MINUTE, why="今日超时 6 单")
    return replace(calm, drill=drill)


def plan() -> PlanRow:
    counts = (4, 9, 16, 26, 38, 51, 66, 84, 101, 121, 142, 158, 170, 181)
    curve = [(NOW - (len(counts) - place) * 30 * MINUTE, count) for place, count in enumerate(counts)]
    groups = [
        GroupRow("a", "A 组 系统与审核", "IT/运维", 964, 420, 12, 14, 240, ["吴桐"]),
        GroupRow("b", "B 组 库存与供应", "仓库负责人", 468, 310, 9, 7, 140),
        GroupRow("c", "C 组 物流与客户", "一线客服", 702, 670, 66, 10, 300, ["周凯", "林晓"]),
    ]
    return PlanRow(curve, groups, START + timedelta(hours=72))


PEOPLE = [
    PersonRow("li", "李婷", "supervisor", "supervisor"),
    PersonRow("chen", "陈立", "supervisor", "operations"),
    PersonRow("he", "何静", "agent", "account_manager"),
    PersonRow("wu", "吴桐", "agent", "it"),
]


class HubInHand:
    """Hears what the page asks; a test answers."""

    def __init__(self, war: War) -> None:
        self.asked: list[tuple[str, Any]] = []
        war.question.connect(lambda what, values: self.asked.append((what, values)))

    def acts(self) -> list[Act]:
        return [values[0] for what, values in self.asked if what == "crisis_act"]


def told(war: War, *, running: str = "yes", me: str = "li", role: str = "supervisor") -> War:
    """Everything that the feed would have brought."""
    war.show_who(me, role, PEOPLE)
    war.take_cases(rows(), [])
    war.show_board(board())
    war.show_plan(plan() if running else PlanRow(plan().curve))
    war.show_row(crisis(running=running))
    war.answered("grants", [GrantRow("g1", "he", "何静", "supervisor", "双11 晚班", "李婷", NOW, NOW + timedelta(hours=4), "running")])
    return war
