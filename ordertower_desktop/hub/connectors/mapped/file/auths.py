"""Reads `[auth]`."""

from collections.abc import Callable, Mapping
from datetime import tzinfo
from typing import Any

from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.hub.connectors.mapped.file.looking import NOT_HERE, SECRET, blanks, filled, flag, maybe, secret
from ordertower_desktop.hub.connectors.mapped.http.vault import REFERENCE
from ordertower_desktop.hub.connectors.mapped.language.expression import expression
from ordertower_desktop.hub.connectors.mapped.spec.auth import (
    Algorithm,
    Auth,
    BasicAuth,
    KeyAuth,
    NoAuth,
    Output,
    SignatureAuth,
    TokenAuth,
    Wrap,
)

BEARER = "Bearer "
SHOWN = ("header", "prefix")


def auth(entry: Entry, zone: tzinfo) -> Auth:
    """The strategy and its own table, which bears its name."""
    strategy = entry.choice("strategy", STRATEGIES, "none")
    entry.only(("strategy", strategy))
    if strategy == "none":
        return NoAuth()
    return STRATEGIES[strategy](entry.inner(strategy), zone)


def _none(_entry: Entry, _zone: tzinfo) -> Auth:
    return NoAuth()


def _key(entry: Entry, _zone: tzinfo) -> Auth:
    entry.only(("in", "name", "value", "prefix"))
    place = entry.choice("in", ("header", "query"), "header")
    return KeyAuth(entry.text("name"), secret(entry, "value"), place == "query", entry.text("prefix", ""))


def _basic(entry: Entry, _zone: tzinfo) -> Auth:
    entry.only(("user", "password"))
    return BasicAuth(entry.text("user"), secret(entry, "password"))


def _bearer(entry: Entry, _zone: tzinfo) -> Auth:
    entry.only(("token", *SHOWN))
    return KeyAuth(entry.text("header", "Authorization"), secret(entry, "token"), prefix=entry.text("prefix", BEARER))


def _client_credentials(entry: Entry, zone: tzinfo) -> Auth:
    entry.only(("path", "client_id", "client_secret", "scope", "token", *SHOWN))
    key = secret(entry, "client_secret")
    body: dict[str, object] = {"grant_type": "client_credentials", "client_id": entry.text("client_id"), "client_secret": key}
    if entry.has("scope"):
        body["scope"] = entry.text("scope")
    return _token(entry, zone, body, key=key, form=True)


def _refresh(entry: Entry, zone: tzinfo) -> Auth:
    entry.only(("path", "client_id", "client_secret", "refresh_token", "token", "rotated", *SHOWN))
    key = secret(entry, "refresh_token")
    body: dict[str, object] = {"grant_type": "refresh_token", "refresh_token": key}
    if entry.has("client_id"):
        body["client_id"] = entry.text("client_id")
    if entry.has("client_secret"):
        body["client_secret"] = secret(entry, "client_secret")
    made = _token(entry, zone, body, key=key, form=True)
    rotated = maybe(entry, "rotated", zone) or expression("refresh_token", zone)
    return TokenAuth(made.path, made.body, made.form, made.header, made.prefix, made.token, rotated=rotated, secret=key)


def _login(entry: Entry, zone: tzinfo) -> Auth:
    entry.only(("path", "body", "body_as", "token", "token_header", *SHOWN))
    body = entry.inner("body").table
    keys = list(_secrets(entry, "body", body))
    if not keys:
        raise entry.bad("body", f"里面没有密码；{NOT_HERE}")
    form = entry.choice("body_as", ("json", "form"), "json") == "form"
    header = entry.text("token_header", "")
    token = maybe(entry, "token", zone)
    shown = entry.text("header", "Authorization"), entry.text("prefix", BEARER)
    return TokenAuth(entry.text("path"), body, form, *shown, token, header, secret=keys[-1])


def _secrets(entry: Entry, path: str, value: object) -> Any:
    """Every reference in a body; a value whose key says that it is secret must be one."""
    if isinstance(value, str) and REFERENCE.fullmatch(value):
        yield value
    elif isinstance(value, Mapping):
        for name, one in value.items():
            if isinstance(one, str) and SECRET.search(str(name)) and not REFERENCE.fullmatch(one):
                raise entry.bad(f"{path}.{name}", NOT_HERE)
            yield from _secrets(entry, f"{path}.{name}", one)
    elif isinstance(value, list):
        for i, one in enumerate(value):
            yield from _secrets(entry, f"{path}[{i}]", one)


def _token(entry: Entry, zone: tzinfo, body: dict[str, object], *, key: str, form: bool) -> TokenAuth:
    token = maybe(entry, "token", zone) or expression("access_token", zone)
    header, prefix = entry.text("header", "Authorization"), entry.text("prefix", BEARER)
    return TokenAuth(filled(entry, "path", zone).text, body, form, header, prefix, token, secret=key)


def _signature(entry: Entry, zone: tzinfo) -> Auth:
    entry.only(("secret", "name", "in", "params", "algorithm", "wrap", "output", "pair", "join", "with_body"))
    return SignatureAuth(
        secret(entry, "secret"),
        entry.text("name", "sign"),
        entry.choice("in", ("query", "header"), "query") == "header",
        blanks(entry, "params", zone),
        Algorithm(entry.choice("algorithm", list(Algorithm), "md5")),
        Wrap(entry.choice("wrap", list(Wrap), "both")),
        Output(entry.choice("output", list(Output), "hex_upper")),
        entry.text("pair", ""),
        entry.text("join", ""),
        flag(entry, "with_body"),
    )


STRATEGIES: dict[str, Callable[[Entry, tzinfo], Auth]] = {
    "none": _none,
    "key": _key,
    "basic": _basic,
    "bearer": _bearer,
    "client_credentials": _client_credentials,
    "refresh": _refresh,
    "login": _login,
    "signature": _signature,
}
