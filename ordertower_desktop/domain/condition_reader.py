"""From the table of a rules file to a condition: everything is checked here, so that judging need not."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

from ordertower_desktop.domain.condition import (
    All,
    AnyOf,
    Compare,
    Condition,
    Count,
    Disagree,
    InSegment,
    InStage,
    InStageOver,
    Not,
    Op,
    Past,
    Since,
    Tagged,
)
from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.domain.event import EVENT_NAMES
from ordertower_desktop.domain.fault import suggestion
from ordertower_desktop.domain.fieldname import FIELD_NAMES
from ordertower_desktop.domain.stage import FACT_NAMES, SEGMENT_NAMES, SHIPPED, STAGE_NAMES, TO_BE_SHIPPED, Fact, Segment, Stage

DEEPEST = 12
"""How many joins may stand inside each other: more is a slip, or an attack on the stack."""

WORD_STAGES: Mapping[str, frozenset[Stage]] = {
    **{word: frozenset({stage}) for stage in Stage for word in (str(stage), STAGE_NAMES[stage])},
    **dict.fromkeys(("待发货", "to_be_shipped"), TO_BE_SHIPPED),
    **dict.fromkeys(("已发货", "shipped"), SHIPPED),
}
WORD_FACTS: Mapping[str, Fact] = {word: fact for fact in Fact for word in (str(fact), FACT_NAMES[fact])}
WORD_SEGMENTS: Mapping[str, Segment] = {word: one for one in Segment for word in (str(one), SEGMENT_NAMES[one])}

Read = Callable[[Entry], Condition]


def condition(entry: Entry, depth: int = 0) -> Condition:
    """The condition that a table says; `BadFile` names the key otherwise."""
    if depth > DEEPEST:
        raise entry.bad("", f"条件嵌套超过 {DEEPEST} 层，请拆成几条规则")
    for join in ("all", "any", "not"):
        if entry.has(join):
            entry.only((join,))
            return _join(entry, join, depth)
    for key, read in LEAVES.items():
        if entry.has(key):
            return read(entry)
    keys = (*LEAVES, "all", "any", "not")
    slip = next((hint for key in entry.table if (hint := suggestion(str(key), keys))), "")
    raise entry.bad("", f"看不出是什么条件{slip or '，可用：' + '、'.join(keys)}")


def _join(entry: Entry, join: str, depth: int) -> Condition:
    if join == "not":
        return Not(condition(entry.inner("not"), depth + 1))
    parts = tuple(condition(part, depth + 1) for part in entry.each(join))
    if not parts:
        raise entry.bad(join, "至少要有一个条件")
    return All(parts) if join == "all" else AnyOf(parts)


def _compare(entry: Entry) -> Condition:
    entry.only(("field", *Op))
    field = known(entry, "field", FIELD_NAMES)
    found = tuple(_comparison(entry, field, op) for op in Op if entry.has(op))
    if not found:
        raise entry.bad("field", f"缺少比较方式，可用：{'、'.join(Op)}")
    return found[0] if len(found) == 1 else All(found)


def _comparison(entry: Entry, field: str, op: Op) -> Compare:
    several = op is Op.IN or (op is Op.MATCHES_PREFIX and isinstance(entry.table[op], list))
    value = entry.scalars(op) if several else entry.scalar(op)
    if op in (Op.OVER, Op.UNDER, Op.AT_LEAST, Op.AT_MOST) and isinstance(value, bool):
        raise entry.bad(op, "大小只能和数字或时间比")
    return Compare(field, op, value)


def _tagged(entry: Entry) -> Condition:
    entry.only(("tag",))
    return Tagged(entry.text("tag"))


def _in_stage(entry: Entry) -> Condition:
    entry.only(("stage",))
    words = _known_words(entry, "stage", {*WORD_STAGES, *WORD_FACTS})
    stages = frozenset().union(*(WORD_STAGES.get(word, frozenset()) for word in words))
    return InStage(words, stages, frozenset(WORD_FACTS[word] for word in words if word in WORD_FACTS))


def _in_segment(entry: Entry) -> Condition:
    entry.only(("segment",))
    return InSegment(tuple(WORD_SEGMENTS[word] for word in _known_words(entry, "segment", WORD_SEGMENTS)))


def _known_words(entry: Entry, key: str, words: Iterable[str]) -> tuple[str, ...]:
    words = tuple(words)
    said = entry.words(key)
    for word in said:
        if word not in words:
            hint = suggestion(word, words) or "，可用：" + "、".join(one for one in words if not one.isascii())
            raise entry.bad(key, f"没有“{word[:40]}”{hint}")
    if not said:
        raise entry.bad(key, "至少要有一个")
    return said


def _since(entry: Entry) -> Condition:
    entry.only(("since", "over", "without", "calendar"))
    return Since(known(entry, "since", EVENT_NAMES), entry.span("over"), _events(entry, "without"), entry.text("calendar", "always"))


def _past(entry: Entry) -> Condition:
    entry.only(("past", "without", "ahead"))
    return Past(known(entry, "past", FIELD_NAMES), _events(entry, "without"), entry.span("ahead", timedelta()))


def _in_stage_over(entry: Entry) -> Condition:
    entry.only(("in_stage_over", "calendar"))
    return InStageOver(entry.span("in_stage_over"), entry.text("calendar", "always"))


def _count(entry: Entry) -> Condition:
    entry.only(("event", "count_at_least", "within", "group"))
    within = entry.span("within") if entry.has("within") else None
    if within is not None and not within:
        raise entry.bad("within", "时间窗要大于 0")
    group = known(entry, "group", FIELD_NAMES) if entry.has("group") else ""
    return Count(known(entry, "event", EVENT_NAMES), entry.whole("count_at_least", high=10_000), within, group)


def _disagree(entry: Entry) -> Condition:
    entry.only(("disagree",))
    return Disagree(known(entry, "disagree", (*FIELD_NAMES, "any")))


def known(entry: Entry, key: str, names: Iterable[str]) -> str:
    """A name that may be a system's own, unless it is nearly one of ours: then it is a slip that would never fire."""
    word = entry.text(key)
    names = tuple(names)
    if word not in names and not word.startswith("payload.") and (hint := suggestion(word, names)):
        raise entry.bad(
            key, f"没有“{word[:40]}”{hint}系统自带的其他字段请写 payload.{word[:40]}" if key != "event" else f"没有“{word[:40]}”{hint}"
        )
    return word


def _events(entry: Entry, key: str) -> tuple[str, ...]:
    names = entry.words(key)
    for name in names:
        if name not in EVENT_NAMES and (hint := suggestion(name, EVENT_NAMES)):
            raise entry.bad(key, f"没有事件“{name[:40]}”{hint}")
    return names


LEAVES: Mapping[str, Read] = {
    "field": _compare,
    "tag": _tagged,
    "stage": _in_stage,
    "segment": _in_segment,
    "since": _since,
    "past": _past,
    "in_stage_over": _in_stage_over,
    "event": _count,
    "disagree": _disagree,
}
