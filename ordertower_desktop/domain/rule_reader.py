"""From a rules file's content to a rule book, or everything that is wrong with it, in words."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from ordertower_desktop.domain.aggregate import Rate
from ordertower_desktop.domain.condition import All, AnyOf, Condition, Constant, Not
from ordertower_desktop.domain.condition_reader import condition, known
from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.domain.event import EVENT_NAMES
from ordertower_desktop.domain.fault import BadFile, Fault
from ordertower_desktop.domain.fieldname import FIELD_NAMES, meant
from ordertower_desktop.domain.kind import KIND_NAMES, REMEDY_NAMES, Severity
from ordertower_desktop.domain.rule import Exemption, Override, Rule, RuleBook, RuleState, Sla

MOST_RULES = 500
MOST_LEAVES = 300
KEYS = (
    "id", "name", "state", "enabled", "kind", "severity", "scope", "when", "by", "exempt", "on_delay", "off_delay", "policy", "sla",
    "actions", "cause", "mute", "note",
)  # fmt: skip


def rule_book(content: Mapping[str, object], *, file: str = "", calendars: Collection[str] = ()) -> RuleBook:
    """The rules in `content`; `BadFile` lists every rule that is wrong. With `calendars` given, rules may name only those."""
    entry = Entry(content, "")
    faults: list[Fault] = []
    rules: list[Rule] = []
    try:
        entry.only(("rule", "version", "schema", "$schema"))
        tables = list(entry.each("rule"))
    except BadFile as bad:
        raise BadFile(replace(fault, file=file) for fault in bad.faults) from None
    for i, table in enumerate(tables[: MOST_RULES + 1]):
        try:
            rules.append(rule(table.table, place=i + 1, calendars=calendars))
        except BadFile as bad:
            faults += bad.faults
    faults += _file_faults(content, tables, rules)
    if faults:
        raise BadFile(replace(fault, file=file) for fault in faults)
    return RuleBook(tuple(rules), str(content.get("version", ""))[:80])


def _file_faults(content: Mapping[str, object], tables: list[Entry], rules: list[Rule]) -> Iterator[Fault]:
    if "rule" not in content:
        yield Fault("", "rule", "文件里没有规则，每条规则以 [[rule]] 开头")
    if len(tables) > MOST_RULES:
        yield Fault("", "rule", f"规则超过 {MOST_RULES} 条，请拆成几个文件")
    ids = [one.id for one in rules]
    for twice in sorted({key for key in ids if ids.count(key) > 1}):
        yield Fault(f"规则 {twice}", "id", "这个编号用了不止一次")


def rule(table: Mapping[str, object], *, place: int = 1, calendars: Collection[str] = ()) -> Rule:
    """One rule; `BadFile` with the first thing that is wrong in it."""
    named = table.get("id")
    entry = Entry(table, f"规则 {named[:40]}" if isinstance(named, str) and named else f"第 {place} 条规则")
    entry.only(KEYS)
    when, rate = _when(entry)
    made = Rule(
        id=_id(entry),
        name=entry.text("name", str(named)),
        when=when,
        rate=rate,
        kind=_kind(entry),
        state=RuleState(entry.choice("enabled" if entry.has("enabled") else "state", tuple(RuleState), "draft")),
        severity=Severity(entry.choice("severity", tuple(Severity), "warning")),
        scope=condition(entry.inner("scope")) if entry.has("scope") else None,
        overrides=tuple(_override(one) for one in entry.each("by")),
        exempt=tuple(_exemption(one) for one in entry.each("exempt")),
        on_delay=entry.span("on_delay", timedelta()),
        off_delay=entry.span("off_delay", timedelta()),
        policy=entry.text("policy", ""),
        sla=_sla(entry.inner("sla")) if entry.has("sla") else None,
        actions=_actions(entry),
        cause=entry.text("cause", ""),
        mute=entry.text("mute", "no_nudge"),
        note=entry.text("note", ""),
    )
    _measured(entry, made, calendars)
    return made


def _id(entry: Entry) -> str:
    key = entry.text("id")
    if len(key) > 40 or any(char.isspace() or char in ',"' for char in key):
        raise entry.bad("id", "编号不超过 40 个字符，不含空格、逗号和引号")
    return key


def _kind(entry: Entry) -> str:
    kind = entry.text("kind", "other")
    if kind not in KIND_NAMES and (hint := meant(kind, KIND_NAMES)):
        raise entry.bad("kind", f"没有“{kind[:40]}”，是不是“{hint}”？")
    return kind


def _actions(entry: Entry) -> tuple[str, ...]:
    for word in entry.words("actions"):
        Entry({"actions": word}, entry.where).choice("actions", tuple(REMEDY_NAMES))
    return entry.words("actions")


def _when(entry: Entry) -> tuple[Condition, Rate | None]:
    when = entry.inner("when")
    return (Constant(False), _rate(when)) if when.has("rate") else (condition(when), None)


def _rate(entry: Entry) -> Rate:
    entry.only(("rate", "of", "group", "under", "for", "min", "confident"))
    under = entry.number("under")
    if not 0 < under <= 1:
        raise entry.bad("under", "比率写成 0 到 1 之间的小数，例如 0.85")
    days = entry.span("for", timedelta(days=1))
    if days % timedelta(days=1) or not timedelta(days=1) <= days <= timedelta(days=90):
        raise entry.bad("for", "比率按整天算，写成 1d 到 90d")
    event, of = known(entry, "rate", EVENT_NAMES), known(entry, "of", EVENT_NAMES)
    group = known(entry, "group", FIELD_NAMES)
    return Rate(
        event, of, group, under=under, days=days.days, minimum=entry.whole("min", 30), confident=entry.table.get("confident") is True
    )


def _override(entry: Entry) -> Override:
    entry.only(("match", "over", "ahead"))
    if not entry.has("over") and not entry.has("ahead"):
        raise entry.bad("over", "缺少这一项")
    limits = {key: entry.span(key) for key in ("over", "ahead") if entry.has(key)}
    return Override(condition(entry.inner("match")), limits.get("over"), limits.get("ahead"))


def _exemption(entry: Entry) -> Exemption:
    entry.only(("match", "until", "by", "why"))
    return Exemption(condition(entry.inner("match")), entry.at("until"), entry.text("by"), entry.text("why"))


def _sla(entry: Entry) -> Sla:
    entry.only(("within", "since", "by", "calendar"))
    if entry.has("by"):
        return Sla(by=known(entry, "by", FIELD_NAMES), calendar=entry.text("calendar", "always"))
    return Sla(entry.span("within"), known(entry, "since", EVENT_NAMES), calendar=entry.text("calendar", "always"))


def _measured(entry: Entry, made: Rule, calendars: Collection[str]) -> None:
    """Refuse what is well-formed and still too much, or leans on a calendar that does not exist."""
    leaves = list(_leaves(made.effective))
    if len(leaves) > MOST_LEAVES:
        raise entry.bad("when", f"条件超过 {MOST_LEAVES} 个，请拆成几条规则")
    named = {name for leaf in leaves if (name := getattr(leaf, "calendar", "always")) != "always"}
    for name in sorted(named - set(calendars) if calendars else ()):
        raise entry.bad("calendar", f"没有日历“{name[:40]}”，可用：always、{'、'.join(sorted(calendars))}")


def _leaves(root: Condition) -> Iterator[Condition]:
    match root:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _leaves(part)
        case Not(part):
            yield from _leaves(part)
        case _:
            yield root
