"""100,000 rows and a naive table for the table benchmarks: what a first attempt would look like, kept as the anchor."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QTableView

from ordertower_desktop.models.pool.columns import COLUMNS
from ordertower_desktop.models.pool.model import PoolModel
from ordertower_desktop.views.pool.table import PoolTable
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rows import PoolRow

NOW = datetime(2025, 11, 12, 6, 32, 8, tzinfo=UTC)
PLATFORMS = (("tmall", "天猫旗舰店"), ("jd", "京东自营"), ("pdd", "拼多多"), ("douyin", "抖音直播间"), ("own", "自有官网"))
STAGES = (("TO_ACCEPT", "accept"), ("TO_AUDIT", "print"), ("TO_SHIP", "ship"), ("TO_COLLECT", "write_back"))
KINDS = ("超时未接单", "审核卡顿", "出库超时", "回传失败")
CAUSES = ("物流爆仓", "库存不准", "系统断层", "回传失败", "审批卡顿")
OWNERS = ("赵一鸣", "林晓", "", "周凯", "何静", "陈雨桐", "孙浩")
SIZE = (1600, 900)


def rows(count: int, *, seed: int = 7) -> list[PoolRow]:
    dice = random.Random(seed)
    return [_row(dice, number) for number in range(count)]


def _row(dice: random.Random, number: int) -> PoolRow:
    platform, shop = dice.choice(PLATFORMS)
    place = dice.randrange(4)
    due = NOW + timedelta(seconds=dice.randint(-9000, 90000))
    return PoolRow(
        case=f"c{number:06d}", order=f"44182960{number:010d}", version=1, state="open", kind=STAGES[place][1], kind_name=KINDS[place],
        opened_at=NOW - timedelta(seconds=dice.randint(60, 90000)), platform=platform, shop=shop, stage=STAGES[place][0],
        segment=STAGES[place][1], cause=(cause := dice.choice(CAUSES)), cause_name=cause, cause_detail=f"{cause} · 第 {place} 次",
        owner=(owner := dice.choice(OWNERS)), owner_name=owner, due_at=due, started_at=due - timedelta(hours=8),
        loss_fen_per_hour=dice.randrange(1200, 110000), amount_fen=dice.randrange(1000, 900000), last_event="买家催单",
        last_event_at=NOW - timedelta(minutes=dice.randrange(600)), seen_at=NOW - timedelta(seconds=dice.randrange(20)),
        created_at=due - timedelta(hours=9), paid_at=due - timedelta(hours=8),
    )  # fmt: skip


def changed(dice: random.Random, row: PoolRow, now: datetime) -> PoolRow:
    """What a feed brings: another version; one in ten also costs something else now, so that it moves."""
    loss = dice.randrange(1200, 110000) if dice.random() < 0.1 else row.loss_fen_per_hour
    version = row.version + 1
    return msgspec.structs.replace(row, version=version, last_event="重新拉取", last_event_at=now, seen_at=now, loss_fen_per_hour=loss)


class NaiveModel(QAbstractTableModel):
    """Rows in a list, strings made in data(), one signal a change, a full sort."""

    def __init__(self, rows: list[PoolRow], now: datetime) -> None:
        super().__init__()
        self.now = now
        self._rows = sorted(rows, key=lambda row: -row.loss_fen_per_hour)
        self._places = {row.case: place for place, row in enumerate(self._rows)}

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(self._rows[index.row()], COLUMNS[index.column()])
        if role == Qt.ItemDataRole.TextAlignmentRole and COLUMNS[index.column()] == "loss":
            return Qt.AlignmentFlag.AlignRight
        return None

    def _text(self, row: PoolRow, column: str) -> str:
        left = (row.due_at or self.now) - self.now
        texts = {
            "order": row.order, "platform": row.shop, "stage": row.stage, "kind": row.kind_name, "cause": row.cause_detail,
            "owner": row.owner_name or "待认领", "clock": f"剩 {left}", "loss": f"{row.loss_fen_per_hour // 100:,}",
            "last": f"{row.last_event_at:%H:%M} {row.last_event}", "fresh": f"{(self.now - (row.seen_at or self.now)).seconds} 秒",
        }  # fmt: skip
        return texts.get(column, "")

    def take(self, rows: list[PoolRow]) -> None:
        for row in rows:
            place = self._places[row.case]
            self._rows[place] = row
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))

    def tick(self, now: datetime) -> None:
        self.now = now
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(COLUMNS) - 1))

    def settle(self) -> None:
        self.layoutAboutToBeChanged.emit()
        self._rows.sort(key=lambda row: -row.loss_fen_per_hour)
        self._places = {row.case: place for place, row in enumerate(self._rows)}
        self.layoutChanged.emit()


def naive(rows: list[PoolRow]) -> tuple[QTableView, NaiveModel]:
    model, view = NaiveModel(rows, NOW), QTableView()
    model.setParent(view)
    view.setModel(model)
    view.verticalHeader().hide()
    view.resize(*SIZE)
    return view, model


def ours(theme: Theme, rows: list[PoolRow]) -> tuple[PoolTable, PoolModel]:
    model = PoolModel(NOW)
    model.take(rows)
    model.flush()
    view = PoolTable(theme, model)
    model.setParent(view)
    view.resize(*SIZE)
    return view, model
