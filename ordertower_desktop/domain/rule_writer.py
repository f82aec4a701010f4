"""From a rule to the table that a rules file would hold: what the editor saves is what people could have written."""

from collections.abc import Mapping

from ordertower_desktop.domain.aggregate import Rate
from ordertower_desktop.domain.condition import (
    All,
    AnyOf,
    Before,
    Compare,
    Condition,
    Constant,
    Count,
    Disagree,
    InSegment,
    InStage,
    InStageOver,
    Join,
    Not,
    Past,
    Plain,
    Since,
    Tagged,
    Timed,
)
from ordertower_desktop.domain.duration import spell
from ordertower_desktop.domain.event import instant
from ordertower_desktop.domain.rule import Exemption, Override, Rule, RuleBook, Sla

Table = dict[str, object]


def book_table(book: RuleBook) -> Table:
    """The whole file."""
    return _told({"version": book.version, "rule": [rule_table(rule) for rule in book.rules]})


def rule_table(rule: Rule) -> Table:
    """One rule; what stands at its default is left out. `rule_reader.rule` reads it back as an equal rule."""
    return {
        "id": rule.id,
        "name": rule.name,
        "state": str(rule.state),
        "kind": rule.kind,
        "severity": str(rule.severity),
        **_told({"scope": condition_table(rule.scope) if rule.scope is not None else None}),
        "when": _rate(rule.rate) if rule.rate is not None else condition_table(rule.when),
        **_told(
            {
                "by": [_override(one) for one in rule.overrides],
                "exempt": [_exemption(one) for one in rule.exempt],
                "on_delay": spell(rule.on_delay) if rule.on_delay else None,
                "off_delay": spell(rule.off_delay) if rule.off_delay else None,
                "policy": rule.policy,
                "sla": _sla(rule.sla) if rule.sla else None,
                "actions": list(rule.actions),
                "cause": rule.cause,
                "note": rule.note,
            }
        ),
        **({} if rule.mute == "no_nudge" else {"mute": rule.mute}),
    }


def condition_table(condition: Condition) -> Table:
    """A condition as the tree of tables that `condition_reader.condition` reads."""
    match condition:
        case All() | AnyOf() | Not():
            return _join(condition)
        case Since() | Past() | InStageOver() | Count() | Before():
            return _timed(condition)
        case _:
            return _plain(condition)


def _join(condition: Join) -> Table:
    match condition:
        case All(parts):
            return {"all": [condition_table(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [condition_table(part) for part in parts]}
        case Not(part):
            return {"not": condition_table(part)}


def _timed(condition: Timed) -> Table:
    match condition:
        case Since(event, over, without, calendar):
            return {"since": event, "over": spell(over), **_without(without), **_calendar(calendar)}
        case Past(field, without, ahead):
            return {"past": field, **_without(without), **({"ahead": spell(ahead)} if ahead else {})}
        case InStageOver(over, calendar):
            return {"in_stage_over": spell(over), **_calendar(calendar)}
        case Count(event, at_least, within, group):
            return {"event": event, "count_at_least": at_least, **_told({"within": spell(within) if within else None, "group": group})}
        case Before():
            raise TypeError("an exemption's end is written as its `until`")


def _plain(condition: Plain) -> Table:
    match condition:
        case Compare(field, op, value):
            return {"field": field, str(op): list(value) if isinstance(value, tuple) else value}
        case Tagged(tag):
            return {"tag": tag}
        case InStage(words):
            return {"stage": words[0] if len(words) == 1 else list(words)}
        case InSegment(segments):
            return {"segment": [str(one) for one in segments] if len(segments) > 1 else str(segments[0])}
        case Disagree(field):
            return {"disagree": field}
        case Constant():
            raise TypeError("a rule never says a bare constant")


def _rate(rate: Rate) -> Table:
    told: Table = {"rate": rate.event, "of": rate.of, "group": rate.group, "under": rate.under, "for": f"{rate.days}d", "min": rate.minimum}
    return told | ({"confident": True} if rate.confident else {})


def _override(one: Override) -> Table:
    limits = {"over": one.over, "ahead": one.ahead}
    return {"match": condition_table(one.match), **{key: spell(span) for key, span in limits.items() if span is not None}}


def _exemption(one: Exemption) -> Table:
    until = {} if one.until is None else {"until": instant(one.until)}
    return {"match": condition_table(one.match), **until, "by": one.by, "why": one.why}


def _sla(sla: Sla) -> Table:
    told: Table = {"by": sla.by} if sla.within is None else {"within": spell(sla.within), "since": sla.since}
    return told | _calendar(sla.calendar)


def _without(without: tuple[str, ...]) -> Table:
    return {} if not without else {"without": without[0] if len(without) == 1 else list(without)}


def _calendar(calendar: str) -> Table:
    return {} if calendar == "always" else {"calendar": calendar}


def _told(table: Mapping[str, object]) -> Table:
    return {key: value for key, value in table.items() if value not in (None, "", [])}
