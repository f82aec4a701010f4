"""How headings are compared: without spaces, units, width and marks."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

_UNIT = re.compile(r"\((?:元|单位[:：]?元|rmb|cny|件|个|kg|千克|克|必填|选填)\)$", re.IGNORECASE)
_NOISE = re.compile(r"[\s*:：#'\"=\u200b\ufeff]+")


def normal(heading: str) -> str:
    """The heading as it is compared: NFKC, lower case, no white space, no unit, no star."""
    return _UNIT.sub("", _NOISE.sub("", unicodedata.normalize("NFKC", heading)).lower())


def fingerprint(headings: Sequence[str]) -> str:
    """What a set of headings is remembered by; their order does not matter."""
    body = "\n".join(sorted(normal(heading) for heading in headings if heading.strip()))
    return hashlib.blake2b(body.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def named(headings: Sequence[str]) -> tuple[str, ...]:
    """A name for every column: its heading, with `#2`, `#3` behind it where a heading repeats, `列 5` where there is none."""
    seen: dict[str, int] = {}
    names = []
    for place, heading in enumerate(headings, start=1):
        word = heading.strip() or f"列 {place}"
        seen[normal(word)] = count = seen.get(normal(word), 0) + 1
        names.append(word if count == 1 else f"{word}#{count}")
    return tuple(names)
