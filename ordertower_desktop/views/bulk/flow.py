"""An act on many orders from the first look to the receipt: preview, run, stop, undo, conflicts; actions go out by `submitted`."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from ordertower_desktop.domain import actions as do
from ordertower_desktop.models import bulk, conflict
from ordertower_desktop.models.bulk_run import Run, State
from ordertower_desktop.views.bulk.conflict import ConflictCard
from ordertower_desktop.views.bulk.names import NameList
from ordertower_desktop.views.bulk.preview import Preview
from ordertower_desktop.views.bulk.receipt import Left, ReceiptCard
from ordertower_desktop.views.bulk.running import RunningBar
from ordertower_desktop.views.parts.veil import Sheet, Veil
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rows import PoolRow
from ordertower_desktop.wire.sync import Result

Make = Callable[[Sequence[PoolRow]], list[do.Action]]
Look = Callable[[str], PoolRow | None]


class BulkFlow(QObject):
    """One act at a time. `host` is dimmed by sheets, bar and receipt float over `floor`; `look` finds the present row of a case."""

    submitted = Signal(list)
    began = Signal(str, int)
    ended = Signal()
    clashed = Signal()

    def __init__(self, theme: Theme, host: QWidget, floor: QWidget, *, look: Look, now: datetime) -> None:
        super().__init__(host)
        self._theme, self._floor, self._look, self.now, self.me = theme, floor, look, now, ""
        self.veil = Veil(theme, host)
        self.bar = RunningBar(theme, floor)
        self.receipt = ReceiptCard(theme, floor, self._number)
        self.run: Run | None = None
        self._left = Left()
        self._seen: dict[str, PoolRow] = {}
        floor.installEventFilter(self)
        self._connect()

    def _connect(self) -> None:
        self.bar.pause_asked.connect(self._pause)
        self.bar.stop_asked.connect(self._stop)
        self.receipt.undo_asked.connect(self.undo)
        self.receipt.resume_asked.connect(self._resume)
        self.receipt.retry_asked.connect(self._retry)
        self.receipt.conflict_asked.connect(lambda id_: self.show_conflicts([id_]))
        self.receipt.list_asked.connect(self.show_names)

    # what others call

    def begin(self, rows: Sequence[PoolRow], ask: bulk.Ask, *, make: Make, source: str) -> None:
        """Show what would happen; on consent `make` turns the rows that can be done into actions."""
        if self.busy:
            return
        self.now, self.me = ask.now, ask.me.name
        took = QElapsedTimer()
        took.start()
        plan = bulk.plan(rows, ask)
        sheet = Preview(self._theme, plan, source=source, now=ask.now, took_s=took.elapsed() / 1000)
        sheet.agreed.connect(lambda: self._agreed(plan, make))
        sheet.cancelled.connect(self.veil.leave)
        sheet.consent_asked.connect(lambda: self._consent(plan))
        sheet.list_asked.connect(lambda name, cases: self.show_names(name, cases, back=sheet))
        self.veil.hold(sheet)

    @property
    def busy(self) -> bool:
        """Whether an act is still going out; a second one waits for it."""
        return self.run is not None and self.run.state in (State.RUNNING, State.PAUSED)

    def take_result(self, id_: str, result: Result) -> bool:
        """The hub's word on an action; False when it is none of this flow's."""
        mine = self.run is not None and self.run.take(id_, result, self.now)
        if mine:
            self._go_on()
        return mine

    def tick(self, now: datetime) -> None:
        self.now = now
        if self.run is not None and (self.busy or self.receipt.isVisible()):
            self._go_on()

    def undo(self) -> bool:
        """Take everything back that was done; False when there is nothing to take back any more."""
        run = self.run
        if run is None or not run.undo_left(self.now):
            return False
        back = {uuid.uuid4().hex: id_ for id_ in run.done if isinstance(run.actions[id_], do.UNDOABLE)}
        run.undoing(back)
        self.submitted.emit([do.Undo(id=undo, case=_case(run.actions[of]), action=of) for undo, of in back.items()])
        self._show()
        return True

    def show_names(self, name: str, cases: Sequence[str], *, back: Sheet | None = None) -> None:
        """The orders behind a count."""
        rows = [row for case in cases if (row := self._look(case) or self._seen.get(case))]
        sheet = NameList(self._theme, name, rows)
        sheet.closed.connect(lambda: self.veil.hold(back) if back is not None else self.veil.leave())
        self.veil.hold(sheet)

    def show_conflicts(self, ids: Sequence[str]) -> None:
        """The card for these failed actions of the run; the facts of orders that are gone cannot be shown and are left out."""
        run = self.run
        found = [self._clash(run, id_) for id_ in ids] if run is not None else []
        clashes = [one for one in found if one is not None]
        if not clashes:
            return
        title = self.tr("{0} 处和现在不一致").format(len(clashes))
        card = ConflictCard(self._theme, clashes, title=title, detail="", now=self.now)
        card.decided.connect(self._decided)
        card.finished.connect(self.veil.leave)
        self.veil.hold(card)

    # what follows

    def _agreed(self, plan: bulk.Plan, make: Make) -> None:
        self.veil.leave()
        actions = make(plan.able)
        self._left = Left(plan.skipped, plan.held)
        self._seen = {row.case: row for row in plan.able}
        self.run = Run(plan.verb, actions, self.now)
        self.receipt.hide()
        self.began.emit(plan.verb, len(actions))
        self._go_on()

    def _consent(self, plan: bulk.Plan) -> None:
        """What needs consent goes to whoever may give it: they hand it on."""
        consent = plan.consent
        if consent is None or consent.approver is None:
            return
        rows = [row for case in consent.cases if (row := self._look(case))]
        to = consent.approver.id
        self.submitted.emit([do.HandOver(id=uuid.uuid4().hex, case=row.case, version=row.version, to=to) for row in rows])

    def _go_on(self) -> None:
        run = self.run
        if run is None:
            return
        part = run.part(self.now)
        if part:
            self.submitted.emit(part)
        self._show()

    def _show(self) -> None:
        run = self.run
        if run is None:
            return
        if self.busy:
            self.bar.show_run(run, self.now)
            return
        if self.bar.isVisible():
            self.bar.hide()
            self.ended.emit()
        self.receipt.show_run(run, self._left, self.now)

    def _pause(self) -> None:
        if self.run is not None:
            (self.run.resume if self.run.state is State.PAUSED else self.run.pause)()
            self._go_on()

    def _stop(self) -> None:
        if self.run is not None:
            self.run.stop()
            self._go_on()

    def _resume(self) -> None:
        if self.run is not None:
            self.receipt.hide()
            self.run.resume()
            self._go_on()

    def _retry(self, id_: str) -> None:
        """The same again on the order as it is now; it joins the run under its new id."""
        run = self.run
        action = run.actions.get(id_) if run is not None else None
        row = self._look(_case(action)) if action is not None else None
        if run is not None and isinstance(action, do.CaseAction) and row is not None:
            run.again(id_, conflict.again(action, uuid.uuid4().hex, row.version), self.now)
            self._go_on()

    def _clash(self, run: Run | None, id_: str) -> conflict.Clash | None:
        failure = run.failures.get(id_) if run is not None else None
        action = run.actions[id_] if run is not None and failure is not None else None
        now_row = self._look(failure.case) if failure is not None else None
        if run is None or failure is None or not isinstance(action, do.CaseAction) or now_row is None:
            return None
        before = self._seen.get(failure.case, now_row)
        return conflict.clash(action, before, now_row, winner=failure.winner, me=self.me, at=run.started_at)

    def _decided(self, choice: conflict.Choice, found: conflict.Clash) -> None:
        action = conflict.settled(found, choice, uuid.uuid4().hex)
        if self.run is not None:
            self.run.forget(found.action.id)
        if action is not None:
            self.submitted.emit([action])
        self._show()

    def _number(self, case: str) -> str:
        row = self._look(case) or self._seen.get(case)
        return row.order if row is not None else case

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._floor and event.type() == QEvent.Type.Resize:
            self.bar.place()
            self.receipt.place()
        return super().eventFilter(watched, event)


def _case(action: do.Action) -> str:
    return action.case if isinstance(action, do.CaseAction) else ""
