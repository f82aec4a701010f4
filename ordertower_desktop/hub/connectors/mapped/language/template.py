"""Text with blanks: `{window.start|iso}`, `{page}`; a request's path, query and body are made of them."""

import re
from collections.abc import Mapping as Table
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from ordertower_desktop.domain.fault import suggestion

_BLANK = re.compile(r"\{([A-Za-z_.]+)(?:\|([^{}]*))?\}")
TIMES = frozenset({"window.start", "window.end", "keyset.at", "now"})
TELLING = ("waybill", "carrier", "code", "key")
"""What only a write-back knows."""
GIVE = "give."
"""What a write-back names itself."""
NAMES = (*sorted(TIMES), "page", "size", "offset", "cursor", "keyset.id", "order", "reason", "person", *TELLING)
LAYOUTS = ("iso", "utc", "date", "text", "s", "ms")
Filled = Table[str, object]


@dataclass(frozen=True, slots=True)
class Template:
    """One text; `zone` is where its times are told."""

    text: str
    zone: tzinfo

    @property
    def names(self) -> frozenset[str]:
        return frozenset(found[1] for found in _BLANK.finditer(self.text))

    def fill(self, values: Filled) -> str:
        """The text with every blank filled; a blank without a value is empty."""
        return _BLANK.sub(lambda found: str(self._value(found, values)), self.text)

    def value(self, values: Filled) -> object:
        """As `fill`, but a template that is one blank alone keeps the value's own type, as JSON wants it."""
        alone = _BLANK.fullmatch(self.text)
        return self._value(alone, values) if alone else self.fill(values)

    def _value(self, found: re.Match[str], values: Filled) -> object:
        value = values.get(found[1], "")
        return _spoken(value, found[2] or "iso", self.zone) if isinstance(value, datetime) else value


def template(text: str, zone: tzinfo) -> Template:
    """The template of that text; ValueError, in Chinese, for a blank that means nothing."""
    for found in _BLANK.finditer(text):
        name, layout = found[1], found[2]
        if name not in NAMES and not name.startswith(GIVE):
            close = suggestion(name, NAMES) or f"，可用：{'、'.join(NAMES)}"
            raise ValueError(f"没有 {{{name}}} 这个空位{close}；要原样写大括号时在里面加空格")
        if layout is not None and name not in TIMES:
            raise ValueError(f"{{{name}}} 不是时间，不能再写 |{layout}")
        if layout is not None and layout not in LAYOUTS and "%" not in layout:
            raise ValueError(f"没有时间写法 {layout}{suggestion(layout, LAYOUTS)}，可用：{'、'.join(LAYOUTS)} 或 %Y-%m-%d 这样的写法")
    return Template(text, zone)


def _spoken(at: datetime, layout: str, zone: tzinfo) -> object:
    local = at.astimezone(zone)
    match layout:
        case "iso":
            return local.isoformat(timespec="seconds")
        case "utc":
            return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        case "date":
            return local.date().isoformat()
        case "text":
            return local.strftime("%Y-%m-%d %H:%M:%S")
        case "s":
            return int(at.timestamp())
        case "ms":
            return int(at.timestamp() * 1000)
        case _:
            return local.strftime(layout)


Leaf = Template | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Shape:
    """A body: tables, lists, templates and plain values, as deep as the file writes it."""

    root: "Leaf | Table[str, Shape] | tuple[Shape, ...]"

    @property
    def names(self) -> frozenset[str]:
        match self.root:
            case Template():
                return self.root.names
            case tuple():
                return frozenset(name for one in self.root for name in one.names)
            case Table():
                return frozenset(name for one in self.root.values() for name in one.names)
            case _:
                return frozenset()

    def fill(self, values: Filled) -> object:
        """The body as JSON values."""
        match self.root:
            case Template():
                return self.root.value(values)
            case tuple():
                return [one.fill(values) for one in self.root]
            case Table():
                return {key: one.fill(values) for key, one in self.root.items()}
            case _:
                return self.root
