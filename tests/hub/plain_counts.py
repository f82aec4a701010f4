"""The back-test told a second time, with nothing of the product in it: csv, json and datetime count what four rules hit at each hour."""

import csv
import json
from datetime import datetime, timedelta
from pathlib import Path

HOUR = timedelta(hours=1)
OVER = {"delivered", "cancelled", "refund_done"}


def plain_counts(path: Path, first: datetime, last: datetime) -> dict[tuple[datetime, str], int]:
    """(tick, rule) -> orders, looking at every order anew at every tick."""
    orders: dict[str, set[tuple[datetime, str, str]]] = {}
    for row in csv.DictReader(path.read_text("utf-8").splitlines()):
        orders.setdefault(row["order_id"], set()).add((datetime.fromisoformat(row["at"]), row["event"], row["payload"]))
    counts: dict[tuple[datetime, str], int] = {}
    tick = first
    while tick <= last:
        for lines in orders.values():
            for rule in hits(sorted(line for line in lines if line[0] <= tick), tick):
                counts[tick, rule] = counts.get((tick, rule), 0) + 1
        tick += HOUR
    return counts


def hits(known: list[tuple[datetime, str, str]], tick: datetime) -> list[str]:
    names = [name for _, name, _ in known]
    fields = {key: value for _, _, payload in known for key, value in json.loads(payload or "{}").items()}
    first = {name: min(at for at, one, _ in known if one == name) for name in names}
    found = []
    if not OVER & set(names):
        if "payment_approved" in first and "outbound" not in first and tick - first["payment_approved"] >= 24 * HOUR:
            found += ["LATE"] if not fields["presale"] and not fields.get("no_nudge") else []
        if "outbound" not in first and "ship_by" in fields:
            end = datetime.fromisoformat(fields["ship_by"] + "T00:00:00+08:00") + timedelta(days=1)
            found += ["PROMISE"] if tick >= end else []
        tracks = [at for at, name, _ in known if name == "in_transit"]
        found += ["STALL"] if tracks and tick - max(tracks) >= 48 * HOUR else []
    changes = [at for at, name, _ in known if name == "address_changed" and tick - 6 * HOUR < at]
    return found + (["EDITS"] if len(changes) >= 2 else [])
