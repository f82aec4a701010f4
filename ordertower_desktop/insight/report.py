"""A back-test told as JSON: plain lists, dictionaries, text and numbers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.domain.sentence import sentence
from ordertower_desktop.insight.backtest import Replay
from ordertower_desktop.insight.findings import Labels, difference, difference_by_rule, judged, load, within
from ordertower_desktop.insight.spells import Spell


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to know of a replay: under which rules, at which ticks, against what, for how many people."""

    rules: Sequence[Rule]
    ticks: Sequence[datetime]
    zone: tzinfo
    against: Replay | None = None
    marked: Sequence[str] | None = None
    people: int = 1


def report(replay: Replay, asked: Asked) -> dict[str, object]:
    """Everything beside the counts. Only verdicts that touch the stretch between the first and the last tick appear."""
    if not asked.ticks:
        return {"events": replay.events, "orders": replay.orders, "verdicts": [], "added": [], "removed": [], "missed": []}
    first, last = asked.ticks[0], asked.ticks[-1]
    found = within(replay.spells, first, last)
    old = within(asked.against.spells, first, last) if asked.against else None
    return {
        "events": replay.events,
        "orders": replay.orders,
        "from": _local(first, asked.zone),
        "to": _local(last, asked.zone),
        "rules": _rules(asked.rules, found),
        "verdicts": [_verdict(spell, asked.zone) for spell in found],
        **_compared(found, old),
        **_labels(judged(asked.marked, found) if asked.marked is not None else None),
        "notices": _notices(found, asked),
    }


def _rules(rules: Sequence[Rule], found: Sequence[Spell]) -> list[dict[str, object]]:
    verdicts = Counter(spell.rule for spell in found)
    orders = Counter(key for key, _ in {(spell.rule, spell.order) for spell in found})
    return [
        {"id": rule.id, "name": rule.name, "sentence": sentence(rule), "verdicts": verdicts[rule.id], "orders": orders[rule.id]}
        for rule in rules
    ]


def _verdict(spell: Spell, zone: tzinfo) -> dict[str, object]:
    until = _local(spell.end, zone) if spell.end else None
    return {"order_id": spell.order, "rule_id": spell.rule, "since": _local(spell.start, zone), "until": until}


def _compared(new: Sequence[Spell], old: Sequence[Spell] | None) -> dict[str, object]:
    if old is None:
        return {"added": [], "removed": []}
    whole = difference(new, old)
    by_rule = {key: {"added": one.added, "removed": one.removed} for key, one in difference_by_rule(new, old).items()}
    return {"added": whole.added, "removed": whole.removed, "by_rule": by_rule}


def _labels(labels: Labels | None) -> dict[str, object]:
    if labels is None:
        return {"missed": []}
    told = {"marked": labels.marked, "missed": len(labels.missed), "recall": round(labels.recall, 4), "adequate": labels.adequate}
    return {"missed": labels.missed, "labels": told}


def _notices(found: Sequence[Spell], asked: Asked) -> dict[str, object]:
    foreseen = load(found, asked.rules, people=asked.people, zone=asked.zone)
    hours = [{"hour": hour.isoformat(), "notices": share} for hour, share in foreseen.per_person_hour]
    return {"people": foreseen.people, "total": foreseen.notices, "worst": foreseen.worst, "per_person_hour": hours}


def _local(at: datetime, zone: tzinfo) -> str:
    return at.astimezone(zone).isoformat()
