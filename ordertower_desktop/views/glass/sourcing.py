"""How old every source's news is, as the status bar and the pill say it."""

from collections.abc import Callable, Iterable
from datetime import datetime

from ordertower_desktop.models import text
from ordertower_desktop.views.shell.statusbar import Age
from ordertower_desktop.wire.rows import SourceRow

STATE_WORDS = {"refused": "拒绝访问", "silent": "停更", "late": "迟到"}
GRAVE = ("refused", "silent")
Lit = Callable[[Iterable[SourceRow]], tuple[str, str]]
"""What stands in the pill of the top bar: words and hue, out of the sources as they are."""


def ages(rows: Iterable[SourceRow], now: datetime) -> tuple[Age, ...]:
    """One entry a source, the troubled ones where they stand."""
    return tuple(_age(row, now) for row in sorted(rows, key=lambda one: (one.kind != "platform", one.kind, one.id)))


def _age(row: SourceRow, now: datetime) -> Age:
    since = row.refused_since or row.seen_at
    if row.state in GRAVE:
        spoken = text.spoken(now - since) if since else ""
        return Age(row.name, f"{spoken}未更新".strip(), "amber")
    if row.seen_at is None:
        return Age(row.name, "还没有数据", "neutral")
    return Age(row.name, text.spoken(now - row.seen_at), "amber" if row.state == "late" else "green")


def pill(rows: Iterable[SourceRow]) -> tuple[str, str]:
    """(words, hue) of the pill in the top bar."""
    rows = list(rows)
    bad = [row for row in rows if row.state in GRAVE]
    if not rows:
        return "", "green"
    if not bad:
        return f"{len(rows)} 项来源正常", "green"
    first = bad[0]
    more = f"等 {len(bad)} 项" if len(bad) > 1 else ""
    return f"{first.name} {STATE_WORDS[first.state]}{more}，其余 {len(rows) - len(bad)} 项在看", "amber"
