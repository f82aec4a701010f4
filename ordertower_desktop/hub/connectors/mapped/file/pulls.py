"""Reads `[pull.orders]`."""

from collections.abc import Callable, Mapping
from datetime import timedelta, tzinfo
from typing import Any

from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.hub.connectors.mapped.file.looking import blanks, filled, found, maybe, shape
from ordertower_desktop.hub.connectors.mapped.language.template import GIVE, TELLING
from ordertower_desktop.hub.connectors.mapped.spec.mapping import Call, Pull, ReadOne, Sweep
from ordertower_desktop.hub.connectors.mapped.spec.walk import Cursor, Keyset, NextUrl, Offset, Once, Pages, ReversePages, Walk, Window

CALL = ("method", "path", "query", "body", "body_as")
OF_WALK = {
    "none": (),
    "pages": ("first_page", "total", "more"),
    "reverse_pages": ("first_page", "total"),
    "offset": ("total", "more"),
    "cursor": ("first_cursor", "next", "end"),
    "next_url": ("next",),
    "keyset": ("keyset",),
}
BLANK_OF_WALK = {"pages": "page", "reverse_pages": "page", "offset": "offset", "cursor": "cursor", "keyset": "keyset.at"}
LARGEST_PAGE = 10_000


def pull(entry: Entry, zone: tzinfo) -> Pull:
    """How orders are asked for, checked in itself: a walk whose blank is used nowhere would read the first page for ever."""
    name = entry.choice("walk", OF_WALK, "none")
    common = (*CALL, "window", "walk", "rows", "columns", "size", "stamp", "grain", "sweep", "read")
    entry.only((*common, *OF_WALK[name]))
    asked = called(entry, zone)
    blank = BLANK_OF_WALK.get(name)
    if blank and blank not in asked.blanks:
        raise entry.bad("walk", f"走法 {name} 要在 query 或 body 里用到 {{{blank}}}")
    size = entry.whole("size", 200, high=LARGEST_PAGE)
    return Pull(
        asked,
        _WALKS[name](entry, zone),
        found(entry, "rows", zone),
        size,
        _window(entry, asked),
        entry.words("columns"),
        maybe(entry, "stamp", zone),
        entry.span("grain", timedelta(seconds=1)),
        _sweep(entry, zone) if entry.has("sweep") else None,
        _read(entry.inner("read"), zone, entry) if entry.has("read") else None,
    )


def called(entry: Entry, zone: tzinfo) -> Call:
    """A request that asks; it has nothing to tell."""
    made = call(entry, zone)
    if strange := sorted(name for name in made.blanks if name in TELLING or name.startswith(GIVE)):
        raise entry.bad("path", f"{{{strange[0]}}} 只有 write_back 里才有")
    return made


def call(entry: Entry, zone: tzinfo, *, methods: tuple[str, ...] = ("GET", "POST")) -> Call:
    """The request of a table."""
    path = filled(entry, "path", zone)
    if "://" in path.text or path.text.startswith("//"):
        raise entry.bad("path", "要写 base_url 之下的路径，例如 /orders")
    body = shape(entry, "body", zone)
    method = entry.choice("method", methods, "GET" if body is None else "POST")
    if body is not None and method == "GET":
        raise entry.bad("method", "带 body 的查询要写 POST")
    form = entry.choice("body_as", ("json", "form"), "json") == "form"
    if form and body is not None and not isinstance(body.root, dict):
        raise entry.bad("body", "表单要写成一张表")
    return Call(path, method, blanks(entry, "query", zone), body, form)


def _window(entry: Entry, asked: Call) -> Window | None:
    timed = any(name.startswith(("window.", "keyset.at")) for name in asked.blanks)
    if not entry.has("window"):
        return Window() if timed else None
    if not timed:
        raise entry.bad("window", "写了时间窗，但 query 和 body 里都没有用到 {window.start}")
    table, usual = entry.inner("window"), Window()
    table.only(("span", "lag", "overlap", "first"))
    window = Window(
        table.span("span", usual.span), table.span("lag", usual.lag), table.span("overlap", usual.overlap), table.span("first", usual.first)
    )
    if window.span <= window.overlap:
        raise table.bad("span", "要比 overlap（不写是 5min）长，否则永远读不到后面")
    return window


def _sweep(entry: Entry, zone: tzinfo) -> Sweep:
    table = entry.inner("sweep")
    table.only(("query", "body", "every", "check"))
    if not table.table.get("query") and not table.table.get("body"):
        raise table.bad("query", '要写出未完结订单的条件，例如 { status = "open" }')
    return Sweep(called(_over(entry, table), zone), table.span("every", timedelta(minutes=10)), maybe(table, "check", zone))


def _read(table: Entry, zone: tzinfo, parent: Entry) -> ReadOne:
    table.only((*CALL, "rows"))
    asked = called(table if table.has("path") else _over(parent, table), zone)
    if "order" not in asked.blanks:
        raise table.bad("path", "按单号重读要用到 {order}")
    return ReadOne(asked, found(table, "rows", zone) if table.has("rows") else found(parent, "rows", zone))


def _over(parent: Entry, table: Entry) -> Entry:
    """A call laid over the pull's own: what it says itself goes before, and what names a window is left out."""
    base = {key: _timeless(parent.table[key]) for key in CALL if key in parent.table}
    return Entry(_laid(base, {key: table.table[key] for key in CALL if key in table.table}), table.where, table.path)


def _timeless(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    kept = {key: _timeless(one) for key, one in value.items() if not (isinstance(one, str) and "{window." in one)}
    return {key: one for key, one in kept.items() if one != {} or value[key] == {}}


def _laid(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    deep = {key: _laid(base[key], one) for key, one in over.items() if isinstance(one, Mapping) and isinstance(base.get(key), Mapping)}
    return {**base, **over, **deep}


def _pages(entry: Entry, zone: tzinfo) -> Walk:
    return Pages(entry.whole("first_page", 1, low=0, high=1), maybe(entry, "total", zone), maybe(entry, "more", zone))


def _reverse(entry: Entry, zone: tzinfo) -> Walk:
    size = entry.whole("size", high=LARGEST_PAGE)
    return ReversePages(size, found(entry, "total", zone), entry.whole("first_page", 1, low=0, high=1))


def _offset(entry: Entry, zone: tzinfo) -> Walk:
    return Offset(maybe(entry, "total", zone), maybe(entry, "more", zone))


def _cursor(entry: Entry, zone: tzinfo) -> Walk:
    return Cursor(found(entry, "next", zone), entry.text("first_cursor", ""), entry.words("end"))


def _next_url(entry: Entry, zone: tzinfo) -> Walk:
    return NextUrl(None if entry.table.get("next", "header") == "header" else found(entry, "next", zone))


def _keyset(entry: Entry, zone: tzinfo) -> Walk:
    table = entry.inner("keyset")
    table.only(("at", "id"))
    return Keyset(found(table, "at", zone), found(table, "id", zone), entry.whole("size", high=LARGEST_PAGE))


_WALKS: dict[str, Callable[[Entry, tzinfo], Walk]] = {
    "none": lambda _entry, _zone: Once(),
    "pages": _pages,
    "reverse_pages": _reverse,
    "offset": _offset,
    "cursor": _cursor,
    "next_url": _next_url,
    "keyset": _keyset,
}
