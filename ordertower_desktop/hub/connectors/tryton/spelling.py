"""How Tryton spells values in JSON: a moment, a day or an amount is an object that names its class."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

Spelt = Mapping[str, Any]


def spelt(at: datetime) -> Spelt:
    """A moment, as Tryton keeps it: UTC without a zone."""
    at = at.astimezone(UTC)
    day = {"year": at.year, "month": at.month, "day": at.day}
    return {"__class__": "datetime", **day, "hour": at.hour, "minute": at.minute, "second": at.second, "microsecond": at.microsecond}


def read(one: dict[str, Any]) -> Any:
    """An object hook for `json.loads`; what is none of these stays as it is."""
    match one.get("__class__"):
        case "datetime":
            clock = (one["hour"], one["minute"], one["second"], one["microsecond"])
            return datetime(one["year"], one["month"], one["day"], *clock, tzinfo=UTC)
        case "date":
            return date(one["year"], one["month"], one["day"])
        case "Decimal":
            return Decimal(one["decimal"])
        case _:
            return one
