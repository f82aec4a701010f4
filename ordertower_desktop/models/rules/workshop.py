"""What the rule editor holds: the rules in force, drafts that are not saved yet, the trial of the one in hand, and its past."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ordertower_desktop.domain.difference import difference
from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.domain.rule_reader import rule_book
from ordertower_desktop.models.rules.draft import Draft, begun, blank
from ordertower_desktop.wire.rules import RuleChange, RulesInForce, Trial

QUIET_MS = 250
"""How long nobody types before the hub is asked what the rule would hit."""
MAY = frozenset({"supervisor", "admin"})


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody else saved the rule first: `says` is what they changed, `theirs` the rule as it is now (None: gone)."""

    words: str
    says: tuple[str, ...]
    theirs: Rule | None
    version: int


class Workshop(QObject):
    """`question(what, with)`: rules | rule_changes | rehearse | save_rule; the composer brings `answered(what, answer)` back.

    `changed`: something to be shown is different. `told(kind, words)`: a receipt or a trouble in words.
    """

    question = Signal(str, list)
    changed = Signal()
    told = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.rules: dict[str, Rule] = {}
        self.version, self.current, self.role = 0, "", ""
        self.trouble, self.why_no_trial = "", ""
        self.trial: Trial | None = None
        self.past: tuple[RuleChange, ...] = ()
        self.clash: Clash | None = None
        self._trial_of: Draft | None = None
        self._drafts: dict[str, Draft] = {}
        self._about: dict[str, Any] = {}
        self._next: dict[str, tuple[list[Any], Any]] = {}
        self._lost = ""
        self._quiet = QTimer(self, interval=QUIET_MS, singleShot=True)
        self._quiet.timeout.connect(self._try)

    # what is in hand

    @property
    def draft(self) -> Draft | None:
        """The rule that is looked at, with what has been done to it."""
        known = self.rules.get(self.current)
        return self._drafts.get(self.current) or (begun(known, self.version) if known else None)

    @property
    def locked(self) -> str:
        """Why nothing can be changed; empty when it can."""
        if not self.role:
            return "正在连接中枢，连上后可以改"
        return "" if self.role in MAY else "只有主管能改规则；您可以看句子、条件和命中"

    @property
    def stale(self) -> bool:
        """The trial is of an earlier state of the draft."""
        return self._trial_of != self.draft

    @property
    def saving(self) -> bool:
        return "save_rule" in self._about

    def touched(self, key: str) -> bool:
        return key in self._drafts

    @property
    def drafts(self) -> Mapping[str, Draft]:
        """Rules that nobody has saved as they are."""
        return self._drafts

    # what somebody does

    def open(self) -> None:
        """Ask for the rules as they are now."""
        self._ask("rules")

    def forget(self) -> None:
        """Another hub: nothing of the old one stays."""
        self.rules, self._drafts, self._about, self._next = {}, {}, {}, {}
        self.version, self.current, self.role, self.past, self.trial, self.clash = 0, "", "", (), None, None
        self.changed.emit()

    def show_role(self, role: str) -> None:
        if role != self.role:
            self.role = role
            self.changed.emit()

    def choose(self, key: str) -> None:
        """Look at another rule; drafts wait where they are."""
        if key == self.current:
            return
        self.current, self.trial, self._trial_of, self.past, self.clash = key, None, None, (), None
        self._look()
        self.changed.emit()

    def edit(self, draft: Draft) -> None:
        """The rule in hand is this now."""
        if self.locked:
            return
        if draft.touched:
            self._drafts[self.current] = draft
        else:
            self._drafts.pop(self.current, None)
        self._quiet.start()
        self.changed.emit()

    def new(self) -> None:
        """A rule of one's own, under the next free number."""
        taken = {*self.rules, *self._drafts}
        key = next(one for i in range(1, len(taken) + 2) if (one := f"U{i:02}") not in taken)
        self._drafts[key] = blank(key, self.version)
        self.choose(key)

    def discard(self) -> None:
        """Back to what the hub holds."""
        self._drafts.pop(self.current, None)
        self.clash = None
        if self.current not in self.rules:
            self.choose(next(iter(self.rules), ""))
            return
        self._quiet.start()
        self.changed.emit()

    def save(self, why: str) -> None:
        """Put the draft in force."""
        draft = self.draft
        if draft is not None and not self.locked and not self.saving and draft.touched and draft.rule is not None:
            self._save(draft.table, draft.version, why)

    def restore(self, change: RuleChange) -> None:
        """Put the rule in force again as it was in that version."""
        if self.locked or self.saving:
            return
        if self.touched(self.current):
            self.told.emit("warning", self.tr("这条规则有未保存的修改：先保存或放弃，再恢复旧版"))
            return
        self._save(change.rule, self.version, self.tr("恢复到第 {0} 版").format(change.version))

    def take_theirs(self) -> None:
        """Give one's own draft up for what the other saved."""
        self.discard()

    def keep_mine(self, why: str) -> None:
        """Save one's own draft over what the other saved, knowing it."""
        draft, clash = self.draft, self.clash
        if draft is None or clash is None:
            return
        self._drafts[self.current] = replace(draft, base=clash.theirs, version=clash.version)
        self.clash = None
        self.changed.emit()
        self.save(why)

    def again(self) -> None:
        """Try once more what could not be asked."""
        if not self.rules:
            self.open()
        self._look()

    def refresh(self) -> None:
        """The orders go on: count again, unless an answer is on its way; what is shown stays until then."""
        draft = self.draft
        if draft is not None and "rehearse" not in self._about and not draft.aggregate and draft.rule is not None:
            self._ask("rehearse", draft.table, about=draft)

    # what comes back

    def answered(self, what: str, answer: Any) -> None:
        about = self._about.pop(what, None)
        match what:
            case "rules":
                self._took(answer)
            case "rule_changes":
                if about == self.current and not isinstance(answer, Exception):
                    self.past = tuple(answer)
            case "rehearse":
                self._tried(about, answer)
            case "save_rule":
                self._saved(about, answer)
            case _:
                pass
        if what in self._next:
            values, later = self._next.pop(what)
            self._ask(what, *values, about=later)
        self.changed.emit()

    def _took(self, answer: Any) -> None:
        """The rules in force. A draft keeps the version that it was begun on: the hub tells whether its rule is still the same."""
        if not isinstance(answer, RulesInForce):
            self.trouble = str(answer)
            return
        try:
            book = rule_book(answer.content or {"rule": []}, file=self.tr("规则"))
        except BadFile as bad:
            self.trouble = str(bad).partition("\n")[0]
            return
        self.trouble, self.version, self.rules = "", answer.version, {rule.id: rule for rule in book.rules}
        if self._lost:
            self._clashed()
        if self.current not in self.rules and self.current not in self._drafts:
            self.choose(next(iter(self.rules), ""))
        else:
            self._look()

    def _clashed(self) -> None:
        """Now it is known what the other one made of the rule."""
        draft, words = self._drafts.get(self.current), self._lost
        self._lost = ""
        if draft is not None:
            theirs = self.rules.get(self.current)
            self.clash = Clash(words, difference(draft.base, theirs), theirs, self.version)

    def _tried(self, about: Draft, answer: Any) -> None:
        if about.id != self.current:
            return
        if isinstance(answer, Trial):
            self.trial, self._trial_of, self.why_no_trial = answer, about, ""
        else:
            self.why_no_trial = str(answer)

    def _saved(self, key: str, answer: Any) -> None:
        if isinstance(answer, RulesInForce):
            self._drafts.pop(key, None)
            words = self.tr("{0} 已存为第 {1} 版，未完结的订单正按它重新判断").format(key, answer.version)
            self.told.emit("ok", words if answer.version != self.version else self.tr("和现在的一样，没有新版本"))
            self._took(answer)
        elif getattr(answer, "status", 0) == 409 and key == self.current:
            if self.touched(key):
                self._lost = str(answer)
            else:
                self.told.emit("warning", str(answer))
            self._ask("rules")
        else:
            self.told.emit("error", self.tr("没有存成：{0}；您的修改还在").format(answer))

    # asking

    def _look(self) -> None:
        """What has to be asked about the rule in hand."""
        if self.current in self.rules:
            self._ask("rule_changes", self.current, about=self.current)
        self._try()

    def _try(self) -> None:
        """What would the rule hit now?"""
        draft = self.draft
        if draft is None or draft == self._trial_of:
            return
        if draft.aggregate:
            self.why_no_trial = self.tr("按比率判断的规则说的是一组订单，不逐单试算；启用后由中枢实时判断，低于线的组在“比率告警”里")
        elif draft.rule is None:
            self.why_no_trial = self.tr("填好标红的地方，就重新计算")
        else:
            self.why_no_trial = ""
            self._ask("rehearse", draft.table, about=draft)
        self.changed.emit()

    def _save(self, table: Mapping[str, Any], base: int, why: str) -> None:
        self._ask("save_rule", dict(table), base, why, about=self.current)
        self.changed.emit()

    def _ask(self, what: str, *values: Any, about: Any = None) -> None:
        """One question of a sort at a time; of those that come meanwhile only the last is asked."""
        if what in self._about:
            self._next[what] = (list(values), about)
            return
        self._about[what] = about
        self.question.emit(what, list(values))
