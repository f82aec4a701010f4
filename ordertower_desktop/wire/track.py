"""A link to the customers' page of one order (S92)."""

import msgspec


class TrackBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose link is wanted."""

    order: str


class TrackLink(msgspec.Struct, frozen=True):
    """A link that opens the page of one order, and so many days long."""

    url: str
    days: int
