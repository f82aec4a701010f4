"""One try at a write-back: look first, tell where that is right, and look again where the answer was no."""

from datetime import datetime, timedelta

from ordertower_desktop.domain.writeback import Answer, Move, Outcome, ruled
from ordertower_desktop.hub.connectors.connector import Parcel, SourceRefused, Unreachable, Unsure, Writer
from ordertower_desktop.hub.connectors.walker.trouble import SlowDown

NOT_THERE = "平台还没有收到这个运单号"


def attempt(writer: Writer, parcel: Parcel, move: Move, *, now: datetime) -> Answer:
    """What the try comes to; no error of the world's leaves here."""
    seen = _seen(writer, parcel, now)
    if seen is not None:
        return Answer(Outcome.UNKNOWN, seen.why, seen.ill, seen.wait) if move is Move.LOOK and seen.ill else seen
    if move is Move.LOOK:
        return Answer(Outcome.REFUSED, NOT_THERE)
    try:
        answer = writer.ship(parcel, now=now)
    except Unsure as unsure:
        return Answer(Outcome.UNKNOWN, f"{unsure}（可能已收到，先查再发）", ill=True)
    except (SourceRefused, Unreachable) as error:
        return _ill(error)
    if answer.outcome is not Outcome.REFUSED:
        return answer
    after = _seen(writer, parcel, now)  # whoever says "shipped already" may mean this very waybill
    return answer if after is None or after.ill else after


def rehearse(writer: Writer, parcel: Parcel, *, now: datetime) -> str:
    """What `attempt` would do, said in words; the platform is only read."""
    seen = _seen(writer, parcel, now)
    if seen is None:
        return f"演练：会发出 {writer.preview(parcel)}"
    return f"演练：{'不用发，' if seen.outcome is Outcome.DONE else '不会发，'}{seen.why}"


def _seen(writer: Writer, parcel: Parcel, now: datetime) -> Answer | None:
    """What the platform's own record makes of it; one that cannot be had forbids to tell."""
    try:
        return ruled(writer.shipped(parcel.order, now=now), parcel.waybill)
    except (SourceRefused, Unreachable) as error:
        return _ill(error)


def _ill(error: SourceRefused | Unreachable) -> Answer:
    """Nothing was told, and nobody could have told it anything now."""
    wait = error.wait if isinstance(error, SlowDown) else timedelta()
    return Answer(Outcome.REFUSED, str(error), ill=True, wait=wait)
