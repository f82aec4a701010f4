"""What people do: each action once in effect, whatever the network makes of it (P2, P15)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain.apply import Conflict, Refused
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.people import Actor
from ordertower_desktop.domain.post import OF_WORD, refused
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.domain.step import Act, State, step
from ordertower_desktop.domain.verb import ACTION_NAMES
from ordertower_desktop.hub.store.judging import matters
from ordertower_desktop.hub.store.judging.ordering import of_order
from ordertower_desktop.hub.store.judging.passing import Turns
from ordertower_desktop.hub.store.judging.row import surroundings
from ordertower_desktop.hub.store.judging.settle import Judged, settle
from ordertower_desktop.hub.store.judging.shelving import shelve
from ordertower_desktop.hub.store.tables import actions, audit, cases, orders, sources
from ordertower_desktop.wire.sync import Result

NOT_CONNECTED = "此来源是导入的文件，无法重新拉取；请重新导入"


def perform(conn: Connection, wanted: Sequence[do.Action], actor: Actor, *, now: datetime, floor: Floor) -> dict[str, Result]:
    """Id -> result, in one transaction with everything that the actions cause. A known id gets its stored result again."""
    done = actions.known(conn, (action.id for action in wanted))
    results: dict[str, Result] = {}
    turns = Turns(floor)
    for action in wanted:
        if (before := done.get(action.id)) is not None:
            results[action.id] = _again(before, action)
            continue
        result = _perform(conn, action, actor, now=now, turns=turns)
        actions.keep(conn, action, result, person=actor.id, now=now)
        audit.append(conn, _told(action, actor, result, now))
        done[action.id] = actions.Done(actions.body_hash(action), result)
        results[action.id] = result
    return results


def _again(before: actions.Done, action: do.Action) -> Result:
    if before.body_hash == actions.body_hash(action):
        return before.result
    return Result("reused_id", "这个操作编号已用于另一个操作")


def _forbidden(action: do.Action, actor: Actor, floor: Floor) -> str:
    """Why this actor may not do such a thing to any order."""
    return refused(actor, OF_WORD[do.word(action)], floor.posts) if actor.id else "这个令牌没有绑定成员，不能做操作"


def _perform(conn: Connection, action: do.Action, actor: Actor, *, now: datetime, turns: Turns) -> Result:
    if isinstance(action, do.CaseAction) and matters.answers_for_itself(action):
        return matters.perform(conn, action, actor, now=now, floor=turns.floor)
    if why := _forbidden(action, actor, turns.floor):
        return Result("refused", why, case="" if isinstance(action, do.OrderAction) else action.case)
    if isinstance(action, do.OrderAction):
        return of_order(conn, action, actor, now=now, floor=turns.floor)
    if matters.of_no_order(action.case):
        return matters.perform(conn, action, actor, now=now, floor=turns.floor)
    order = cases.order_of(conn, action.case)
    if order is None:
        return Result("refused", "找不到这一单的异常，可能已被清理，请刷新", case=action.case)
    before = State(orders.load(conn, [order])[order], cases.latest(conn, [order])[order])
    after, effects, answer = step(before, now, Act(action, actor), floor=turns.floor)
    version = before.case.version if before.case else 0
    asked, answer = ([], answer) if answer is not None else _heeded(conn, before, action)
    match answer:
        case Refused(why=why):
            return Result("refused", why, case=action.case, version=version)
        case Conflict(why=why, winner=winner):
            return Result("conflict", why, winner, action.case, version)
        case None:
            turns.note(effects)
            settle(conn, [Judged(before, after, effects)], now=now, floor=turns.floor, around=surroundings(conn, turns.floor, now))
            if isinstance(action, do.FileArticle):
                shelve(conn, after, action, actor, now=now, floor=turns.floor)
    return _done(conn, action, after, asked, actor=actor, now=now)


def _heeded(conn: Connection, before: State, action: do.CaseAction) -> tuple[list[str], Refused | None]:
    """The sources that are to be asked, or why none can be."""
    try:
        return _sources_to_ask(conn, before, action), None
    except Refusal as refusal:
        return [], Refused(str(refusal))


def _done(conn: Connection, action: do.CaseAction, after: State, asked: Sequence[str], *, actor: Actor, now: datetime) -> Result:
    for source in asked:
        sources.ask(conn, source, order=after.order.id, why=ACTION_NAMES[do.word(action)], by=actor.id, now=now)  # type: ignore[arg-type]
    undo = now + timedelta(seconds=do.UNDO_SECONDS) if isinstance(action, do.UNDOABLE) else None
    said = [f"已请 {source} 重新读取" for source in asked]
    return Result("done", case=action.case, version=after.case.version if after.case else 0, at=now, undo_until=undo, effects=said)


def _sources_to_ask(conn: Connection, state: State, action: do.CaseAction) -> list[str]:
    """The connected sources that a 重新拉取, 重新同步 or 强制推进 goes to; refused where there is none, never silently nothing."""
    if not isinstance(action, do.Repull | do.Resync | do.Force):
        return []
    named = action.source if isinstance(action, do.Repull) else ""
    known = {source.id for source in sources.every(conn) if source.connected}
    of_order = {snapshot.source for snapshot in state.order.snapshots} | {event.source for event in state.order.events}
    wanted = sorted(known & ({named} if named else of_order | known))
    if not wanted:
        raise Refusal(NOT_CONNECTED)
    return wanted


def _told(action: do.Action, actor: Actor, result: Result, now: datetime) -> audit.Record:
    target = action.order if isinstance(action, do.OrderAction) else action.case
    outcome = result.state if not result.why else f"{result.state}：{result.why}"
    return audit.Record(now, actor.id, do.word(action), target, outcome)
