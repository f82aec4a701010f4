"""承运商: by which code a platform knows the carrier that a warehouse names."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ordertower_desktop.domain.fault import BadFile, Fault
from ordertower_desktop.hub.connectors.sheets.columns.preset import resources

SUFFIXES = ("快递", "速递", "速运")
"""Other words than these name another firm: 中通快运 is not 中通."""


@dataclass(frozen=True, slots=True)
class Carriers:
    """One platform's codes: every way to name a carrier leads to the code."""

    spoken: Mapping[str, str]

    def code(self, carrier: str) -> str:
        """The platform's code, or nothing where nobody has said it: a guess would send the parcel's papers to another carrier."""
        named = _plain(carrier)
        return self.spoken.get(named) or self.spoken.get(_short(named), "")


def carriers(platform: str, own: Mapping[str, str] | None = None) -> Carriers:
    """The codes of a platform; a shop's `own` go before ours, under all names of the carriers that it names."""
    ours, mine = _table(platform), {_plain(name): code for name, code in (own or {}).items()}
    also = {alias: code for name, code in mine.items() for names in _names() if name in names for alias in names}
    return Carriers({**ours, **also, **mine})


def own_table(path: Path) -> dict[str, str]:
    """A shop's own table: a TOML file of `"中通" = "115"`. Raises `BadFile`."""
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadFile((Fault("", "", f"读不了这张物流公司编码表，它应是 UTF-8 的 TOML：{str(error)[:80]}", path.name),)) from error
    if wrong := next((name for name, code in said.items() if not isinstance(code, str) or not code.strip()), None):
        raise BadFile((Fault("", wrong, '编码要写成文字，例如 "中通" = "115"', path.name),))
    return said


@cache
def _known() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((resources() / "carriers.toml").read_text("utf-8"))["carrier"]
    return found


@cache
def _names() -> tuple[frozenset[str], ...]:
    """All names of each carrier."""
    return tuple(frozenset(map(_plain, (one["id"], one["name"], *one["aliases"]))) for one in _known())


@cache
def _table(platform: str) -> Mapping[str, str]:
    codes = zip(_names(), (one["codes"].get(platform, "") for one in _known()), strict=True)
    return {name: code for names, code in codes if code for name in names}


def _plain(name: str) -> str:
    return "".join(name.split()).lower()


def _short(name: str) -> str:
    return next((name.removesuffix(suffix) for suffix in SUFFIXES if name.endswith(suffix)), name)
