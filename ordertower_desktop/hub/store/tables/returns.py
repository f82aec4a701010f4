"""Who has sent something back lately: by the buyer as a platform masks the name, with the phone's last digits beside it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.tables.orders import events, orders

SENT_BACK = ("refund_requested", "refund_done", "returned", "rejected")


def of_buyers(conn: Connection, wanted: Sequence[str], since: datetime) -> dict[str, int | None]:
    """Order -> how many other orders of its buyer were sent back since then; None where the buyer cannot be told from others.

    A masked name alone is shared by thousands. With the last four digits it may still mean two people: then the stricter answer counts.
    """
    found: dict[str, int | None] = dict.fromkeys(wanted)
    who = select(orders.c.id, orders.c.platform, orders.c.buyer, orders.c.phone_tail).where(orders.c.id.in_(wanted))
    for row in conn.execute(who).all():
        if row.buyer and row.phone_tail:
            same = (orders.c.buyer == row.buyer, orders.c.phone_tail == row.phone_tail, orders.c.platform == row.platform)
            back = (events.c.name.in_(SENT_BACK), events.c.at >= micros(since), events.c.order_id != row.id)
            query = select(func.count(events.c.order_id.distinct())).join(orders, orders.c.id == events.c.order_id)
            found[row.id] = int(conn.execute(query.where(*same, *back)).scalar() or 0)
    return found
