"""What people do about a crisis, inside one write transaction: the act becomes a line of a log, or a reason why not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ordertower_desktop.domain import compensation, levelling
from ordertower_desktop.domain.compensation import Offer, OfferState, Wish
from ordertower_desktop.domain.crisis import ResponseLevel
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.landmark import Landmark, Turning
from ordertower_desktop.domain.levelling import Confirm, Event, Keep, Release, Turned
from ordertower_desktop.domain.people import Actor, Role
from ordertower_desktop.domain.post import May
from ordertower_desktop.domain.post import refused as unentitled
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.domain.response import Did, Mark, Response, noticed, refused
from ordertower_desktop.hub.store.judging import crisisdrill, levelreports, noticeacts, pathnotices
from ordertower_desktop.hub.store.tables import audit, crises, landmarks
from ordertower_desktop.wire.crisis import Act

MARKS = {
    "finish": Did.DONE, "reopen": Did.REOPENED, "take": Did.TAKEN, "phase": Did.PHASE, "note": Did.NOTED, "called": Did.CALLED,
    "told": Did.TOLD, "check": Did.CHECKED, "end": Did.ENDED,
}  # fmt: skip
STAFF = frozenset({"finish", "reopen", "take", "note", "called", "told", "offer", "notice"})
"""What everybody on the floor may do; the rest is a supervisor's."""
MONEY = frozenset({"offer", "approve", "refuse"})
SUPERVISORS = (Role.SUPERVISOR, Role.ADMIN)
LONGEST_HOLD = timedelta(hours=24)
LONGEST_WHY, MOST_ORDERS = 300, 20_000


@dataclass(frozen=True, slots=True)
class Deed:
    """An act with who does it, when, and on which floor."""

    act: Act
    actor: Actor
    now: datetime
    floor: Floor


class Forbidden(Refusal):
    """This person may not do it."""


def perform(conn: Connection, deed: Deed) -> None:
    """Do it, and record it; the same id a second time changes nothing."""
    act, now = deed.act, deed.now
    if act.do not in _WAYS and not act.drill:
        raise Refusal(f"没有“{act.do[:20]}”这种操作，可用：{'、'.join(_WAYS)}")
    if deed.actor.role not in SUPERVISORS and act.do not in STAFF:
        raise Forbidden("这一步要由主管来做")
    if act.do in MONEY and (why := unentitled(deed.actor, May.MONEY, deed.floor.posts)):
        raise Forbidden(why)
    if not 1 <= len(act.id) <= 100:
        raise Refusal("操作缺少 id，或超过 100 个字")
    if len(act.text) > LONGEST_WHY:
        raise Refusal(f"最多写 {LONGEST_WHY} 字，现在 {len(act.text)} 字")
    if act.drill:
        crisisdrill.go_on(conn, act, deed.actor, now=now, floor=deed.floor)
        return
    if crises.known(conn, act.id):
        return
    _WAYS[act.do](conn, deed)
    audit.append(conn, audit.Record(now, deed.actor.id, f"crisis_{act.do}", act.about or act.id, act.text))


def count(conn: Connection, event: levelling.Counted, now: datetime, *, floor: Floor) -> levelling.Standing:
    """The level after a new count; a response under way is raised with it, and who has to know is told."""
    return _stepped(conn, event, now, key="", floor=floor)


def _level(conn: Connection, deed: Deed) -> None:
    act, by = deed.act, deed.actor.id
    event: Event
    match act.do:
        case "confirm":
            event = Confirm(by, act.text)
        case "release":
            event = Release(by, act.text)
        case _:
            if act.level not in list(ResponseLevel):
                raise Refusal("级别要写 1、2 或 3")
            if not act.text.strip():
                raise Refusal("保持或改变级别要写明原因")
            if act.until is not None and not deed.now < act.until <= deed.now + LONGEST_HOLD:
                raise Refusal("保持最多 24 小时，到期自动交还给计数")
            event = Keep(by, ResponseLevel(act.level), act.text.strip(), act.until)
    _stepped(conn, event, deed.now, key=act.id, floor=deed.floor)


def _stepped(conn: Connection, event: Event, now: datetime, *, key: str, floor: Floor) -> levelling.Standing:
    before = crises.standing(conn)
    state, turns = levelling.step(before, event, now)
    if state != before:
        crises.keep_standing(conn, state, turns, key=key)
        _raise(conn, state.level, turns, now)
        pathnotices.tell(conn, turns, floor=floor)
        if any(turn.after > turn.before for turn in turns):
            crisisdrill.give_way(conn, now)
    return state


def _raise(conn: Connection, level: ResponseLevel, turns: tuple[Turned, ...], now: datetime) -> None:
    response = crises.open_one(conn) if turns else None
    if response is not None and level > response.pack.level:
        crises.add(conn, response.id, [Mark(f"{response.id}/raised/{int(level)}", Did.RAISED, now, str(int(level)))])


