"""How an entry of a case's history reads on the page: people by their names, and who has the ball after it."""

from ordertower_desktop.domain.case import Entry
from ordertower_desktop.domain.floor import Floor

NEXT_DOOR = {"it": "IT", "warehouse": "仓库", "finance": "财务", "purchasing": "采购"}
"""Posts outside the desk -> the party that holds the ball when a case is handed to them."""


def sentence(entry: Entry, floor: Floor) -> str:
    """The whole entry: 转派给 林晓."""
    return Entry(entry.at, entry.who, entry.what, named(entry, floor)).sentence


def party(entry: Entry, floor: Floor) -> str:
    """Who has to act after a hand-over; empty while it stays on the desk."""
    person = floor.person(entry.text) if entry.what == "hand_over" else None
    return NEXT_DOOR.get(person.post, "") if person else ""


def named(entry: Entry, floor: Floor) -> str:
    """The text of an entry, with the name of the person where it is a key."""
    person = floor.person(entry.text) if entry.what == "hand_over" else None
    return person.name if person else entry.text
