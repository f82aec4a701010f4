"""/v1/rules, policies, calendars, exemptions, promos, playbooks: read, put a new version in force, look back, restore."""

import json
import tomllib
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection

from ordertower_desktop.domain import chaincheck
from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.hub.api.http import Answer, Call, Handler, Refused, as_json
from ordertower_desktop.hub.api.lent import refuse_reach
from ordertower_desktop.hub.api.ownway import keep_steps
from ordertower_desktop.hub.api.unheld import unless_held
from ordertower_desktop.hub.store.judging import books, onechain, postbook, postuse
from ordertower_desktop.hub.store.judging.floors import bodies
from ordertower_desktop.hub.store.tables import audit, measures, orders, people, versions
from ordertower_desktop.hub.store.tables.versions import Version
from ordertower_desktop.wire.codec import Malformed

LONGEST_WHY = 200
SHOWN = {"policies": onechain.show, "posts": postbook.show}
"""What desks hold of a kind, too."""


class VersionPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A version: `text` is what was written, `content` the same as JSON."""

    kind: str
    version: int
    by: str
    at: datetime
    why: str
    text: str = ""
    content: Any = None


class NewVersion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What shall be in force from now on. `base` is the version that was edited: another one in between is a conflict."""

    text: str
    why: str = ""
    base: int = 0


class Restore(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    why: str = ""


def reader(kind: str) -> Handler:
    """The version in force, or the one that `?version=` names."""

    def read(call: Call) -> Answer:
        wanted = call.number("version")
        with call.tower.db.read() as conn:
            found = versions.one(conn, kind, wanted) if wanted else versions.current(conn, kind)
        return as_json(page(_there(found)))

    return read


def historian(kind: str) -> Handler:
    """Every version, newest first, without its text."""

    def history(call: Call) -> Answer:
        with call.tower.db.read() as conn:
            found = versions.history(conn, kind, limit=call.limit())
        return as_json([VersionPage(one.kind, one.version, one.by, one.at, one.why) for one in found])

    return history


def writer(kind: str) -> Handler:
    """Check a text and put it in force at once."""

    def write(call: Call) -> Answer:
        asked = call.read(NewVersion)
        return _in_force(call, kind, asked.text, why=asked.why, base=asked.base)

    return write


def restorer(kind: str) -> Handler:
    """Put an older version in force again, as a new version."""

    def restore(call: Call) -> Answer:
        asked = call.read(Restore)
        with call.tower.db.read() as conn:
            old = _there(versions.one(conn, kind, asked.version))
        return _in_force(call, kind, old.body.decode("utf-8"), why=asked.why or f"恢复到第 {asked.version} 版", base=0)

    return restore


def _in_force(call: Call, kind: str, text: str, *, why: str, base: int) -> Answer:
    with call.tower.db.write() as conn:
        now = versions.current(conn, kind)
        if base and now is not None and now.version != base:
            first = people.one(conn, now.by)
            who = first.name if first else now.by or "别人"
            raise Refused(409, f"{who} 刚改成第 {now.version} 版，请先看过再改", kind="conflict", detail=who)
        if kind == "posts":
            refuse_reach(conn, call, text)
        else:
            floor = checked(bodies(conn) | {kind: text})
            if kind == "policies":
                _refuse_faulty(text, floor)
        made = put_in_force(conn, call, kind, text, why=why)
    return as_json(page(made))


def _refuse_faulty(text: str, floor: Floor) -> None:
    """A chain that could not be saved by itself does not come in with the others either."""
    for chain in books.policies_of(text).values():
        for place, why in chaincheck.faults(chain, floor.post_names).items():
            where = f"告警链“{chain.name or chain.id}”" + (f"第 {place + 1} 步" if place >= 0 else "")
            raise Refused(422, f"{where}：{why}，请改好再生效", kind="bad_policy")


def put_in_force(conn: Connection, call: Call, kind: str, text: str, *, why: str) -> Version:
    """Make a checked text the newest version, let every open order be judged again, and record it. Texts follow the names of posts."""
    if kind == "policies":
        keep_steps(conn, call, books.policies_of(bodies(conn).get(kind, "{}")), books.policies_of(text))
    follow = _following(conn, text) if kind == "posts" else {}
    number = versions.add(conn, kind, text.encode("utf-8"), by=call.actor.id, now=call.now, why=why[:LONGEST_WHY])
    orders.wake_all(conn, call.now)
    measures.touch_open(conn)
    if show := SHOWN.get(kind):
        show(conn)
    audit.append(conn, audit.Record(call.now, call.actor.id, f"{kind}_changed", kind, f"第 {number} 版 {why[:LONGEST_WHY]}"))
    for other, moved in follow.items():
        put_in_force(conn, call, other, moved, why=f"岗位第 {number} 版改了名称")
    return _there(versions.one(conn, kind, number))


def _following(conn: Connection, text: str) -> dict[str, str]:
    """Kind -> its text by the new names of the posts; refused where the floor could not be read by all of them."""
    texts = bodies(conn)
    before, after = postbook.in_force(conn)[1], books.posts_of(text)
    unless_held(conn, checked(texts), after)
    follow = postuse.renamed(texts, before, after)
    checked(texts | follow | {"posts": text})
    return follow


def checked(texts: dict[str, str]) -> Floor:
    """The floor that these texts mean, or what is wrong with them."""
    try:
        return books.floor(texts)
    except BadFile as bad:
        raise Refused(422, str(bad).partition("\n")[0][:300], kind="bad_rules", detail=str(bad)[:4000]) from bad


def _there(found: Version | None) -> Version:
    if found is None:
        raise Refused(404, "没有这一版", kind="not_found")
    return found


def page(found: Version | None) -> VersionPage:
    """A version as it goes out."""
    found = _there(found)
    text = books.in_use(found.kind, found.body.decode("utf-8"))
    return VersionPage(found.kind, found.version, found.by, found.at, found.why, text, _content(text))


def _content(text: str) -> Any:
    try:
        return books.table_of(text) if text.strip() else {}
    except (BadFile, Malformed, ValueError, tomllib.TOMLDecodeError, json.JSONDecodeError):
        return None
