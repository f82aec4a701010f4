"""The crisis page as desks get it: the level and the response read out of their logs, with the names of people."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from msgspec.structs import replace
from sqlalchemy import Connection

from ordertower_desktop.domain import compensation
from ordertower_desktop.domain.callings import Callings, crew, post_called
from ordertower_desktop.domain.case import CLOSING_CHECKS
from ordertower_desktop.domain.compensation import Offer
from ordertower_desktop.domain.crisis import LEVEL_NAMES, ResponseLevel
from ordertower_desktop.domain.escalation import next_at
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.levelling import Hold, Standing, Turn, unconfirmed
from ordertower_desktop.domain.pack import PHASE_NAMES, Pack, Rung, Task, of_level
from ordertower_desktop.domain.people import on_duty
from ordertower_desktop.domain.reporting import Report
from ordertower_desktop.domain.response import Did, Mark, Response, Stand, called, checks, phases, reported, tasks
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.hub.store.judging.chasing import tellings
from ordertower_desktop.hub.store.judging.drill import MARK
from ordertower_desktop.hub.store.tables import crises, drills, platformnotices, reports
from ordertower_desktop.wire.crisis import (
    CallRow,
    CrisisRow,
    DrillRow,
    HoldRow,
    LogRow,
    OfferRow,
    PackRow,
    PlatformNoticeRow,
    RemedyRow,
    ResponseRow,
    RungRow,
    ScriptRow,
    TaskRow,
)

LINES = 100
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAMES = {str(key): name for key, name in PHASE_NAMES.items()} | dict(CLOSING_CHECKS)
TURNS = {
    Turn.ROSE: "升{0}：{1}", Turn.FELL: "降回{0}：{1}", Turn.CONFIRMED: "确认{0}：{1}", Turn.HELD: "定为{0}：{1}",
    Turn.RELEASED: "解除保持，现在{0}：{1}", Turn.RAN_OUT: "保持到期，现在{0}：{1}", Turn.OVERTAKEN: "升{0}：{1}",
}  # fmt: skip


def publish(conn: Connection, *, floor: Floor) -> CrisisRow:
    """Put the page as it is now on the feed."""
    made = page(conn, floor=floor)
    put(conn, [Document("crisis", "crisis", made)])
    return made


def page(conn: Connection, *, floor: Floor) -> CrisisRow:
    state, response = crises.standing(conn), crises.open_one(conn)
    names = crew(floor.people, floor.post_names)
    pack = response.pack if response is not None else of_level(floor.packs, state.level)
    return CrisisRow(
        level=int(state.level),
        name=LEVEL_NAMES[state.level],
        asked=int(state.asked),
        asked_name=LEVEL_NAMES[state.asked],
        pack=_pack(pack, floor, reported(response) if response is not None else {}, _asked(conn, names)),
        since=state.since,
        why=state.why,
        unconfirmed=unconfirmed(state),
        confirmed_by_name=_confirmer(state, names),
        confirmed_at=state.confirmed.at if state.confirmed else None,
        hold=_hold(state.hold, names),
        response=_response(conn, response, names) if response is not None else None,
        log=list(_log(conn, response, names)),
        notices=[
            PlatformNoticeRow(one.id, one.where, one.text, one.at, names.get(one.by, one.by), one.points)
            for one in platformnotices.unsettled(conn)
        ],
        drill=_drill(conn, floor, names),
    )


def _drill(conn: Connection, floor: Floor, names: Callings) -> DrillRow | None:
    """The crisis that is being rehearsed; each line of its log says that it is."""
    drill = drills.open_one(conn)
    if drill is None:
        return None
    pack = drill.pack
    lines = [_line(mark, drill, names) for mark in reversed(drill.marks)][:LINES]
    return DrillRow(
        drill.id, int(pack.level), LEVEL_NAMES[pack.level], _pack(pack, floor, reported(drill), {}), _response(conn, drill, names),
        [replace(one, text=f"{MARK}{one.text}") for one in lines],
    )  # fmt: skip


def _confirmer(state: Standing, names: Callings) -> str:
    return names.get(state.confirmed.by, state.confirmed.by) if state.confirmed else ""


def _hold(hold: Hold | None, names: Callings) -> HoldRow | None:
    return HoldRow(names.get(hold.by, hold.by), hold.at, hold.why, hold.until) if hold is not None else None


def _asked(conn: Connection, names: Callings) -> dict[str, RungRow]:
    """Post -> what the rise of the level has told it outside, and who of it answered."""
    return {one.rung.post: _chased(conn, one, names) for one in reports.standing(conn)}


def _chased(conn: Connection, one: Report, names: Callings) -> RungRow:
    handling, chain = one.case.handling, one.case.handling.chain
    coming = next_at(chain)
    return RungRow(
        "", 0, case=one.case.id, tellings=tellings(conn, one.case, names), answered_at=handling.acknowledged_at,
        answered_by=names.get(handling.owner, "") if handling.acknowledged_at else "",
        next=chain.policy.steps[chain.taken].name if chain is not None and coming else "", next_at=coming,
    )  # fmt: skip


def _pack(pack: Pack, floor: Floor, told: Mapping[str, Mark], asked: Mapping[str, RungRow]) -> PackRow:
    """Before anybody declared anything a task's times are counted from 1970: only how long it has means something."""
    known = floor.post_names
    return PackRow(
        level=int(pack.level),
        tasks=[_ahead(one, known.get(one.post, one.post)) for one in pack.tasks],
        scripts=[ScriptRow(one.id, one.name, one.text) for one in pack.scripts],
        path=[_rung(one, floor, told.get(one.post), asked.get(one.post)) for one in pack.path],
        remedies=[RemedyRow(one.id, one.name, one.fen, str(one.audience), one.detail) for one in pack.remedies],
        total_fen=pack.budget.total_fen,
        each_fen=pack.budget.each_fen,
        alone_fen=pack.budget.alone_fen,
    )


