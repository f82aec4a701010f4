"""免打扰 in the roster that somebody edits: lines that come, go and change, and what each means at this moment."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from PySide6.QtCore import SignalInstance

from ordertower_desktop.domain.escalation import CHANNEL_NAMES, Channel
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.quiet import EVERYBODY, Quiet, quiet_until
from ordertower_desktop.domain.roster import Roster
from ordertower_desktop.wire.codec import Malformed
from ordertower_desktop.wire.roster import body_of, roster, since_midnight

NIGHT = timedelta(hours=24)
NEW = Quiet(EVERYBODY, "", timedelta(hours=22), timedelta(hours=10))
WAYS = {"": "全部站外渠道"} | {str(key): name for key, name in CHANNEL_NAMES.items() if key is not Channel.IN_APP}


class Held(Protocol):
    """The shop of the roster, as far as its quiet hours need it."""

    draft: Roster
    now: datetime
    changed: SignalInstance

    @property
    def names(self) -> Mapping[str, str]: ...

    @property
    def locked(self) -> str: ...


@dataclass(frozen=True, slots=True)
class QuietLine:
    """`said`: what it does right now; `on`: it keeps them quiet at this moment."""

    quiet: Quiet
    said: str
    on: bool


class Quiets:
    """`fault`: why the hours that were typed last are none; `typed` is the line that it is about."""

    def __init__(self, shop: Held) -> None:
        self._shop = shop
        self.fault, self.typed = "", -1

    @property
    def lines(self) -> list[QuietLine]:
        return [_line(one, self._shop.now) for one in self._shop.draft.quiet]

    @property
    def people(self) -> dict[str, str]:
        """Whom a line may be about."""
        return {EVERYBODY: "所有人", **self._shop.names}

    def add(self) -> None:
        """Everybody, from ten at night to eight, for the others to be changed from."""
        if not self._shop.locked:
            self._put((*self._shop.draft.quiet, NEW))

    def remove(self, place: int) -> None:
        if not self._shop.locked:
            self._put(tuple(one for at, one in enumerate(self._shop.draft.quiet) if at != place))

    def set(self, place: int, **new: Any) -> None:
        """Another person or channel."""
        if not self._shop.locked:
            quiet = self._shop.draft.quiet
            self._put((*quiet[:place], replace(quiet[place], **new), *quiet[place + 1 :]))

    def hours(self, place: int, start: str, end: str) -> None:
        """Two times as they were typed; what cannot be read is said and changes nothing."""
        one = self._shop.draft.quiet[place]
        try:
            begin, stop = since_midnight(start), since_midnight(end)
            made = replace(one, start=begin, long=stop - begin if stop > begin else stop - begin + NIGHT)
            roster(body_of(Roster(quiet=(made,))), None)
        except Malformed as wrong:
            self.fault, self.typed = str(wrong).partition("：")[2], place
            self._shop.changed.emit()
            return
        self.set(place, start=made.start, long=made.long)

    def forget(self) -> None:
        """What was typed wrong is nothing any more."""
        self.fault, self.typed = "", -1

    def _put(self, quiet: tuple[Quiet, ...]) -> None:
        self.forget()
        self._shop.draft = replace(self._shop.draft, quiet=quiet)
        self._shop.changed.emit()


def _line(one: Quiet, now: datetime) -> QuietLine:
    until = quiet_until((replace(one, channel=""),), one.person, one.channel, now)
    if until is None:
        return QuietLine(one, "现在照常", on=False)
    return QuietLine(one, f"正在免打扰，{until.astimezone(SHANGHAI):%H:%M} 止", on=True)
