"""低, 中, 高: entered at one chance and left at a lower one, so that an order on the edge does not flicker."""

from enum import StrEnum


class Band(StrEnum):
    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


BAND_NAMES = {Band.LOW: "低", Band.MIDDLE: "中", Band.HIGH: "高"}
RANK = {band: place for place, band in enumerate(Band)}
ENTER = {Band.HIGH: 0.5, Band.MIDDLE: 0.2}
LEAVE = {Band.HIGH: 0.35, Band.MIDDLE: 0.12}


def band(p: float, before: Band = Band.LOW, *, rule: bool = False) -> Band:
    """The band of a chance, given the one that was told before; the fixed rule alone makes it 高."""
    if rule or p >= ENTER[Band.HIGH] or (before is Band.HIGH and p >= LEAVE[Band.HIGH]):
        return Band.HIGH
    if p >= ENTER[Band.MIDDLE] or (before is not Band.LOW and p >= LEAVE[Band.MIDDLE]):
        return Band.MIDDLE
    return Band.LOW


def rises(before: Band, after: Band) -> bool:
    """Only a rise to 高 is worth an alarm."""
    return after is Band.HIGH and before is not Band.HIGH
