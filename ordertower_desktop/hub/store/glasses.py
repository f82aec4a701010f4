"""The database as somebody sees it who sees some warehouses only: every table that speaks of orders is shadowed by a view (S105)."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Select, TableClause, column, exists, literal_column, or_, select, table

OF_ORDER = (
    "backtest_orders", "burst_links", "burst_marks", "calls", "case_records", "cases", "conflicts", "crisis_paid", "customer_orders",
    "deliveries", "followed", "forecasts", "import_touched", "measures", "order_events", "order_snapshots", "passages", "pre_audits",
    "rate_cells", "reveals", "ship_stops", "source_requests", "stock_holds", "stock_moved", "unmeasured", "warehouse_commands",
    "write_back_missing", "write_backs",
)  # fmt: skip
"""Tables with an `order_id`; what stands there of no order at all is nobody's secret."""
OF_CASE = ("article_uses", "crisis_cleared", "notices")
"""Tables with a `case_id`."""
OF_WAREHOUSE = ("stock_figures", "stock_oversold")
"""Tables with a `warehouse` of their own; what speaks of no warehouse speaks of all of them."""
UNSEEN = ("alarms", "board_log", "boards", "feed_log", "incidents", "landmarks", "level_reports", "stock_nights")
"""What was counted or written down over the whole floor. Pages that need it say so; here it is as if it had never been."""
WHOLE = frozenset({
    "actions", "articles", "article_grams", "audit", "audit_head", "backtests", "burst_secret", "channel_checks", "column_maps",
    "contacts", "crises", "crisis_drills", "crisis_level", "crisis_marks", "crisis_offers", "customer_acts", "customer_faces",
    "customer_links", "customer_purges", "duties", "feed_state", "feed_sums", "grants", "health_months", "imports", "leases",
    "merge_offers", "people", "platform_notices", "rate_counts", "sends", "sources", "stock_asked", "tokens", "versions", "warehouse_jobs",
    "warehouses", "write_back_nights", "write_back_questions", "write_back_tries",
})  # fmt: skip
"""Tables that name no order in a column of theirs. Whatever a route tells of them it answers for itself (`api/housing`)."""
_CASE_TOPIC, _FLOOR_TOPICS = "case", ("alarm", "clearing", "notice", "risk")


def views(warehouses: frozenset[str], *, whole: str) -> Iterator[tuple[str, Select[Any]]]:
    """Name of a table -> what is to be seen of it. `whole` is the schema that it lies in."""
    orders = table("orders", column("id"), column("warehouse"), schema=whole).alias("mine")
    cases = table("cases", column("id"), column("order_id"), schema=whole).alias("its")
    mine = orders.c.warehouse.in_(sorted(warehouses))
    its = exists().select_from(cases.join(orders, orders.c.id == cases.c.order_id))

    def all_of(name: str, *columns: str) -> TableClause:
        return table(name, *(column(one) for one in columns), schema=whole)

    yield "orders", select(literal_column("*")).select_from(orders).where(mine)
    for name in OF_ORDER:
        it = all_of(name, "order_id")
        known = exists().select_from(orders).where(orders.c.id == it.c.order_id, mine)
        yield name, _of(it).where(or_(known, it.c.order_id == "") if name in _OF_SOME_ORDER else known)
    for name in OF_CASE:
        it = all_of(name, "case_id")
        yield name, _of(it).where(~its.where(cases.c.id == it.c.case_id, ~mine))
    for name in OF_WAREHOUSE:
        it = all_of(name, "warehouse")
        yield name, _of(it).where(it.c.warehouse.in_(sorted(warehouses)))
    for name in UNSEEN:
        yield name, _of(all_of(name)).where(literal_column("1") == literal_column("0"))
    for name in ("feed_documents", "feed_pending"):
        it = all_of(name, "topic", "key")
        shown = or_(it.c.topic != _CASE_TOPIC, its.where(cases.c.id == it.c.key, mine))
        yield name, _of(it).where(it.c.topic.not_in(_FLOOR_TOPICS), shown)


def _of(it: TableClause) -> Select[Any]:
    return select(literal_column("*")).select_from(it)


_OF_SOME_ORDER = ("calls", "deliveries", "source_requests")
"""Where an empty `order_id` says that it is about no order: a telling of the level, a source that is asked as a whole."""
_SEEN: Mapping[str, str] = dict.fromkeys((*OF_ORDER, *OF_CASE, *OF_WAREHOUSE, *UNSEEN, "orders", "feed_documents", "feed_pending"), "")


def covered(table: str) -> bool:
    """Whether somebody has thought of this table: a new one that nobody has is a failed test."""
    return table in _SEEN or table in WHOLE
