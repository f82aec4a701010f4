"""The delay pool as the table asks for it: looks up, never computes, never fetches."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal

from ordertower_desktop.models.pool.chosen import Chosen
from ordertower_desktop.models.pool.columns import CHECK, CLOCK, COLUMNS, FRESH, TITLES, words
from ordertower_desktop.models.pool.counts import Counts
from ordertower_desktop.models.pool.filters import VIEWS, Filter, View
from ordertower_desktop.models.pool.flash import Flash
from ordertower_desktop.models.pool.line import Line, line
from ordertower_desktop.models.pool.moving import carry_out
from ordertower_desktop.models.pool.roles import ACCESSIBLE, CASE, DISPLAY, LINE, TOOLTIP
from ordertower_desktop.models.pool.sorts import case_of
from ordertower_desktop.models.pool.store import Plan, Store
from ordertower_desktop.wire.rows import PoolRow

Index = QModelIndex | QPersistentModelIndex

BATCH_MS, PACE_MS, IDLE_MS = 80, 1000, 3000
MANY = 400
"""More comings and goings than this at once are a new list: one reset instead of a signal each."""
JUMP_S = 60.0


class PoolModel(QAbstractTableModel):
    """Rows come in by `take`, in batches; the order rests under the cursor until nobody has moved for three seconds."""

    counted = Signal()
    waiting_changed = Signal(int)
    settled = Signal()
    chosen_changed = Signal()

    def __init__(self, now: datetime, *, me: str = "") -> None:
        super().__init__()
        self.now, self.me, self.filter, self.sorting = now, me, Filter(), "loss"
        self.chosen, self.counts, self.flash = Chosen(), Counts(), Flash()
        self.views: tuple[View, ...] = VIEWS
        self._store = Store()
        self.unanswered, self.known, self.tally = self._store.unanswered, self._store.known, self._store.tally
        self.causes, self.values = self._store.ranked, self._store.values
        self._lines: dict[str, Line] = {}
        self._incoming: dict[str, PoolRow | None] = {}
        self.clashing, self._unsettled, self._gone = set[str](), set[str](), set[str]()
        self.whole, self._seen = True, (0, 60)
        self._batch = QTimer(self, singleShot=True, interval=BATCH_MS)
        self._batch.timeout.connect(self.flush)
        self._pace = QTimer(self, singleShot=True, interval=PACE_MS)
        self._pace.timeout.connect(self._settle_soon)
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self.settle)
        self._store.look(self.filter, me=me, now=now)
        self.counts.watch(self.views, {}, me=me, now=now)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._store.order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if role == LINE:
            return self.line(index.row())
        if role == CASE:
            return self.case_at(index.row())
        if role in (DISPLAY, ACCESSIBLE, TOOLTIP) and index.isValid():
            if index.column() == CHECK:
                return self.tr("已选") if self.case_at(index.row()) in self.chosen else ""
            return words(self.line(index.row()), index.column(), self.now)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        return TITLES[section] if role == DISPLAY and orientation == Qt.Orientation.Horizontal else None

    def line(self, place: int) -> Line:
        case = case_of(self._store.order[place])
        found = self._lines.get(case)
        if found is None:
            found = self._lines[case] = line(self._store.rows[case])
        return found

    # what comes in

    def take(self, rows: Iterable[PoolRow], gone: Iterable[str] = ()) -> None:
        """New contents from the feed; shown with the next batch."""
        for row in rows:
            self._incoming[row.case] = row
        for case in gone:
            self._incoming[case] = None
        if self._incoming and not self._batch.isActive():
            self._batch.start(BATCH_MS if self.rowCount() else 0)

    def begin(self, rows: Iterable[PoolRow]) -> None:
        """The first rows of many: shown at once, and not counted until `complete`."""
        self.whole = False
        self.take(rows)
        self.flush()

    def complete(self) -> None:
        """Every row is held now."""
        self.whole = True
        self.settle()
        self.counted.emit()

    def flush(self) -> None:
        """Bring the batch in: visible rows repaint in place; those that belong elsewhere wait for their turn."""
        incoming, self._incoming = self._incoming, {}
        if not incoming:
            return
        self._store.look(self.filter, me=self.me, now=self.now)
        for case, row in incoming.items():
            self._bring(case, row)
        self._repaint(incoming)
        self._settle_soon()
        self.counted.emit()

    def _bring(self, case: str, row: PoolRow | None) -> None:
        if row is None:
            if case not in self._store.rows:
                return
            self._gone.add(case)
            self.counts.drop(case)
        else:
            if case in self._store.rows:
                self.flash.mark(case, self.now)
            self._gone.discard(case)
            self._store.rows[case] = row
            self._lines.pop(case, None)
            self.counts.put(row, self.now)
        self._unsettled.discard(case)
        if self._store.moves(case, gone=row is None):
            self._unsettled.add(case)
        else:
            self._store.plan((case,), self._gone)  # stays where it is: only its cause and its sum may be others

    def _settle_soon(self) -> None:
        """At once into an empty list; else at most once a second, and not while somebody moves in it."""
        if self._idle.isActive() and self._store.order:
            self.waiting_changed.emit(len(self._unsettled))
        elif self._unsettled and not (self._pace.isActive() and self._store.order):
            self.settle()

    def settle(self) -> None:
        """Put every changed row where it belongs."""
        self._idle.stop()
        self._pace.start()
        changed, self._unsettled = self._unsettled, set()
        if changed:
            self._store.look(self.filter, me=self.me, now=self.now)
            self._change(self._store.plan(changed, self._gone))
        self.waiting_changed.emit(0)
        self.settled.emit()

    def touched(self) -> None:
        """The person moves in the list: keep the order still for a while."""
        self._idle.start()

    # what the person asks

    def aim(self, wanted: Filter, sort: str) -> None:
        """Show what matches `wanted`, ordered by `sort`; marks belong to what was shown before."""
        self.beginResetModel()
        if wanted != self.filter:
            self.chosen.clear()
        self.filter, self.sorting = wanted, sort
        self._bury()
        self._unsettled.clear()
        self._store.look(wanted, me=self.me, now=self.now)
        self._store.aim(sort)
        self.counts.follow(wanted, self._store.rows, self.now)
        self.endResetModel()
        self.waiting_changed.emit(0)
        self.settled.emit()

    def set_views(self, views: tuple[View, ...]) -> None:
        self.views = views
        self.counts.watch(views, self._store.rows, me=self.me, now=self.now)
        self.counted.emit()

    def set_me(self, me: str) -> None:
        self.me = me
        self.set_views(self.views)
        self.aim(self.filter, self.sorting)

    def _begin_again(self, now: datetime) -> None:
        """The hub's time became known, or the machine slept: what is late is another question now."""
        self.now = now
        self.set_views(self.views)
        self.aim(self.filter, self.sorting)

    def tick(self, now: datetime) -> None:
        """A second has passed: only clocks and ages that can be seen repaint, and rows that have flashed enough."""
        if abs((now - self.now).total_seconds()) > JUMP_S:
            self._begin_again(now)
        self.now = now
        moved = self.counts.turn(self._store.rows, now)
        if moved:
            self._store.look(self.filter, me=self.me, now=now)
            self._unsettled.update(case for case in moved if self._store.moves(case, gone=case in self._gone))
            self.counted.emit()
            self._settle_soon()
        first, last = self._on_screen()
        if last >= first:
            self.dataChanged.emit(self.index(first, CLOCK), self.index(last, CLOCK))
            self.dataChanged.emit(self.index(first, FRESH), self.index(last, FRESH))
        self._repaint(self.flash.over(now))

    def see(self, first: int, last: int) -> None:
        """Which rows are on the screen."""
        self._seen = (first, last)

    def clash(self, cases: Collection[str]) -> None:
        """These rows stand against something that this desk did; somebody has to choose."""
        self.clashing = set(cases)
        self.repaint_seen()

    def toggle(self, place: int) -> None:
        self.chosen.toggle(self.case_at(place))
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))
        self.chosen_changed.emit()

    def choose(self, first: int, last: int) -> None:
        """Mark every row from one place to another."""
        self.chosen.mark(case_of(key) for key in self._store.order[max(0, first) : last + 1])
        self.repaint_seen()

    def choose_all(self) -> None:
        self.chosen.all()
        self.repaint_seen()

    def choose_none(self) -> None:
        self.chosen.clear()
        self.repaint_seen()

    def repaint_seen(self) -> None:
        first, last = self._on_screen()
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))
        self.chosen_changed.emit()

    def row(self, case: str) -> PoolRow | None:
        return self._store.rows.get(case)

    def case_at(self, place: int) -> str:
        return case_of(self._store.order[place])

    def cases(self) -> Sequence[str]:
        """The cases that match, in order."""
        return [case_of(key) for key in self._store.order]

    def place(self, case: str) -> int:
        """Where a case stands, or -1. A key that waits for its turn still stands where it stood."""
        key = self._store.key(case)
        return -1 if key is None else self._store.place(key)

    def chosen_count(self) -> int:
        return self.chosen.count(self.rowCount())

    def chosen_cases(self) -> list[str]:
        return self.chosen.among(self.cases()) if self.chosen_count() else []

    def chosen_fen(self) -> int:
        """The sum of what is chosen, without a walk through what is not."""
        listed = sum(row.amount_fen for case in self.chosen.cases if (row := self.row(case)))
        return self._store.amount_fen - listed if self.chosen.everything else listed

    def _on_screen(self) -> tuple[int, int]:
        return self._seen[0], min(self._seen[1], self.rowCount() - 1)

    def _change(self, plan: Plan) -> None:
        if len(plan.leaving) + len(plan.coming) > MANY:
            self.beginResetModel()
            self._store.carry(plan)
            self._bury()
            self.endResetModel()
        else:
            carry_out(self, self._store, plan)
            self._bury()
        for key in plan.leaving:
            self.chosen.forget(case_of(key))

    def _bury(self) -> None:
        """What is gone is no longer on the list: let go of it."""
        for case in self._gone:
            self._store.rows.pop(case, None)
            self._lines.pop(case, None)
            self.chosen.forget(case)
        self._gone.clear()

    def _repaint(self, cases: Collection[str]) -> None:
        """Signals for the visible rows that changed only."""
        if not cases:
            return
        first, last = self._on_screen()
        for place in range(first, last + 1):
            if self.case_at(place) in cases:
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))