def _declare(conn: Connection, deed: Deed) -> None:
    if crises.open_one(conn) is not None:
        raise Refusal("已有一次响应在进行，请先结束它")
    level = crises.standing(conn).level
    response = Response(deed.act.id, level, deed.floor.packs, deed.now, deed.actor.id)
    if not response.pack.tasks:
        raise Refusal("这一级的动作包是空的，请先在动作包里写上动作")
    crisisdrill.give_way(conn, deed.now)
    crises.begin(conn, response)
    note = deed.act.text.strip() or "启动三小时响应"
    crises.add(conn, response.id, [Mark(f"{response.id}/begun", Did.NOTED, deed.now, "", deed.actor.id, note)])
    _of_the_day(conn, deed, f"启动三小时响应：{note}")


def _mark(conn: Connection, deed: Deed) -> None:
    act, response = deed.act, _open(conn)
    text = act.text.strip()
    if act.do == "take" and not text:
        text = deed.actor.id
    if act.do == "take" and deed.floor.person(text) is None:
        raise Refusal("没有这个成员")
    mark = Mark(act.id, MARKS[act.do], deed.now, act.about, deed.actor.id, text)
    if why := refused(response, mark):
        raise Refusal(why)
    crises.add(conn, response.id, [mark])
    if mark.did is Did.TOLD:
        levelreports.told_by_hand(conn, mark.about, act.id, deed.actor, now=deed.now)
    if mark.did is Did.ENDED:
        _of_the_day(conn, deed, f"结束响应：{text or '三查通过'}")


def _of_the_day(conn: Connection, deed: Deed, words: str) -> None:
    """What the replay of the day shows on its axis."""
    landmarks.add(conn, [Landmark(deed.now, Turning.LEVEL, f"response/{deed.act.id}", words)])


def _offer(conn: Connection, deed: Deed) -> None:
    act, response = deed.act, _open(conn)
    if response.pack.remedy(act.about) is None:
        raise Refusal("动作包里没有这种补偿")
    if len(act.orders) > MOST_ORDERS:
        raise Refusal(f"一次最多 {MOST_ORDERS:,} 单，请分几次")
    wish = Wish(act.id, act.about, act.fen, tuple(act.orders), deed.actor.id, act.text.strip(), frozenset(act.again))
    made = compensation.proposed(
        wish, crises.offers_of(conn, response.id), response.pack.budget, had=crises.had(conn, act.orders),
        may_alone=deed.actor.role in SUPERVISORS, now=deed.now,
    )  # fmt: skip
    _kept(conn, response, made, deed)


def _decide(conn: Connection, deed: Deed) -> None:
    act, response = deed.act, _open(conn)
    offers = crises.offers_of(conn, response.id)
    offer = next((one for one in offers if one.id == act.about), None)
    if offer is None:
        raise Refusal("没有这一笔补偿，请刷新")
    state = OfferState.APPROVED if act.do == "approve" else OfferState.REFUSED
    made = compensation.decided(offer, state, offers, response.pack.budget, by=deed.actor.id, why=act.text.strip(), now=deed.now)
    _kept(conn, response, made, deed)


def _kept(conn: Connection, response: Response, made: Offer | str, deed: Deed) -> None:
    if isinstance(made, str):
        raise Refusal(made)
    crises.put_offer(conn, response.id, made)
    remedy = response.pack.remedy(made.remedy)
    name = remedy.name if remedy else made.remedy
    crises.add(conn, response.id, [Mark(f"{deed.act.id}/told", Did.NOTED, deed.now, "", deed.actor.id, _told(made, name, deed.act))])


def _told(made: Offer, name: str, act: Act) -> str:
    sum_ = f"¥{made.total_fen // 100:,}"
    if act.do != "offer":
        return f"{'批准' if made.state is OfferState.APPROVED else '退回'}{name}，{len(made.orders)} 单，{sum_}" + (
            f"：{act.text}" if act.text else ""
        )
    more = f"，拦下已补偿 {len(made.twice)} 单" if made.twice else ""
    more += f"，具名再补 {len(made.again)} 单：{made.why}" if made.again else ""
    return f"提出{name}，{len(made.orders)} 单，{sum_}{more}" + (
        "，免批额度内直接生效" if made.state is OfferState.APPROVED else "，待批准"
    )


def _open(conn: Connection) -> Response:
    response = crises.open_one(conn)
    if response is None:
        raise Refusal("现在没有进行中的响应，请先启动")
    return response


def _rehearse(conn: Connection, deed: Deed) -> None:
    crisisdrill.begin(conn, deed.act, deed.actor, now=deed.now, floor=deed.floor)


def _notice(conn: Connection, deed: Deed) -> None:
    way = noticeacts.enter if deed.act.do == "notice" else noticeacts.settle
    way(conn, deed.act, by=deed.actor.id, now=deed.now)


_WAYS: Mapping[str, Callable[[Connection, Deed], None]] = {
    "confirm": _level, "keep": _level, "release": _level, "declare": _declare, **dict.fromkeys(MARKS, _mark), "offer": _offer,
    "approve": _decide, "refuse": _decide, "notice": _notice, "settle": _notice,
    "rehearse": _rehearse,
}  # fmt: skip


def note_late(conn: Connection, now: datetime) -> int:
    """Write down the due times that have passed; returns how many."""
    response = crises.open_one(conn)
    late = noticed(response, now) if response is not None else ()
    if response is not None:
        crises.add(conn, response.id, late)
    return len(late)
