"""What time it is on a floor: the database's clock, so that hubs on machines that disagree judge and claim by one time."""

from collections.abc import Callable
from datetime import datetime, timedelta

from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.dialect import now_there


class FloorClock:
    """This machine's clock, set right by the database's at every `look`; beside one desk there is only this machine's."""

    def __init__(self, wall: Callable[[], datetime]) -> None:
        self._wall = wall
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return self._wall() + self.ahead

    def look(self, db: Database) -> None:
        """Compare with the database; what the answer took is halved between the way there and back."""
        with db.read() as conn:
            before = self._wall()
            there = now_there(conn)
            after = self._wall()
        if there is not None:
            self.ahead = there - before - (after - before) / 2
