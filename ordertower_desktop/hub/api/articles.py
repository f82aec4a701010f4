"""/v1/articles: the knowledge base searched, an article that helped, and the quarter's incident forms (S63, S64)."""

import re
from datetime import datetime, timedelta

from ordertower_desktop.domain.article import grams
from ordertower_desktop.domain.form import Form, form, quarter_of
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.hub.api import veil
from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.store.tables import articles, cases, people
from ordertower_desktop.hub.store.tables.articles import Sought
from ordertower_desktop.wire.articles import ArticleUsed, FormLine, FormsPage

USUAL, LONGEST_QUERY = 50, 200


def found(call: Call) -> Answer:
    """Articles by words, kind and cause, the best first."""
    asked = grams(call.query.get("q", "")[:LONGEST_QUERY])
    if call.query.get("q", "").strip() and not asked:
        return as_json([])
    sought = Sought(asked, call.query.get("kind", ""), call.query.get("cause", ""), call.limit(USUAL))
    with call.tower.db.read() as conn:
        return as_json(articles.search(conn, sought))


def used(call: Call) -> Answer:
    """It helped with the case of an order: counted once a case."""
    asked = call.read(ArticleUsed)
    with call.tower.db.write() as conn:
        if articles.one(conn, asked.article) is None:
            raise Refused(404, "知识库里没有这一篇", kind="not_found")
        case = cases.latest(conn, [asked.order]).get(asked.order)
        if case is None or case.id == asked.article:
            raise Refused(422, "这一单没有异常，或这一篇就是它自己的，不计使用", kind="refused")
        articles.use(conn, asked.article, case.id, by=call.actor.id)
        made = articles.one(conn, asked.article)
    return as_json(made)


def forms(call: Call) -> Answer:
    """The incident form of every case that became overdue in a quarter such as 2025Q4."""
    quarter = call.query.get("quarter", "") or quarter_of(call.now.astimezone(SHANGHAI))
    since, until = _span(quarter)
    with call.tower.db.read() as conn:
        standing = cases.standing_in(conn, since, until)
        names = {one.id: one.name for one in people.everyone(conn)}
        seen = veil.eyes_of(call, conn)
    made = [one for one in map(form, standing) if one is not None and since <= one.breached_at < until]
    lines = [veil.form(_line(one, names), seen) for one in sorted(made, key=lambda one: (one.breached_at, one.order))]
    return as_json(FormsPage(quarter, lines, _filled(lines)))


def _line(one: Form, names: dict[str, str]) -> FormLine:
    owner = names.get(one.owner, one.owner)
    return FormLine(one.order, one.kind, one.opened_at, one.breached_at, owner, one.closed_at, one.measures, one.improvement)


def _filled(lines: list[FormLine]) -> int:
    """Of the four fields of S64: time, owner, measures, improvement."""
    cells = [bool(cell) for one in lines for cell in (one.breached_at, one.owner, one.measures, one.improvement)]
    return round(100 * sum(cells) / len(cells)) if cells else 100


def _span(quarter: str) -> tuple[datetime, datetime]:
    said = re.fullmatch(r"(20\d\d)Q([1-4])", quarter)
    if said is None:
        raise Refused(422, f"季度要写成 2025Q4 这样，收到 {quarter[:20]}", kind="refused")
    since = datetime(int(said[1]), 3 * int(said[2]) - 2, 1, tzinfo=SHANGHAI)
    after = (since + timedelta(days=100)).replace(day=1)
    return since, after
