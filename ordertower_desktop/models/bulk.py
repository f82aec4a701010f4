"""What an act on many orders would do: who can be done, who is left out and why, what needs somebody's consent. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ordertower_desktop.domain.actions import DO, UNDOABLE
from ordertower_desktop.domain.case import CLOSING_CHECKS
from ordertower_desktop.domain.verb import ACTION_NAMES
from ordertower_desktop.models import text
from ordertower_desktop.models.posts import posts_of
from ordertower_desktop.wire.rows import PersonRow, PoolRow

LEASE, STALE = timedelta(minutes=10), timedelta(minutes=30)
OUTWARD = frozenset({"force", "repull", "resync"})
PREVIEW_FROM = 20
"""From so many on, an act that can be taken back is previewed too; an outward one always is when there are several."""
GROUPS = 5
NAMES = {**ACTION_NAMES, "distribute": "分派到组"}
NEEDS_FACTS = frozenset({"resolve", "archive", "force", "distribute"})
OWNED = frozenset({"acknowledge", "hand_over", "distribute", "resolve", "pause", "snooze", "archive"})


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked: the verb, by whom, when; `to` for a hand-over, `checks` for a closing."""

    verb: str
    me: PersonRow
    now: datetime
    people: tuple[PersonRow, ...] = ()
    to: str = ""
    checks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Group:
    """A part of what can be done: by cause, or by the post that gets it."""

    name: str
    who: str
    count: int


@dataclass(frozen=True, slots=True)
class Skip:
    """Orders that are left out for one reason, and what becomes of them."""

    why: str
    after: str
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Consent:
    """Orders that somebody else must agree to; `approver` is None when nobody of that post is here."""

    why: str
    approver: PersonRow | None
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The preview: every order of `total` stands in exactly one of the three parts."""

    verb: str
    total: int
    able: tuple[PoolRow, ...]
    able_fen: int
    groups: tuple[Group, ...]
    skips: tuple[Skip, ...]
    consent: Consent | None

    @property
    def skipped(self) -> int:
        return sum(len(skip.cases) for skip in self.skips)

    @property
    def held(self) -> int:
        return len(self.consent.cases) if self.consent else 0


Reason = tuple[str, str]
Check = Callable[[PoolRow, Ask], Reason | None]


def wants_preview(verb: str, count: int) -> bool:
    """Whether count, sum and reversibility are shown before."""
    return count >= PREVIEW_FROM or (count > 1 and (verb in OUTWARD or verb == "distribute"))


def plan(rows: Sequence[PoolRow], ask: Ask) -> Plan:
    """Sort the rows into what can be done, what is skipped and what needs consent."""
    able: list[PoolRow] = []
    held: list[str] = []
    skipped: dict[Reason, list[str]] = {}
    for row in rows:
        reason = next((found for check in CHECKS if (found := check(row, ask)) is not None), None)
        if reason is not None:
            skipped.setdefault(reason, []).append(row.case)
        elif _needs_consent(row, ask):
            held.append(row.case)
        else:
            able.append(row)
    skips = sorted((Skip(*reason, tuple(cases)) for reason, cases in skipped.items()), key=lambda skip: -len(skip.cases))
    consent = Consent("VIP 换人需客户经理同意", _approver(ask), tuple(held)) if held else None
    return Plan(ask.verb, len(rows), tuple(able), sum(row.amount_fen for row in able), _groups(able, ask), tuple(skips), consent)


def distributed(rows: Iterable[PoolRow], people: Iterable[PersonRow]) -> dict[str, str]:
    """Case -> person: each post's orders dealt out by turns among its people on duty, fewest dealt first."""
    here: dict[str, list[PersonRow]] = {}
    for person in people:
        if person.presence == "on" and not person.disabled:
            here.setdefault(person.post, []).append(person)
    dealt: Counter[str] = Counter()
    found: dict[str, str] = {}
    for row in rows:
        if team := here.get(row.post):
            chosen = min(team, key=lambda person: (dealt[person.id], person.id))
            dealt[chosen.id] += 1
            found[row.case] = chosen.id
    return found


def after(verb: str, able: int) -> str:
    """执行后."""
    count = text.count(able)
    return {
        "acknowledge": f"{count} 单记到你名下，停止它们的待发提醒",
        "hand_over": f"{count} 单换责任人，对方收到 1 条汇总，不逐单响铃",
        "distribute": f"{count} 单换责任人，各组收到 1 条汇总，不逐单响铃",
        "resolve": f"{count} 单离开延迟池，停止它们的待发提醒",
        "archive": f"{count} 单归档，离开延迟池",
        "pause": f"{count} 单的时钟停住，到时自动恢复",
        "snooze": f"{count} 单到时再提醒，时钟照走",
        "repull": f"向来源重新读取 {count} 单，状态以读到的为准",
        "resync": f"向每个来源重新读取 {count} 单，状态以读到的为准",
        "force": f"请来源系统推进 {count} 单，写入留痕",
    }.get(verb, f"{count} 单留下记录")


