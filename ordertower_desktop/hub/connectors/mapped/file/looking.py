"""Looks into one table of a mapping file for what only mapping files have: expressions, texts with blanks, secrets."""

import re
from collections.abc import Mapping
from datetime import tzinfo

from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.hub.connectors.mapped.http.vault import REFERENCE
from ordertower_desktop.hub.connectors.mapped.language.expression import Expression, expression
from ordertower_desktop.hub.connectors.mapped.language.template import Shape, Template, template

LONGEST_TEXT = 20_000
SECRET = re.compile(r"pass|pwd|secret|token|密", re.IGNORECASE)
SECRET_HEADER = re.compile(r"auth|cookie|token|key|secret|密", re.IGNORECASE)
NOT_HERE = "密钥不能直接写在文件里，请写 keyring:名字 或 env:名字"


def found(entry: Entry, key: str, zone: tzinfo) -> Expression:
    """The expression under a key that must be there."""
    text = entry.text(key)
    try:
        return expression(text, zone)
    except ValueError as error:
        raise entry.bad(key, str(error)) from None


def maybe(entry: Entry, key: str, zone: tzinfo) -> Expression | None:
    return found(entry, key, zone) if entry.has(key) else None


def filled(entry: Entry, key: str, zone: tzinfo) -> Template:
    return _template(entry, key, entry.text(key), zone)


def blanks(entry: Entry, key: str, zone: tzinfo) -> dict[str, Template]:
    """A table of texts with blanks; a number stands for its text. Nothing when the key is absent."""
    if not entry.has(key):
        return {}
    table = entry.inner(key)
    made = {}
    for name, value in table.table.items():
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise table.bad(name, '要写成文字或数字，例如 "{page}"')
        made[name] = _template(table, name, str(value), zone)
        if SECRET.search(name) and not made[name].names:
            raise table.bad(name, "密钥不写在查询里，请写到 [auth]")
    return made


def shape(entry: Entry, key: str, zone: tzinfo) -> Shape | None:
    """A body with blanks, as deep as it goes."""
    return _shape(entry, key, entry.table[key], zone) if entry.has(key) else None


def _shape(entry: Entry, key: str, value: object, zone: tzinfo) -> Shape:
    match value:
        case str():
            return Shape(_template(entry, key, value, zone))
        case Mapping():
            return Shape({str(name): _shape(entry, f"{key}.{name}", one, zone) for name, one in value.items()})
        case list() | tuple():
            return Shape(tuple(_shape(entry, f"{key}[{i}]", one, zone) for i, one in enumerate(value)))
        case bool() | int() | float():
            return Shape(value)
        case _:
            raise entry.bad(key, "这里只能写文字、数字、true/false、列表和表")


def _template(entry: Entry, key: str, text: str, zone: tzinfo) -> Template:
    if len(text) > LONGEST_TEXT:
        raise entry.bad(key, f"要写成不超过 {LONGEST_TEXT} 字的文字")
    try:
        return template(text, zone)
    except ValueError as error:
        raise entry.bad(key, str(error)) from None


def secret(entry: Entry, key: str) -> str:
    """A reference to a secret, never the secret itself."""
    text = entry.text(key)
    if not REFERENCE.fullmatch(text):
        raise entry.bad(key, NOT_HERE)
    return text


def texts(entry: Entry, key: str) -> dict[str, str]:
    """A table of plain texts; nothing when the key is absent."""
    if not entry.has(key):
        return {}
    table = entry.inner(key)
    return {name: table.text(name, "") for name in table.table}


def flag(entry: Entry, key: str) -> bool:
    value = entry.table.get(key, False)
    if not isinstance(value, bool):
        raise entry.bad(key, "要写成 true 或 false")
    return value
