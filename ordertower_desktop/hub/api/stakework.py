"""/v1/stakes/…: other figures of what lateness costs tried on the open cases, and the versions in words."""

from sqlalchemy import Connection

from ordertower_desktop.domain.restake import Restaking, restaked
from ordertower_desktop.domain.stakewords import differences
from ordertower_desktop.domain.step import clocks_of
from ordertower_desktop.domain.veil import Eyes, amount
from ordertower_desktop.hub.api import versions as administered
from ordertower_desktop.hub.api.http import Answer, Call, as_json
from ordertower_desktop.hub.api.veil import eyes_of
from ordertower_desktop.hub.store.judging import books
from ordertower_desktop.hub.store.judging.board import PLATFORM_NAMES
from ordertower_desktop.hub.store.tables import cases, people, versions
from ordertower_desktop.hub.store.tables.versions import Version
from ordertower_desktop.wire.stakes import Restaked, StakesChange, StakesOnTrial, StakesTrial, stakes_of

MOST_NAMED = 100
USUAL_VERSIONS = 40


def preview(call: Call) -> Answer:
    """Every open case by what is in force and by the edit; nothing is kept of it."""
    asked = call.read(StakesOnTrial)
    would = stakes_of(asked.stakes)
    with call.tower.db.read() as conn:
        floor = call.tower.floors.current(conn)
        known = call.tower.open_orders.current(conn)
        had, seen = cases.latest(conn, [order.id for order in known]), eyes_of(call, conn)
    open_ones = [(order, case) for order in known if (case := had.get(order.id)) is not None and case.open]
    clocked = [(order, clocks_of(order, case, call.now, floor=floor)) for order, case in open_ones]
    found = restaked(clocked, floor.stakes, would, call.now)
    moved = [one for one in found if one.way]
    most = max(0, min(MOST_NAMED, asked.most))
    was, will = (amount(sum(fen), seen) for fen in ((one.was_fen for one in found), (one.will_fen for one in found)))
    return as_json(StakesTrial(call.now, len(found), was, will, len(moved), [_line(one, seen) for one in moved[:most]]))


def _line(one: Restaking, seen: Eyes) -> Restaked:
    """What an order loses an hour follows from its amount, so whoever may not see that does not see this."""
    platform, was, will = one.order.text("platform"), amount(one.was_fen, seen), amount(one.will_fen, seen)
    return Restaked(one.order.id, PLATFORM_NAMES.get(platform, platform), was, will, one.was_place, one.will_place)


def changes(call: Call) -> Answer:
    """The versions, newest first, each with what it changed."""
    with call.tower.db.read() as conn:
        limit = call.limit(USUAL_VERSIONS)
        found = versions.history(conn, "stakes", limit=limit + 1)
        told = [_change(conn, newer, older) for newer, older in list(zip(found, [*found[1:], None], strict=True))[:limit]]
    return as_json(told)


def _change(conn: Connection, newer: Version, older: Version | None) -> StakesChange:
    person = people.one(conn, newer.by)
    name = person.name if person else newer.by or "系统"
    will = books.staked(newer.body.decode("utf-8"))
    says = list(differences(books.staked(older.body.decode("utf-8")), will)) if older else ["出厂设置" if not newer.by else "第一版"]
    return StakesChange(newer.version, newer.at, newer.by, name, newer.why, says, administered.page(newer).content or {})
