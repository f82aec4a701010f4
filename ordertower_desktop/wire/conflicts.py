"""The list of conflicts that are open, as the hub tells it."""

import msgspec

from ordertower_desktop.wire.order import ConflictLine


class ConflictRow(msgspec.Struct, frozen=True):
    """A conflict and the order that it is about."""

    order: str
    platform: str
    shop: str
    line: ConflictLine


class ConflictCount(msgspec.Struct, frozen=True):
    """How many are open about a field."""

    field: str
    name: str
    count: int


class ConflictPage(msgspec.Struct, frozen=True):
    """The oldest first; `fields` counts every field whichever was asked for, `after` asks for the next page, empty at the end."""

    items: list[ConflictRow] = []
    fields: list[ConflictCount] = []
    after: str = ""
