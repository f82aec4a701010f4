"""From a playbook file's content to templates, or everything that is wrong with it, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from ordertower_desktop.domain.case import CLOSING_CHECKS
from ordertower_desktop.domain.cause import CAUSE_NAMES
from ordertower_desktop.domain.condition_reader import condition
from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.domain.fault import BadFile, Fault, suggestion
from ordertower_desktop.domain.kind import KIND_NAMES
from ordertower_desktop.domain.playbook import OWNER, POST_NAMES, Playbook, PlaybookStep
from ordertower_desktop.domain.post_reader import PostWords, post_in, post_words
from ordertower_desktop.domain.step_check import as_text, read_check
from ordertower_desktop.domain.template import Template

MOST_PLAYBOOKS, MOST_STEPS = 200, 20
LONGEST_TITLE, LONGEST_INSTRUCTION = 40, 300
SHORTEST, LONGEST = timedelta(seconds=1), timedelta(days=30)
KEYS = ("id", "name", "cause", "kind", "when", "step", "note")
STEP_KEYS = ("id", "do", "post", "how", "expected", "check", "evidence", "fills")
CAUSES = {str(key): str(key) for key in CAUSE_NAMES} | {name: str(key) for key, name in CAUSE_NAMES.items()} | {"物流紧张": "carrier_short"}
KINDS = {key: key for key in KIND_NAMES} | {name: key for key, name in KIND_NAMES.items()}
KNOWN, OWN = post_words(), {OWNER: OWNER, POST_NAMES[OWNER]: OWNER}
FILLS = {key: key for key in CLOSING_CHECKS} | {name: key for key, name in CLOSING_CHECKS.items()}
"""Every word may be written as its key or as the floor says it."""


def playbooks(content: Mapping[str, object], *, file: str = "", posts: PostWords = KNOWN) -> tuple[Template, ...]:
    """The templates in `content`; `BadFile` lists every one that is wrong. `posts` are the words for those that may be named."""
    entry = Entry(content, "")
    faults: list[Fault] = []
    made: list[Template] = []
    try:
        entry.only(("playbook", "version"))
        tables = list(entry.each("playbook"))
    except BadFile as bad:
        raise BadFile(replace(fault, file=file) for fault in bad.faults) from None
    for place, table in enumerate(tables[: MOST_PLAYBOOKS + 1], 1):
        try:
            made.append(_template(table.table, place, posts))
        except BadFile as bad:
            faults += bad.faults
    faults += _file_faults(content, tables, made)
    if faults:
        raise BadFile(replace(fault, file=file) for fault in faults)
    return tuple(made)


def template(table: Mapping[str, object], posts: PostWords = KNOWN) -> Template:
    """The one template that a table says; `BadFile` names step, key and reason."""
    return playbooks({"playbook": [table]}, posts=posts)[0]


def _file_faults(content: Mapping[str, object], tables: list[Entry], made: list[Template]) -> Iterator[Fault]:
    if "playbook" not in content:
        yield Fault("", "playbook", "文件里没有处置步骤，每套以 [[playbook]] 开头")
    if len(tables) > MOST_PLAYBOOKS:
        yield Fault("", "playbook", f"处置步骤超过 {MOST_PLAYBOOKS} 套")
    ids = [one.playbook.id for one in made]
    for twice in sorted({key for key in ids if ids.count(key) > 1}):
        yield Fault(f"处置步骤 {twice}", "id", "这个编号用了不止一次")


def _template(table: Mapping[str, object], place: int, posts: PostWords) -> Template:
    named = table.get("name") or table.get("id")
    entry = Entry(table, f"处置步骤 {named[:40]}" if isinstance(named, str) and named else f"第 {place} 套处置步骤")
    entry.only(KEYS)
    causes, kinds = _words(entry, "cause", CAUSES), _words(entry, "kind", KINDS)
    if not causes and not kinds:
        raise entry.bad("cause", '要写明为谁打开：cause = "系统断层"，或 kind = "支付异常"')
    when = condition(entry.inner("when")) if entry.has("when") else None
    book = Playbook(_id(entry, "id"), _short(entry, "name", LONGEST_TITLE), tuple(_steps(entry, posts)))
    return Template(book, causes, kinds, when)


def _steps(entry: Entry, posts: PostWords) -> Iterator[PlaybookStep]:
    tables = list(entry.each("step"))
    if not tables:
        raise entry.bad("step", "至少要有一步，每步以 [[playbook.step]] 开头")
    if len(tables) > MOST_STEPS:
        raise entry.bad("step", f"超过 {MOST_STEPS} 步，请拆成两套")
    seen: set[str] = set()
    for place, table in enumerate(tables, 1):
        step = _step(Entry(table.table, f"{entry.where} 第 {place} 步"), place, posts)
        if step.id in seen:
            raise Entry(table.table, f"{entry.where} 第 {place} 步").bad("id", f"编号 {step.id} 在这套里用了不止一次")
        seen.add(step.id)
        yield step


def _step(entry: Entry, place: int, posts: PostWords) -> PlaybookStep:
    entry.only(STEP_KEYS)
    expected = entry.span("expected")
    if not SHORTEST <= expected <= LONGEST:
        raise entry.bad("expected", "预期用时要在 1s 到 30d 之间")
    if entry.has("check"):
        read_check(entry.inner("check"))
    return PlaybookStep(
        id=_id(entry, "id") if entry.has("id") else str(place),
        title=_short(entry, "do", LONGEST_TITLE),
        post=post_in(entry, posts, beside=OWN),
        expected=expected,
        instruction=_short(entry, "how", LONGEST_INSTRUCTION) if entry.has("how") else "",
        check=as_text(entry.table["check"]) if entry.has("check") else "",
        evidence=_short(entry, "evidence", LONGEST_TITLE) if entry.has("evidence") else "",
        fills=_word(entry, "fills", FILLS) if entry.has("fills") else "",
    )


def _id(entry: Entry, key: str) -> str:
    said = entry.text(key)
    if len(said) > LONGEST_TITLE or any(char.isspace() or char in ',"/' for char in said):
        raise entry.bad(key, f"编号不超过 {LONGEST_TITLE} 个字符，不含空格、逗号、引号和斜杠")
    return said


def _short(entry: Entry, key: str, longest: int) -> str:
    said = entry.text(key).strip()
    if len(said) > longest:
        raise entry.bad(key, f"最多 {longest} 字，现有 {len(said)} 字")
    return said


def _word(entry: Entry, key: str, known: Mapping[str, str]) -> str:
    return _known(entry, key, entry.text(key), known)


def _words(entry: Entry, key: str, known: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_known(entry, key, word, known) for word in entry.words(key)))


def _known(entry: Entry, key: str, word: str, known: Mapping[str, str]) -> str:
    if word not in known:
        hint = suggestion(word, known) or "，可用：" + "、".join(one for one in known if not one.isascii())
        raise entry.bad(key, f"没有“{word[:40]}”{hint}")
    return known[word]
