"""When a rule stands on an order's case: its spells after the on-delay and through the off-delay, as the live hub keeps them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from ordertower_desktop.domain.chatter import held_until
from ordertower_desktop.domain.judge import Bench
from ordertower_desktop.domain.moment import LAST
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.domain.unfold import unfold
from ordertower_desktop.insight.spells import Spell

MOST_BEGINNINGS = 8
"""What is found to have begun only just, look after look, has nothing that tells since when: it never grows old."""
Known = Sequence[tuple[datetime, datetime, Order]]
"""From when, until when, and the order as it was known then."""


class Stood(NamedTuple):
    """`rule` stood on the case of `order` from `start` up to, not including, `end`; None: it still does."""

    rule: str
    order: str
    start: datetime
    end: datetime | None = None


def stood(order: Order, spells: Iterable[Spell], bench: Bench) -> list[Stood]:
    """What `watch.stand` would have kept on the case while nobody handled it."""
    rules = {rule.id: rule for rule in bench.rules}
    known: Known = ()
    found: list[Stood] = []
    for key, own in groupby(sorted(spells, key=attrgetter("rule", "start")), key=attrgetter("rule")):
        rule = rules[key]
        if rule.on_delay and not known:
            known = tuple(unfold(order))
        found += _of_rule(rule, list(own), bench, known)
    return found


def _of_rule(rule: Rule, spells: Sequence[Spell], bench: Bench, known: Known) -> list[Stood]:
    found: list[Stood] = []
    held: datetime | None = None
    for spell in spells:
        end = spell.end + rule.off_delay if spell.end else None
        if found and (found[-1].end is None or spell.start <= found[-1].end):  # it had not left the case yet
            found[-1] = found[-1]._replace(end=_stays(end, held))
        elif (ripe := _ripe(rule, spell, bench, known) if rule.on_delay else spell.start) is not None:
            held = held_until((one.end for one in found if one.end is not None), ripe)
            found.append(Stood(rule.id, spell.order, ripe, _stays(end, held)))
    return found


def _stays(end: datetime | None, held: datetime | None) -> datetime | None:
    """The end of what stood, no earlier than a chattering rule is let go."""
    return max(end, held) if end is not None and held is not None else end


def _ripe(rule: Rule, spell: Spell, bench: Bench, known: Known) -> datetime | None:
    """The first moment at which the live judge, that looks at arrivals and when a delay ends, finds the verdict old enough."""
    last = spell.end or LAST
    for at, until, order in known:
        now, end, begun = max(at, spell.start), min(until, last), 0
        while now < end and begun < MOST_BEGINNINGS:
            since = bench.since(rule.id, order, now)
            if since + rule.on_delay <= now:
                return now
            begun += since == now
            now = since + rule.on_delay
    return None
