"""What the page of the templates holds: those in force, drafts, what the one in hand would change, and its past."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ordertower_desktop.domain.playbook import step_posts
from ordertower_desktop.domain.playbook_reader import template
from ordertower_desktop.domain.playbook_words import differences
from ordertower_desktop.domain.post_reader import ANY
from ordertower_desktop.domain.template import Template
from ordertower_desktop.models.chain.asks import Asks
from ordertower_desktop.models.playbook.draft import ASIS, BookDraft, begun, blank, twin
from ordertower_desktop.models.posts import named
from ordertower_desktop.wire.playbooks import Shelf, TemplatePast, TemplateTrial
from ordertower_desktop.wire.posts import PostRow
from ordertower_desktop.wire.rules import RuleChange

QUIET_MS = 300
"""How long nobody types before the hub is asked what would change."""
MAY = frozenset({"supervisor", "admin"})


@dataclass(frozen=True, slots=True)
class BookClash:
    """Somebody else saved the template meanwhile: who, and what they changed."""

    words: str
    says: tuple[str, ...]


class BookShop(QObject):
    """`question(what, with)`: book_shelf | book_past | try_book | save_book; the composer brings the answers back.

    `changed`: something to be shown is different. `told(kind, words)`: a receipt or a trouble in words.
    """

    question = Signal(str, list)
    changed = Signal()
    told = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.templates: dict[str, Template] = {}
        self.posts: Mapping[str, str] = step_posts(named(()))
        self.running: dict[str, int] = {}
        self.version, self.step = 0, 0
        self.role, self.current, self.online, self.trouble = "", "", "", ""
        self.trial: TemplateTrial | None = None
        self.past: TemplatePast | None = None
        self.clash: BookClash | None = None
        self._drafts: dict[str, BookDraft] = {}
        self._trial_of: Template | None = None
        self._asks = Asks(self.question.emit)
        self._quiet = QTimer(self, interval=QUIET_MS, singleShot=True)
        self._quiet.timeout.connect(self._try)

    # what is in hand

    @property
    def draft(self) -> BookDraft | None:
        """The template that is looked at, with what has been done to it."""
        known = self.templates.get(self.current)
        return self._drafts.get(self.current) or (begun(known, self.version) if known else None)

    def named(self, key: str) -> Template | None:
        """A template as it is edited, or as it is in force."""
        draft = self._drafts.get(key)
        return draft.template if draft else self.templates.get(key)

    @property
    def keys(self) -> list[str]:
        """In the order in which they are tried, those last that nobody has saved."""
        return [*self.templates, *(key for key in self._drafts if key not in self.templates)]

    @property
    def locked(self) -> str:
        """Why nothing can be changed; empty when it can."""
        if not self.online:
            return self.tr("中枢连不上：步骤模板存在中枢，连上后再改；在办的单照旧走它手里的那一份")
        if not self.role:
            return self.tr("正在连接中枢，连上后可以改")
        return "" if self.role in MAY else self.tr("只有主管能改步骤模板；您可以看每一步和改过什么")

    @property
    def stale(self) -> bool:
        """The trial is of an earlier state of the draft."""
        return self.draft is None or self._trial_of != self.draft.template

    @property
    def saving(self) -> bool:
        return self._asks.under_way("save_book")

    def touched(self, key: str) -> bool:
        return key in self._drafts

    def place(self, key: str) -> int:
        """As which one it is tried: 0 first."""
        return list(self.templates).index(key) if key in self.templates else len(self.templates)

    # what comes in

    def show_posts(self, rows: Iterable[PostRow]) -> None:
        """The posts of the floor as the hub holds them now."""
        posts = step_posts(named(rows))
        if list(posts.items()) != list(self.posts.items()):
            self.posts = posts
            self.changed.emit()

    def show_state(self, role: str, link: str) -> None:
        online = "" if link == "offline" else "yes"
        if (role, online) != (self.role, self.online):
            came = online and not self.online
            self.role, self.online = role, online
            if came:
                self.open()
            self.changed.emit()

    def forget(self) -> None:
        """Another hub: nothing of the old one stays."""
        self._asks.forget()
        self.templates, self._drafts, self.running = {}, {}, {}
        self.posts = step_posts(named(()))
        self.role, self.current, self.trouble, self.trial, self.past, self.clash = "", "", "", None, None, None
        self.changed.emit()

    # what somebody does

    def open(self) -> None:
        """Ask for what is in force."""
        self._ask("book_shelf")

    def choose(self, key: str) -> None:
        """Look at another template; drafts wait where they are."""
        if key != self.current:
            self.current, self.step, self.trial, self._trial_of, self.past, self.clash = key, 0, None, None, None, None
            self._look()
            self.changed.emit()

    def pick(self, place: int) -> None:
        """This step is in hand."""
        draft = self.draft
        if draft is not None and 0 <= place < len(draft.steps) and place != self.step:
            self.step = place
            self.changed.emit()

    def edit(self, change: Callable[[BookDraft], BookDraft | tuple[BookDraft, int]]) -> None:
        """The template in hand is what `change` makes of it, and the step in hand the one that it names."""
        draft = self.draft
        if self.locked or self.saving or draft is None:
            return
        made = change(draft)
        now, self.step = made if isinstance(made, tuple) else (made, self.step)
        if now.touched:
            self._drafts[self.current] = now
        else:
            self._drafts.pop(self.current, None)
        self._quiet.start()
        self.changed.emit()

    def new(self) -> None:
        """A template of one's own, under the next free number."""
        if not self.locked:
            key = self._free()
            self._drafts[key] = blank(key)
            self.choose(key)

    def copy(self) -> None:
        """A copy of the one in hand, tried before it."""
        draft = self.draft
        if draft is not None and not self.locked:
            key = self._free()
            self._drafts[key] = replace(twin(draft.template, key), at=self.place(self.current))
            self.choose(key)

    def discard(self) -> None:
        """Back to what the hub holds."""
        self._drafts.pop(self.current, None)
        self.clash, self.step = None, 0
        if self.current not in self.templates:
            self.choose(next(iter(self.templates), ""))
        self._quiet.start()
        self.changed.emit()

    def save(self, why: str) -> None:
        """Put the draft in force."""
        draft = self.draft
        if draft is not None and not self.locked and not self.saving and draft.touched and not draft.faults and self.clash is None:
            self._ask("save_book", draft.table, draft.version, why, draft.at, about=draft.template)
            self.changed.emit()

    def restore(self, change: RuleChange) -> None:
        """Put the template in force again as it was in that version."""
        if self.locked or self.saving or not change.rule:
            return
        if self.touched(self.current):
            self.told.emit("warning", self.tr("这套步骤有未保存的修改：先保存或放弃，再恢复旧版"))
            return
        why = self.tr("恢复到第 {0} 版").format(change.version)
        self._ask("save_book", change.rule, self.version, why, ASIS, about=template(change.rule, ANY))

    def keep_mine(self, why: str) -> None:
        """Save one's own draft over what the other saved, knowing it."""
        draft, theirs = self.draft, self.templates.get(self.current)
        if draft is not None and theirs is not None and self.clash is not None:
            self._drafts[self.current] = replace(draft, base=theirs, version=self.version)
            self.clash = None
            self.save(why)

    # what comes back

    def answered(self, what: str, answer: Any) -> None:
        about, failed = self._asks.answered(what), isinstance(answer, Exception)
        match what:
            case "book_shelf" if failed:
                self.trouble = str(answer)
            case "book_shelf":
                self._take(answer)
            case "book_past" if about == self.current and not failed:
                self.past = answer
            case "try_book" if not failed and about is not None:
                self.trial, self._trial_of = answer, about
            case "save_book":
                self._saved(about, answer)
            case _:
                pass
        self._asks.go_on(what)
        self.changed.emit()

    def _take(self, shelf: Shelf) -> None:
        """What is in force now. A draft on an older state of its template is a conflict at once, not only when it is saved."""
        found = {one.playbook.id: one for one in (template(row.table, ANY) for row in shelf.templates)}
        for key, draft in self._drafts.items():
            theirs = found.get(key)
            if draft.base is not None and theirs is not None and theirs != draft.base and not self.saving and key == self.current:
                words = self.clash.words if self.clash else self.tr("这套步骤刚被别人改过")
                self.clash = BookClash(words, differences(draft.base, theirs, self.posts))
        moved = found.get(self.current) != self.templates.get(self.current)
        self.templates, self.version, self.trouble = found, shelf.version, ""
        self.running = {str(row.table["id"]): row.running for row in shelf.templates}
        if self.draft is None and found:
            self.choose(next(iter(found)))
        elif moved or self.past is None:
            self._look()

    def _saved(self, made: Template, answer: Any) -> None:
        key = made.playbook.id
        if getattr(answer, "status", 0) == 409:
            if key not in self._drafts:
                self.told.emit("warning", str(answer))
            else:
                self.clash = self.clash or BookClash(str(answer), ())
            self.open()
            return
        if isinstance(answer, Exception):
            self.told.emit("error", self.tr("没有存成：{0}；您的修改还在").format(answer))
            return
        self._drafts.pop(key, None)
        self.templates[key], self.version = made, answer.version
        left = self.running.get(key, 0)
        kept = self.tr("，在办 {0} 单照旧走完").format(left) if left else ""
        self.told.emit("ok", self.tr("已存为第 {0} 版，之后接手的单用它{1}").format(answer.version, kept))
        self.past = None
        self.open()

    # asking

    def _look(self) -> None:
        """What has to be asked about the template in hand."""
        if self.current in self.templates:
            self._ask("book_past", self.current, about=self.current)
        self._try()

    def _try(self) -> None:
        """What would open otherwise?"""
        draft = self.draft
        if draft is not None and self.stale and not draft.faults:
            self._ask("try_book", draft.table, about=draft.template)

    def _free(self) -> str:
        taken = {*self.templates, *self._drafts}
        return next(one for i in range(1, len(taken) + 2) if (one := f"book-{i}") not in taken)

    def _ask(self, what: str, *values: Any, about: Any = None) -> None:
        if self.online:
            self._asks.ask(what, *values, about=about)
