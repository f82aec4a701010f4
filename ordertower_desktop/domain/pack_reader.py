"""From the content of a file of action packs to values, or everything that is wrong with it, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from ordertower_desktop.domain.cause import CAUSE_NAMES
from ordertower_desktop.domain.crisis import LEVEL_NAMES, ResponseLevel
from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.domain.fault import BadFile, Fault, suggestion
from ordertower_desktop.domain.pack import PHASE_ENDS, PHASE_NAMES, Audience, Budget, Group, Pack, Phase, Remedy, Rung, Script, Task
from ordertower_desktop.domain.post_reader import PostWords, post_in, post_words

MOST_LINES = 40
LONGEST_TITLE, LONGEST_DETAIL, LONGEST_SCRIPT = 40, 120, 400
KEYS = ("level", "budget", "task", "script", "report", "remedy", "group")
MOST_FEN = 10_000_000_00
LEVELS = {1: ResponseLevel.ONE, 2: ResponseLevel.TWO, 3: ResponseLevel.THREE}
KNOWN = post_words()
PHASES = {str(key): key for key in Phase} | {name: key for key, name in PHASE_NAMES.items()}
CAUSES = {str(key): str(key) for key in CAUSE_NAMES} | {name: str(key) for key, name in CAUSE_NAMES.items()}
AUDIENCES = {"late": Audience.LATE, "超时": Audience.LATE, "vip": Audience.VIP, "VIP": Audience.VIP}
"""Every word may be written as its key or as the floor says it."""


def packs(content: Mapping[str, object], *, file: str = "", posts: PostWords = KNOWN) -> tuple[Pack, ...]:
    """The packs in `content`, one a level; `BadFile` lists every one that is wrong. `posts` are the words for those that may be named."""
    entry = Entry(content, "")
    faults: list[Fault] = []
    made: list[Pack] = []
    try:
        entry.only(("pack", "version"))
        tables = list(entry.each("pack"))
    except BadFile as bad:
        raise BadFile(replace(fault, file=file) for fault in bad.faults) from None
    for place, table in enumerate(tables, 1):
        try:
            made.append(_pack(Entry(table.table, f"第 {place} 个动作包"), posts))
        except BadFile as bad:
            faults += bad.faults
    if not tables:
        faults.append(Fault("", "pack", "文件里没有动作包，每级一个，以 [[pack]] 开头"))
    levels = [pack.level for pack in made]
    faults += [
        Fault(f"{LEVEL_NAMES[level]}动作包", "level", "这一级写了不止一次") for level in sorted(set(levels)) if levels.count(level) > 1
    ]
    if faults:
        raise BadFile(replace(fault, file=file) for fault in faults)
    return tuple(sorted(made, key=lambda pack: pack.level))


def _pack(entry: Entry, posts: PostWords) -> Pack:
    entry.only(KEYS)
    level = LEVELS[entry.whole("level", low=1, high=3)]
    named = Entry(entry.table, f"{LEVEL_NAMES[level]}动作包")
    return Pack(
        level,
        tasks=tuple(_task(one, place, posts) for place, one in enumerate(_lines(named, "task"), 1)),
        scripts=tuple(_script(one, place) for place, one in enumerate(_lines(named, "script"), 1)),
        path=tuple(_rung(one, posts) for one in _lines(named, "report")),
        remedies=tuple(_remedy(one, place) for place, one in enumerate(_lines(named, "remedy"), 1)),
        groups=_groups(named, posts),
        budget=_budget(named.inner("budget")) if named.has("budget") else Budget(),
    )


def _lines(entry: Entry, key: str) -> Iterator[Entry]:
    """The tables under a key; each with an id of its own."""
    seen: set[str] = set()
    for place, one in enumerate(entry.each(key), 1):
        if place > MOST_LINES:
            raise entry.bad(key, f"最多 {MOST_LINES} 条")
        named = one.text("id", str(place)) if key != "report" else str(place)
        if named in seen:
            raise one.bad("id", f"编号 {named[:40]} 用了不止一次")
        seen.add(named)
        yield one


def _task(entry: Entry, place: int, posts: PostWords) -> Task:
    entry.only(("id", "do", "post", "phase", "due", "how", "evidence"))
    phase = PHASES[entry.choice("phase", PHASES)]
    due = entry.span("due", PHASE_ENDS[phase])
    if not timedelta(minutes=1) <= due <= PHASE_ENDS[Phase.VERIFY]:
        raise entry.bad("due", "从启动算起，要在 1min 到 3h 之间")
    return Task(
        entry.text("id", str(place))[:LONGEST_TITLE],
        _short(entry, "do", LONGEST_TITLE),
        post_in(entry, posts),
        phase,
        due,
        _short(entry, "how", LONGEST_DETAIL, ""),
        _short(entry, "evidence", LONGEST_TITLE, ""),
    )


def _script(entry: Entry, place: int) -> Script:
    entry.only(("id", "name", "text"))
    return Script(entry.text("id", str(place)), _short(entry, "name", LONGEST_TITLE), _short(entry, "text", LONGEST_SCRIPT))


def _rung(entry: Entry, posts: PostWords) -> Rung:
    entry.only(("post", "within", "how"))
    return Rung(post_in(entry, posts), entry.span("within"), _short(entry, "how", LONGEST_DETAIL, ""))


def _remedy(entry: Entry, place: int) -> Remedy:
    entry.only(("id", "name", "yuan", "for", "how"))
    return Remedy(
        entry.text("id", str(place)),
        _short(entry, "name", LONGEST_TITLE),
        _fen(entry, "yuan"),
        AUDIENCES[entry.choice("for", AUDIENCES, "late")],
        _short(entry, "how", LONGEST_DETAIL, ""),
    )


def _groups(entry: Entry, posts: PostWords) -> tuple[Group, ...]:
    made: list[Group] = []
    taken: dict[str, str] = {}
    for place, one in enumerate(_lines(entry, "group"), 1):
        one.only(("id", "name", "causes", "post"))
        causes = tuple(_cause(one, word) for word in one.words("causes"))
        for cause in causes:
            if cause in taken:
                raise one.bad("causes", f"一个原因只能归一组，{one.table['causes']} 里有的已归 {taken[cause]}")
            taken[cause] = one.text("name")
        made.append(Group(one.text("id", str(place)), _short(one, "name", LONGEST_TITLE), causes, post_in(one, posts)))
    return tuple(made)


def _cause(entry: Entry, word: str) -> str:
    if word not in CAUSES:
        raise entry.bad("causes", f"没有“{word[:40]}”{suggestion(word, CAUSES) or '，可用：' + '、'.join(CAUSES)}")
    return CAUSES[word]


def _budget(entry: Entry) -> Budget:
    entry.only(("total_yuan", "each_yuan", "alone_yuan"))
    made = Budget(_fen(entry, "total_yuan"), _fen(entry, "each_yuan"), _fen(entry, "alone_yuan"))
    if not made.alone_fen <= made.total_fen:
        raise entry.bad("alone_yuan", "免批额度不能大于本次上限")
    return made


def _fen(entry: Entry, key: str) -> int:
    """Yuan with at most two decimals, as fen."""
    fen = round(entry.number(key) * 100)
    if not 0 <= fen <= MOST_FEN or abs(fen - entry.number(key) * 100) > 1e-6:
        raise entry.bad(key, "要写成 0 到 1000 万元的金额，最多两位小数")
    return fen


def _short(entry: Entry, key: str, longest: int, default: str | None = None) -> str:
    text = entry.text(key, default).strip()
    if len(text) > longest:
        raise entry.bad(key, f"最多 {longest} 字，现在 {len(text)} 字")
    return text
