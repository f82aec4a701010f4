"""What the page of stakes holds: the text in force, a draft of it, what it would do, and its past."""

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ordertower_desktop.models.chain.asks import Asks
from ordertower_desktop.models.stakes.draft import StakesDraft, whole
from ordertower_desktop.wire.rules import RulesInForce
from ordertower_desktop.wire.stakes import StakesChange, StakesTrial

QUIET_MS = 300
"""How long nobody types before the hub is asked what would become of the pool."""
MAY = frozenset({"supervisor", "admin"})


@dataclass(frozen=True, slots=True)
class StakesClash:
    """`says` is what somebody else changed; `theirs` is what is in force now."""

    says: tuple[str, ...]
    theirs: RulesInForce


class StakesShop(QObject):
    """`question(what, with)`: stakes_in_force | stakes_past | try_stakes | save_stakes; the composer brings the answers back.

    `changed`: something to be shown is different. `told(kind, words)`: a receipt or a trouble in words.
    """

    question = Signal(str, list)
    changed = Signal()
    told = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.role, self.online = "", ""
        self.held: RulesInForce | None = None
        self.past: list[StakesChange] = []
        self.trial: StakesTrial | None = None
        self.why_no_trial = ""
        self.clash: StakesClash | None = None
        self._draft: StakesDraft | None = None
        self._trial_of: StakesDraft | None = None
        self._asks = Asks(self.question.emit)
        self._quiet = QTimer(self, interval=QUIET_MS, singleShot=True)
        self._quiet.timeout.connect(self._try)

    @property
    def draft(self) -> StakesDraft | None:
        """The text with what has been done to it."""
        return self._draft or (_begun(self.held) if self.held is not None else None)

    @property
    def locked(self) -> str:
        """Why nothing can be changed; empty when it can."""
        if not self.online:
            return "中枢连不上：这里是最后一次取到的损失口径，只能看；连上后再改"
        if not self.role:
            return "正在连接中枢，连上后可以改"
        return "" if self.role in MAY else "只有主管能改损失口径；您可以看现行的和历次改动"

    @property
    def saving(self) -> bool:
        return self._asks.under_way("save_stakes")

    @property
    def touched(self) -> bool:
        return self._draft is not None

    @property
    def stale(self) -> bool:
        """The trial is of an earlier state of the draft."""
        return self._trial_of != self.draft

    # what somebody does

    def open(self) -> None:
        """Ask for what is in force, and what was."""
        if not self._asks.under_way("stakes_in_force"):
            self._ask("stakes_in_force")
            self._ask("stakes_past")

    def edit(self, draft: StakesDraft) -> None:
        """The text is this now."""
        if not self.locked:
            self._draft = draft if draft.touched else None
            self._quiet.start()
            self.changed.emit()

    def discard(self) -> None:
        """Back to what the hub holds."""
        self._draft, self.clash, self.trial, self._trial_of = None, None, None, None
        self.open()
        self.changed.emit()

    def restore(self, change: StakesChange) -> None:
        """Take an older version into the draft: what it would do is seen before it is saved."""
        draft = self.draft
        if self.locked or self.saving or draft is None:
            return
        if self.touched:
            self.told.emit("warning", self.tr("有未保存的修改：先保存或放弃，再取旧版"))
            return
        older = draft.taken(change.content)
        self.edit(older)
        told = self.tr("第 {0} 版已取到草稿，看过影响再保存") if older.touched else self.tr("第 {0} 版和现行的一样")
        self.told.emit("ok", told.format(change.version))

    def save(self, why: str) -> None:
        """Put the draft in force."""
        draft = self._draft
        if draft is not None and not self.locked and not self.saving and not draft.fault and self.clash is None:
            self._ask("save_stakes", draft.text(), draft.version, why)
            self.changed.emit()

    def keep_mine(self, why: str) -> None:
        """Save one's own draft over what the other saved, knowing it."""
        if self._draft is not None and self.clash is not None:
            self.held, fresh = self.clash.theirs, _begun(self.clash.theirs)
            self._draft, self.clash = replace(self._draft, base=fresh.base, version=fresh.version), None
            self.save(why)

    def first(self, found: RulesInForce) -> str:
        """Who was first, as soon as the versions have come."""
        name = next((one.by_name for one in self.past if one.version == found.version), "")
        return self.tr("{0} 刚改成第 {1} 版").format(name or found.by or self.tr("别人"), found.version)

    # what comes in

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
        self.held, self.past, self._draft, self.role = None, [], None, ""
        self.trial, self.clash, self._trial_of = None, None, None
        self.changed.emit()

    def answered(self, what: str, answer: Any) -> None:
        about, failed = self._asks.answered(what), isinstance(answer, Exception)
        match what:
            case "stakes_in_force" if not failed:
                self._took(answer)
            case "stakes_past" if not failed:
                self.past = answer
            case "try_stakes":
                self._tried(about, answer)
            case "save_stakes":
                self._saved(answer)
            case _:
                pass
        self._asks.go_on(what)
        self.changed.emit()

    def _took(self, found: RulesInForce) -> None:
        """What is in force. A draft on an older state of it is a conflict at once, not only when it is saved."""
        draft = self._draft
        if draft is not None and found.version > draft.version and not self.saving:
            theirs = _begun(found)
            if theirs.base != draft.base:
                self.clash = StakesClash(replace(theirs, base=draft.base).changes, found)
                return
            self._draft = replace(draft, version=found.version)
        self.held = found

    def _tried(self, about: StakesDraft, answer: Any) -> None:
        if isinstance(answer, StakesTrial):
            self.trial, self._trial_of, self.why_no_trial = answer, about, ""
            self._try()
        else:
            self.why_no_trial = str(answer)

    def _saved(self, answer: Any) -> None:
        if getattr(answer, "status", 0) == 409:
            self.told.emit("warning", str(answer))
            self.open()
            return
        if isinstance(answer, Exception):
            self.told.emit("error", self.tr("没有存成：{0}；您的修改还在").format(answer))
            return
        self._draft, self.held, self.trial, self._trial_of = None, answer, None, None
        self.told.emit("ok", self.tr("已存为第 {0} 版，延迟池按新的口径重排").format(answer.version))
        self.open()

    # asking

    def _try(self) -> None:
        """In what order would the open cases stand?"""
        draft = self._draft
        if draft is None:
            self.trial, self._trial_of, self.why_no_trial = None, None, ""
        elif draft.fault:
            self.why_no_trial = draft.fault
        elif self.stale:
            self.why_no_trial = ""
            self._ask("try_stakes", draft.body, about=draft)
        self.changed.emit()

    def _ask(self, what: str, *values: Any, about: Any = None) -> None:
        if self.online:
            self._asks.ask(what, *values, about=about)


def _begun(found: RulesInForce) -> StakesDraft:
    base = whole(found.content)
    return StakesDraft(base, found.version, base)
