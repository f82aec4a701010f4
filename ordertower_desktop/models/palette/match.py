"""Finds Chinese by what one types: the words themselves, their pinyin, its beginnings, or any mixture syllable by syllable."""

from functools import lru_cache

NOT_FOUND = 9


@lru_cache(maxsize=4096)
def syllables(words: str) -> tuple[str, ...]:
    """The pinyin of each character; what is not Chinese stays whole, in small letters."""
    from pypinyin import lazy_pinyin  # 40 ms and 10 MB: only once somebody types

    return tuple(part.strip().lower() for part in lazy_pinyin(words) if part.strip())


def rank(typed: str, words: str) -> int:
    """How well `typed` says `words`: 0 as it stands at the beginning, 1 inside, 2 by pinyin from the beginning, 3 inside."""
    wanted = "".join(typed.lower().split())
    plain = words.lower()
    if not wanted:
        return 0
    if wanted in plain.replace(" ", ""):
        return 0 if plain.replace(" ", "").startswith(wanted) else 1
    if not wanted.isascii():
        return NOT_FOUND
    parts = syllables(words)
    for start in range(len(parts)):
        if _spells(wanted, parts, start):
            return 2 if start == 0 else 3
    return NOT_FOUND


def _spells(wanted: str, parts: tuple[str, ...], at: int) -> bool:
    """Whether `wanted` is a beginning of this syllable and beginnings of the ones after it: jies, js, jieshou."""
    if not wanted:
        return True
    if at == len(parts):
        return False
    part = parts[at]
    shared = 0
    while shared < min(len(part), len(wanted)) and part[shared] == wanted[shared]:
        shared += 1
    return any(_spells(wanted[length:], parts, at + 1) for length in range(shared, 0, -1))
