"""What this desk remembers of its person's choices: a small file in its folder; no secret is ever in it."""

import contextlib
import os
from collections.abc import MutableMapping
from pathlib import Path

import msgspec

FILE, SCALE = "desk.json", "QT_SCALE_FACTOR"


class Preferences(msgspec.Struct, frozen=True, omit_defaults=True):
    """`hub` and `person` are the login that was made here (empty: the hub beside this desk).

    `views` and `tiles` are what the person arranged: the pool's views as JSON, the overview's tiles by key.
    `zoom` is the size of everything, in percent.
    """

    theme: str = ""
    row_height: int = 0
    welcomed: bool = False
    hub: str = ""
    person: str = ""
    views: str = ""
    tiles: list[str] = []
    zoom: int = 100


def read(folder: Path) -> Preferences:
    """The choices, or none where there are none that can be read."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Preferences)
    except (OSError, msgspec.DecodeError):
        return Preferences()


def enlarge(chosen: Preferences, environ: MutableMapping[str, str]) -> None:
    """Tell Qt, before it draws anything, how large the person wants it; over a factor that somebody set for the whole session."""
    if chosen.zoom in range(100, 301) and chosen.zoom != 100:
        environ[SCALE] = f"{_factor(environ.get(SCALE, '')) * chosen.zoom / 100:g}"


def _factor(told: str) -> float:
    try:
        return min(4.0, max(0.5, float(told)))
    except ValueError:
        return 1.0


def write(folder: Path, chosen: Preferences) -> None:
    """Keep them whole or not at all; a full disk costs a choice, not the desk."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = folder / f"{FILE}.new"
        beside.write_bytes(msgspec.json.format(msgspec.json.encode(chosen)))
        os.replace(beside, folder / FILE)
