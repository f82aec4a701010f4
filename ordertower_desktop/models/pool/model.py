"""The delay pool as the table asks for it: looks up, never computes, never fetches."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal

from ordertower_desktop.models.pool.chosen import Chosen
from ordertower_desktop.models.pool.counts import Counts
from ordertower_desktop.models.pool.filters import VIEWS, Filter, View
from ordertower_desktop.models.pool.line import Line, age_face, clock_face, line
from ordertower_desktop.models.pool.store import Store
from ordertower_desktop.wire.rows import PoolRow

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("check", "order", "platform", "stage", "kind", "cause", "owner", "clock", "loss", "last", "fresh")
TITLES = ("", "订单号", "平台", "阶段", "延迟类型", "原因", "责任人", "时效钟", "元/小时", "最近事件", "新鲜度")
CHECK, CLOCK, FRESH = COLUMNS.index("check"), COLUMNS.index("clock"), COLUMNS.index("fresh")

# Plain ints: comparing an enum costs a hundred times more, and data() is called three thousand times a frame.
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
LINE = int(Qt.ItemDataRole.UserRole) + 1
CASE = LINE + 1

BATCH_MS, IDLE_MS, FLASH_S = 80, 3000, 2.0


class PoolModel(QAbstractTableModel):
    """Rows come in by `take`, in batches; the order rests under the cursor until nobody has moved for three seconds."""

    counted = Signal()
    waiting_changed = Signal(int)
    settled = Signal()

    def __init__(self, now: datetime, *, me: str = "") -> None:
        super().__init__()
        self.now, self.me = now, me
        self.chosen, self.counts = Chosen(), Counts()
        self.filter, self.sorting = Filter(), "loss"
        self.views: tuple[View, ...] = VIEWS
        self._store = Store()
        self._lines: dict[str, Line] = {}
        self._places: dict[str, int] | None = None
        self._incoming: dict[str, PoolRow | None] = {}
        self._unsettled: set[str] = set()
        self._gone: set[str] = set()
        self._flash: dict[str, datetime] = {}
        self._seen = (0, 60)
        self._batch = QTimer(self, singleShot=True, interval=BATCH_MS)
        self._batch.timeout.connect(self.flush)
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self.settle)
        self.counts.watch(self.views, {}, me=me, now=now)

    # what the table asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._store.shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if role == LINE:
            return self.line(index.row())
        if role == CASE:
            return self._store.shown[index.row()]
        if role in (DISPLAY, ACCESSIBLE, TOOLTIP) and index.isValid():
            return self.words(index.row(), index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        return TITLES[section] if role == DISPLAY and orientation == Qt.Orientation.Horizontal else None

    def line(self, place: int) -> Line:
        case = self._store.shown[place]
        found = self._lines.get(case)
        if found is None:
            found = self._lines[case] = line(self._store.rows[case])
        return found

    def words(self, place: int, column: int) -> str:
        """A cell as text: for copying, export, tooltips and screen readers."""
        found = self.line(place)
        match COLUMNS[column]:
            case "check":
                return "已选" if found.case in self.chosen else ""
            case "order":
                return " ".join(part for part in found.number if part)
            case "platform":
                return found.shop
            case "clock":
                return clock_face(found, self.now)[1]
            case "fresh":
                return age_face(found, self.now)[0]
            case "owner":
                return found.owner or "待认领"
            case name:
                return str(getattr(found, name))

    # what comes in

    def take(self, rows: Iterable[PoolRow], gone: Iterable[str] = ()) -> None:
        """New contents from the feed; shown with the next batch."""
        for row in rows:
            self._incoming[row.case] = row
        for case in gone:
            self._incoming[case] = None
        if self._incoming and not self._batch.isActive():
            self._batch.start()

    def flush(self) -> None:
        """Bring the batch in: visible rows repaint in place, others wait for their turn."""
        incoming, self._incoming = self._incoming, {}
        for case, row in incoming.items():
            self._bring(case, row)
        if not incoming:
            return
        self._unsettled.update(incoming)
        first = not self._store.shown
        if first or not self._idle.isActive():
            self.settle()
        else:
            self._repaint(incoming)
            self.waiting_changed.emit(len(self._unsettled))
        self.counted.emit()

    def _bring(self, case: str, row: PoolRow | None) -> None:
        if row is None:
            self._gone.add(case)
            self.counts.drop(case)
            self.chosen.forget(case)
            return
        self._gone.discard(case)
        if case in self._store.rows:
            self._flash[case] = self.now
        self._store.rows[case] = row
        self._lines.pop(case, None)
        self.counts.put(row, self.now)

    def settle(self) -> None:
        """Put every changed row where it belongs."""
        changed, self._unsettled = self._unsettled, set()
        self._idle.stop()
        held = {case: self._store.rows.pop(case) for case in self._gone if case in self._store.rows}
        before = self._store.shown
        if self._store.settle(changed, self.filter, me=self.me, now=self.now):
            after, self._store.shown = self._store.shown, before
            self._store.rows.update(held)  # while they leave they are still looked up
            self._rearrange(after, changed)
        else:
            self._repaint(changed)
        for case in held:
            self._store.rows.pop(case, None)
            self._lines.pop(case, None)
        self._gone.clear()
        self.waiting_changed.emit(0)
        self.settled.emit()

    def touched(self) -> None:
        """The person moves in the list: keep the order still for a while."""
        self._idle.start()

    # what the person asks

    def aim(self, wanted: Filter, sort: str) -> None:
        """Show what matches `wanted`, ordered by `sort`."""
        self.beginResetModel()
        self.filter, self.sorting = wanted, sort
        self._store.aim(wanted, sort, me=self.me, now=self.now)
        self._unsettled.clear()
        self._places = None
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

    def tick(self, now: datetime) -> None:
        """A second has passed: only clocks and ages that can be seen repaint."""
        self.now = now
        moved = self.counts.turn(self._store.rows, now)
        if moved:
            self._unsettled.update(moved)
            if not self._idle.isActive():
                self._idle.start(400)
            self.counted.emit()
        first, last = self._seen[0], min(self._seen[1], self.rowCount() - 1)
        if last >= first:
            self.dataChanged.emit(self.index(first, CLOCK), self.index(last, CLOCK))
            self.dataChanged.emit(self.index(first, FRESH), self.index(last, FRESH))

    def see(self, first: int, last: int) -> None:
        """Which rows are on the screen."""
        self._seen = (first, last)

    def toggle(self, place: int) -> None:
        self.chosen.toggle(self._store.shown[place])
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))

    def repaint_seen(self) -> None:
        first, last = self._seen[0], min(self._seen[1], self.rowCount() - 1)
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))

    # what pages look up

    def row(self, case: str) -> PoolRow | None:
        return self._store.rows.get(case)

    def cases(self) -> Sequence[str]:
        """The cases that match, in order."""
        return self._store.shown

    def place(self, case: str) -> int:
        """Where a case stands, or -1."""
        return self._place_of().get(case, -1)

    def flashing(self, case: str) -> bool:
        at = self._flash.get(case)
        return at is not None and (self.now - at).total_seconds() < FLASH_S

    def causes(self) -> list[tuple[str, str, int]]:
        """(key, name, count) of the rows that match, largest first."""
        return [(key, name, count) for (key, name), count in self._store.count_causes().most_common()]

    def values(self, name: str) -> list[tuple[str, int]]:
        """The values that a field takes among open rows and how often, for filter menus."""
        found: dict[str, int] = {}
        for row in self._store.rows.values():
            if row.state == "open":
                value = str(getattr(row, name))
                found[value] = found.get(value, 0) + 1
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))

    def _place_of(self) -> dict[str, int]:
        if self._places is None:
            self._places = {case: place for place, case in enumerate(self._store.shown)}
        return self._places

    def _rearrange(self, after: list[str], changed: set[str]) -> None:
        """Make `after` what is shown; only cases among `changed` come or go, and persistent indexes stay with their cases."""
        places = self._place_of()
        staying = {case for case in after if case in changed} if changed else set()
        leaving = [case for case in changed if case in places and case not in staying]
        if leaving:
            gone = set(leaving)
            kept = [case for case in self._store.shown if case not in gone]
            self._reorder([*kept, *leaving])
            self.beginRemoveRows(QModelIndex(), len(kept), len(kept) + len(leaving) - 1)
            self._store.shown, self._places = kept, None
            self.endRemoveRows()
        coming = [case for case in staying if case not in places]
        if coming:
            first = len(self._store.shown)
            self.beginInsertRows(QModelIndex(), first, first + len(coming) - 1)
            self._store.shown, self._places = [*self._store.shown, *coming], None
            self.endInsertRows()
        self._reorder(after)

    def _reorder(self, after: list[str]) -> None:
        """The same cases in another order."""
        if after == self._store.shown:
            return
        self.layoutAboutToBeChanged.emit()
        held = [(index, self._store.shown[index.row()]) for index in self.persistentIndexList()]
        self._store.shown, self._places = after, None
        places = self._place_of() if held else {}
        for index, case in held:
            self.changePersistentIndex(index, self.index(places[case], index.column()))
        self.layoutChanged.emit()

    def _repaint(self, cases: Iterable[str]) -> None:
        """Signals for the visible rows that changed only."""
        first, last = self._seen
        for place in range(first, min(last + 1, self.rowCount())):
            if self._store.shown[place] in cases:
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))
