"""The texts that people administer, and the values that they mean: rules, what spares or relaxes them, alarm chains, playbooks."""

import json
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from typing import Any

import msgspec

from ordertower_desktop.domain.calendar import Calendar
from ordertower_desktop.domain.escalation import POLICIES, EscalationPolicy
from ordertower_desktop.domain.fault import BadFile, Fault
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.judge import Bench, Context
from ordertower_desktop.domain.limits import Limits
from ordertower_desktop.domain.merging_reader import merging
from ordertower_desktop.domain.ownfield_reader import EXAMPLE, own_fields
from ordertower_desktop.domain.pack import Pack
from ordertower_desktop.domain.pack_reader import packs
from ordertower_desktop.domain.playbook_reader import playbooks
from ordertower_desktop.domain.post import Post, names
from ordertower_desktop.domain.post_reader import ANY, PostWords, post_words
from ordertower_desktop.domain.preaudit_reader import pre_audit
from ordertower_desktop.domain.presets import PRESETS
from ordertower_desktop.domain.priority import STAKES, Stakes
from ordertower_desktop.domain.promo import Promo, with_promos
from ordertower_desktop.domain.promo_reader import promos
from ordertower_desktop.domain.roster import Roster
from ordertower_desktop.domain.rule import RuleBook
from ordertower_desktop.domain.rule_reader import rule_book
from ordertower_desktop.domain.template import Template
from ordertower_desktop.hub.store.holidays_cn import shipped
from ordertower_desktop.hub.store.rulefile import midnight, resource
from ordertower_desktop.insight.kpi.anchors import DEFAULT, anchors
from ordertower_desktop.insight.kpi.health import Anchors
from ordertower_desktop.wire import terms
from ordertower_desktop.wire.codec import decode, encode
from ordertower_desktop.wire.policies import PoliciesBody, policy, policy_body
from ordertower_desktop.wire.posts import PostsBody, posts, posts_body
from ordertower_desktop.wire.roster import RosterBody, roster
from ordertower_desktop.wire.stakes import StakesBody, stakes_body, stakes_of
from ordertower_desktop.wire.terms import CalendarsBody, LimitsBody, calendar_body, calendars_named, unknown_calendars


class ExemptionBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Orders that match are left alone by a rule (`*`: by every rule) until a moment; somebody answers for it, with a reason."""

    rule: str
    match: dict[str, Any]
    by: str
    why: str
    until: str | None = None


class ExemptionsBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `/v1/exemptions` reads and writes."""

    exemptions: list[ExemptionBody] = []


def floor(bodies: Mapping[str, str]) -> Floor:
    """The floor that these texts (kind -> text) mean; people and turns are not in them. Raises `BadFile` or `Malformed`."""
    return _floor(tuple(sorted(bodies.items())))


@lru_cache(maxsize=4)
def _floor(texts: tuple[tuple[str, str], ...]) -> Floor:
    bodies = dict(texts)
    calendars = calendars_of(bodies.get("calendars", "{}"))
    policies = policies_of(bodies.get("policies", "{}"))
    book = rules_of(bodies.get("rules", ""), exemptions=bodies.get("exemptions", "{}"))
    planned = promos_of(bodies.get("promos", "{}"), book)
    rules = with_promos(book.rules, planned)
    bench = Bench(rules, Context(calendars=calendars))
    limits = limits_of(bodies.get("limits", "{}"), policies=bodies.get("policies", "{}"))
    here = posts_of(bodies.get("posts", ""))
    said = post_words(names(here))
    templates = templates_of(bodies.get("playbooks", ""), posts=said)
    brought, turns = packs_of(bodies.get("packs", ""), posts=said), roster_of(bodies.get("roster", "{}"), posts=names(here))
    by = (calendars_named(limits), *(one.calendars.values() for one in planned), turns.calendars)
    unknown_calendars(chain.from_iterable(by), calendars)
    passes = pre_audit(table_of(bodies.get("preaudit", ""), file="preaudit"))
    anchors_of(bodies.get("health", ""))  # no order is judged by them, but what cannot be read must not come into force
    return Floor(
        bench, {rule.id: rule for rule in rules}, policies or dict(POLICIES), limits, templates=templates, packs=brought,
        pre_audit=passes, posts=here, roster=turns,
        merging=merging(table_of(bodies.get("merging", ""), file="merging")),
        own=own_fields(table_of(bodies.get("fields", ""), file="fields")), stakes=staked(bodies.get("stakes", "{}")),
    )  # fmt: skip


def rules_of(text: str, *, exemptions: str = "{}") -> RuleBook:
    """The rules of a TOML or JSON text, each with the exemptions that name it."""
    table = dict(table_of(text)) if text.strip() else {"rule": []}
    granted = decode(exemptions, ExemptionsBody).exemptions
    rules = table.get("rule")
    if granted and isinstance(rules, list):
        table["rule"] = [_exempted(rule, granted) for rule in rules]
    return rule_book(table, file="rules") if table.get("rule") else RuleBook()


