"""What is known beforehand about the exports of one system: headings, status words, what sort of source it is."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ordertower_desktop
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.hub.connectors.sheets.columns.field import FIELDS
from ordertower_desktop.hub.connectors.sheets.columns.heading import normal
from ordertower_desktop.hub.connectors.sheets.columns.words import Dictionary

COMMON = "common"
EVENTS = "events"
PRESETS = ("taobao", "jd", "pdd", "douyin", "kuaishou", "jushuitan", "wangdian", "kuaimai")
EVENT_HEADINGS = frozenset({"at", "source", "event", "order_id"})


@dataclass(frozen=True)
class Preset:
    """The export of one system, as data. `headings` are normalised and in order of preference."""

    id: str
    name: str
    kind: SourceKind
    platform: str
    headings: Mapping[str, tuple[str, ...]]
    known: frozenset[str]
    status: Mapping[str, str]
    refund: Mapping[str, str]
    files: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    order_pattern: str = ""

    def words(self, own: Mapping[str, str]) -> Dictionary:
        """The status words of this system and the common refund words; the floor's `own` go before both."""
        return Dictionary(self.refund, self.status, own)


def resources() -> Path:
    """Where the product keeps its data: beside the package in a checkout, inside it when installed."""
    package = Path(ordertower_desktop.__file__).parent
    inside = package / "_resources"
    return inside if inside.is_dir() else package.parent / "resources"


@cache
def preset(name: str) -> Preset:
    """The preset of that id, read once; an unknown id is a KeyError."""
    if name not in (*PRESETS, COMMON):
        raise KeyError(name)
    said = tomllib.loads((resources() / "presets" / f"{name}.toml").read_text(encoding="utf-8"))
    base = None if name == COMMON else preset(COMMON)
    columns = {key: tuple(dict.fromkeys(normal(heading) for heading in said["headings"].get(key, ()))) for key in FIELDS}
    return Preset(
        id=said["id"],
        name=said["name"],
        kind=SourceKind(said["kind"]),
        platform=said.get("platform", ""),
        headings=columns,
        known=frozenset(heading for key in (*FIELDS, "also") for heading in map(normal, said["headings"].get(key, ()))),
        status={**(base.status if base else {}), **said["status"]},
        refund={**(base.refund if base else {}), **said.get("refund", {})},
        files=tuple(said.get("files", ())),
        sheets=tuple(said.get("sheets", ())),
        order_pattern=said.get("order_pattern", ""),
    )


@cache
def vocabulary() -> frozenset[str]:
    """Every heading that any preset knows, normalised, and those of an event file."""
    return EVENT_HEADINGS.union({"payload"}, *(preset(name).known for name in (*PRESETS, COMMON)))
