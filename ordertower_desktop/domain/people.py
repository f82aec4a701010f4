"""Who is on the floor: posts, permission classes, presence, and whose turn it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The four permission classes; posts sit on them."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    DISPLAY = "display"


class Presence(StrEnum):
    ON = "on"
    BREAK = "break"
    OFF = "off"


POSTS = {
    "supervisor": "客服主管",
    "agent": "一线客服",
    "account_manager": "客户经理",
    "risk": "风控专员",
    "warehouse": "仓库负责人",
    "regional_manager": "区域经理",
    "finance": "财务",
    "purchasing": "采购",
    "operations": "运营主管",
    "it": "IT/运维",
    "general_manager": "总经理",
    "backup": "备岗",
    "order_supervisor": "订单主管",
}
"""Post -> its name (S105)."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can own a case. `backup` is the id of who steps in; `limit` how many cases one can carry.

    `duty` and `stand_in` are post and backup of the shift that the roster has them on; without one their own hold.
    `warehouses`: whose orders alone they see and answer for; none means all (S105).
    """

    id: str
    name: str
    role: Role
    post: str = "agent"
    presence: Presence = Presence.ON
    backup: str = ""
    limit: int = 50
    disabled: bool = False
    duty: str = ""
    stand_in: str = ""
    warehouses: tuple[str, ...] = ()

    @property
    def stands_on(self) -> str:
        """The post of now."""
        return self.duty or self.post


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, as the hub knows it from the token. Without a post (a script's token) the class alone decides.

    `warehouses`: whose orders alone they see; none means all.
    """

    id: str
    name: str
    role: Role
    post: str = ""
    warehouses: frozenset[str] = frozenset()


def here(person: Person) -> bool:
    """On duty now."""
    return person.presence is Presence.ON and not person.disabled


def answers_for(person: Person, warehouse: str) -> bool:
    """Whether orders of this warehouse are in this person's sight."""
    return not person.warehouses or warehouse in person.warehouses


def on_duty(people: Iterable[Person], post: str) -> list[Person]:
    """Everybody of a post who is here now, in a fixed order."""
    return sorted((p for p in people if p.stands_on == post and here(p)), key=lambda p: p.id)


def next_in_turn(people: Iterable[Person], post: str, turns: Mapping[str, int]) -> Person | None:
    """The person on duty whose last turn is longest ago, or None when nobody of the post is here."""
    return turn_of(on_duty(people, post), turns)


def turn_of(here: Sequence[Person], turns: Mapping[str, int]) -> Person | None:
    """Of these the one whose last turn is longest ago."""
    if len(here) == 1:
        return here[0]
    return min(here, key=lambda p: (turns.get(p.id, 0), p.id), default=None)
