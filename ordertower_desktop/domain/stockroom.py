"""What lies in the warehouses and what of it is free, counted from figures and from what orders hold and used."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ordertower_desktop.domain.stock import Figure, Offered, counted


@dataclass(frozen=True, slots=True)
class Piece:
    """Pieces that an order's line holds, or has used at `used_at`; an empty warehouse is not yet known."""

    sku: str
    warehouse: str
    quantity: int
    since: datetime
    used_at: datetime | None = None


class Stockroom:
    """Some goods, everywhere: nobody has to ask the database again while lines are placed one after the other."""

    def __init__(self, figures: Iterable[Figure], pieces: Iterable[Piece] = ()) -> None:
        self._told: dict[str, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
        for figure in figures:
            self._told[figure.sku][figure.warehouse].append(figure)
        self._pieces: dict[str, list[Piece]] = defaultdict(list)
        for piece in pieces:
            self._pieces[piece.sku].append(piece)

    def lies(self, sku: str, warehouse: str) -> Figure | None:
        """The count that counts of these goods in that warehouse."""
        return counted(self._told[sku][warehouse]) if sku in self._told else None

    def everywhere(self, sku: str) -> list[Figure]:
        """The counts of all warehouses; where nobody names any, the one of all of them."""
        if sku not in self._told:
            return []
        named = [one for place in self._told[sku] if place and (one := self.lies(sku, place)) is not None]
        return named or [one for one in [self.lies(sku, "")] if one is not None]

    def knows(self, sku: str, warehouse: str) -> bool:
        """Whether anybody counts these goods there; of a warehouse that nobody speaks of nothing can be held."""
        here = self.everywhere(sku)
        return bool(here) and (not warehouse or any(one.warehouse in (warehouse, "") for one in here))

    def free(self, sku: str, warehouse: str, *, until: datetime | None = None) -> int:
        """How many can still be held there: what lies there without what is held and what went out since it was counted.

        Lines of no warehouse yet can fall on any, so no warehouse has more than all of them together. `until`: only lines that were
        there before then.
        """
        here = self.everywhere(sku)
        pieces = [one for one in self._pieces.get(sku, ()) if until is None or one.since < until]
        whole = sum(one.on_hand or 0 for one in here) - _gone(pieces, here)
        place = next((one for one in here if one.warehouse == warehouse), None)
        if not warehouse or place is None:
            return whole
        return min(whole, (place.on_hand or 0) - _gone([one for one in pieces if one.warehouse == warehouse], [place]))

    def take(self, piece: Piece) -> None:
        """A line holds these from now on."""
        self._pieces[piece.sku].append(piece)

    def offered(self, sku: str, warehouse: str) -> Offered | None:
        """What is on sale of it against what was free when the shop said so; None where only one side speaks."""
        if sku not in self._told:
            return None
        told = [one for one in self._told[sku][warehouse] if one.on_sale is not None]
        here = [one for one in self.everywhere(sku) if not warehouse or one.warehouse == warehouse]
        if not told or not here:
            return None
        most = max(told, key=lambda one: (one.on_sale or 0, one.source))
        return Offered(most.on_sale or 0, self.free(sku, warehouse, until=most.at), (most.source, here[0].source))


def _gone(pieces: Sequence[Piece], counts: Sequence[Figure]) -> int:
    """Pieces that are held, and those that left after the count that would have missed them."""
    oldest = min((one.at for one in counts), default=None)
    of = {one.warehouse: one.at for one in counts}
    return sum(
        one.quantity
        for one in pieces
        if one.used_at is None or ((counted_at := of.get(one.warehouse, oldest)) is not None and one.used_at >= counted_at)
    )
