"""From a promotions file's content to promotions, or everything that is wrong with it, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ordertower_desktop.domain.condition_reader import condition
from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.domain.fault import BadFile, Fault, suggestion
from ordertower_desktop.domain.moment import ending
from ordertower_desktop.domain.promo import EVERY_RULE, Promo, Spare, relaxable
from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.domain.rush_reader import clock_limits, hours

MOST_PROMOS, MOST_SPARES, LONGEST = 50, 50, timedelta(days=60)
KEYS = ("id", "name", "begin", "end", "by", "limits", "exempt", "note", "clocks", "calendars")


def promos(content: Mapping[str, object], rules: Sequence[Rule], *, file: str = "") -> tuple[Promo, ...]:
    """The promotions in `content`, which speak of `rules`; `BadFile` lists every one that is wrong."""
    faults: list[Fault] = []
    made: list[Promo] = []
    try:
        entry = Entry(content, "")
        entry.only(("promo", "version"))
        tables = list(entry.each("promo"))
    except BadFile as bad:
        raise BadFile(replace(fault, file=file) for fault in bad.faults) from None
    known = {rule.id: rule for rule in rules}
    for place, table in enumerate(tables[:MOST_PROMOS], 1):
        try:
            made.append(_promo(table.table, place, known))
        except BadFile as bad:
            faults += bad.faults
    faults += _together(tables, made)
    if faults:
        raise BadFile(replace(fault, file=file) for fault in faults)
    return tuple(made)


def _together(tables: Sequence[Entry], made: Sequence[Promo]) -> Iterator[Fault]:
    if len(tables) > MOST_PROMOS:
        yield Fault("", "promo", f"大促档案超过 {MOST_PROMOS} 份，请删去早已结束的")
    ids = [one.id for one in made]
    for twice in sorted({key for key in ids if ids.count(key) > 1}):
        yield Fault(f"大促 {twice}", "id", "这个编号用了不止一次")
    for i, one in enumerate(made):
        for other in made[i + 1 :]:
            both = sorted((set(one.limits) & set(other.limits)) | set(map(str, set(one.clocks) & set(other.clocks))))
            if both and one.begin < other.end and other.begin < one.end:
                problem = f"与“{one.name}”时间重叠，两份都改了 {'、'.join(both)} 的时限，请错开时间或只留一份"
                yield Fault(f"大促 {other.name}", "limits", problem)


def _promo(table: Mapping[str, object], place: int, known: Mapping[str, Rule]) -> Promo:
    named = table.get("name") or table.get("id")
    entry = Entry(table, f"大促 {named[:40]}" if isinstance(named, str) and named else f"第 {place} 份大促档案")
    entry.only(KEYS)
    begin, end = _moment(entry, "begin"), _moment(entry, "end")
    if not begin < end:
        raise entry.bad("end", f"结束要晚于开始（{ending(begin)}）")
    if end - begin > LONGEST:
        raise entry.bad("end", f"一份大促档案最长 {LONGEST.days} 天，长期的改动请直接改规则")
    limits = _limits(entry, known)
    spares = tuple(_spare(one, known) for one in entry.each("exempt"))
    rush = clock_limits(entry), hours(entry)
    if not (limits or spares or any(rush)):
        raise entry.bad("limits", "既没有改时限，也没有豁免：写上至少一项")
    if len(spares) > MOST_SPARES:
        raise entry.bad("exempt", f"豁免超过 {MOST_SPARES} 条")
    name, by = entry.text("name"), entry.text("by")
    return Promo(entry.text("id"), name, begin, end, by, limits, spares, entry.text("note", ""), *rush)


def _moment(entry: Entry, key: str) -> datetime:
    found = entry.at(key)
    if found is None:
        raise entry.bad(key, "缺少这一项，写成时间，例如 2026-11-10T20:00:00+08:00")
    return found


def _limits(entry: Entry, known: Mapping[str, Rule]) -> dict[str, timedelta]:
    if not entry.has("limits"):
        return {}
    asked = entry.inner("limits")
    made = {}
    for key in asked.table:
        _known(asked, str(key), known)
        made[str(key)] = span = asked.span(str(key))
        if span <= timedelta():
            raise asked.bad(str(key), "时限要大于 0")
        if not relaxable(known[key]):
            raise asked.bad(str(key), f"规则 {key} 里没有“…后多久”的时限可改；要让它在大促期间不命中，请写豁免")
    return made


def _spare(entry: Entry, known: Mapping[str, Rule]) -> Spare:
    entry.only(("rule", "match", "why"))
    rules = entry.words("rule") or (EVERY_RULE,)
    for key in rules:
        if key != EVERY_RULE:
            _known(entry, key, known)
    return Spare(rules, condition(entry.inner("match")), entry.text("why"))


def _known(entry: Entry, key: str, known: Mapping[str, Rule]) -> None:
    if key not in known:
        raise entry.bad(key[:40], f"没有规则“{key[:40]}”{suggestion(key, tuple(known)) or '，请写规则编号，例如 R01'}")
