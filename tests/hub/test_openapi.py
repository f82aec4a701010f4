"""The surface as it describes itself: valid, complete, and no described call makes the hub fail."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ordertower_desktop.hub.api.routes import routes
from tests.hub.floor import Floor

TABLE = [route for route in routes("test") if route.handler is not None]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def filled(schema: dict[str, Any], parts: dict[str, Any], data: st.DataObject) -> Any:
    """Something that this schema lets through, or nearly."""
    while "$ref" in schema:
        schema = parts[schema["$ref"].rsplit("/", 1)[1]]
    if data.draw(st.integers(0, 5)) == 0:
        return data.draw(JSON)
    if "enum" in schema:
        return data.draw(st.sampled_from(schema["enum"]))
    match schema.get("type"):
        case "object":
            return {name: filled(inner, parts, data) for name, inner in schema.get("properties", {}).items()}
        case "array":
            return [filled(schema.get("items", {}), parts, data)]
        case "integer":
            return data.draw(st.integers(-5, 2000))
        case "boolean":
            return data.draw(st.booleans())
        case "string":
            return data.draw(st.text(max_size=12))
        case _:
            return data.draw(JSON)


def test_the_document_names_every_route_and_its_roles(floor: Floor) -> None:
    document = floor.call("GET", "/openapi.json", who="").json()
    told = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    assert told == {(route.method, route.path.replace(":path", "")) for route in routes("test")}
    assert document["paths"]["/v1/rules"]["put"]["x-roles"] == ["admin", "supervisor"]
    assert document["openapi"].startswith("3.1")


@pytest.mark.parametrize("route", TABLE, ids=lambda route: f"{route.method} {route.path}")
@settings(max_examples=6, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(data=st.data())
def test_no_described_call_makes_the_hub_fail(floor: Floor, route: Any, data: st.DataObject) -> None:
    document = floor.call("GET", "/openapi.json", who="").json()
    operation = document["paths"][route.path.replace(":path", "")][route.method.lower()]
    query = {
        name: data.draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=12)) for name in route.query if data.draw(st.booleans())
    }
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    content = (
        json.dumps(filled(body["schema"], document["components"]["schemas"], data)).encode() if body else data.draw(st.binary(max_size=40))
    )
    path = route.path
    for name in ("order_id:path", "import_id", "person", "source", "token", "connector", "what"):
        path = path.replace("{" + name + "}", data.draw(st.from_regex(r"[A-Za-z0-9#%_.-]{1,12}", fullmatch=True)).replace("#", "%23"))
    answer = floor.call(route.method, path, who="it", params=query, content=content)
    assert answer.status_code < 500 or answer.status_code == 503, answer.text
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["title"]
