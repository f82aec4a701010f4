"""Reads a mapping file whole; `BadFile` says in Chinese what is wrong, in which line, and what was probably meant."""

import codecs
import re
import tomllib
from dataclasses import replace
from datetime import timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx

from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.domain.fault import BadFile, Fault
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.hub.connectors.mapped.file.auths import auth
from ordertower_desktop.hub.connectors.mapped.file.looking import NOT_HERE, SECRET_HEADER, texts
from ordertower_desktop.hub.connectors.mapped.file.meanings import errors, fields, own, steps, words
from ordertower_desktop.hub.connectors.mapped.file.pulls import pull
from ordertower_desktop.hub.connectors.mapped.file.reveals import reveal
from ordertower_desktop.hub.connectors.mapped.file.stocks import stock
from ordertower_desktop.hub.connectors.mapped.file.tellings import write_back
from ordertower_desktop.hub.connectors.mapped.http.vault import REFERENCE
from ordertower_desktop.hub.connectors.mapped.spec.mapping import Http, Mapping, Rate
from ordertower_desktop.settings.lines import line_of

LARGEST = 1_000_000
TOP = ("source", "http", "auth", "pull", "map", "status_map", "status_when", "events", "errors", "reveal", "stock", "write_back")
_ID = re.compile(r"[\w.-]{1,96}")


def read_mapping(path: Path) -> Mapping:
    """The mapping of a file; a certificate that it names lies beside it."""
    try:
        raw = path.read_bytes()
        text = raw[:LARGEST].decode("utf-8-sig")
        table = tomllib.loads(text)
    except OSError as error:
        raise BadFile((Fault("", "", f"打不开映射文件：{error.strerror or error}", path.name),)) from None
    except UnicodeDecodeError:
        raise BadFile((Fault("", "", "不是 UTF-8 编码，请另存为 UTF-8", path.name),)) from None
    except (ValueError, RecursionError) as error:
        raise BadFile((Fault("", "", f"写法有误：{error}", path.name),)) from None
    try:
        made = mapping(table)
        return replace(made, http=replace(made.http, ca=str(path.parent / made.http.ca))) if made.http.ca else made
    except BadFile as bad:
        raise BadFile(_placed(fault, path.name, text) for fault in bad.faults) from None


def mapping(table: dict[str, object]) -> Mapping:
    """The mapping that a TOML table tells."""
    top = Entry(table, "")
    top.only(TOP)
    source = top.inner("source")
    source.only(("id", "name", "kind", "timezone", "platform"))
    zone = _zone(source)
    pulls = top.inner("pull")
    pulls.only(("orders",))
    map_ = top.inner("map")
    made = Mapping(
        id=_id(source),
        name=source.text("name", "") or source.text("id"),
        kind=SourceKind(source.choice("kind", list(SourceKind))),
        zone=zone,
        http=_http(top.inner("http")),
        auth=auth(top.inner("auth") if top.has("auth") else Entry({}, "", "auth"), zone),
        pull=pull(pulls.inner("orders"), zone),
        fields=fields(map_, zone),
        own=own(map_, zone),
        words=words(top, zone),
        errors=errors(top, zone),
        steps=steps(top.inner("events"), zone) if top.has("events") else None,
        reveal=reveal(top.inner("reveal"), zone) if top.has("reveal") else None,
        stock=stock(top.inner("stock"), zone) if top.has("stock") else None,
        platform=source.text("platform", ""),
    )
    return replace(made, write_back=write_back(top.inner("write_back"), made)) if top.has("write_back") else made


def _id(source: Entry) -> str:
    said = source.text("id")
    if not _ID.fullmatch(said):
        raise source.bad("id", "要写成不超过 96 个字母、数字、-、_ 或 .，例如 erp-main")
    return said


def _zone(source: Entry) -> tzinfo:
    said = source.text("timezone", "Asia/Shanghai")
    try:
        return ZoneInfo(said)
    except (ValueError, OSError, LookupError):
        raise source.bad("timezone", f"没有时区“{said[:40]}”，例如 Asia/Shanghai") from None


def _http(entry: Entry) -> Http:
    entry.only(("base_url", "headers", "timeout", "encoding", "ca", "rate"))
    headers = texts(entry, "headers")
    for name, value in headers.items():
        if SECRET_HEADER.search(name) and not REFERENCE.fullmatch(value):
            raise entry.bad(f"headers.{name}", NOT_HERE)
    rate = None
    if entry.has("rate"):
        table = entry.inner("rate")
        table.only(("calls", "per"))
        rate = Rate(table.whole("calls", high=10_000), table.span("per", timedelta(seconds=1)))
        if not rate.per:
            raise table.bad("per", "不能是 0")
    return Http(
        base_url(entry.text("base_url"), entry, "base_url"), headers, entry.span("timeout", timedelta(seconds=20)), _encoding(entry),
        entry.text("ca", ""), rate,
    )  # fmt: skip


def base_url(said: str, entry: Entry, key: str) -> str:
    """An address without anything secret in it."""
    try:
        url = httpx.URL(said)
    except (httpx.InvalidURL, ValueError):
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host or url.userinfo or url.query or url.fragment:
        raise entry.bad(key, "要写成 https://主机 或 https://主机/路径，里面没有账号、问号和井号")
    return said


def _encoding(entry: Entry) -> str:
    said = entry.text("encoding", "utf-8")
    try:
        return codecs.lookup(said).name
    except LookupError:
        raise entry.bad("encoding", f"没有编码“{said[:40]}”，例如 utf-8 或 gb18030") from None


def _placed(fault: Fault, file: str, text: str) -> Fault:
    """The fault with its line: that of the key, or of the table where it should have stood."""
    keys = [int(part[1]) if part[1] else part[0] for part in re.finditer(r"\[(\d+)\]|[^.\[]+", fault.key)]
    line = line_of(text, keys)
    return Fault(f"第 {line} 行" if line else "", fault.key, fault.problem, file)
