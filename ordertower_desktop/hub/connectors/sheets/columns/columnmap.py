"""A mapping of columns as a value that can be written down, remembered by heading set, and read again."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from zoneinfo import ZoneInfo

from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.hub.connectors.sheets.columns.field import FIELDS
from ordertower_desktop.hub.connectors.sheets.columns.heading import named, normal
from ordertower_desktop.hub.connectors.sheets.columns.preset import COMMON, PRESETS
from ordertower_desktop.hub.connectors.sheets.columns.words import meaning
from ordertower_desktop.hub.connectors.sheets.table import Unreadable


@dataclass(frozen=True)
class ColumnMap:
    """Field -> name of its column (see `heading.named`), and what else a reader must know about the file.

    `status_words` are the floor's own, on top of the preset's; an empty `source` leaves the name of the source to the caller.
    What is left empty comes from the preset, and failing that is a platform's file in Shanghai time.
    """

    columns: Mapping[str, str]
    preset: str = ""
    status_words: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    source: str = ""
    kind: SourceKind | None = None
    timezone: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """What the least map still lacks: an order number, and one time (paid or created)."""
        lacks = [] if {"order_id", "erp_order_id"} & self.columns.keys() else ["order_id"]
        return (*lacks, *([] if {"paid_at", "created_at"} & self.columns.keys() else ["paid_at"]))

    def places(self, headings: Sequence[str]) -> dict[str, int]:
        """Field -> index of its column in this table; a column that is not there refuses the map."""
        at = {normal(name): place for place, name in reversed(list(enumerate(named(headings))))}
        lost = [column for column in self.columns.values() if normal(column) not in at]
        if lost:
            raise Unreadable(f"表里没有这些列：{'、'.join(lost)}。请核对列对应，或改用 --preset auto")
        return {name: at[normal(column)] for name, column in self.columns.items()}

    def over(self, base: "ColumnMap") -> "ColumnMap":
        """This map where it speaks, `base` elsewhere; a column that this map claims is taken from the field that `base` gave it to."""
        claimed = {normal(column) for column in self.columns.values()}
        kept = {name: column for name, column in base.columns.items() if normal(column) not in claimed}
        return ColumnMap(
            columns={**kept, **self.columns},
            preset=self.preset or base.preset,
            status_words={**base.status_words, **self.status_words},
            source=self.source or base.source,
            kind=self.kind or base.kind,
            timezone=self.timezone or base.timezone,
        )


def to_toml(column_map: ColumnMap) -> str:
    """The map as a file for `--map`."""
    source = {"id": column_map.source, "kind": column_map.kind or "", "timezone": column_map.timezone, "preset": column_map.preset}
    said = {key: value for key, value in source.items() if value}
    tables = {"source": said, "map": column_map.columns, "status_map": column_map.status_words}
    lines = []
    for title, pairs in tables.items():
        lines += [f"[{title}]", *(f"{_quoted(key)} = {_quoted(value)}" for key, value in sorted(pairs.items())), ""]
    return "\n".join(lines)


def from_toml(text: str, name: str = "映射文件") -> ColumnMap:
    """The map that a file says; a wrong key or value is refused with its place and what would be right."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(f"{name} 不是有效的 TOML：{error}") from error
    if wrong := sorted(tables.keys() - {"map", "status_map", "source"}):
        raise Unreadable(f"{name} 里不认识 [{wrong[0]}]，只用 [map]、[status_map]、[source]")
    columns, words, source = (_texts(tables.get(key, {}), f"{name} 的 [{key}]") for key in ("map", "status_map", "source"))
    if unknown := sorted(columns.keys() - FIELDS.keys()):
        raise Unreadable(f"{name} 的 [map] 里不认识字段 {unknown[0]}，可用：{'、'.join(FIELDS)}")
    for word, told in words.items():
        try:
            meaning(told)
        except ValueError as error:
            raise Unreadable(f"{name} 的 [status_map] 里“{word}”{error}") from error
    return _with_source(ColumnMap(columns, status_words=words), source, name)


def _with_source(column_map: ColumnMap, source: Mapping[str, str], name: str) -> ColumnMap:
    if unknown := sorted(source.keys() - {"id", "kind", "timezone", "preset"}):
        raise Unreadable(f"{name} 的 [source] 里不认识 {unknown[0]}，只用 id、kind、timezone、preset")
    kind, zone, preset = (source.get(key, "") for key in ("kind", "timezone", "preset"))
    if kind and kind not in list(SourceKind):
        raise Unreadable(f"{name} 的 [source] kind = {kind!r} 不对，可用：{'、'.join(SourceKind)}")
    try:
        ZoneInfo(zone or "Asia/Shanghai")
    except (ValueError, OSError, LookupError) as error:
        raise Unreadable(f"{name} 的 [source] timezone = {zone!r} 不是时区名，例如 Asia/Shanghai") from error
    if preset not in ("", COMMON, *PRESETS):
        raise Unreadable(f"{name} 的 [source] preset = {preset!r} 不认识，可用：{'、'.join((COMMON, *PRESETS))}")
    return replace(column_map, source=source.get("id", ""), kind=SourceKind(kind) if kind else None, timezone=zone, preset=preset)


def _texts(table: object, where: str) -> dict[str, str]:
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise Unreadable(f'{where} 里每一项都要写成 名称 = "文字"')
    return {str(key): str(value) for key, value in table.items()}


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are a subset of TOML's, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
