"""Whom a step of a chain speaks to at a moment: people who are here, or the reason why nobody is."""

from dataclasses import dataclass

from ordertower_desktop.domain.escalation import To
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.people import Person, Presence, here, next_in_turn
from ordertower_desktop.domain.post import names

POST_OF = {To.SUPERVISOR: "supervisor", To.WAREHOUSE: "warehouse", To.MANAGER: "regional_manager"}
NOBODY = "没有人在岗，也没有主管在岗"
AWAY = {Presence.BREAK: "在休息", Presence.OFF: "不在岗"}


@dataclass(frozen=True, slots=True)
class Addressed:
    """The people a step speaks to; without any, `why` says what kept it from them. `instead`: they answer for somebody absent."""

    people: tuple[Person, ...] = ()
    why: str = ""
    instead: str = ""


def addressed(to: To, whom: str, *, owner: str, post: str, floor: Floor) -> Addressed:
    """Whom a step means for a case of this owner and post. A post with nobody on duty is answered for by its supervisors.

    A person who is off duty or on a break is not chased and not blamed: the step has reached nobody, and the next one comes at once.
    """
    match to:
        case To.PERSON if whom in floor.strangers:
            return Addressed(why="不看这个仓的单")
        case To.PERSON:
            return _person(floor.person(whom), whom)
        case To.OWNER | To.BACKUP if owner:
            return _person(floor.person(owner), owner)
        case To.POST:
            return _post(whom or post, floor)
        case To.OWNER | To.BACKUP:
            return _post(post, floor)
        case _:
            return _post(POST_OF[to], floor)


def backup(owner: str, post: str, floor: Floor) -> Person | None:
    """The owner's own backup if here, else whoever of 备岗 or the post is next, but never the one who did not answer."""
    person = floor.person(owner)
    named = floor.person(person.stand_in or person.backup) if person else None
    if named is not None and named.id != owner and here(named):
        return named
    others = tuple(p for p in floor.people if p.id != owner)
    return next_in_turn(others, "backup", floor.turns) or next_in_turn(others, post, floor.turns)


def _person(person: Person | None, key: str) -> Addressed:
    if person is None or person.disabled:
        return Addressed(why=f"{person.name if person else key} 已停用")
    if person.presence is not Presence.ON:
        return Addressed(why=f"{person.name} {AWAY[person.presence]}")
    return Addressed((person,))


def _post(post: str, floor: Floor) -> Addressed:
    if found := floor.on_duty(post):
        return Addressed(found)
    name = names(floor.posts).get(post, post)
    if found := floor.on_duty("supervisor"):
        return Addressed(found, instead=f"{name}没有人在岗，转告主管")
    return Addressed(why=NOBODY if post != "supervisor" else "没有主管在岗")
