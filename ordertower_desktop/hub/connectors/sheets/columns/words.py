"""What a status word means here: a stage, facts beside it, tags, written in one short line."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ordertower_desktop.domain.stage import Fact, Stage


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one word of another system says in the words of the floor."""

    stage: Stage | None = None
    facts: frozenset[Fact] = frozenset()
    tags: tuple[str, ...] = ()


NOTHING = Meaning()


def both(one: Meaning, other: Meaning) -> Meaning:
    """What two words of one row say together; the first word's stage counts."""
    return Meaning(one.stage or other.stage, one.facts | other.facts, (*one.tags, *other.tags))


@lru_cache(maxsize=1024)
def meaning(line: str) -> Meaning:
    """Reads `TO_ACCEPT part_shipped #标签`; `none` says that the word is known and tells no stage."""
    stage: Stage | None = None
    facts: set[Fact] = set()
    tags: list[str] = []
    for word in line.split():
        if word.startswith("#") and len(word) > 1:
            tags.append(word[1:])
        elif word in list(Stage) and stage is None:
            stage = Stage(word)
        elif word in list(Fact):
            facts.add(Fact(word))
        elif word != "none":
            raise ValueError(f"不能对应成 {word!r}：可用 {'、'.join((*Stage, *Fact))}、none")
    if not line.strip():
        raise ValueError("没有写对应成什么")
    return Meaning(stage, frozenset(facts), tuple(tags))


class Dictionary:
    """Status words with their meanings, later tables over earlier ones; a joined text is understood only if known words use it up."""

    def __init__(self, *tables: Mapping[str, str]) -> None:
        self._known = {bare(word): meaning(told) for words in tables for word, told in words.items()}
        self._longest = sorted((word for word in self._known if word), key=lambda word: (-len(word), word))
        self._seen: dict[str, Meaning | None] = {}

    def __contains__(self, text: str) -> bool:
        return self.read(text) is not None

    def read(self, text: str) -> Meaning | None:
        """What the text means, or None: a mapping gap, never a guess."""
        if text not in self._seen:
            if len(self._seen) > 4096:  # a hostile column must not fill the memory
                self._seen.clear()
            self._seen[text] = self._parse(bare(text))
        return self._seen[text]

    def _parse(self, rest: str) -> Meaning | None:
        if rest in self._known:
            return self._known[rest]
        parts: list[Meaning] = []
        while rest:
            word = next((word for word in self._longest if rest.startswith(word)), None)
            if word is None:
                return None
            parts.append(self._known[word])
            rest = rest[len(word) :]
        return _joined(parts)


def _joined(parts: list[Meaning]) -> Meaning | None:
    stages = {part.stage for part in parts if part.stage is not None}
    if not parts or len(stages) > 1:
        return None
    facts = frozenset(fact for part in parts for fact in part.facts)
    tags = dict.fromkeys(tag for part in parts for tag in part.tags)
    return Meaning(next(iter(stages), None), facts, tuple(tags))


def bare(text: str) -> str:
    """The text without spaces and punctuation: `买家已付款，等待卖家发货` and its half-width twin are one word."""
    return "".join(mark for mark in unicodedata.normalize("NFKC", text).lower() if mark.isalnum())
