"""The audit log as somebody looks into it: narrowed by thing, person, sort of act and day, newest first, page after page."""

import csv
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from ordertower_desktop.domain.auditwords import act_name, acts_of, said, thing_name
from ordertower_desktop.models import text
from ordertower_desktop.wire.audit import AuditLine, Verified
from ordertower_desktop.wire.inert import inert

COLUMNS = ("编号", "时间", "谁", "做了什么", "对象", "说明")
DAYS = (("", "全部日子"), ("0", "今天"), ("1", "昨天"), ("7", "近 7 天"))
MOST_EXPORTED = 100_000
Index = QModelIndex | QPersistentModelIndex


class AuditBook(QAbstractTableModel):
    """`question` as on every page; `changed` after an answer; `told(hue, words)`."""

    question = Signal(str, list)
    changed = Signal()
    told = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[AuditLine] = []
        self.names: Mapping[str, str] = {}
        self.after, self.trouble, self.waiting = "", "", ""
        self.verdict: Verified | None = None
        self._wanted: tuple[str, str, str, tuple[str, str]] = ("", "", "", ("", ""))
        self._file: Path | None = None

    # what somebody wants

    def look(self, about: str, who: str, group: str, *, day: str, now: datetime) -> None:
        """The newest lines of this sort."""
        self._wanted = (about.strip(), who, acts_of(group), span(day, now))
        self._ask("fresh")

    def more(self) -> None:
        """The next page, if there is one and none is on its way."""
        if self.after and not self.waiting:
            self._ask("more")

    def export(self, path: Path) -> None:
        """Everything that is wanted, to a file, as soon as it is all here."""
        self._file = path
        if self.after and len(self.lines) < MOST_EXPORTED:
            self.more()
        else:
            self._write()

    def verify(self) -> None:
        self.verdict, self.waiting = None, "verify"
        self.question.emit("verify_audit", [])
        self.changed.emit()

    # what the hub answers

    def answered(self, what: str, answer: Any) -> None:
        how, self.waiting = self.waiting, ""
        if isinstance(answer, Exception):
            self.trouble = str(answer)
            self._file = None
            self.told.emit("warning", self.trouble)
        elif what == "verify_audit":
            self.verdict = answer
        else:
            self._take(answer.items, how)
            self.after = answer.after
            if self._file is not None:
                self.export(self._file)
        self.changed.emit()

    def _take(self, lines: list[AuditLine], how: str) -> None:
        if how == "more":
            first = len(self.lines)
            self.beginInsertRows(QModelIndex(), first, first + max(0, len(lines) - 1))
            self.lines += lines
            self.endInsertRows()
            return
        self.beginResetModel()
        self.lines, self.trouble = list(lines), ""
        self.endResetModel()

    def _ask(self, how: str) -> None:
        self.waiting = how
        before = int(self.after) if how == "more" else 0
        self.question.emit("audit", [*self._wanted, before])

    def _write(self) -> None:
        path, self._file = self._file, None
        if path is None:
            return
        rows = [self.row(place) for place in range(len(self.lines))]
        try:
            _csv(path, rows)
        except OSError as error:
            self.told.emit("error", self.tr("没有写成：{0}，请换个地方").format(error.strerror or error))
            return
        self.told.emit("ok", self.tr("已导出 {0} 条审计记录").format(text.count(len(rows))))

    # the table

    def row(self, place: int) -> tuple[str, ...]:
        """A line in words."""
        one = self.lines[place]
        who = self.names.get(one.who, one.who) or "系统"
        at = text.full_moment(one.at)
        return str(one.n), at, who, act_name(one.what), self.names.get(one.object) or thing_name(one.object), said(one.what, one.detail)

    def rowCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return len(self.lines)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.row(index.row())[index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return None


def span(day: str, now: datetime) -> tuple[str, str]:
    """ISO times from and to; days begin at midnight in Shanghai."""
    if not day:
        return "", ""
    midnight = now.astimezone(text.SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    back = int(day)
    until = midnight if back == 1 else midnight + timedelta(days=1)
    return (midnight - timedelta(days=back)).isoformat(), until.isoformat()


def _csv(path: Path, rows: list[tuple[str, ...]]) -> None:
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        writer.writerows([inert(cell) for cell in line] for line in rows)
    part.replace(path)
