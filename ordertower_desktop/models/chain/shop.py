"""What the page of the alarm chains holds: chains as the feed brings them, drafts, the dry walk of the one in hand, and its past."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer, Signal

from ordertower_desktop.models.chain.asks import Asks
from ordertower_desktop.models.chain.clash import ChainClash, clash
from ordertower_desktop.models.chain.draft import ChainDraft, begun, blank, entries
from ordertower_desktop.models.chain.known import Known
from ordertower_desktop.wire.codec import convert
from ordertower_desktop.wire.policies import ChainPast, ChainTrial, PolicyBody, PolicyRow, policy_of
from ordertower_desktop.wire.rules import RuleChange

QUIET_MS = 250
"""How long nobody types before the hub is asked who would hear what."""
MAY = frozenset({"supervisor", "admin"})


class ChainShop(Known):
    """`question(what, with)`: chain_past | walk_chain | save_chain | channels | try_channel; the composer brings the answers back.

    `changed`: something to be shown is different. `told(kind, words)`: a receipt or a trouble in words.
    """

    question = Signal(str, list)
    told = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.chains: dict[str, PolicyRow] = {}
        self.role, self.current, self.post, self.step, self.running = "", "", "agent", 0, "keep"
        self.online = ""
        self.trial: ChainTrial | None = None
        self.why_no_trial = ""
        self.past: ChainPast | None = None
        self.clash: ChainClash | None = None
        self.channels: Sequence[dict[str, Any]] = ()
        self._drafts: dict[str, ChainDraft] = {}
        self._trial_of: tuple[object, ...] = ()
        self._asks = Asks(self.question.emit)
        self._quiet = QTimer(self, interval=QUIET_MS, singleShot=True)
        self._quiet.timeout.connect(self._walk)

    # what is in hand

    @property
    def draft(self) -> ChainDraft | None:
        """The chain that is looked at, with what has been done to it."""
        known = self.chains.get(self.current)
        return self._drafts.get(self.current) or (begun(known) if known else None)

    @property
    def locked(self) -> str:
        """Why nothing can be changed; empty when it can."""
        if not self.online:
            return "中枢连不上：这里是最后一次取到的告警链，只能看"
        if not self.role:
            return "正在连接中枢，连上后可以改"
        return "" if self.role in MAY else "只有主管能改告警链；您可以看步骤和此刻走一遍"

    @property
    def stale(self) -> bool:
        """The dry walk is of an earlier state of the draft."""
        return self._trial_of != self._asking()

    @property
    def saving(self) -> bool:
        return self._asks.under_way("save_chain")

    def touched(self, key: str) -> bool:
        return key in self._drafts

    @property
    def entries(self) -> list[tuple[str, str]]:
        return entries(self.chains, self._drafts)

    # what comes in

    def take(self, rows: Iterable[PolicyRow], gone: Iterable[str] = ()) -> None:
        """The chains as the hub holds them now. A draft on an older state of its chain is a conflict at once, not only when it is saved."""
        for row in rows:
            before = self.chains.get(row.id)
            self.chains[row.id] = row
            draft = self._drafts.get(row.id)
            if draft is not None and not self.saving and row.version > draft.version and policy_of(row) != draft.base:
                self.clash = clash(row, draft, self.callings)
            if row.id == self.current and before != row:
                self._look()
        for key in gone:
            self.chains.pop(key, None)
        if self.draft is None and self.chains:
            self.choose("default" if "default" in self.chains else next(iter(self.chains)))
        self.changed.emit()

    def _told(self) -> None:
        """The walk goes by who is here."""
        self._trial_of = ()
        self._quiet.start()

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
        super().forget()
        self.chains, self._drafts = {}, {}
        self.role, self.current, self.trial, self.past, self.clash, self.channels = "", "", None, None, None, ()
        self.changed.emit()

    # what somebody does

    def open(self) -> None:
        """Ask for what is not on the feed."""
        self._ask("channels")
        self._look()

    def choose(self, key: str) -> None:
        """Look at another chain; drafts wait where they are."""
        if key != self.current:
            self.current, self.step, self.trial, self._trial_of, self.past, self.clash = key, 0, None, (), None, None
            self.running = "keep"
            self._look()
            self.changed.emit()

    def pick(self, place: int) -> None:
        """This step is in hand."""
        draft = self.draft
        if draft is not None and 0 <= place < len(draft.policy.steps) and place != self.step:
            self.step = place
            self.changed.emit()

    def edit(self, draft: ChainDraft, place: int) -> None:
        """The chain in hand is this now, its step in hand that."""
        if self.locked:
            return
        if draft.touched:
            self._drafts[self.current] = draft
        else:
            self._drafts.pop(self.current, None)
        self.step = place
        self._quiet.start()
        self.changed.emit()

    def new(self) -> None:
        """A chain of one's own, under the next free number."""
        taken = {*self.chains, *self._drafts}
        key = next(one for i in range(1, len(taken) + 2) if (one := f"chain-{i}") not in taken)
        self._drafts[key] = blank(key)
        self.choose(key)

    def walk_for(self, post: str) -> None:
        """Walk it for an order of this post."""
        self.post = post
        self._walk()
        self.changed.emit()

    def show_running(self, how: str) -> None:
        """keep: what runs goes on as it began; move: by the new steps."""
        self.running = how
        self.changed.emit()

    def discard(self) -> None:
        """Back to what the hub holds."""
        self._drafts.pop(self.current, None)
        self.clash, self.step, self.running = None, 0, "keep"
        if self.current not in self.chains:
            self.choose(next(iter(self.chains), ""))
        self._quiet.start()
        self.changed.emit()

    def save(self, why: str) -> None:
        """Put the draft in force."""
        draft = self.draft
        if draft is not None and not self.locked and not self.saving and draft.touched and not draft.faults and self.clash is None:
            self._ask("save_chain", draft.body, draft.version, why, self.running, about=draft.body)
            self.changed.emit()

    def restore(self, change: RuleChange) -> None:
        """Put the chain in force again as it was in that version."""
        row = self.chains.get(self.current)
        if self.locked or self.saving or row is None or not change.rule:
            return
        if self.touched(self.current):
            self.told.emit("warning", self.tr("这条告警链有未保存的修改：先保存或放弃，再恢复旧版"))
            return
        why = self.tr("恢复到第 {0} 版").format(change.version)
        body = convert(change.rule, PolicyBody)
        self._ask("save_chain", body, row.version, why, "keep", about=body)

    def keep_mine(self, why: str) -> None:
        """Save one's own draft over what the other saved, knowing it."""
        draft, row = self.draft, self.chains.get(self.current)
        if draft is not None and row is not None and self.clash is not None:
            self._drafts[self.current] = replace(draft, base=policy_of(row), version=row.version)
            self.clash = None
            self.save(why)

    def test(self, channel: str) -> None:
        """Send one message by this channel now."""
        self._ask("try_channel", channel, about=channel)

    # what comes back

    def answered(self, what: str, answer: Any) -> None:
        about, failed = self._asks.answered(what), isinstance(answer, Exception)
        match what:
            case "chain_past" if about == self.current and not failed:
                self.past = answer
            case "walk_chain":
                self._walked(about, answer)
            case "channels" if not failed:
                self.channels = answer
            case "try_channel":
                self._tested(about, answer)
            case "save_chain":
                self._saved(about, answer)
            case _:
                pass
        self._asks.go_on(what)
        self.changed.emit()

    def _walked(self, about: tuple[object, ...], answer: Any) -> None:
        if about[0] != self.current:
            return
        if isinstance(answer, ChainTrial):
            self.trial, self._trial_of, self.why_no_trial = answer, about, ""
            self._walk()
        else:
            self.why_no_trial = str(answer)

    def _tested(self, channel: str, answer: Any) -> None:
        ok = isinstance(answer, dict) and answer.get("ok")
        words = str(answer.get("why", "")) if isinstance(answer, dict) else str(answer)
        self.told.emit("ok" if ok else "warning", self.tr("{0} 试发成功").format(channel) if ok else self.tr("没有发成：{0}").format(words))
        self._ask("channels")

    def _saved(self, body: PolicyBody, answer: Any) -> None:
        key = body.id
        if getattr(answer, "status", 0) == 409:
            if key not in self._drafts:
                self.told.emit("warning", str(answer))
            elif self.clash is None:
                self.clash = ChainClash(str(answer), ())
            return
        if isinstance(answer, Exception):
            self.told.emit("error", self.tr("没有存成：{0}；您的修改还在").format(answer))
            return
        self._drafts.pop(key, None)
        self.chains[key] = PolicyRow(key, body.name, body.steps, answer.version, answer.at, self.names.get(answer.by, answer.by))
        moved = self.tr("，正在走的单按新的走") if self.running == "move" else self.tr("，之后超时的单按它走")
        self.running = "keep"
        self.told.emit("ok", self.tr("已存为第 {0} 版{1}").format(answer.version, moved))
        self._look()

    # asking

    def _look(self) -> None:
        """What has to be asked about the chain in hand."""
        if self.current in self.chains:
            self._ask("chain_past", self.current, about=self.current)
        self._walk()

    def _asking(self) -> tuple[object, ...]:
        draft = self.draft
        return (self.current, self.post, draft.policy if draft else None)

    def _walk(self) -> None:
        """Who would hear what, if an order broke now?"""
        draft = self.draft
        if draft is None or not self.stale:
            return
        if draft.faults:
            self.why_no_trial = self.tr("改好标红的步骤，就重新走一遍")
        else:
            self.why_no_trial = ""
            self._ask("walk_chain", draft.body, self.post, about=self._asking())
        self.changed.emit()

    def _ask(self, what: str, *values: Any, about: Any = None) -> None:
        if self.online:
            self._asks.ask(what, *values, about=about)