def _ahead(one: Task, post: str) -> TaskRow:
    return TaskRow(one.id, one.title, "todo", EPOCH, EPOCH + one.due, str(one.phase), post, one.detail, one.evidence)


def _rung(rung: Rung, floor: Floor, told: Mark | None, asked: RungRow | None) -> RungRow:
    here = [person.name for person in on_duty(floor.people, rung.post)]
    by = floor.person(told.by) if told is not None else None
    known = floor.post_names
    row = replace(
        asked or RungRow("", 0), post=known.get(rung.post, rung.post), within_s=int(rung.within.total_seconds()), how=rung.how,
        names=here[:3], key=rung.post,
    )  # fmt: skip
    return replace(row, told_at=told.at, told_by=by.name if by is not None else told.by) if told is not None else row


def _response(conn: Connection, response: Response, names: Callings) -> ResponseRow:
    offers = crises.offers_of(conn, response.id)
    money = compensation.fund(offers)
    return ResponseRow(
        id=response.id,
        level=int(response.pack.level),
        opened_at=response.opened_at,
        by_name=names.get(response.by, response.by),
        phases=[_stand(one, names) for one in phases(response)],
        tasks=[_task(one, response, names) for one in tasks(response)],
        offers=[_offer(one, response, names) for one in offers],
        calls=[CallRow(order, mark.at, names.get(mark.by, mark.by), mark.text) for order, mark in called(response).items()],
        checks={key: _line(mark, response, names) for key, mark in checks(response).items()},
        used_fen=money.used_fen,
        waiting_fen=money.waiting_fen,
        alone_fen=money.alone_fen,
        stopped=money.stopped,
    )


def _stand(one: Stand, names: Callings) -> TaskRow:
    end = one.ended
    return TaskRow(
        one.id, one.title, str(one.state), one.began_at, one.due_at, owner=one.owner, owner_name=names.get(one.owner, one.owner),
        ended_at=end.at if end else None, ended_by=names.get(end.by, end.by) if end else "", said=end.text if end else "", late=one.late,
    )  # fmt: skip


def _task(one: Stand, response: Response, names: Callings) -> TaskRow:
    task, row = response.pack.task(one.id), _stand(one, names)
    if task is None:
        return row
    return replace(row, phase=str(task.phase), post=post_called(task.post, names), detail=task.detail, evidence=task.evidence)


def _offer(one: Offer, response: Response, names: Callings) -> OfferRow:
    remedy = response.pack.remedy(one.remedy)
    return OfferRow(
        one.id, remedy.name if remedy else one.remedy, one.fen, len(one.orders), str(one.state), one.by, names.get(one.by, one.by), one.at,
        len(one.twice), len(one.again), one.why, names.get(one.decided_by, one.decided_by), one.decided_at, one.decided_why,
    )  # fmt: skip


def _log(conn: Connection, response: Response | None, names: Callings) -> Iterable[LogRow]:
    for at, did, about, by, text in crises.newest_lines(conn, response.id if response else "-", limit=LINES):
        if did in list(Turn):
            level = LEVEL_NAMES[ResponseLevel(int(about))]
            yield LogRow(at, did, TURNS[Turn(did)].format(level, text or "属实"), names.get(by, by))
        elif response is not None:
            yield _line(Mark("", Did(did), at, about, by, text), response, names)


def _line(mark: Mark, response: Response, names: Callings) -> LogRow:
    task = response.pack.task(mark.about)
    title = post_called(mark.about, names) if mark.did is Did.TOLD else task.title if task else _NAMES.get(mark.about, mark.about)
    words = {
        Did.DONE: "完成：{0}", Did.REOPENED: "重开：{0}", Did.TAKEN: "{0}，交给 {1}", Did.PHASE: "{0}阶段完成", Did.NOTED: "{1}",
        Did.CALLED: "已联系订单 {0} 的客户：{1}", Did.CHECKED: "三查通过：{0}", Did.LATE: "超时：{0} 没有按时完成",
        Did.TOLD: "已上报{0}", Did.RAISED: "响应升到 {0} 级，换用对应动作包", Did.ENDED: "结束响应",
    }[mark.did]  # fmt: skip
    said = names.get(mark.text, mark.text)
    told = words.format(title if mark.did is not Did.CALLED else mark.about[-4:], said)
    if said and "{1}" not in words:
        told += f"，{said}"
    return LogRow(mark.at, str(mark.did), told, names.get(mark.by, mark.by))
