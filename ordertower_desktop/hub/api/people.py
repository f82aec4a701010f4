"""/v1/people: who is on the floor, and whether they are here."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import msgspec
from sqlalchemy import Connection

from ordertower_desktop.domain.people import Person, Presence, Role, here
from ordertower_desktop.domain.post import ROLE_NAMES, Post
from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.api.lent import refuse_lent
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.hub.store.judging.rows import person_row
from ordertower_desktop.hub.store.tables import audit, cases, orders, people, tokens

MOST_WAREHOUSES, LONGEST_WAREHOUSE = 20, 64


class PersonBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody as an administrator writes it down; without a role they have that of their post.

    `warehouses`: whose orders alone they see; an empty list: all, and left out: as it was.
    """

    id: str
    name: str
    role: Role | None = None
    post: str = "agent"
    presence: Presence = Presence.ON
    backup: str = ""
    limit: int = 50
    disabled: bool = False
    warehouses: list[str] | None = None


class PresenceBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Here, on a break, or gone."""

    presence: Presence


def listed(call: Call) -> Answer:
    with call.tower.db.read() as conn:
        found, posts = people.everyone(conn), call.tower.floors.posts(conn)
    return as_json([person_row(person, posts) for person in found])


def write(call: Call) -> Answer:
    """Put somebody on the floor or change them; only an administrator makes administrators."""
    body = call.read(PersonBody)
    with call.tower.db.write() as conn:
        refuse_lent(conn, call)
        posts = call.tower.floors.posts(conn)
        person = _checked(body, posts)
        before = people.one(conn, person.id)
        person = replace(person, warehouses=_warehouses(body, person, before))
        if Role.ADMIN in (person.role, before.role if before else None) and call.actor.role is not Role.ADMIN:
            raise Refused(403, "管理员只能由管理员来改", kind="role")
        people.put(conn, [person])
        person = people.one(conn, person.id) or person
        if person.disabled or (before is not None and before.role is not person.role):
            tokens.end_all_of(conn, person.id, call.now)
        put(conn, [Document("person", person.id, person_row(person, posts))])
        _came(conn, call, before, person)
        if before is not None and before.warehouses != person.warehouses:
            orders.wake(conn, cases.owned_by(conn, person.id), call.now)  # what they cannot see any more goes to somebody who can
        audit.append(conn, audit.Record(call.now, call.actor.id, "person", person.id, _words(person)))
    return as_json(person_row(person, posts))


def presence(call: Call) -> Answer:
    """Say that one is here or not; others can be told by a supervisor only."""
    body = call.read(PresenceBody)
    key = call.params["person"]
    if key != call.actor.id and call.actor.role is Role.AGENT:
        raise Refused(403, "只能改自己的在岗状态", kind="role")
    return _changed(call, key, lambda person: replace(person, presence=body.presence))


def _changed(call: Call, key: str, change: Callable[[Person], Person]) -> Answer:
    with call.tower.db.write() as conn:
        before = people.one(conn, key)
        if before is None:
            raise Refused(404, "没有这个成员", kind="not_found")
        person = change(before)
        people.put(conn, [person])
        row = person_row(person, call.tower.floors.posts(conn))
        put(conn, [Document("person", person.id, row)])
        _came(conn, call, before, person)
        audit.append(conn, audit.Record(call.now, call.actor.id, "presence", person.id, person.presence))
    return as_json(row)


def _came(conn: Connection, call: Call, before: Person | None, person: Person) -> None:
    """Somebody is here who was not: what waits for an owner need not wait for its next turn (S39)."""
    if here(person) and (before is None or not here(before)):
        orders.wake(conn, cases.ownerless(conn), call.now)


def _words(person: Person) -> str:
    where = f" 只看{'、'.join(person.warehouses)}" if person.warehouses else ""
    return f"{person.role} {person.post} {person.presence}{where}"


def _warehouses(body: PersonBody, person: Person, before: Person | None) -> tuple[str, ...]:
    """Whose orders alone they see; who leads sees the whole floor, or nobody could widen their own sight again."""
    if body.warehouses is None:
        kept = before.warehouses if before is not None else ()
        return kept if person.role is Role.AGENT else ()
    named = tuple(dict.fromkeys(one.strip() for one in body.warehouses if one.strip()))
    if named and person.role is not Role.AGENT:
        raise Refused(422, f"{ROLE_NAMES[person.role]}看全部仓，不能限仓；要限仓请先换成客服类的岗位", kind="refused")
    if len(named) > MOST_WAREHOUSES or any(len(one) > LONGEST_WAREHOUSE for one in named):
        raise Refused(422, f"一个人最多 {MOST_WAREHOUSES} 个仓，仓名最长 {LONGEST_WAREHOUSE} 字，写法要与订单上的仓库一致", kind="refused")
    return named


def _checked(body: PersonBody, posts: Mapping[str, Post]) -> Person:
    if not re.fullmatch(r"[A-Za-z0-9_.@-]{1,64}", body.id):
        raise Refused(422, "成员编号只能用字母、数字和 . _ @ -，最长 64 位", kind="refused")
    if not 1 <= len(body.name.strip()) <= 32:
        raise Refused(422, "姓名要有 1 到 32 个字", kind="refused")
    if body.post not in posts:
        raise Refused(422, f"没有这个岗位，可用：{'、'.join(one.name for one in posts.values())}", kind="refused")
    if not 1 <= body.limit <= 1000:
        raise Refused(422, "同时处理上限要在 1 到 1000 之间", kind="refused")
    role = body.role or posts[body.post].role
    return Person(body.id, body.name.strip(), role, body.post, body.presence, body.backup, body.limit, body.disabled)
