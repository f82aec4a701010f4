"""Customers, suggestions to merge their orders, and parcels that were stopped, as a desk asks for them and acts on them."""

from datetime import datetime

import msgspec


class FactorLine(msgspec.Struct, frozen=True):
    """One factor of two faces: what is shown of each (masked, or the head of a hash), how they match, and what it gives.

    `match`: same | part | differs | unknown.
    """

    name: str
    one: str
    other: str
    match: str
    points: int


class FaceLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A face of a customer, masked. `orders` are its newest."""

    id: str
    platform: str
    name: str
    phone: str
    place: str
    last_at: datetime
    orders: list[str] = []
    oaid: str = ""


class Question(msgspec.Struct, frozen=True):
    """Two customers that may be one. `score` of a hundred; `note` says what was hidden."""

    a: str
    b: str
    score: int
    at: datetime
    faces: list[FaceLine]
    factors: list[FactorLine]
    note: str = ""


class MergeRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """An order of a suggestion; `why` is what keeps it from going along. `told` is how its warehouse took the pause."""

    order: str
    at: datetime
    platform: str = ""
    shop: str = ""
    title: str = ""
    warehouse: str = ""
    stage: str = ""
    why: list[str] = []
    told: str = ""


class MergeOffer(msgspec.Struct, frozen=True, omit_defaults=True):
    """A suggestion. `state`: open | blocked | taken | done | vetoed | never | gone. `score` is that of its least sure pair."""

    id: str
    customer: str
    state: str
    state_name: str
    at: datetime
    until: datetime
    name: str
    place: str
    score: int
    rows: list[MergeRow]
    able: int
    saved_fen: int
    faces: list[FaceLine] = []
    factors: list[FactorLine] = []
    note: str = ""
    by: str = ""
    by_name: str = ""
    decided_at: datetime | None = None
    why: str = ""
    act: str = ""
    undo_until: datetime | None = None


class StopRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A parcel that was stopped. `state`: waiting | passed | ended."""

    id: str
    at: datetime
    order: str
    before: str
    before_at: datetime | None
    before_stage: str
    goods: str
    why: str
    same: list[str]
    days: int
    state: str
    took_ms: float
    station: str = ""
    by: str = ""
    by_name: str = ""
    said: str = ""
    settled_by: str = ""
    settled_name: str = ""
    settled_at: datetime | None = None
    platform: str = ""
    before_platform: str = ""
    at_ordered: datetime | None = None


class Effects(msgspec.Struct, frozen=True):
    """What it came to since the first of the month. `rate` of a hundred, None where nothing could have been merged."""

    offered: int
    merged: int
    rate: float | None
    saved_fen: int
    fewer_parcels: int
    vetoed: int
    stopped: int
    ended: int
    ended_fen: int


class Forgotten(msgspec.Struct, frozen=True):
    """A round of forgetting."""

    at: datetime
    faces: int
    orders: int
    oldest: datetime
    months: int


class CustomersPage(msgspec.Struct, frozen=True):
    """Everything of the page. `zombies` are faces that the next round forgets."""

    offers: list[MergeOffer]
    questions: list[Question]
    decided: list[MergeOffer]
    stops: list[StopRow]
    effects: Effects
    forgotten: list[Forgotten]
    zombies: int
    months: int
    twin_days: int
    window_h: float
    counts: dict[str, int]
    may: bool = True


class OrderCustomer(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whose an order is, and what else of theirs is open. `customer` empty: nothing is known of them, `why` says why."""

    order: str
    customer: str = ""
    why: str = ""
    note: str = ""
    orders: int = 0
    open: list[MergeRow] = []
    faces: list[FaceLine] = []
    stops: list[StopRow] = []
    offer: str = ""


class CustomerAct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something a person does. `do`: join | split | refuse | merge | finish | veto | never | pass | end | undo.

    `about` is a face (split), an offer, a stop, or an act (undo); `other` the second face of join and refuse.
    """

    id: str
    do: str
    about: str
    other: str = ""
    orders: list[str] = []
    why: str = ""


class Check(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a printing desk or a scanner asks: may this order, or the order of this waybill, be sent?"""

    code: str
    station: str = ""


class Checked(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer. `stop` with `why`; `passed` names whoever let it go before."""

    order: str
    stop: bool
    took_ms: float
    why: str = ""
    passed: str = ""
    row: StopRow | None = None
    known: bool = True
