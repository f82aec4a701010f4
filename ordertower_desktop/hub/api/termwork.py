"""/v1/limits/…, /v1/calendars/…: an edit tried on every clock at work, and followed through the versions in words."""

from dataclasses import replace

from sqlalchemy import Connection

from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.moment import LAST
from ordertower_desktop.domain.redate import Redating, Tally, tally
from ordertower_desktop.domain.rush_reader import rush
from ordertower_desktop.domain.terms import Change, Rush, Terms
from ordertower_desktop.domain.termwords import calendar_differences, differences
from ordertower_desktop.hub.api import versions as administered
from ordertower_desktop.hub.api.http import Answer, Call, Handler, Refused, as_json
from ordertower_desktop.hub.store.judging import books
from ordertower_desktop.hub.store.judging.board import PLATFORM_NAMES
from ordertower_desktop.hub.store.judging.floors import bodies
from ordertower_desktop.hub.store.tables import cases, orders, people, versions
from ordertower_desktop.hub.store.tables.versions import Version
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.terms import CalendarsBody, LimitsBody, Redated, TermsChange, TermsOnTrial, TermsTrial, unknown_calendars

MOST_NAMED = 500
USUAL_VERSIONS = 40


def preview(call: Call) -> Answer:
    """Every clock at work as it is, and as it would be if the edit were for all from now on; nothing is kept of it."""
    asked = call.read(TermsOnTrial)
    with call.tower.db.read() as conn:
        texts, floor = bodies(conn), call.tower.floors.current(conn)
        after = _would_be(call, asked, texts, floor)
        whole, known = orders.open_count(conn), call.tower.open_orders.current(conn)
        had = cases.latest(conn, [order.id for order in known])
    found = tally([(order, had.get(order.id)) for order in known], floor.terms, after, now=call.now)
    return as_json(_trial(call, found, whole=whole, most=max(0, min(MOST_NAMED, asked.most))))


def _would_be(call: Call, asked: TermsOnTrial, texts: dict[str, str], floor: Floor) -> Terms:
    would = dict(texts)
    if asked.limits is not None:
        would["limits"] = encode(asked.limits).decode()
    if asked.calendars is not None:
        would["calendars"] = encode(asked.calendars).decode()
    made = administered.checked(would)
    terms = floor.terms
    if asked.limits is not None:
        terms = replace(terms, limits=(*terms.limits, Change(made.limits, call.now)))
    if asked.calendars is not None:
        terms = replace(terms, calendars=(*terms.calendars, Change(made.calendars, call.now)))
    if asked.promo is not None:
        terms = replace(terms, rushes=(*terms.rushes, Change((_on_now(call, asked.promo, made),), call.now)))
    return terms


def _on_now(call: Call, promo: dict[str, object], floor: Floor) -> Rush:
    """The promotion's clocks as if it began now."""
    try:
        found = rush(Entry(promo, "大促档案"))
    except BadFile as bad:
        raise Refused(422, str(bad).partition("\n")[0][:300], kind="bad_rules", detail=str(bad)[:4000]) from bad
    unknown_calendars(found.hours.values(), floor.calendars)
    return replace(found, begin=call.now, end=LAST)


def _trial(call: Call, found: Tally, *, whole: int, most: int) -> TermsTrial:
    return TermsTrial(
        call.now, whole, found.judged, found.earlier, found.later, found.same, found.late, found.saved,
        [_line(one) for one in found.orders[:most]],
    )  # fmt: skip


def _line(one: Redating) -> Redated:
    order, first = one.order, one.leading
    platform = order.text("platform")
    return Redated(
        order.id, PLATFORM_NAMES.get(platform, platform), order.text("shop"), first.after.label, first.before.due_at, first.after.due_at,
        str(first.turn), len(one.moved) - 1,
    )  # fmt: skip


def historian(kind: str) -> Handler:
    """The versions of limits or of calendars, newest first, each with what it changed in words and for whom."""

    def changes(call: Call) -> Answer:
        with call.tower.db.read() as conn:
            limit = call.limit(USUAL_VERSIONS)
            found = versions.history(conn, kind, limit=limit + 1)
            pairs = list(zip(found, [*found[1:], None], strict=True))[:limit]
            told = [_change(conn, newer, older) for newer, older in pairs]
        return as_json(told)

    return changes


def _change(conn: Connection, newer: Version, older: Version | None) -> TermsChange:
    body = _body(newer)
    person = people.one(conn, newer.by)
    name = person.name if person else newer.by or "系统"
    content = administered.page(newer).content
    says = list(_says(conn, newer, older)) if older else ["出厂设置" if not newer.by else "第一版"]
    return TermsChange(newer.version, newer.at, newer.by, name, newer.why, says, body.running, content or {})


def _body(one: Version) -> LimitsBody | CalendarsBody:
    text = one.body.decode("utf-8")
    return books.limits_body(text) if one.kind == "limits" else books.calendars_body(text)


def _says(conn: Connection, newer: Version, older: Version) -> tuple[str, ...]:
    will, was = (one.body.decode("utf-8") for one in (newer, older))
    if newer.kind == "calendars":
        return calendar_differences(books.calendars_of(was), books.calendars_of(will))
    calendars = versions.current(conn, "calendars")
    if calendars is None:
        raise Refused(404, "还没有日历", kind="not_found")
    return differences(books.limits_of(was), books.limits_of(will), books.calendars_of(calendars.body.decode("utf-8")))
