"""What the crisis page shows, put together from the feed; what people do there goes to the hub as one act each."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from ordertower_desktop.domain.crisis import Forecast, ResponseLevel, forecast
from ordertower_desktop.wire.board import Board
from ordertower_desktop.wire.crisis import Act, CrisisRow, DrillRow, GrantBody, GrantRow, PlanRow, RemedyRow, TaskRow
from ordertower_desktop.wire.rows import PersonRow, PoolRow

MAY = ("supervisor", "admin")
RECEIPTS = {
    "confirm": "已确认级别", "keep": "已定下级别，写入记录", "release": "已交还给计数", "declare": "三小时响应已启动",
    "finish": "已完成，写入记录", "reopen": "已重开", "take": "已交接", "phase": "阶段完成，转入下一阶段", "note": "已记下",
    "called": "已记下联系结果", "told": "已记下上报", "check": "核查已记下", "offer": "已提出补偿", "approve": "已批准", "refuse": "已退回",
    "rehearse": "演练已开始，有份的人各收到一条", "stop": "演练已结束",
    "notice": "平台通报已登记，级别随即按三级算", "settle": "平台通报已处理完", "end": "响应已结束，可到复盘页看这一天",
}  # fmt: skip

OF_THE_LEVEL = ("confirm", "keep", "release", "declare", "rehearse", "notice", "settle")
"""What is meant in earnest while a crisis is being rehearsed too."""


def rehearsed(row: CrisisRow) -> CrisisRow:
    """The page while a crisis is rehearsed: pack, response and log are the drill's, the level stays the real one."""
    if row.drill is None or row.response is not None:
        return row
    return replace(row, pack=row.drill.pack, response=row.drill.response, log=row.drill.log)


