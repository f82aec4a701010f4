"""/v1/crisis and /v1/grants: the level and the response, what people do about them, and roles lent until a time."""

from ordertower_desktop.domain import grant as lending
from ordertower_desktop.domain.grant import GIVEN, Grant
from ordertower_desktop.domain.people import Role
from ordertower_desktop.hub.api import veil, veilcrisis, veilwarehouse
from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.api.lent import refuse_lent
from ordertower_desktop.hub.api.sync import number
from ordertower_desktop.hub.store.judging.crisisacts import Deed, Forbidden, perform
from ordertower_desktop.hub.store.judging.crisispage import page, publish
from ordertower_desktop.hub.store.tables import audit, crises, grants, people
from ordertower_desktop.wire.crisis import Act, GrantBody, GrantRow, OfferPage

LONGEST_WHY = 200


def shown(call: Call) -> Answer:
    """The level in force, and the response that is under way."""
    with call.tower.db.read() as conn:
        made = veilcrisis.crisis(page(conn, floor=call.tower.floors.current(conn)), veil.eyes_of(call, conn))
    return as_json(veilwarehouse.crisis(made) if call.actor.warehouses else made)


def act(call: Call) -> Answer:
    """Do something about it; the answer is the page as it stands after."""
    wanted = call.read(Act)
    with call.tower.db.write() as conn:
        floor = call.tower.floors.current(conn)
        try:
            perform(conn, Deed(wanted, call.actor, call.now, floor))
        except Forbidden as error:
            raise Refused(403, str(error), kind="role") from error
        made = veilcrisis.crisis(publish(conn, floor=floor), veil.eyes_of(call, conn))
    number(call.tower)
    return as_json(made)


def offered(call: Call) -> Answer:
    """An offer with its orders, for those who pay."""
    with call.tower.db.read() as conn:
        found = crises.offer(conn, call.params["offer"])
        response = crises.one(conn, crises.crisis_of(conn, found.id)) if found is not None else None
        names = {person.id: person.name for person in people.everyone(conn)}
    if found is None or response is None:
        raise Refused(404, "没有这一笔补偿，请刷新", kind="not_found")
    remedy = response.pack.remedy(found.remedy)
    told = OfferPage(
        found.id, remedy.name if remedy else found.remedy, found.fen, str(found.state), names.get(found.by, found.by), found.at,
        list(found.orders), list(found.again), found.why, names.get(found.decided_by, found.decided_by), found.decided_at,
        found.decided_why,
    )  # fmt: skip
    return as_json(told)


def lent(call: Call) -> Answer:
    """The newest grants, those that are over too."""
    with call.tower.db.read() as conn:
        names = {person.id: person.name for person in people.everyone(conn)}
        found = [_row(one, names, call) for one in grants.newest(conn, limit=call.limit())]
    return as_json(found)


def lend(call: Call) -> Answer:
    """Lend somebody a role until a time. It ends by itself; nobody has to remember."""
    asked = call.read(GrantBody)
    if asked.role not in list(Role):
        raise Refused(422, "只能临时授予主管权限", kind="refused")
    made = Grant(asked.id[:100], asked.person, Role(asked.role), call.actor.id, call.now, asked.until, asked.why.strip()[:LONGEST_WHY])
    with call.tower.db.write() as conn:
        refuse_lent(conn, call)
        names = {person.id: person.name for person in people.everyone(conn)}
        known = grants.one(conn, made.id)
        if known is None:
            if why := lending.refused(made, people.one(conn, made.person), call.now):
                raise Refused(422, why, kind="refused")
            grants.add(conn, made)
            audit.append(conn, audit.Record(call.now, call.actor.id, "granted", made.person, f"{GIVEN[made.role]}，{made.why}"))
    return as_json(_row(known or made, names, call))


def take_back(call: Call) -> Answer:
    """End it before its time."""
    with call.tower.db.write() as conn:
        refuse_lent(conn, call)
        known = grants.one(conn, call.params["grant"])
        if known is None:
            raise Refused(404, "没有这个授权", kind="not_found")
        if lending.running(known, call.now):
            grants.end(conn, known.id, call.now)
            audit.append(conn, audit.Record(call.now, call.actor.id, "grant_withdrawn", known.person, known.why))
        names = {person.id: person.name for person in people.everyone(conn)}
        after = grants.one(conn, known.id) or known
    return as_json(_row(after, names, call))


def _row(one: Grant, names: dict[str, str], call: Call) -> GrantRow:
    state = "running" if lending.running(one, call.now) else "withdrawn" if one.ended_at is not None else "over"
    who, by = names.get(one.person, one.person), names.get(one.by, one.by)
    return GrantRow(one.id, one.person, who, str(one.role), one.why, by, one.at, one.until, state, one.ended_at)
