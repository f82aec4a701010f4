"""Which field a column probably holds, and how sure that is: by its heading first, checked against its cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from ordertower_desktop.hub.connectors.sheets.columns.content import Content, Look
from ordertower_desktop.hub.connectors.sheets.columns.field import FIELDS, Sort
from ordertower_desktop.hub.connectors.sheets.columns.heading import named, normal
from ordertower_desktop.hub.connectors.sheets.columns.preset import COMMON, PRESETS, Preset, preset

SURE = 0.6  # below it a guess is only a proposal
FEW = 5  # fewer cells cannot speak against a heading

FITTING = {
    Sort.ID: {Look.ORDER, Look.WAYBILL, Look.TEXT, Look.PHONE, Look.MONEY, Look.COUNT},
    Sort.TIME: {Look.TIME},
    Sort.DEADLINE: {Look.TIME},
    Sort.MONEY: {Look.MONEY, Look.COUNT},
    Sort.COUNT: {Look.COUNT, Look.MONEY},
    Sort.STATUS: {Look.STATUS, Look.TEXT, Look.PERSON},
    Sort.REFUND: {Look.STATUS, Look.TEXT, Look.PERSON},
    Sort.PHONE: {Look.PHONE, Look.TEXT},
    Sort.PERSON: {Look.PERSON, Look.TEXT},
    Sort.ADDRESS: {Look.PLACE, Look.TEXT, Look.PERSON},
    Sort.PLACE: {Look.PLACE, Look.TEXT, Look.PERSON},
}
"""Sort of field -> looks that do not speak against it; a sort that is not named takes anything."""

_PROPOSED = {
    Look.ORDER: "order_id", Look.TIME: "paid_at", Look.MONEY: "amount_fen", Look.COUNT: "items", Look.PHONE: "phone",
    Look.WAYBILL: "waybill", Look.STATUS: "status", Look.PLACE: "address", Look.PERSON: "receiver",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guess:
    """One column: its name, the field it is mapped to (None: nobody knows), how sure (0..1), and the field proposed to a person."""

    column: str
    place: int
    field: str | None
    confidence: float
    proposal: str | None
    look: Look


@dataclass(frozen=True, slots=True)
class _Claim:
    confidence: float
    place: int
    field: str


def guesses(headings: Sequence[str], contents: Sequence[Content], *, known: Preset) -> tuple[Guess, ...]:
    """A guess for every column; no two columns get the same field, the surest claim wins it."""
    claims = [claim for place, heading in enumerate(headings) for claim in _claims(place, normal(heading), contents[place], known)]
    fields: dict[int, _Claim] = {}
    for claim in sorted(claims, key=lambda claim: (-claim.confidence, claim.place)):
        if claim.place not in fields and claim.field not in {taken.field for taken in fields.values()}:
            fields[claim.place] = claim
    taken = {claim.field for claim in fields.values() if claim.confidence >= SURE}
    return tuple(_guess(place, name, contents[place], fields.get(place), taken) for place, name in enumerate(named(headings)))


def _guess(place: int, column: str, told: Content, claim: _Claim | None, taken: set[str]) -> Guess:
    if claim is not None and claim.confidence >= SURE:
        return Guess(column, place, claim.field, claim.confidence, claim.field, told.look)
    proposal = claim.field if claim else _PROPOSED.get(told.look)
    return Guess(column, place, None, claim.confidence if claim else 0.0, None if proposal in taken else proposal, told.look)


def _claims(place: int, heading: str, told: Content, known: Preset) -> list[_Claim]:
    """Every field whose name this heading may be, each as sure as the name is near and the cells allow."""
    return [_Claim(round(near * _allowed(name, told), 3), place, name) for name in FIELDS if (near := _nearness(heading, name, known)) > 0]


def _nearness(heading: str, name: str, known: Preset) -> float:
    common = preset(COMMON).headings[name]
    if heading in known.headings[name]:
        return 0.99 - 0.01 * known.headings[name].index(heading)
    if _elsewhere(heading, known):
        return 0.0
    if heading in common:
        return 0.92 - 0.002 * common.index(heading)
    if any(heading in preset(other).headings[name] for other in PRESETS):
        return 0.75
    return 0.5 if len(heading) > 2 and any(len(word) > 3 and (word in heading or heading in word) for word in common) else 0.0


def _elsewhere(heading: str, known: Preset) -> bool:
    """True when this preset gives the heading to some field: 订单编号 of an ERP is not the platform's order number."""
    return any(heading in headings for headings in known.headings.values())


def _allowed(name: str, told: Content) -> float:
    if told.look is Look.EMPTY:
        return 0.9
    fitting = FITTING.get(FIELDS[name].sort)
    return 1.0 if fitting is None or told.filled < FEW or told.look in fitting or told.look is Look.TEXT else 0.55