def way_back(verb: str) -> tuple[str, str]:
    """能否撤回: the strong word, the rest."""
    action = DO.get("hand_over" if verb == "distribute" else verb)
    if action in UNDOABLE:
        return "可撤销 60 秒", "，按补偿动作逐单还原；别人已动手的除外"
    return "不能撤销", "，结果记入留痕"


def outside(verb: str) -> str:
    """写入外部."""
    if verb == "force":
        return "会请来源系统推进，请确认金额与单数"
    return "只读，不改平台、ERP、WMS" if verb in OUTWARD else "无，不改平台、ERP、WMS"


def _closed(row: PoolRow, ask: Ask) -> Reason | None:
    if ask.verb in ("note", "verdict", "report", "waybill"):
        return None
    if ask.verb == "reopen":
        return ("本来就未结", "无需重新打开") if row.state == "open" else None
    return ("预览时已结单", "不再处理") if row.state != "open" else None


def _leased(row: PoolRow, ask: Ask) -> Reason | None:
    since = row.acknowledged_at
    if ask.verb not in OWNED or not row.acknowledged or row.owner == ask.me.id or since is None:
        return None
    return ("正由他人处理，租约未到期", "10 分内释放") if ask.now - since < LEASE else None


def _stale(row: PoolRow, ask: Ask) -> Reason | None:
    if ask.verb not in NEEDS_FACTS or row.seen_at is None or ask.now - row.seen_at < STALE:
        return None
    return "来源停更，结论不可靠", "来源恢复后补做"


def _already(row: PoolRow, ask: Ask) -> Reason | None:
    match ask.verb:
        case "acknowledge" if row.acknowledged and row.owner == ask.me.id:
            return "已在你名下", "无需再接"
        case "hand_over" if row.owner == ask.to:
            return "已在对方名下", "无需再转"
        case "pause" if row.clock_state == "paused":
            return "已在暂停中", "先恢复再暂停"
        case "resume" if row.clock_state != "paused":
            return "没有在暂停", "无需恢复"
        case _:
            return None


def _waiting(row: PoolRow, ask: Ask) -> Reason | None:
    return ("同样的操作还在待发", "发出后再看") if row.pending == ask.verb else None


def _unchecked(row: PoolRow, ask: Ask) -> Reason | None:
    if ask.verb != "resolve" or CLOSING_CHECKS.keys() <= ask.checks:
        return None
    late = row.due_at is not None and row.due_at <= ask.now
    return ("超时或紧急，三查未齐", "三查齐全后可结") if late or row.triage == "URGENT" else None


def _unmanned(row: PoolRow, ask: Ask) -> Reason | None:
    if ask.verb != "distribute":
        return None
    here = any(p.post == row.post and p.presence == "on" and not p.disabled for p in ask.people)
    return None if here else (f"{posts_of(ask.people).get(row.post, row.post) or '未定岗位'}此刻无人在班", "留在原处")


def _barred(_row: PoolRow, ask: Ask) -> Reason | None:
    return ("强制推进要主管来做", "可先转派给当班主管") if ask.verb == "force" and ask.me.role not in ("supervisor", "admin") else None


CHECKS: tuple[Check, ...] = (_barred, _closed, _waiting, _already, _leased, _stale, _unchecked, _unmanned)
"""The first that objects names the reason."""


def _needs_consent(row: PoolRow, ask: Ask) -> bool:
    """A VIP keeps the person they know unless a supervisor or the account manager says otherwise."""
    moves = ask.verb in ("hand_over", "distribute") and bool(row.vip) and bool(row.owner)
    return moves and ask.me.role == "agent" and ask.me.post != "account_manager"


def _approver(ask: Ask) -> PersonRow | None:
    here = [p for p in ask.people if p.post == "account_manager" and p.presence == "on" and not p.disabled and p.id != ask.me.id]
    return min(here, key=lambda person: person.id, default=None)


def _groups(able: Sequence[PoolRow], ask: Ask) -> tuple[Group, ...]:
    if ask.verb == "distribute":
        to = distributed(able, ask.people)
        posts = Counter(row.post for row in able)
        names = {person.id: person.name for person in ask.people}
        called = posts_of(ask.people)
        return tuple(Group(called.get(post, post), _team(post, able, to, names), count) for post, count in posts.most_common(GROUPS))
    causes = Counter(row.cause_name or "原因未明" for row in able)
    return tuple(Group(name, "", count) for name, count in causes.most_common(GROUPS))


def _team(post: str, able: Sequence[PoolRow], to: dict[str, str], names: dict[str, str]) -> str:
    team = sorted({to[row.case] for row in able if row.post == post})
    return names[team[0]] if len(team) == 1 else f"{names[team[0]]} 等 {len(team)} 人" if team else ""
