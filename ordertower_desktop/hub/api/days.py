"""/v1/days and /v1/incidents: days that are over, and what supervisors made of them."""

from datetime import date

from msgspec.structs import replace
from sqlalchemy import Connection

from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.store.judging import dayfile
from ordertower_desktop.hub.store.tables import audit, boards, incidents, people
from ordertower_desktop.hub.store.tables.incidents import Kept
from ordertower_desktop.wire import replay

LONGEST_TITLE, LONGEST_TEXT, MOST_ACTIONS = 100, 4000, 50


def listed(call: Call) -> Answer:
    """The days that can be looked at."""
    with call.tower.db.read() as conn:
        reach, days = boards.reach(conn), boards.days(conn)
        titles = {kept.id: kept.filed.title for kept in incidents.page(conn, limit=1000)}
    first, last = reach or (None, None)
    return as_json(replay.Days(first, last, [replay.DayLine(*one, titles.get(one[0].isoformat(), "")) for one in days]))


def one(call: Call) -> Answer:
    """A day whole, with its incident where one has been saved."""
    day = _day(call)
    with call.tower.db.read() as conn:
        page = dayfile.page(conn, day, now=call.now)
        kept = incidents.one(conn, day.isoformat())
        found = _incident(conn, kept) if kept else None
    return as_json(replace(page, incident=found))


def archived(call: Call) -> Answer:
    """The archive, newest day first."""
    with call.tower.db.read() as conn:
        found = [_incident(conn, kept) for kept in incidents.page(conn, before=call.query.get("before", ""), limit=call.limit())]
    return as_json(found)


def save(call: Call) -> Answer:
    """Put people's words on a day into the archive, beside the figures and the evidence that the log gives now.

    The evidence is never taken from a caller; another's version in between is a conflict.
    """
    day, words = _day(call), _checked(call.read(replay.Words))
    with call.tower.db.write() as conn:
        known = incidents.one(conn, day.isoformat())
        if known is not None and known.version != words.base:
            who = _name(conn, known.by)
            raise Refused(409, f"{who} 刚存了第 {known.version} 版，请先看过再改", kind="conflict", detail=who)
        kept = incidents.save(conn, day.isoformat(), _filed(conn, call, day, words), by=call.actor.id, now=call.now)
        told = f"第 {kept.version} 版 {words.title}"
        audit.append(conn, audit.Record(call.now, call.actor.id, "incident_saved", kept.id, told))
        made = _incident(conn, kept)
    return as_json(made)


def _filed(conn: Connection, call: Call, day: date, words: replay.Words) -> replay.Filed:
    page = dayfile.page(conn, day, now=call.now)
    unknown = words.answers.keys() - {one.key for one in page.answers}
    if unknown:
        raise Refused(422, f"没有这样的问题：{'、'.join(sorted(unknown))[:80]}", kind="bad_incident")
    answers = [replay.Answer(one.key, one.question, words.answers.get(one.key, one.text), one.evidence) for one in page.answers]
    return replay.Filed(words.title, answers, words.actions, page.health, page.total, page.links, page.people)


def _checked(words: replay.Words) -> replay.Words:
    if not words.title.strip():
        raise Refused(422, "请给这次事件写一个标题", kind="bad_incident")
    if len(words.title) > LONGEST_TITLE:
        raise Refused(422, f"标题最多 {LONGEST_TITLE} 字，现在 {len(words.title)} 字", kind="bad_incident")
    if any(len(text) > LONGEST_TEXT for text in (*words.answers.values(), *words.actions)) or len(words.actions) > MOST_ACTIONS:
        raise Refused(422, f"每段最多 {LONGEST_TEXT} 字，改进项最多 {MOST_ACTIONS} 条，请缩短后再存", kind="bad_incident")
    return words


def _day(call: Call) -> date:
    text = call.params["day"]
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refused(400, f"日期要写成 2025-11-12 这样，收到 {text[:20]}", kind="malformed") from None
    if not date(2000, 1, 1) <= day <= call.now.date().replace(month=12, day=31):
        raise Refused(404, "这一天没有记录", kind="not_found")
    return day


def _incident(conn: Connection, kept: Kept) -> replay.Incident:
    return replay.Incident(kept.id, kept.version, kept.by, _name(conn, kept.by), kept.at, kept.filed)


def _name(conn: Connection, person: str) -> str:
    known = people.one(conn, person)
    return known.name if known else person or "系统"
