"""The surface told as OpenAPI 3.1, written from the table of routes and the wire's structs."""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from ordertower_desktop import __name__ as package
from ordertower_desktop.hub.api.http import Body, Route
from ordertower_desktop.wire.pages import Problem

_REF = "#/components/schemas/{name}"


def describe(routes: Sequence[Route], version: str) -> dict[str, Any]:
    """The whole document as plain values."""
    kinds = [kind for route in routes for kind in (route.takes, route.gives) if kind is not None]
    schemas, components = msgspec.json.schema_components([*kinds, Problem], ref_template=_REF)
    by_kind = {id(kind): schema for kind, schema in zip([*kinds, Problem], schemas, strict=True)}
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(_path(route.path), {})[route.method.lower()] = _operation(route, by_kind)
    return {
        "openapi": "3.1.0",
        "info": {"title": "OrderTower hub", "version": version, "x-package": package},
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def _path(path: str) -> str:
    return re.sub(r":path}", "}", path)


def _operation(route: Route, by_kind: dict[int, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "summary": route.says,
        "operationId": re.sub(r"\W+", "_", f"{route.method.lower()} {route.path}").strip("_"),
        "parameters": [*_in_path(route.path), *(_in_query(name) for name in route.query)],
        "responses": {"200": _gives(route, by_kind), "default": _content("application/problem+json", by_kind[id(Problem)], "问题")},
    }
    if route.takes is not None:
        told["requestBody"] = {"required": True, "content": {"application/json": {"schema": by_kind[id(route.takes)]}}}
    elif route.body is Body.STREAM:
        told["requestBody"] = {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    if route.roles:
        told["security"] = [{"token": []}]
        told["x-roles"] = sorted(route.roles)
    return told


def _gives(route: Route, by_kind: dict[int, Any]) -> dict[str, Any]:
    if route.gives is None:
        return {"description": route.says}
    return _content("application/json", by_kind[id(route.gives)], route.says)


def _content(kind: str, schema: Any, says: str) -> dict[str, Any]:
    return {"description": says, "content": {kind: {"schema": schema}}}


def _in_path(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for name in re.findall(r"{(\w+)(?::path)?}", path)
    ]


def _in_query(name: str) -> dict[str, Any]:
    kind: dict[str, Any] = {"type": "string"}
    if name in ("limit", "cursor"):
        kind = {"type": "integer", "minimum": 1 if name == "limit" else 0, "maximum": 1000 if name == "limit" else 10**15}
    if name in ("at", "since", "until"):
        kind = {"type": "string", "format": "date-time"}
    return {"name": name, "in": "query", "required": False, "schema": kind}