class War(QObject):
    """`question("crisis_act", [act])`; `told(kind, words)` is a receipt or a trouble; `changed`: show it anew; `ticked`: time passed."""

    question = Signal(str, list)
    told = Signal(str, str)
    listed = Signal(object)
    """An offer with its orders has come, to be written to a file."""
    changed = Signal()
    ticked = Signal()

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self.now, self.me, self.role = now, "", ""
        self.row: CrisisRow | None = None
        self.drill: DrillRow | None = None
        self.plan = PlanRow([])
        self.board: Board | None = None
        self.people: dict[str, PersonRow] = {}
        self.cases: dict[str, PoolRow] = {}
        self.grants: list[GrantRow] = []
        self._waiting: dict[str, str] = {}

    # what comes in

    def show_row(self, row: CrisisRow) -> None:
        self.row, self.drill = rehearsed(row), row.drill if row.response is None else None
        self.changed.emit()

    def show_plan(self, plan: PlanRow) -> None:
        self.plan = plan
        self.changed.emit()

    def show_board(self, board: Board) -> None:
        self.board = board
        self.ticked.emit()

    def show_who(self, me: str, role: str, people: Iterable[PersonRow]) -> None:
        """Whose desk this is, and who else is on the floor."""
        found = {person.id: person for person in people}
        if (me, role, found) != (self.me, self.role, self.people):
            self.me, self.role, self.people = me, role, found
            self.changed.emit()

    def take_cases(self, rows: Iterable[PoolRow], gone: Sequence[str]) -> None:
        """The pool, as far as it is about VIPs and about orders that are late."""
        for row in rows:
            self.cases[row.case] = row
        for case in gone:
            self.cases.pop(case, None)

    def tick(self, now: datetime) -> None:
        self.now = now
        self.ticked.emit()

    def answered(self, what: str, answer: Any) -> None:
        """The hub's word; a refusal is never silent."""
        if isinstance(answer, Exception):
            self.told.emit("warning", f"没有办成：{answer}")
            return
        match what:
            case "crisis_act":
                self.show_row(answer)
                self.told.emit("ok", RECEIPTS.get(self._waiting.pop("do", ""), "已办成"))
            case "lend" | "take_back":
                self.told.emit("ok", f"{answer.name} 的临时授权{'已生效，到时自动收回' if answer.state == 'running' else '已收回'}")
                self.ask_grants()
            case "offer":
                self.listed.emit(answer)
            case "grants":
                self.grants = answer
                self.changed.emit()
            case _:
                pass

    def forget(self) -> None:
        """Another hub."""
        self.row, self.drill, self.board, self.plan, self.grants = None, None, None, PlanRow([]), []
        self.cases.clear()
        self.changed.emit()

    # what it means

    @property
    def may(self) -> bool:
        """Whether this person may decide."""
        return self.role in MAY

    @property
    def post(self) -> str:
        """The post that this person stands on."""
        return self.people[self.me].post if self.me in self.people else ""

    @property
    def next_level(self) -> Forecast | None:
        """When the next level would be reached at the present rate."""
        board, row = self.board, self.row
        if board is None or row is None or row.level != row.asked:
            return None
        return forecast(board.breached_today, ResponseLevel(row.level), per_hour=board.breach_rate_per_h, now=board.at)

    def vips(self) -> list[PoolRow]:
        """VIP customers' open cases, those that nobody has called first, the earliest due first."""
        called = {call.order for call in self.row.response.calls} if self.row is not None and self.row.response is not None else set()
        found = [row for row in self.cases.values() if row.vip and row.state == "open"]
        return sorted(found, key=lambda row: (row.order in called, row.due_at or datetime.max.replace(tzinfo=self.now.tzinfo), row.order))

    def scope(self, key: str) -> list[str]:
        """Orders that a remedy is for: `late` those that are overdue, `vip` those of VIPs, else those with this cause."""
        open_ = [row for row in self.cases.values() if row.state == "open"]
        match key:
            case "late":
                kept = [row for row in open_ if row.due_at is not None and row.due_at <= self.now]
            case "vip":
                kept = [row for row in open_ if row.vip]
            case _:
                kept = [row for row in open_ if row.cause == key]
        return sorted({row.order for row in kept})

    def late_tasks(self) -> int:
        """Tasks and phases of the response whose time ran out while they were open."""
        response = self.row.response if self.row is not None else None
        return sum(one.late for one in (*response.tasks, *response.phases)) if response is not None else 0

    # what somebody wants

    def act(self, do: str, **more: Any) -> None:
        self._waiting["do"] = do
        within = self.drill.id if self.drill is not None and do not in OF_THE_LEVEL else ""
        self.question.emit("crisis_act", [Act(id=uuid.uuid4().hex, do=do, drill=within, **more)])

    def keep(self, level: int, why: str, hours: str) -> None:
        """Hold a level for so many hours; without a number until it is released."""
        self.act("keep", level=level, text=why, until=self.now + timedelta(hours=int(hours)) if hours else None)

    def offer(self, remedy: RemedyRow, scope: str, why: str, again: str) -> None:
        """Compensation for a scope; `again`: orders typed by a person who answers for a second time."""
        named = [word for word in again.replace("，", " ").replace(",", " ").split() if word]
        orders = list(dict.fromkeys([*self.scope(scope), *named]))
        self.act("offer", about=remedy.id, text=why, orders=orders, again=named, fen=remedy.fen)

    def notice(self, where: str, text: str, points: str) -> None:
        """A platform's notice; points are typed, so what is no number is said before anything goes out."""
        typed = points.strip().removesuffix("分").strip() or "0"
        if not typed.isdecimal() or len(typed) > 4:
            self.told.emit("warning", f"没有办成：扣分要写成数字，如 2，收到“{points.strip()[:20]}”")
            return
        self.act("notice", about=where, text=text, points=int(typed))

    def lend(self, person: str, hours: str, why: str) -> None:
        body = GrantBody(uuid.uuid4().hex, person, self.now + timedelta(hours=int(hours)), why)
        self.question.emit("lend", [body])

    def ask_grants(self) -> None:
        self.question.emit("grants", [])


def finished(tasks: Sequence[TaskRow]) -> int:
    return sum(task.state == "done" for task in tasks)


def hurried(task: TaskRow, now: datetime) -> bool:
    """Bold from an hour before the end, and for shorter tasks from the last third of their time."""
    left, whole = task.due_at - now, task.due_at - task.began_at
    return left <= min(timedelta(hours=1), max(whole / 3, timedelta(minutes=10)))
