"""The three questions of a post-mortem (S96), drafted from the log: what failed first, what was told too late, could it be prevented."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from ordertower_desktop.domain.landmark import Landmark, Turning
from ordertower_desktop.domain.link import LINK_NAMES, Link
from ordertower_desktop.insight.postmortem.answer import Answer, Day, Evidence, clock, landmark, long, orders
from ordertower_desktop.insight.postmortem.episode import Episode
from ordertower_desktop.insight.postmortem.figures import Window

FIRST, LATE, PREVENT = "哪个环节最先失守", "哪些信息传递晚了", "现有工具能否预防"
SHARE, LEAST = 0.1, 3
"""A link has failed when it holds a tenth of the day's breaches, and at least three: single orders break everywhere."""
WARNING = timedelta(minutes=15)
"""The chain needs so long until a backup has been called: with less notice nobody could have done much."""

REMEDIES = {
    "first": "核对最先失守环节的交接责任和备用通道",
    "late": "逐条消除晚到的信息",
    "prevent": "为能预防的单补催办链或预警规则",
}
"""Question -> what is proposed where its answer found something."""

Breach = tuple[datetime, Episode]


def drafted(day: Day, window: Window) -> list[Answer]:
    """The three answers in their order."""
    breaches = sorted(_breaches(day.episodes, window), key=lambda pair: (pair[0], pair[1].order))
    link = first_link(breaches)
    return [_first(day, link, breaches), _late(day, window), _prevent(breaches)]


def _breaches(episodes: Iterable[Episode], window: Window) -> Iterable[Breach]:
    """One a case; who breached on another day belongs to that day."""
    return ((e.breached_at, e) for e in episodes if e.breached_at is not None and window.holds(e.breached_at))


def first_link(breaches: Sequence[Breach]) -> Link | None:
    """The link whose breaches began first, among those with enough of them; None where nothing failed."""
    counts = Counter(e.link for _, e in breaches if e.link is not Link.NONE)
    enough = {link for link, count in counts.items() if count >= max(LEAST, SHARE * sum(counts.values()))}
    return next((e.link for _, e in breaches if e.link in enough), None)


def _first(day: Day, link: Link | None, breaches: Sequence[Breach]) -> Answer:
    if link is None:
        text = "这一天没有环节失守。" if not breaches else f"没有哪个环节集中失守，{len(breaches)} 单超时分散在各处。"
        return Answer("first", FIRST, text, _named(breaches))
    mine = [(at, e) for at, e in breaches if e.link is link]
    began, last = mine[0][0], mine[-1][0]
    before = list(_still_silent(day.landmarks, began, last))
    cause = Counter(day.causes[e.order] for _, e in mine if day.causes.get(e.order)).most_common(1)
    share = len(mine) * 100 // len(breaches)
    text = f"{LINK_NAMES[link]}。第一单 {clock(began)} 超时，到 {clock(last)} 共 {len(mine)} 单，占当天超时的 {share}%。"
    text += "".join(f"{clock(one.at)} {one.text}。" for one in before[:1])
    text += f"多数单当时的原因是：{cause[0][0]}。" if cause else ""
    return Answer("first", FIRST, text, [*map(landmark, before), *_named(mine)])


def _still_silent(landmarks: Iterable[Landmark], began: datetime, last: datetime) -> Iterable[Landmark]:
    """Sources that fell silent while it happened, or before it and had not come back when it began."""
    turns = [one for one in landmarks if one.kind is Turning.SOURCE]
    for one in turns:
        back = any(other.key == one.key and not other.grave and one.at < other.at <= began for other in turns)
        if one.grave and one.at <= last and not back:
            yield one


def _named(breaches: Sequence[Breach]) -> list[Evidence]:
    return orders((at, f"{LINK_NAMES[e.link]} 超时，责任人 {e.breached_by or '无人'}", e) for at, e in breaches)


