"""What a back-test found, in words: how right the rule is, what labels say, and what it would ask of people; no Qt."""

from datetime import timedelta

from ordertower_desktop.models import text
from ordertower_desktop.wire.backtests import BacktestFound, BacktestView, LabelsFound, NoticesFound, PersonNotices, RightRow

BUDGET, LIMIT = 6, 12
"""Interruptions of a person in an hour: fine up to the first, too many above the second."""
ENOUGH = 20
Line = tuple[str, str]
"""Words and the role of their colour."""


def note(view: BacktestView) -> str:
    """最近 14 天 · 7,310 单 · 用时 38 秒."""
    if view.found is None:
        return ""
    took = text.spoken(timedelta(seconds=max(1, round(view.took_s))))
    return f"最近 {view.days} 天 · {text.count(view.found.orders)} 单 · 用时 {took}"


def progress(view: BacktestView) -> str:
    """How far it is, and whose it is."""
    if view.state == "waiting" or not view.total:
        return "正在排队" if view.state == "waiting" else "正在数要回放多少单"
    return f"已回放 {text.count(view.done)} / {text.count(view.total)} 单"


def differs(view: BacktestView) -> str:
    """Beside what the rule is compared."""
    found = view.found
    if found is None:
        return ""
    if not found.before:
        return "现行规则里没有这一条，或它没有命中过" if found.hits else "这段时间里没有一单会命中"
    if not found.added and not found.removed:
        return f"和现行第 {found.version} 版完全一样：{text.count(found.hits)} 单"
    return f"现行第 {found.version} 版命中 {text.count(found.before)} 单，改后 {text.count(found.hits)} 单"


def labels(found: LabelsFound | None) -> Line:
    """S31: more than five missed, and the rules are inadequate."""
    if found is None:
        return "还没有人工标注，也没有客服判真的单，算不出漏报", "text3"
    source = "人工标注" if found.source == "given" else "客服判真"
    verdict = "合格（不超过 5 单）" if found.adequate else "规则不够：最多可漏 5 单"
    return f"{source} {found.marked} 单，漏 {found.missed} 单，{verdict}", "green" if found.adequate else "red"


def rights(now: RightRow | None, was: RightRow | None) -> list[Line]:
    """Precision and recall with their counts; too few marks are said to be too few."""
    if now is None:
        return []
    return [
        (f"准确率 {_share(now.right, now.right + now.wrong, now.precision)}{_was(was, 'precision')}", _role(now.precision)),
        (f"查全率 {_share(now.right, now.right + now.missed, now.recall)}{_was(was, 'recall')}", _role(now.recall)),
    ]


def _share(part: int, whole: int, share: float | None) -> str:
    if not whole:
        return "—，客服还没判过相关的单"
    counted = f"{part} / {whole}"
    return f"{share:.0%}（{counted}）" if share is not None else f"样本不足（{counted}，要满 {ENOUGH} 单）"


def _was(was: RightRow | None, which: str) -> str:
    share = getattr(was, which) if was is not None else None
    return "" if share is None else f"，现行 {share:.0%}"


def _role(share: float | None) -> str:
    return "text3" if share is None else "text"


def load(found: NoticesFound) -> list[Line]:
    """The worst hour against the budget, what would be gathered into a digest, and what this rests on."""
    if not found.total:
        none = f"开链 {text.count(found.nobody)} 单，但现在没有人在岗，算不到人" if found.nobody else "不会多打扰谁"
        return [(none, "amber" if found.nobody else "text2")]
    worst = found.people[0]
    lines = [_worst(worst), *_floods(found.people)]
    return [*lines, (_rests_on(found), "text3")]


def _worst(person: PersonNotices) -> Line:
    at = f"，{text.moment(person.worst_at)[:-3]} 时" if person.worst_at else ""
    words = f"最忙一小时 {person.worst} 次（{person.name}{at}）"
    if person.worst <= BUDGET:
        return f"{words}，在预算 {BUDGET} 次以内", "green"
    if person.worst <= LIMIT:
        return f"{words}，超过预算 {BUDGET} 次，未到上限 {LIMIT} 次", "amber"
    return f"{words}，超过上限 {LIMIT} 次", "red"


def _floods(people: list[PersonNotices]) -> list[Line]:
    floods = sum(one.floods for one in people)
    return [(f"10 分钟内超过 10 次的有 {floods} 回，会并成摘要", "amber")] if floods else []


def _rests_on(found: NoticesFound) -> str:
    if found.answered_s is None:
        return f"接手记录只有 {found.answers} 次，样本不足；按没人接手、链走到底计"
    return f"按现在在岗的人轮流接、{text.spoken(timedelta(seconds=found.answered_s))}接手计（{text.count(found.answers)} 次的中位数）"


def person(one: PersonNotices, days: int) -> str:
    """每日 41 → 23."""
    return f"{_daily(one.before, days)} → {_daily(one.notices, days)}"


def _daily(number: int, days: int) -> str:
    share = number / max(1, days)
    return f"{share:.1f}" if 0 < share < 10 else f"{share:.0f}"


def summary(found: BacktestFound) -> str:
    """The figures in one breath, for whoever hears the screen."""
    return f"新增 {found.added} 单，不再命中 {found.removed} 单，不变 {found.kept} 单"
