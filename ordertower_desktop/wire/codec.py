"""JSON in and out: one encoder, strict decoding, ISO 8601 UTC with Z."""

from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


class Malformed(ValueError):
    """Bytes that are not what they should be; the text says where, in Chinese."""


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise NotImplementedError(type(value).__name__)


_encoder = msgspec.json.Encoder(enc_hook=_plain)


def encode(value: Any) -> bytes:
    """Any wire struct, domain dataclass or plain value as JSON bytes."""
    return _encoder.encode(value)


def decode(body: bytes | str, kind: type[T]) -> T:
    """JSON as `kind`; raises `Malformed` naming the place."""
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.DecodeError as error:
        raise Malformed(f"内容不合格式：{error}") from error


def convert(value: object, kind: type[T]) -> T:
    """Plain values as `kind`; raises `Malformed` naming the place."""
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        raise Malformed(f"内容不合格式：{error}") from error


def utc(text: str) -> datetime:
    """ISO 8601 with a zone as aware UTC; raises `Malformed` otherwise."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise Malformed(f"时间不合格式：{text[:40]}，应如 2025-11-12T14:32:08+08:00") from error
    if at.tzinfo is None:
        raise Malformed(f"时间缺少时区：{text[:40]}，应如 2025-11-12T14:32:08+08:00")
    return at.astimezone(UTC)
