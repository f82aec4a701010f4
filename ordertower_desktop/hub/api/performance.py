"""/v1/performance: what people did lately; nobody but who answers for the floor sees another's line (S46, S48, S49, S99)."""

from collections.abc import Mapping
from datetime import timedelta

from ordertower_desktop.domain.people import Person, Role
from ordertower_desktop.domain.post import names
from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.store.tables import cases, people
from ordertower_desktop.insight.performance import Score, scores
from ordertower_desktop.insight.postmortem.figures import Window
from ordertower_desktop.wire.performance import ScoreLine, ScorePage

USUAL, MOST = 7, 31
AT_ONCE = timedelta(microseconds=1)
"""What happened just now counts."""


def shown(call: Call) -> Answer:
    """The last `days` days."""
    days = call.number("days", USUAL)
    if not 1 <= days <= MOST:
        raise Refused(400, f"days 要在 1 到 {MOST} 之间，收到 {days}")
    window = Window(call.now - timedelta(days=days), call.now + AT_ONCE)
    with call.tower.db.read() as conn:
        known, floor = people.everyone(conn), call.tower.floors.current(conn)
        called = names(floor.posts)
        standing = cases.standing_in(conn, window.since, window.until)
    made = scores(standing, window, {one.id: one.name for one in known}, stakes=floor.stakes)
    by_name = {one.name: one for one in known}
    lines = [_line(one, by_name[one.name], called) for one in made if one.name in by_name]
    own = next((one for one in lines if one.person == call.actor.id), None)
    may = call.actor.role in (Role.SUPERVISOR, Role.ADMIN)
    return as_json(ScorePage(days, own, lines if may else []))


def _line(one: Score, person: Person, posts: Mapping[str, str]) -> ScoreLine:
    return ScoreLine(
        person.id,
        one.name,
        person.post,
        one.closed,
        one.points,
        one.steps,
        one.late_steps,
        one.breached,
        one.passed_on,
        one.taken_away,
        posts.get(person.post, person.post),
    )
