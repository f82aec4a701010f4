"""客户身份: how far the fingerprints of two orders speak for one customer, factor by factor; a telephone alone never does (S81, D14)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

SURE, MAYBE, MOST = 90, 75, 99
"""From SURE on two are one customer until somebody splits them; from MAYBE on a person is asked. Nothing is ever wholly sure."""


class Factor(StrEnum):
    """What can be compared."""

    OAID = "oaid"
    BUYER = "buyer"
    PHONE = "phone"
    ADDRESS = "address"
    DEVICE = "device"
    NAME = "name"


class Match(StrEnum):
    """What a comparison came to."""

    SAME = "same"
    PART = "part"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


NAMES: Mapping[Factor, str] = {
    Factor.OAID: "收件人号 OAID", Factor.BUYER: "平台买家号", Factor.PHONE: "手机号", Factor.ADDRESS: "收货地址", Factor.DEVICE: "设备指纹",
    Factor.NAME: "姓名",
}  # fmt: skip
POINTS: Mapping[Factor, int] = {
    Factor.OAID: 92, Factor.BUYER: 90, Factor.PHONE: 45, Factor.ADDRESS: 30, Factor.DEVICE: 20, Factor.NAME: 2,
}  # fmt: skip
PART_POINTS = 25
"""Seven digits that a platform leaves of a number: with address and device a person is asked, without them nobody is."""


@dataclass(frozen=True, slots=True)
class Face:
    """What an order tells of its customer: keyed hashes, and beside them only what is masked. Empty is unknown."""

    id: str
    platform: str = ""
    oaid: str = ""
    buyer: str = ""
    phone: str = ""
    address: str = ""
    device: str = ""
    name: str = ""
    shown: str = ""
    place: str = ""

    @property
    def speaks(self) -> bool:
        """False for one of which no comparison could ever come to anything."""
        return bool(self.oaid or self.buyer or (self.address and (self.phone or self.shown)))


@dataclass(frozen=True, slots=True)
class Reason:
    """One factor and what it gives."""

    factor: Factor
    match: Match
    points: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """How sure it is, of a hundred, and why."""

    score: int
    reasons: tuple[Reason, ...]

    @property
    def note(self) -> str:
        """What was not to be seen, said plainly."""
        told = {one.factor: one.match for one in self.reasons}
        by_platform = [NAMES[one] for one in (Factor.OAID, Factor.BUYER) if told[one] is Match.SAME]
        if told[Factor.PHONE] is Match.UNKNOWN and by_platform:
            return f"号码被平台遮住，只按{'和'.join(by_platform)}认"
        return "号码被平台遮住，只对上露出的几位" if told[Factor.PHONE] is Match.PART else ""


def compare(one: Face, other: Face) -> Likeness:
    """Both ways round the same."""
    reasons = tuple(_reason(factor, one, other) for factor in Factor)
    return Likeness(min(MOST, sum(reason.points for reason in reasons)), reasons)


def _reason(factor: Factor, one: Face, other: Face) -> Reason:
    match = _match(factor, one, other)
    return Reason(factor, match, PART_POINTS if match is Match.PART else POINTS[factor] if match is Match.SAME else 0)


def _match(factor: Factor, one: Face, other: Face) -> Match:
    if factor in (Factor.OAID, Factor.BUYER) and one.platform != other.platform:
        return Match.UNKNOWN  # each platform numbers people in its own way
    mine, yours = getattr(one, factor), getattr(other, factor)
    if mine and yours:
        return Match.SAME if mine == yours else Match.DIFFERS
    if factor is Factor.PHONE and one.shown and other.shown:
        return Match.PART if one.shown == other.shown and sum(map(str.isdigit, one.shown)) >= 7 else Match.UNKNOWN
    return Match.UNKNOWN


@dataclass(frozen=True, slots=True)
class Known:
    """A face that has its customer already."""

    face: Face
    customer: str


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a new face belongs. `joined` is the face that it was recognised by; `asked` are those about which a person decides."""

    customer: str
    joined: tuple[str, Likeness] | None = None
    asked: tuple[tuple[str, Likeness], ...] = ()


def place(face: Face, known: Iterable[Known], apart: Callable[[str, str], bool]) -> Placed:
    """The customer of a face that nobody has seen before; its own where it is like nobody. `apart`: two customers that were split."""
    found = [(compare(face, one.face), one) for one in known if one.face.id != face.id]
    found = sorted((pair for pair in found if pair[0].score >= MAYBE), key=lambda pair: (-pair[0].score, pair[1].face.id))
    best = found[0] if found and found[0][0].score >= SURE else None
    home = best[1].customer if best else face.id
    asked: dict[str, tuple[str, Likeness]] = {}
    for likeness, one in found:
        if one.customer != home and not apart(home, one.customer):
            asked.setdefault(one.customer, (one.face.id, likeness))
    return Placed(home, (best[1].face.id, best[0]) if best else None, tuple(asked.values()))
