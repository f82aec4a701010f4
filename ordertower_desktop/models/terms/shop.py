"""What the page of limits and calendars holds: both documents, a draft of each, the trial of the one in hand, and its past."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ordertower_desktop.domain.terms import RUNNING_NAMES, Running
from ordertower_desktop.models.chain.asks import Asks
from ordertower_desktop.models.terms.draft import CALENDARS, LIMITS, CalendarsDraft, Draft, LimitsDraft, whole_calendars, whole_limits
from ordertower_desktop.wire.rules import RulesInForce
from ordertower_desktop.wire.terms import TermsChange, TermsTrial, calendars_named, calendars_of, limits_of

QUIET_MS = 300
"""How long nobody types before the hub is asked what would become of the clocks."""
MAY = frozenset({"supervisor", "admin"})


@dataclass(frozen=True, slots=True)
class TermsClash:
    """`says` is what somebody else changed; `theirs` is what is in force now."""

    says: tuple[str, ...]
    theirs: RulesInForce


class TermsShop(QObject):
    """`question(what, with)`: limits_in_force | limits_past | try_terms | save_terms | …; the composer brings the answers back.

    `changed`: something to be shown is different. `told(kind, words)`: a receipt or a trouble in words.
    """

    question = Signal(str, list)
    changed = Signal()
    told = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.role, self.online, self.kind, self.calendar = "", "", LIMITS, ""
        self.held: dict[str, RulesInForce] = {}
        self.past: dict[str, list[TermsChange]] = {}
        self.running = Running.KEEP
        self.trial: TermsTrial | None = None
        self.why_no_trial = ""
        self.clash: TermsClash | None = None
        self._drafts: dict[str, Draft] = {}
        self._trial_of: Draft | None = None
        self._asks = Asks(self.question.emit)
        self._quiet = QTimer(self, interval=QUIET_MS, singleShot=True)
        self._quiet.timeout.connect(self._try)

    # what is in hand

    @property
    def draft(self) -> Draft | None:
        """The document in hand, with what has been done to it."""
        return self.drafted(self.kind)

    def drafted(self, kind: str) -> Draft | None:
        known = self.held.get(kind)
        return self._drafts.get(kind) or (self._begun(kind, known) if known is not None else None)

    @property
    def limits(self) -> LimitsDraft | None:
        found = self.drafted(LIMITS)
        return found if isinstance(found, LimitsDraft) else None

    @property
    def calendars(self) -> CalendarsDraft | None:
        found = self.drafted(CALENDARS)
        return found if isinstance(found, CalendarsDraft) else None

    @property
    def locked(self) -> str:
        """Why nothing can be changed; empty when it can."""
        if not self.online:
            return "中枢连不上：这里是最后一次取到的时限与日历，只能看；连上后再改"
        if not self.role:
            return "正在连接中枢，连上后可以改"
        return "" if self.role in MAY else "只有主管能改时限与日历；您可以看现行的和历次改动"

    @property
    def saving(self) -> bool:
        return self._asks.under_way("save_terms")

    @property
    def stale(self) -> bool:
        """The trial is of an earlier state of the draft."""
        return self._trial_of != self.draft

    def touched(self, kind: str) -> bool:
        return kind in self._drafts

    # what somebody does

    def open(self) -> None:
        """Ask for what is in force, and what was."""
        for kind in (LIMITS, CALENDARS):
            if not self._asks.under_way(f"{kind}_in_force"):
                self._ask(f"{kind}_in_force", about=kind)
                self._ask(f"{kind}_past", about=kind)

    def choose(self, kind: str) -> None:
        """To the other document; drafts wait where they are."""
        if kind != self.kind:
            self.kind, self.trial, self._trial_of, self.clash, self.running = kind, None, None, None, Running.KEEP
            self._quiet.start()
            self.changed.emit()

    def pick(self, calendar: str) -> None:
        """This calendar is in hand."""
        self.calendar = calendar
        self.changed.emit()

    def edit(self, draft: Draft) -> None:
        """The document in hand is this now."""
        if self.locked:
            return
        if draft.touched:
            self._drafts[self.kind] = draft
        else:
            self._drafts.pop(self.kind, None)
        self._quiet.start()
        self.changed.emit()

    def show_running(self, how: str) -> None:
        """keep: clocks at work keep what they began with; move: they go on by this."""
        self.running = Running(how)
        self.changed.emit()

    def discard(self) -> None:
        """Back to what the hub holds."""
        self._drafts.pop(self.kind, None)
        self.clash, self.trial, self._trial_of, self.running = None, None, None, Running.KEEP
        self.open()
        self.changed.emit()

    def restore(self, change: TermsChange) -> None:
        """Take an older version into the draft: what it would do is seen before it is saved."""
        draft = self.draft
        if self.locked or self.saving or draft is None:
            return
        if self.touched(self.kind):
            self.told.emit("warning", self.tr("有未保存的修改：先保存或放弃，再取旧版"))
            return
        self.edit(draft.taken(change.content))
        told = self.tr("第 {0} 版已取到草稿，看过影响再保存") if self.touched(self.kind) else self.tr("第 {0} 版和现行的一样")
        self.told.emit("ok", told.format(change.version))

    def save(self, why: str) -> None:
        """Put the draft in force."""
        draft = self.draft
        if draft is not None and not self.locked and not self.saving and draft.touched and not draft.fault and self.clash is None:
            self._ask("save_terms", self.kind, draft.text(self.running), draft.version, why, about=self.kind)
            self.changed.emit()

    def keep_mine(self, why: str) -> None:
        """Save one's own draft over what the other saved, knowing it."""
        draft, clash = self.draft, self.clash
        if draft is not None and clash is not None:
            self.held[self.kind] = clash.theirs
            fresh = self._begun(self.kind, clash.theirs)
            self._drafts[self.kind] = replace(draft, base=fresh.base, version=fresh.version)  # type: ignore[arg-type]
            self.clash = None
            self.save(why)

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
        self.held, self.past, self._drafts = {}, {}, {}
        self.role, self.trial, self.clash, self._trial_of = "", None, None, None
        self.changed.emit()

    def answered(self, what: str, answer: Any) -> None:
        about, failed = self._asks.answered(what), isinstance(answer, Exception)
        match what:
            case "limits_in_force" | "calendars_in_force" if not failed:
                self._took(about, answer)
            case "limits_past" | "calendars_past" if not failed:
                self.past[about] = answer
            case "try_terms":
                self._tried(about, answer)
            case "save_terms":
                self._saved(about, answer)
            case _:
                pass
        self._asks.go_on(what)
        self.changed.emit()

    def _took(self, kind: str, found: RulesInForce) -> None:
        """What is in force. A draft on an older state of it is a conflict at once, not only when it is saved."""
        draft = self._drafts.get(kind)
        if draft is not None and found.version > draft.version and not self.saving:
            theirs = self._begun(kind, found)
            if theirs.base != draft.base:
                if kind == self.kind:
                    self.clash = TermsClash(_between(draft, theirs), found)
                return
            self._drafts[kind] = replace(draft, version=found.version)
        self.held[kind] = found
        if not self.calendar and (calendars := self.calendars) is not None and calendars.body.calendars:
            self.calendar = calendars.body.calendars[0].id

    def first(self, found: RulesInForce) -> str:
        """Who was first, as soon as the versions have come."""
        name = next((one.by_name for one in self.past.get(self.kind, ()) if one.version == found.version), "")
        return self.tr("{0} 刚改成第 {1} 版").format(name or found.by or self.tr("别人"), found.version)

    def _tried(self, about: Draft, answer: Any) -> None:
        if isinstance(answer, TermsTrial):
            self.trial, self._trial_of, self.why_no_trial = answer, about, ""
            self._try()
        else:
            self.why_no_trial = str(answer)

    def _saved(self, kind: str, answer: Any) -> None:
        if getattr(answer, "status", 0) == 409:
            self.told.emit("warning", str(answer))
            self.open()
            return
        if isinstance(answer, Exception):
            self.told.emit("error", self.tr("没有存成：{0}；您的修改还在").format(answer))
            return
        self._drafts.pop(kind, None)
        self.held[kind] = answer
        told = self.tr("已存为第 {0} 版，{1}，即刻生效").format(answer.version, RUNNING_NAMES[self.running])
        self.running, self.trial, self._trial_of = Running.KEEP, None, None
        self.told.emit("ok", told)
        self.open()

    # asking

    def _begun(self, kind: str, found: RulesInForce) -> Draft:
        if kind == CALENDARS:
            body = whole_calendars(found.content)
            return CalendarsDraft(body, found.version, body, self._used())
        base = whole_limits(found.content)
        return LimitsDraft(base, found.version, base, self._names())

    def _names(self) -> Mapping[str, Any]:
        found = self.held.get(CALENDARS)
        return calendars_of(whole_calendars(found.content if found else {}))

    def _used(self) -> frozenset[str]:
        found = self.held.get(LIMITS)
        return frozenset(calendars_named(limits_of(whole_limits(found.content)))) if found else frozenset()

    def _try(self) -> None:
        """What would become of the clocks at work?"""
        draft = self.draft
        if draft is None or not draft.touched:
            self.trial, self._trial_of, self.why_no_trial = None, None, ""
        elif draft.fault:
            self.why_no_trial = draft.fault
        elif self.stale:
            self.why_no_trial = ""
            self._ask("try_terms", draft.trial, about=draft)
        self.changed.emit()

    def _ask(self, what: str, *values: Any, about: Any = None) -> None:
        if self.online:
            self._asks.ask(what, *values, about=about)


def _between(draft: Draft, theirs: Draft) -> tuple[str, ...]:
    """What the other one changed of the state that the draft was begun on."""
    return replace(theirs, base=draft.base).changes  # type: ignore[arg-type]
