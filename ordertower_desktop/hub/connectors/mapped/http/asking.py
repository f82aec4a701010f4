"""From a request with blanks to the request itself."""

from collections.abc import Mapping
from urllib.parse import quote

from ordertower_desktop.hub.connectors.mapped.http.ask import Ask
from ordertower_desktop.hub.connectors.mapped.language.template import Template
from ordertower_desktop.hub.connectors.mapped.spec.mapping import Call

NONE: Mapping[str, Template] = {}


def asking(call: Call, values: Mapping[str, object], *, headers: Mapping[str, Template] = NONE) -> Ask:
    """The request with these values; in the path they cannot open a folder of their own."""
    query = tuple((key, one.fill(values)) for key, one in call.query.items())
    body = call.body.fill(values) if call.body is not None else None
    path = call.path.fill({key: quote(value, safe="") if isinstance(value, str) else value for key, value in values.items()})
    return Ask(path, call.method, query, body, call.form, {name: one.fill(values) for name, one in headers.items()})
