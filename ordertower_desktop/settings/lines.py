"""Where in a TOML text a key stands, so that an error can point at it."""

import re
from collections import Counter
from collections.abc import Sequence

_HEADER = re.compile(r"\s*(\[+)\s*([^\]]+?)\s*\]+")
_KEY = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[^\s=#"'\[]+)\s*=""")


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The line of the longest beginning of the path that is written down; 0 where nothing of it is. `[[x]]` are x 0, x 1, x 2."""
    best, place = 0, 0
    here: tuple[str | int, ...] = ()
    before: Counter[str] = Counter()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            said = here = (*_parts(header[2]), *([before[header[2]]] if header[1] == "[[" else ()))
            before[header[2]] += 1
        elif key := _KEY.match(line):
            said = (*here, *_parts(key[1]))
        else:
            continue
        if len(said) > best and said == tuple(path[: len(said)]):
            best, place = len(said), number
    return place


def _parts(text: str) -> tuple[str, ...]:
    """`pull."a.b".c` -> pull, a.b, c."""
    return tuple(part.strip("\"'") for part in re.findall(r""""[^"]*"|'[^']*'|[^.\s]+""", text))
