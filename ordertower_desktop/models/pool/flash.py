"""Which rows have just changed: for two seconds they stand out."""

from datetime import datetime, timedelta

FLASH = timedelta(seconds=2)


class Flash:
    """Cases by the moment of their change; those that are over are forgotten."""

    def __init__(self) -> None:
        self._since: dict[str, datetime] = {}

    def __contains__(self, case: str) -> bool:
        return case in self._since

    def mark(self, case: str, now: datetime) -> None:
        self._since.pop(case, None)  # the newest stand last, so that `over` can stop early
        self._since[case] = now

    def over(self, now: datetime) -> set[str]:
        """The cases whose time is up."""
        found = set()
        for case, at in self._since.items():
            if now - at < FLASH:
                break
            found.add(case)
        for case in found:
            del self._since[case]
        return found
