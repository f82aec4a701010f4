"""危机演练: a level declared in rehearsal. Real people work through its pack; nothing goes out of the house and nothing is counted."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from ordertower_desktop.domain.crisis import LEVEL_NAMES, ResponseLevel
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.pack import Pack
from ordertower_desktop.domain.people import Actor, Person, on_duty
from ordertower_desktop.domain.post import names
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.domain.response import Did, Mark, Response, marked, noticed, refused
from ordertower_desktop.hub.store.feed.write import put
from ordertower_desktop.hub.store.judging.drill import ABOUT, KIND, MARK
from ordertower_desktop.hub.store.tables import crises, drills, notices
from ordertower_desktop.wire.crisis import Act
from ordertower_desktop.wire.rows import NoticeRow, Receipt

LASTS = timedelta(hours=4)
"""One that nobody ends is over then: three hours and some talk."""
WAYS = {
    "finish": Did.DONE, "reopen": Did.REOPENED, "take": Did.TAKEN, "phase": Did.PHASE, "note": Did.NOTED, "told": Did.TOLD,
    "check": Did.CHECKED, "end": Did.ENDED,
}  # fmt: skip
STOP = "stop"


def begin(conn: Connection, act: Act, actor: Actor, *, now: datetime, floor: Floor) -> None:
    """Declare a level in rehearsal, and tell whoever has a part in it on their desk."""
    if act.level not in list(ResponseLevel):
        raise Refusal("演练哪一级？请写 1、2 或 3")
    if drills.one(conn, act.id) is not None:
        return
    if crises.open_one(conn) is not None:
        raise Refusal("真的响应正在进行，不能同时演练")
    if drills.open_one(conn) is not None:
        raise Refusal("已有一次演练在进行，请先结束它")
    words = act.text.strip() or f"演练{LEVEL_NAMES[ResponseLevel(act.level)]}响应"
    first = Mark(f"{act.id}/begun", Did.NOTED, now, "", actor.id, words)
    made = Response(act.id, ResponseLevel(act.level), floor.packs, now, actor.id, (first,))
    if not made.pack.tasks:
        raise Refusal("这一级的动作包是空的，请先在动作包里写上动作")
    drills.put(conn, made)
    put(conn, notices.put(conn, list(_told(made, floor))))


def go_on(conn: Connection, act: Act, actor: Actor, *, now: datetime, floor: Floor) -> None:
    """What somebody does in the drill; the same id again changes nothing."""
    drill = drills.open_one(conn)
    if drill is None or drill.id != act.drill:
        raise Refusal("这次演练已经结束")
    if act.do == STOP:
        _over(conn, drill, now)
        return
    if act.do not in WAYS:
        raise Refusal("演练里不联系客户，也不发补偿")
    if any(mark.id == act.id for mark in drill.marks):
        return
    text = act.text.strip() or (actor.id if act.do == "take" else "")
    if act.do == "take" and floor.person(text) is None:
        raise Refusal("没有这个成员")
    mark = Mark(act.id, WAYS[act.do], now, act.about, actor.id, text)
    if why := refused(drill, mark):
        raise Refusal(why)
    drills.put(conn, marked(drill, [mark]))
    if mark.did is Did.ENDED:
        _taken_back(conn, drill, now)


def look(conn: Connection, now: datetime) -> None:
    """Due times that have passed in the drill are noted in it; a forgotten one ends."""
    drill = drills.open_one(conn)
    if drill is None:
        return
    if now - drill.opened_at >= LASTS:
        _over(conn, drill, now)
    elif late := noticed(drill, now):
        drills.put(conn, marked(drill, late))


def give_way(conn: Connection, now: datetime) -> None:
    """The real thing has begun: the drill is over."""
    if (drill := drills.open_one(conn)) is not None:
        _over(conn, drill, now)


def _over(conn: Connection, drill: Response, now: datetime) -> None:
    drills.put(conn, drill, over=now)
    _taken_back(conn, drill, now)


def _taken_back(conn: Connection, drill: Response, now: datetime) -> None:
    live = [one for one in notices.about(conn, f"{ABOUT}{drill.id}/") if one.withdrawn_at is None]
    put(conn, notices.put(conn, [msgspec.structs.replace(one, withdrawn_at=now) for one in live]))


def _told(drill: Response, floor: Floor) -> Iterator[NoticeRow]:
    by = floor.person(drill.by)
    for person in _cast(drill.pack, floor):
        yield NoticeRow(
            id=f"{ABOUT}{drill.id}/{person.id}",
            person=person.id,
            case="",
            order="",
            kind=KIND,
            severity="warning",
            title=f"{MARK}{LEVEL_NAMES[drill.level]}响应",
            body=f"{_part(drill, person, floor)}。这是演练，不发站外、不计数\n{by.name if by else drill.by} 发起",
            at=drill.opened_at,
            cause=KIND,
            cause_name=f"{MARK}危机响应",
            path=[f"{by.name if by else drill.by} 发起的演练", "危机页"],
            receipts=[Receipt("in_app", person.id, person.name, "delivered", drill.opened_at)],
        )


def _cast(pack: Pack, floor: Floor) -> Iterable[Person]:
    """Everybody who is here and stands on a post that has something to do or to know."""
    posts = [*(rung.post for rung in pack.path), *(task.post for task in pack.tasks)]
    return {person.id: person for post in posts for person in on_duty(floor.people, post)}.values()


def _part(drill: Response, person: Person, floor: Floor) -> str:
    """What this person would have to know and to do."""
    rung = next((one for one in drill.pack.path if one.post == person.stands_on), None)
    tasks = [one.title for one in drill.pack.tasks if one.post == person.stands_on]
    post = names(floor.posts).get(person.stands_on, person.stands_on)
    parts = [f"{post}要在 {(drill.opened_at + rung.within).astimezone(SHANGHAI):%H:%M} 前知情"] if rung is not None else []
    return "，".join([*parts, *([f"{post}要做：{'、'.join(tasks)}"] if tasks else [])])
