"""The rules in the list: under a line for each sort, narrowed by what is typed, each with its state and what it hits now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from ordertower_desktop.domain.rule import RULE_STATE_NAMES, Rule, RuleState
from ordertower_desktop.wire.backtests import DriftRow

Index = QModelIndex | QPersistentModelIndex
DISPLAY, ACCESSIBLE, TIP = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole), int(Qt.ItemDataRole.ToolTipRole)
ENTRY = int(Qt.ItemDataRole.UserRole) + 1
LATE, BEHAVIOUR, RATES = "延迟与超时", "冲突与行为", "比率"
BEHAVIOURS = frozenset({
    "address", "order_edits", "stock_short", "data_conflict", "vip_priority", "order_burst", "urged", "complaint", "refund_stuck",
    "refund_intercept", "customs_stuck", "empty_waybill", "platform_notice", "payment", "amount", "fake_ship",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule in the list. `hits` None where nobody counts; `touched` while changes wait to be saved.

    `drift` tells in words that agents find it right less often than they did, `chatter` that it comes and goes.
    """

    id: str
    name: str
    state: RuleState
    sort: str
    hits: int | None = None
    touched: bool = False
    drift: str = ""
    chatter: str = ""

    @property
    def trouble(self) -> str:
        return "；".join(filter(None, (self.drift, self.chatter)))

    @property
    def words(self) -> str:
        hits = "" if self.hits is None else f"，命中 {self.hits} 单"
        marks = f"{'，有未保存的修改' if self.touched else ''}{f'，{self.trouble}' if self.trouble else ''}"
        return f"{self.id} {self.name}，{RULE_STATE_NAMES[self.state]}{hits}{marks}"


def entry(rule: Rule, *, hits: int | None, touched: bool, fallen: DriftRow | None = None, chatters: int = 0) -> Entry:
    sort = RATES if rule.rate is not None else BEHAVIOUR if rule.kind in BEHAVIOURS else LATE
    counted = hits if rule.state is RuleState.ON and rule.rate is None else None
    restless = f"近 7 天在 {chatters} 单上来回跳" if chatters else ""
    return Entry(rule.id, rule.name, rule.state, sort, counted, touched, _drift(fallen), restless)


def _drift(row: DriftRow | None) -> str:
    """准确率下降：近 7 天 55%（20 单），之前 28 天 90%."""
    if row is None:
        return ""
    lately, before = row.right + row.wrong, row.right_before + row.wrong_before
    return f"准确率下降：近 7 天 {row.right / lately:.0%}（{lately} 单），之前 28 天 {row.right_before / before:.0%}，该回测看看"


class RuleListModel(QAbstractListModel):
    """Lines are rules, or the name of a sort."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[Entry, ...] = ()
        self._typed = ""
        self._lines: tuple[Entry | str, ...] = ()

    def take(self, entries: Sequence[Entry]) -> None:
        """The rules as they are now; the same ones in the same order keep their lines."""
        self._entries = tuple(entries)
        self._show(self._listed())

    def narrow(self, typed: str) -> None:
        self._typed = typed.strip().lower()
        self._show(self._listed())

    def _show(self, lines: tuple[Entry | str, ...]) -> None:
        if [_key(line) for line in lines] != [_key(line) for line in self._lines]:
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()
            return
        changed = [place for place, (old, new) in enumerate(zip(self._lines, lines, strict=True)) if old != new]
        self._lines = lines
        for place in changed:
            self.dataChanged.emit(self.index(place, 0), self.index(place, 0))

    def _listed(self) -> tuple[Entry | str, ...]:
        found = [one for one in self._entries if self._typed in f"{one.id} {one.name}".lower()]
        lines: list[Entry | str] = []
        for sort in (LATE, BEHAVIOUR, RATES):
            members = [one for one in found if one.sort == sort]
            lines += [sort, *members] if members else []
        return tuple(lines)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == ENTRY:
            return line
        if role in (DISPLAY, ACCESSIBLE):
            return line if isinstance(line, str) else line.words
        if role == TIP:
            return None if isinstance(line, str) else line.trouble or None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._lines[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def at(self, place: int) -> Entry | None:
        """The rule on a line, or None for the name of a sort."""
        line = self._lines[place] if 0 <= place < len(self._lines) else ""
        return None if isinstance(line, str) else line

    def place(self, key: str) -> int:
        """The line of a rule, or -1."""
        return next((place for place, line in enumerate(self._lines) if isinstance(line, Entry) and line.id == key), -1)


def _key(line: Entry | str) -> str:
    return line if isinstance(line, str) else line.id


def counted(entries: Sequence[Entry]) -> str:
    """26 条，启用 23，影子 2，草稿 1."""
    states: Mapping[RuleState, int] = {state: sum(one.state is state for one in entries) for state in RuleState}
    parts = [f"{RULE_STATE_NAMES[state]} {states[state]}" for state in (RuleState.ON, RuleState.SHADOW, RuleState.DRAFT)]
    return "，".join([f"{len(entries)} 条", *parts])
