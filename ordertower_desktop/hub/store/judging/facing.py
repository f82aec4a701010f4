"""From orders to faces: what is personal becomes a keyed hash here, and is kept nowhere as it was (D14)."""

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain.condition import shareable
from ordertower_desktop.domain.consolidate import may_merge
from ordertower_desktop.domain.identity import Face
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.stage import ENDED
from ordertower_desktop.domain.twin import goods
from ordertower_desktop.hub.store.judging.narrow import known_fields, ordered_at
from ordertower_desktop.hub.store.tables import bursts, faces
from ordertower_desktop.hub.store.tables.faces import Placed, Stood

HEADING = "identity"
"""A fingerprint for this purpose agrees with none that is kept for another."""
SEALED = "已密封:"
"""What stands before the hash of an address that came in plain."""
_COUNTRY = re.compile(r"^(?:\+?86|0086)(?=1\d{10}$)")
_NOISE = re.compile(r"[\s,，.。;；:：()（）\-_/#、]+")


def face_of(order: Order, keyed: "hmac.HMAC") -> Face:
    """What the order tells of its customer."""
    platform = order.text("platform")
    plain = {
        "oaid": _owned(platform, order.text("oaid")),
        "buyer": _owned(platform, order.text("open_id")),
        "phone": number(shareable(order.value("phone"))),
        "address": door(shareable(order.value("address"))),
        "device": shareable(order.value("device")),
    }
    found = {name: bursts.hashed(keyed, HEADING, name, value) if value else "" for name, value in plain.items()}
    found["phone"] = found["phone"] or order.text("phone_hash")[:64]
    if (told := order.text("address")).startswith(SEALED):
        found["address"] = told.removeprefix(SEALED)[:64]
    masked = known_fields(order)
    beside = "" if found["oaid"] or found["buyer"] or found["phone"] else masked["phone"]
    key = hashlib.sha256("\0".join((platform, *found.values(), beside)).encode()).hexdigest()
    place = " ".join(dict.fromkeys(part for name in ("city", "district") if (part := order.text(name))))
    return Face(key, platform, **found, name=masked["buyer"], shown=masked["phone"], place=place)


def _owned(platform: str, value: str) -> str:
    """A platform's own number of somebody is a number of that platform only."""
    return f"{platform}\0{value}" if value else ""


def door(text: str) -> str:
    """An address as it is compared: without the marks and spaces that everybody sets differently."""
    return _NOISE.sub("", text).casefold()


def number(text: str) -> str:
    """The digits of a telephone, without the country; nothing where there are too few."""
    digits = _COUNTRY.sub("", re.sub(r"[^\d+]", "", text))
    return digits if len(digits) >= 7 else ""


def note(conn: Connection, known: Mapping[str, Order], gone: Iterable[str]) -> None:
    """These orders have moved: whose they are, whether they may be merged, and what was sold. One look for all of them."""
    keyed = bursts.hasher(conn)
    found: dict[str, Face] = {}
    told: list[Placed] = []
    for key, order in known.items():
        face, at = face_of(order, keyed), ordered_at(order)
        if face.speaks and at is not None:
            found[face.id] = face
            told.append(Placed(key, face.id, at, may_merge(order), not order.facts & ENDED, goods(order)))
    _seen(conn, found, told)
    before = faces.orders(conn, [one.order for one in told])
    faces.put_orders(conn, [one for one in told if one.open or before.get(one.order) != one])
    faces.forget_orders(conn, list(gone))


def _seen(conn: Connection, found: Mapping[str, Face], told: Iterable[Placed]) -> None:
    """Keep the faces with the span of their orders; only what is new is written."""
    stood = faces.some(conn, found)
    spans: dict[str, tuple[datetime, datetime]] = {key: (one.first_at, one.last_at) for key, one in stood.items()}
    for one in told:
        first, last = spans.get(one.face, (one.at, one.at))
        spans[one.face] = min(first, one.at), max(last, one.at)
    fresh = [Stood(face, stood[key].customer if key in stood else "", *spans[key]) for key, face in found.items()]
    faces.put(conn, [one for one in fresh if stood.get(one.face.id) != one])