def promos_of(text: str, book: RuleBook) -> tuple[Promo, ...]:
    """The promotions of a TOML or JSON text, which speak of the rules of the book."""
    return promos(table_of(text, file="promos"), book.rules, file="promos") if text.strip() else ()


def templates_of(text: str, *, posts: PostWords = ANY) -> tuple[Template, ...]:
    """The playbooks of a TOML or JSON text, which may name these posts."""
    return playbooks(table_of(in_use("playbooks", text), file="playbooks"), file="playbooks", posts=posts)


def packs_of(text: str, *, posts: PostWords = ANY) -> tuple[Pack, ...]:
    """The action packs of a TOML or JSON text, which may name these posts."""
    return packs(table_of(in_use("packs", text), file="packs"), file="packs", posts=posts)


def anchors_of(text: str, *, version: int = 0) -> Anchors:
    """What the monthly health is measured against, by a TOML or JSON text."""
    return anchors(table_of(text, file="health"), version=version)


def posts_of(text: str) -> dict[str, Post]:
    """Id -> post of a JSON text."""
    return posts(decode(in_use("posts", text), PostsBody))


def in_use(kind: str, text: str) -> str:
    """The text that counts: a floor from before there were playbooks has written none and works by those that ship."""
    return default(kind) if kind in ("playbooks", "packs", "posts") and text.strip() in ("", "{}") else text


@lru_cache(maxsize=64)
def table_of(text: str, *, file: str = "rules") -> Mapping[str, object]:
    """TOML or JSON as plain values, to be read only; a list is a list of rules. What is in force is asked for over and over."""
    try:
        found = json.loads(text) if text.lstrip().startswith(("{", "[ {", "[{")) else tomllib.loads(midnight(text.replace("\r\n", "\n")))
    except (ValueError, RecursionError) as error:
        raise BadFile((Fault("", "", f"写法有误：{error}", file),)) from None
    return {"rule": found} if isinstance(found, list) else found


def _exempted(rule: object, granted: list[ExemptionBody]) -> object:
    if not isinstance(rule, Mapping) or not isinstance(rule.get("exempt", []), list):
        return rule  # the reader will say what is wrong with it
    mine = [one for one in granted if one.rule in ("*", rule.get("id"))]
    more = [{"match": one.match, "by": one.by, "why": one.why} | ({"until": one.until} if one.until else {}) for one in mine]
    return {**rule, "exempt": [*rule.get("exempt", []), *more]} if more else rule


def policies_of(text: str) -> dict[str, EscalationPolicy]:
    """Id -> chain; steps in the order of their times."""
    return {body.id: policy(body) for body in decode(text, PoliciesBody).policies}


def roster_of(text: str, *, posts: Mapping[str, str] | None = None) -> Roster:
    """Who has which post when; None: any post may stand in it."""
    return roster(decode(text or "{}", RosterBody), posts)


def limits_of(text: str, *, policies: str = "{}") -> Limits:
    """The limits of a text; those that a text of the chains names from before limits had their own lie beneath."""
    return terms.limits_of(limits_body(text), decode(policies, PoliciesBody).limits)


def limits_before(policies: str) -> str:
    """The limits of a floor from before they had a text of their own: what the text of its chains named."""
    return encode(LimitsBody(decode(policies, PoliciesBody).limits)).decode()


def limits_body(text: str) -> LimitsBody:
    """A text of limits as it is written."""
    return decode(text, LimitsBody)


def calendars_of(text: str) -> dict[str, Calendar]:
    """Id -> calendar; `always` is there without being written."""
    return terms.calendars_of(calendars_body(text))


def staked(text: str) -> Stakes:
    """What lateness costs, by a text."""
    return stakes_of(decode(text, StakesBody))


def calendars_body(text: str) -> CalendarsBody:
    """A text of calendars as it is written."""
    return decode(text, CalendarsBody)


def default(kind: str) -> str:
    """The text that the product ships with."""
    match kind:
        case "rules" | "playbooks":
            return resource(f"{kind}/default.toml").read_text("utf-8")
        case "health":
            return DEFAULT
        case "fields":
            return EXAMPLE
        case "packs":
            return resource("crisis/default.toml").read_text("utf-8")
        case "policies":
            return encode(PoliciesBody([policy_body(one) for one in POLICIES.values()])).decode()
        case "posts":
            return encode(posts_body(PRESETS.values())).decode()
        case "stakes":
            return encode(stakes_body(STAKES)).decode()
        case "calendars":
            return encode(CalendarsBody([calendar_body(one) for one in shipped()])).decode()
        case _:
            return "{}"
