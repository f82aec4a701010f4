"""Which rows are chosen: a set of cases, or everything but a set, so that choosing all costs nothing."""

from collections.abc import Iterable


class Chosen:
    """Marks on cases; `everything` inverts what `cases` means."""

    def __init__(self) -> None:
        self.everything = False
        self.cases: set[str] = set()

    def __contains__(self, case: str) -> bool:
        return (case in self.cases) != self.everything

    def toggle(self, case: str) -> None:
        self.cases.symmetric_difference_update((case,))

    def mark(self, cases: Iterable[str]) -> None:
        """Choose these too."""
        if self.everything:
            self.cases.difference_update(cases)
        else:
            self.cases.update(cases)

    def clear(self) -> None:
        self.everything = False
        self.cases = set()

    def all(self) -> None:
        self.everything = True
        self.cases = set()

    def count(self, shown: int) -> int:
        """How many are chosen when `shown` rows match."""
        return shown - len(self.cases) if self.everything else len(self.cases)

    def among(self, cases: Iterable[str]) -> list[str]:
        """The chosen ones, in the order given."""
        return [case for case in cases if case in self]

    def forget(self, case: str) -> None:
        self.cases.discard(case)
