"""The knowledge base: articles, the letters that they are found by, and the cases that they helped.

Two characters at a time, in a table of our own: SQLite's trigrams do not find a Chinese word of two characters, and PostgreSQL has
none of them; so both find the same, in the same order.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Index, Integer, LargeBinary, String, Table, delete, func, insert, select, update

from ordertower_desktop.hub.store.dialect import Key, upsert
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.wire.articles import ArticleRow
from ordertower_desktop.wire.codec import decode, encode

articles = Table(
    "articles",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", String(64), nullable=False),
    Column("cause", String(32), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("used", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
article_grams = Table(
    "article_grams", metadata, Column("gram", Key, primary_key=True), Column("article", Key, primary_key=True), Column("weight", Integer)
)
article_uses = Table(
    "article_uses", metadata, Column("article", Key, primary_key=True), Column("case_id", Key, primary_key=True), Column("by", String(64))
)
Index("article_grams_of", article_grams.c.article)
TITLE, BODY = 3, 1
"""A word in the title counts for more."""


@dataclass(frozen=True, slots=True)
class Sought:
    """`grams`: what is looked for, all of it or as much as there is; empty finds by kind and cause alone."""

    grams: frozenset[str] = frozenset()
    kind: str = ""
    cause: str = ""
    limit: int = 50


def one(conn: Connection, key: str) -> ArticleRow | None:
    row = conn.execute(select(articles.c.body, articles.c.used).where(articles.c.id == key)).one_or_none()
    return _article(row) if row else None


def put(conn: Connection, made: ArticleRow, *, title: Collection[str], body: Collection[str]) -> None:
    """An article under its case, in the place of what stood there."""
    values = {"kind": made.kind, "cause": made.cause, "at": micros(made.at), "body": encode(made)}
    new = upsert(conn, articles).values(id=made.id, used=0, **values)
    conn.execute(new.on_conflict_do_update(index_elements=["id"], set_=values))
    conn.execute(delete(article_grams).where(article_grams.c.article == made.id))
    weights = dict.fromkeys(body, BODY) | dict.fromkeys(title, TITLE)
    if weights:
        conn.execute(insert(article_grams), [{"gram": gram, "article": made.id, "weight": w} for gram, w in sorted(weights.items())])


def search(conn: Connection, sought: Sought) -> list[ArticleRow]:
    """Those that hold most of what is looked for, then the most used, then the newest."""
    query = select(articles.c.body, articles.c.used)
    order: list[Any] = [articles.c.used.desc(), articles.c.at.desc(), articles.c.id]
    if sought.grams:
        hits = func.count().label("hits")
        found = (
            select(article_grams.c.article, hits, func.sum(article_grams.c.weight).label("weight"))
            .where(article_grams.c.gram.in_(sorted(sought.grams)))
            .group_by(article_grams.c.article)
            .having(hits * 2 >= len(sought.grams))
            .subquery()
        )
        query = query.join(found, found.c.article == articles.c.id)
        order = [found.c.hits.desc(), *order[:1], found.c.weight.desc(), *order[1:]]
    if sought.kind:
        query = query.where(articles.c.kind == sought.kind)
    if sought.cause:
        query = query.where(articles.c.cause == sought.cause)
    return [_article(row) for row in conn.execute(query.order_by(*order).limit(sought.limit))]


def use(conn: Connection, key: str, case: str, *, by: str) -> None:
    """It helped with this case; told twice, it counts once."""
    known = select(article_uses.c.by).where(article_uses.c.article == key, article_uses.c.case_id == case)
    if conn.execute(known).one_or_none() is None:
        conn.execute(insert(article_uses).values(article=key, case_id=case, by=by))
        conn.execute(update(articles).where(articles.c.id == key).values(used=articles.c.used + 1))


def _article(row: Any) -> ArticleRow:
    return msgspec.structs.replace(decode(row.body, ArticleRow), used=row.used)
