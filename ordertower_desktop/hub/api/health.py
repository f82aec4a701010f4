"""/healthz, /readyz, /metrics: alive, able to serve, and in numbers."""

from datetime import timedelta

import msgspec
from sqlalchemy import func, select

from ordertower_desktop.hub.api.http import Answer, Call, as_json
from ordertower_desktop.hub.store.feed.changes import position
from ordertower_desktop.hub.store.feed.tables import pending
from ordertower_desktop.hub.store.tables import orders
from ordertower_desktop.hub.store.tables.cases import cases
from ordertower_desktop.hub.store.tables.sources import READER

LATE = timedelta(seconds=15)


class Ready(msgspec.Struct, frozen=True, omit_defaults=True):
    """`late` names the workers that have not finished a round lately."""

    ready: bool
    head: int
    pending: int
    late: list[str] = []


def alive(call: Call) -> Answer:
    """We answer."""
    del call
    return as_json({"alive": True})


def ready(call: Call) -> Answer:
    """The database answers, the sequencer keeps up, the workers go round. A source that hangs is late on its own row, not here."""
    with call.tower.db.read() as conn:
        _, head = position(conn)
        waiting = conn.execute(select(func.count()).select_from(pending)).scalar_one()
    late = sorted(name for name, at in call.tower.lag.items() if call.now - at > LATE and not name.startswith(READER))
    return as_json(Ready(not late, head, waiting, late), status=503 if late else 200)


def metrics(call: Call) -> Answer:
    """Prometheus text."""
    with call.tower.db.read() as conn:
        _, head = position(conn)
        numbers = {
            "ordertower_feed_head": head,
            "ordertower_feed_pending": conn.execute(select(func.count()).select_from(pending)).scalar_one(),
            "ordertower_orders": conn.execute(select(func.count()).select_from(orders.orders)).scalar_one(),
            "ordertower_cases_open": conn.execute(select(func.count()).select_from(cases).where(cases.c.open.is_(True))).scalar_one(),
            "ordertower_streams": call.tower.bell.listeners,
        }
    lines = [f"# TYPE {name} gauge\n{name} {value}" for name, value in numbers.items()]
    lines.append("# TYPE ordertower_worker_age_seconds gauge")
    lines += [
        f'ordertower_worker_age_seconds{{worker="{name}"}} {(call.now - at).total_seconds():.3f}'
        for name, at in sorted(call.tower.lag.items())
    ]
    return Answer("\n".join([*lines, ""]).encode(), kind="text/plain; version=0.0.4; charset=utf-8")
