"""Reads `[map]`, `[status_map]`, `[[status_when]]`, `[events]` and `[errors]`: what comes back, and what it means."""

import re
from collections.abc import Iterator
from datetime import tzinfo

from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.domain.event import CANONICAL
from ordertower_desktop.domain.fieldname import meant
from ordertower_desktop.domain.writeback import Outcome
from ordertower_desktop.hub.connectors.mapped.file.looking import found, maybe, texts
from ordertower_desktop.hub.connectors.mapped.http.verdict import word
from ordertower_desktop.hub.connectors.mapped.language.expression import Expression, expression
from ordertower_desktop.hub.connectors.mapped.spec.mapping import AnswerRule, ErrorRule, Errors, Means, Steps, Trait, When, Words
from ordertower_desktop.hub.connectors.mapped.values.targets import TARGETS
from ordertower_desktop.hub.connectors.sheets.columns.words import Meaning, meaning

OWN = "payload"
TESTS = ("is", "is_not", "in", "matches")
MESSAGE = "message || msg || error_msg || error"


def fields(entry: Entry, zone: tzinfo) -> dict[str, Expression]:
    """Field -> where it is read from; a name that nobody knows is a slip, unless it stands under `[map.payload]`."""
    entry.only((*TARGETS, OWN))
    if not entry.has("order_id"):
        raise entry.bad("order_id", "缺少这一项：每一行至少要说出是哪一单")
    return {name: found(entry, name, zone) for name in entry.table if name != OWN}


def own(entry: Entry, zone: tzinfo) -> dict[str, Expression]:
    """Fields of the system's own, usable in rules as `payload.NAME`."""
    if not entry.has(OWN):
        return {}
    table = entry.inner(OWN)
    for name in table.table:
        if name in TARGETS:
            raise table.bad(name, f"这是本系统的字段（{TARGETS[name]}），请直接写在 [map] 里")
    return {name: found(table, name, zone) for name in table.table}


def words(top: Entry, zone: tzinfo) -> Words:
    exact = {}
    if top.has("status_map"):
        table = top.inner("status_map")
        exact = {key: _meaning(table, key) for key in table.table}
    when = []
    for one in top.each("status_when"):
        one.only(("when", "is"))
        when.append(When(found(one, "when", zone), _meaning(one, "is")))
    return Words(exact, tuple(when))


def _meaning(entry: Entry, key: str) -> Meaning:
    try:
        return meaning(entry.text(key))
    except ValueError as error:
        raise entry.bad(key, str(error)) from None


def steps(entry: Entry, zone: tzinfo) -> Steps:
    entry.only(("rows", "at", "name", "names"))
    names = texts(entry, "names")
    for said, name in names.items():
        if name not in CANONICAL and (close := meant(name, CANONICAL)):
            raise entry.bad(f"names.{said}", f"没有事件“{name}”，是不是“{close}”？")
    return Steps(found(entry, "rows", zone), found(entry, "at", zone), found(entry, "name", zone), names)


def errors(top: Entry, zone: tzinfo) -> Errors:
    if not top.has("errors"):
        return Errors((), expression(MESSAGE, zone))
    entry = top.inner("errors")
    entry.only(("rules", "message", "wait"))
    rules = tuple(_rule(one, zone) for one in entry.each("rules"))
    return Errors(rules, maybe(entry, "message", zone) or expression(MESSAGE, zone), maybe(entry, "wait", zone))


def _rule(entry: Entry, zone: tzinfo) -> ErrorRule:
    entry.only(("status", "path", "means", *TESTS))
    means = Means(entry.choice("means", list(Means)))
    return ErrorRule(means, trait(entry, zone, 'path = "code", is_not = 0, means = "refused"'))


def answers(top: Entry, zone: tzinfo) -> Iterator[AnswerRule]:
    """What an answer to a telling comes to."""
    for one in top.each("answers"):
        one.only(("status", "path", "outcome", *TESTS))
        outcome = Outcome(one.choice("outcome", list(Outcome)))
        yield AnswerRule(outcome, trait(one, zone, 'path = "code", is = 0, outcome = "done"'))


def trait(entry: Entry, zone: tzinfo, example: str) -> Trait:
    """What a rule looks for in an answer."""
    status = entry.whole("status", low=100, high=599) if entry.has("status") else None
    if not entry.has("path"):
        if status is None:
            raise entry.bad("path", f"要写 path 或 status，例如 {{ {example} }}")
        return Trait(status)
    tests = [test for test in TESTS if entry.has(test)]
    if len(tests) != 1:
        raise entry.bad("path", f"要配上 {'、'.join(TESTS)} 中的一个")
    path, test = found(entry, "path", zone), tests[0]
    if test == "matches":
        return Trait(status, path, pattern=_pattern(entry))
    wanted = entry.scalars(test) if test == "in" else (entry.scalar(test),)
    return Trait(status, path, tuple(word(one) for one in wanted), test == "is_not")


def _pattern(entry: Entry) -> str:
    pattern = entry.text("matches")
    try:
        re.compile(pattern)
    except re.error as error:
        raise entry.bad("matches", f"不是正则表达式：{error}") from None
    return pattern
