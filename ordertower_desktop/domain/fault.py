"""What is wrong with a file that people write: which entry, which key, why, and what was probably meant."""

from collections.abc import Iterable
from dataclasses import dataclass

from ordertower_desktop.domain.fieldname import meant
from ordertower_desktop.domain.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend. `where` names the entry (规则 R05), `key` the way to the value inside it."""

    where: str
    key: str
    problem: str
    file: str = ""

    def __str__(self) -> str:
        return "：".join(part for part in (self.file, self.where, self.key, self.problem) if part)


class BadFile(Refusal):
    """A file that cannot be used as it is; `faults` lists everything that was found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def suggestion(word: str, words: Iterable[str]) -> str:
    """`，是不是 “x”？`, or nothing."""
    close = meant(word, words)
    return f"，是不是“{close}”？" if close else ""
