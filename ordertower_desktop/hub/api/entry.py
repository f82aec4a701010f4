"""Getting in: an invitation becomes a device, a device gets access for a quarter of an hour."""

from typing import Any

import msgspec

from ordertower_desktop.domain.people import Person, Role
from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.api.lent import refuse_lent
from ordertower_desktop.hub.store.tables import audit, people, tokens
from ordertower_desktop.hub.store.tables.tokens import ACCESS_LIFE, INVITATION_LIFE, Kind
from ordertower_desktop.wire.pages import Token
from ordertower_desktop.wire.pin import invitation, parted


class Enrol(msgspec.Struct, frozen=True):
    """What a supervisor gave, of which the first eight letters count here, and what this device is called."""

    code: str
    name: str = ""


class Present(msgspec.Struct, frozen=True):
    """A device token that asks for access."""

    token: str


class NewToken(msgspec.Struct, frozen=True):
    """A standing token for a wall or a script; a person's token acts for that person."""

    role: Role
    name: str = ""
    person: str = ""


class Invited(msgspec.Struct, frozen=True):
    """An invitation, shown once."""

    code: str
    person: str
    role: str
    expires_at: Any


class TokenLine(msgspec.Struct, frozen=True):
    """A token that is alive; `id` is the beginning of its digest."""

    id: str
    kind: str
    person: str
    role: str
    name: str
    made_at: Any
    expires_at: Any


def enrol(call: Call) -> Answer:
    """Use up an invitation; answers a device token."""
    asked = call.read(Enrol)
    code, _ = parted(asked.code)
    with call.tower.db.write() as conn:
        held = tokens.held(conn, code, call.now, kinds=(Kind.INVITATION,))
        if held is None:
            raise Refused(401, "邀请码不对，或已用过、已过期，请向主管要新的", kind="dead_invitation")
        tokens.end(conn, held.digest, call.now)
        secret = tokens.issue(conn, Kind.DEVICE, person=held.person, role=held.role, now=call.now, name=asked.name[:64])
        audit.append(conn, audit.Record(call.now, held.person, "enrol", held.person, asked.name[:64]))
        person = people.one(conn, held.person)
    return as_json(Token(secret, None, held.role, held.person, person.name if person else ""))


def access(call: Call) -> Answer:
    """A short token for a device that is still welcome."""
    asked = call.read(Present)
    with call.tower.db.write() as conn:
        held = tokens.held(conn, asked.token, call.now, kinds=(Kind.DEVICE,))
        person = people.one(conn, held.person) if held else None
        if held is None or person is None or person.disabled:
            raise Refused(401, "这台设备的登录已失效，请用新的邀请码登录", kind="dead_device")
        secret = tokens.issue(conn, Kind.ACCESS, person=person.id, role=person.role, now=call.now, life=ACCESS_LIFE, parent=held.digest)
        tokens.clear(conn, call.now)
    return as_json(Token(secret, call.now + ACCESS_LIFE, person.role, person.id, person.name))


def invite(call: Call) -> Answer:
    """A new invitation for somebody on the floor; nobody can invite above their own role."""
    with call.tower.db.write() as conn:
        refuse_lent(conn, call)
        person = _known(people.one(conn, call.params["person"]))
        if person.role is Role.ADMIN and call.actor.role is not Role.ADMIN:
            raise Refused(403, "管理员的邀请码要由管理员来发", kind="role")
        code = tokens.issue(conn, Kind.INVITATION, person=person.id, role=person.role, now=call.now, life=INVITATION_LIFE)
        audit.append(conn, audit.Record(call.now, call.actor.id, "invite", person.id))
    return as_json(Invited(invitation(code, call.tower.pin), person.id, person.role, call.now + INVITATION_LIFE), status=201)


def make(call: Call) -> Answer:
    """A standing token for a wall or a script."""
    asked = call.read(NewToken)
    with call.tower.db.write() as conn:
        person = _known(people.one(conn, asked.person)) if asked.person else None
        name = asked.name[:64] or (person.name if person else str(asked.role))
        secret = tokens.issue(conn, Kind.STANDING, person=asked.person, role=asked.role, now=call.now, name=name)
        audit.append(conn, audit.Record(call.now, call.actor.id, "token_made", asked.person or name, asked.role))
    return as_json(Token(secret, None, asked.role, asked.person, name), status=201)


def listed(call: Call) -> Answer:
    """Every token that is alive, without its secret."""
    with call.tower.db.read() as conn:
        found = tokens.alive(conn, call.now)
    return as_json([TokenLine(t.digest[:12], t.kind, t.person, t.role, t.name, t.made_at, t.expires_at) for t in found])


def revoke(call: Call) -> Answer:
    """End a token and all that came of it."""
    start = call.params["token"]
    with call.tower.db.write() as conn:
        found = [t for t in tokens.alive(conn, call.now) if len(start) >= 8 and t.digest.startswith(start)]
        if len(found) != 1:
            raise Refused(404, "没有这个令牌，或它已失效", kind="not_found")
        tokens.end(conn, found[0].digest, call.now)
        audit.append(conn, audit.Record(call.now, call.actor.id, "token_ended", found[0].person or found[0].name, found[0].role))
    return Answer(status=204)


def _known(person: Person | None) -> Person:
    if person is None:
        raise Refused(404, "没有这个成员", kind="not_found")
    return person
