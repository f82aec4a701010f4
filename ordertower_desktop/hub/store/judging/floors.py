"""The floor's values, put together from their versions and people; read again only when a version moved."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.post import Post
from ordertower_desktop.hub.store.judging import books, termlog
from ordertower_desktop.hub.store.judging.why import states
from ordertower_desktop.hub.store.tables import people, sources, versions

KINDS = {
    "rules": "规则", "exemptions": "豁免", "promos": "大促档案", "policies": "升级策略", "calendars": "日历", "playbooks": "处置 SOP",
    "packs": "动作包", "preaudit": "预审", "health": "健康度口径", "posts": "岗位", "roster": "排班", "limits": "时限",
    "merging": "合单与客户", "fields": "自定义字段", "stakes": "损失口径",
}  # fmt: skip
"""What people administer -> how the floor calls it."""


@dataclass(frozen=True, slots=True)
class _Known:
    numbers: Mapping[str, int]
    floor: Floor


class Floors:
    """Gives the floor as it is in a transaction; rules are parsed and compiled once a version."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._known: _Known | None = None

    def current(self, conn: Connection) -> Floor:
        """Rules, policies, calendars, playbooks of the versions in force, and the people, turns and sources of this moment."""
        here = people.everyone(conn)
        return replace(self._in_force(conn), people=here, turns=people.turns(conn), sources=states(sources.every(conn)))

    def posts(self, conn: Connection) -> Mapping[str, Post]:
        """The posts in force: asked for at every call, so without anything else of the floor."""
        return self._in_force(conn).posts

    def _in_force(self, conn: Connection) -> Floor:
        numbers = versions.numbers(conn)
        with self._guard:
            known = self._known
        if known is None or known.numbers != numbers:
            known = _Known(numbers, replace(books.floor(bodies(conn)), past=termlog.terms(conn)))
            with self._guard:
                self._known = known
        return known.floor


def bodies(conn: Connection) -> dict[str, str]:
    """Kind -> the text in force."""
    texts = {found.kind: found.body.decode("utf-8") for found in versions.in_force(conn) if found.kind in KINDS}
    return {kind: texts[kind] for kind in KINDS if kind in texts}


def seed(conn: Connection, *, now: datetime) -> list[str]:
    """Put the product's own values in force where there are none; returns the kinds that were seeded."""
    numbers = versions.numbers(conn)
    missing = [kind for kind in KINDS if kind not in numbers]
    known = bodies(conn) if missing else {}
    for kind in missing:
        text = books.limits_before(known.get("policies", "{}")) if kind == "limits" else books.default(kind)
        versions.add(conn, kind, text.encode("utf-8"), by="", now=now, why="出厂设置")
    return missing
