"""How an entry of a case's history reads on the page: people by their names, and who has the ball after it."""

from ordertower_desktop.domain.ball import DESK
from ordertower_desktop.domain.case import Case, Entry
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.timeline import DeskEntry
from ordertower_desktop.domain.watch import TOWER

NEXT_DOOR = {"it": "IT", "warehouse": "仓库", "finance": "财务", "purchasing": "采购"}
"""Posts outside the desk -> the party that holds the ball when a case is handed to them."""


def entries(case: Case, floor: Floor) -> tuple[DeskEntry, ...]:
    """The history of a case as lines of the desk, each with the department that has to act after it."""
    return tuple(DeskEntry(e.at, "" if e.who in (TOWER, "") else e.who, named(e, floor), e.what, party(e, floor)) for e in case.log)


def sentence(entry: Entry, floor: Floor) -> str:
    """The whole entry: 转派给 林晓."""
    return Entry(entry.at, entry.who, entry.what, named(entry, floor)).sentence


def party(entry: Entry, floor: Floor) -> str:
    """Who has to act after a hand-over (another department, or the desk that has it again), or after somebody took it in hand."""
    match entry.what:
        case "hand_over":
            person = floor.person(entry.text)
            return NEXT_DOOR.get(person.post, DESK) if person else ""
        case "acknowledge" | "reopen":
            taker = next((one for one in floor.people if one.name == entry.who), None)
            return NEXT_DOOR.get(taker.post, "") if taker else ""
        case _:
            return ""


def named(entry: Entry, floor: Floor) -> str:
    """The text of an entry, with the name of the person where it is a key."""
    person = floor.person(entry.text) if entry.what == "hand_over" else None
    return person.name if person else entry.text
