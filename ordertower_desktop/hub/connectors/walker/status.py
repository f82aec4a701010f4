"""What a platform's status columns mean: a stage, facts beside it, or a word that nobody has mapped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ordertower_desktop.domain.stage import ENDED, Fact, Stage
from ordertower_desktop.hub.connectors.walker.take import found, words


@dataclass(frozen=True, slots=True)
class Stands:
    """Where an order stands by one word."""

    stage: Stage | None = None
    facts: frozenset[Fact] = frozenset()


def stands(stage: Stage | None = None, *facts: Fact) -> Stands:
    return Stands(stage, frozenset(facts))


NOTHING = stands()


@dataclass(frozen=True, slots=True)
class Column:
    """A path in the row and the words that stand there."""

    path: str
    words: Mapping[str, Stands]


@dataclass(frozen=True, slots=True)
class Standing:
    """All columns together; `gaps` are the words without a meaning. An order with one in its first column has no stage."""

    word: str
    stage: Stage | None
    facts: frozenset[Fact]
    gaps: tuple[str, ...]


def standing(row: object, columns: Iterable[Column]) -> Standing:
    """The first column tells the stage, every column may add facts; an end (cancelled, refunded) counts when every line says it."""
    word, stage, facts, gaps = "", None, set[Fact](), list[str]()
    for number, column in enumerate(columns):
        said = [words(value) for value in found(row, column.path) if value not in (None, "")]
        known = [column.words[one] for one in said if one in column.words]
        gaps += [f"{column.path}={one[:40]}" for one in dict.fromkeys(said) if one not in column.words]
        facts |= _shared(known, len(said))
        if number == 0:
            word = said[0] if said else ""
            stage = known[0].stage if known else None
            gaps += [] if said else [f"{column.path} 没有值"]
    return Standing(word, stage, frozenset(facts), tuple(gaps))


def _shared(known: list[Stands], lines: int) -> set[Fact]:
    told = [fact for one in known for fact in one.facts]
    return {fact for fact in told if fact not in ENDED or told.count(fact) == lines}
