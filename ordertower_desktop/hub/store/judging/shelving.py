"""From a filed report to an article: what sort of trouble it was, and nothing in it that says whose order."""

from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain.article import grams, redacted
from ordertower_desktop.domain.cause import CAUSE_NAMES, CauseKey, cause
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.kind import kind_name
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.people import Actor
from ordertower_desktop.domain.step import State, clocks_of
from ordertower_desktop.hub.store.tables import articles
from ordertower_desktop.hub.store.tables.articles import Sought
from ordertower_desktop.wire.articles import ArticleLine, ArticleRow
from ordertower_desktop.wire.rows import PoolRow

PERSONAL = ("receiver", "buyer", "phone", "address", "receiver_name", "receiver_phone")
BESIDE = 3


def shelve(conn: Connection, state: State, action: do.FileArticle, actor: Actor, *, now: datetime, floor: Floor) -> None:
    """Put the report of a case into the knowledge base, in the same transaction as the action."""
    order, case = state.order, state.case
    if case is None:
        return
    whose = personal(order)
    title, problem, measures, improvement = (
        redacted(said.strip(), whose) for said in (action.title, action.problem, action.measures, action.improvement)
    )
    key, known = _cause(state, now, floor=floor), articles.one(conn, case.id)
    made = ArticleRow(
        id=case.id, order=order.id, title=title, problem=problem, measures=measures, at=now, improvement=improvement,
        kind=case.leading.kind, kind_name=kind_name(case.leading.kind), cause=key, cause_name=CAUSE_NAMES[CauseKey(key)],
        by_name=actor.name, version=known.version + 1 if known else 1,
    )  # fmt: skip
    body = " ".join((problem, measures, improvement, made.kind_name, made.cause_name))
    articles.put(conn, made, title=grams(title), body=grams(body))


def personal(order: Order) -> list[str]:
    """What is known of the customer, word by word."""
    return [order.text(name) for name in PERSONAL if order.text(name)]


def alike(conn: Connection, row: PoolRow | None) -> list[ArticleLine]:
    """What helped with the same cause and sort of trouble, else with the same sort; the most used first."""
    if row is None:
        return []
    found = {one.id: one for one in articles.search(conn, Sought(kind=row.kind, cause=row.cause, limit=BESIDE + 1))}
    for more in (Sought(kind=row.kind, limit=BESIDE + 1), Sought(cause=row.cause, limit=BESIDE + 1)):
        if len(found) <= BESIDE and (more.kind or more.cause) and more.cause != CauseKey.UNKNOWN:
            found = found | {one.id: one for one in articles.search(conn, more) if one.id not in found}
    others = [one for one in found.values() if one.id != row.case]
    return [ArticleLine(one.id, one.title, one.measures, one.used) for one in others[:BESIDE]]


def _cause(state: State, now: datetime, *, floor: Floor) -> str:
    """What the case was worked on for; else what is known now."""
    case = state.case
    if case is not None and case.run is not None and case.run.cause not in ("", CauseKey.UNKNOWN):
        return case.run.cause
    pauses = case.handling.pauses if case else ()
    running = clocks_of(state.order, case, now, floor=floor)
    return str(cause(state.order, sources=floor.sources, clocks=running, pauses=pauses, now=now).key)