def _late(day: Day, window: Window) -> Answer:
    found: list[tuple[str, list[Evidence]]] = [*_silences(day, window), *_news(day)]
    if day.unheard_count:
        lines = [Evidence(one.at, f"{one.step} 没有送达：{one.why or '没有回执'}", one.order) for one in day.unheard[:5]]
        found.append((f"{day.unheard_count} 条提醒没有送达", lines))
    if not found:
        return Answer("late", LATE, "没有发现晚到的信息：来源没有停更，事件及时，提醒都送达了。")
    return Answer("late", LATE, "；".join(text for text, _ in found) + "。", [line for _, lines in found for line in lines])


def _silences(day: Day, window: Window) -> Iterable[tuple[str, list[Evidence]]]:
    """From a source's silence to the first hand on a case that came of it: one that came later, on the link that it feeds."""
    for one in day.landmarks:
        if one.kind is not Turning.SOURCE or not one.grave:
            continue
        link = day.fed.get(one.key)
        caused = [e for e in day.episodes if e.opened_at >= one.at and link in (None, e.link)]
        answers = [(e.responded_at, e) for e in caused if e.responded_at is not None and window.holds(e.responded_at)]
        taken = min(answers, key=lambda pair: pair[0], default=None)
        if taken is not None:
            line = Evidence(taken[0], f"{taken[1].responded_by or '有人'} 第一个接手", taken[1].order)
            yield f"{clock(one.at)} {one.text}，{long(taken[0] - one.at)}后才有人接手之后入池的第一单", [landmark(one), line]
        elif caused:
            yield f"{clock(one.at)} {one.text}，之后入池的 {len(caused)} 单没有人接手", [landmark(one)]
        else:
            yield f"{clock(one.at)} {one.text}", [landmark(one)]


def _news(day: Day) -> Iterable[tuple[str, list[Evidence]]]:
    for one in sorted(day.late, key=lambda late: (-late.count, late.source)):
        worst = Evidence(one.worst_at, f"…{one.worst_order[-4:]} {one.worst_event} 晚 {long(one.worst)}才到", one.worst_order)
        yield f"{one.name} 有 {one.count} 条事件晚到，一半晚了 {long(one.median)}以上", [worst]


def _prevent(breaches: Sequence[Breach]) -> Answer:
    """Every breach falls in one of three: there was time and nobody came; somebody came and it was not enough; nobody could know."""
    idle = [(at, e) for at, e in breaches if at - e.opened_at >= WARNING and not _came(e, at)]
    slow = [(at, e) for at, e in breaches if _came(e, at)]
    blind = [(at, e) for at, e in breaches if at - e.opened_at < WARNING and not _came(e, at)]
    if not breaches:
        return Answer("prevent", PREVENT, "没有超时，无需预防。")
    parts = [
        (idle, "{0} 单能预防：入池 15 分以上没有人接手才超时，催办链和备岗就够"),
        (slow, "{0} 单接手后仍超时，要看处置步骤和人手"),
        (blind, "{0} 单入池时已来不及，要靠更早的预警规则或更快的数据"),
    ]
    text = "；".join(words.format(len(held)) for held, words in parts if held)
    named = sorted([*idle[:2], *slow[:2], *blind[:1]], key=lambda pair: (pair[0], pair[1].order))
    lines = orders((at, _how(at, e), e) for at, e in named)
    return Answer("prevent", PREVENT, f"{text}。", lines)


def _came(one: Episode, at: datetime) -> bool:
    return one.responded_at is not None and one.responded_at < at


def _how(at: datetime, one: Episode) -> str:
    if _came(one, at):
        return f"{one.responded_by or '有人'} 已接手，{clock(at)} 仍超时"
    if at - one.opened_at >= WARNING:
        return f"入池 {long(at - one.opened_at)}无人接手，{clock(at)} 超时"
    return f"{clock(one.opened_at)} 才入池，{clock(at)} 超时"


def actions(answers: Sequence[Answer], landmarks: Sequence[Landmark]) -> list[str]:
    """What might be done about it, one line an answer that found something; people strike and add."""
    silent = next((one for one in landmarks if one.kind is Turning.SOURCE and one.grave), None)
    found = [f"给“{silent.text}”这类停更设专人和电话告警"] if silent is not None else []
    return [*found, *(REMEDIES[answer.key] for answer in answers if answer.evidence)]
