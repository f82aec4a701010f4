"""An action as the wire and the outbox write it: `{"id": …, "do": "acknowledge", "case": …, …}`."""

import dataclasses
from typing import Any

from ordertower_desktop.domain.actions import DO, Action, word
from ordertower_desktop.wire.codec import Malformed, convert, encode


def to_plain(action: Action) -> dict[str, Any]:
    """The action as a dict in the surface's shape; a verdict's answer is under `verdict`."""
    plain: dict[str, Any] = {"id": action.id, "do": word(action)}
    for field in dataclasses.fields(action):
        plain.setdefault("verdict" if field.name == "true" else field.name, getattr(action, field.name))
    return plain


def to_bytes(action: Action) -> bytes:
    return encode(to_plain(action))


def from_plain(plain: dict[str, Any]) -> Action:
    """The action that `plain` says; raises `Malformed` for an unknown word, a missing or a wrong field."""
    kind = DO.get(str(plain.get("do")))
    if kind is None:
        raise Malformed(f"不认识的操作：{plain.get('do')!r}，可用：{'、'.join(DO)}")
    body = {("true" if key == "verdict" else key): value for key, value in plain.items() if key != "do"}
    if not str(body.get("id", "")).strip():
        raise Malformed("操作缺少 id：每个操作要有自己的编号")
    unknown = set(body) - {field.name for field in dataclasses.fields(kind)}
    if unknown:
        raise Malformed(f"操作 {plain['do']} 不认识的字段：{'、'.join(sorted(unknown))}")
    made: Action = convert(body, kind)
    return made
