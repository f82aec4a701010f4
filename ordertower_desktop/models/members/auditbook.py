"""The audit log as somebody looks into it: narrowed by thing, person, sort of act and day, newest first, page after page."""

import csv
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal

from ordertower_desktop.domain.auditwords import act_name, acts_of, said, thing_name
from ordertower_desktop.domain.people import POSTS
from ordertower_desktop.models import text
from ordertower_desktop.models.hublog import HubLog
from ordertower_desktop.wire.audit import AuditLine, Verified
from ordertower_desktop.wire.inert import inert

COLUMNS = ("编号", "时间", "谁", "做了什么", "对象", "说明")
DAYS = (("", "全部日子"), ("0", "今天"), ("1", "昨天"), ("7", "近 7 天"))
MOST_EXPORTED = 100_000


class AuditBook(HubLog):
    """`told(hue, words)` besides."""

    columns = COLUMNS
    told = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.names: Mapping[str, str] = {}
        self.posts: Mapping[str, str] = POSTS
        self.verdict: Verified | None = None
        self._wanted: tuple[str, str, str, tuple[str, str]] = ("", "", "", ("", ""))
        self._file: Path | None = None

    # what somebody wants

    def look(self, about: str, who: str, group: str, *, day: str, now: datetime) -> None:
        """The newest lines of this sort."""
        self._wanted = (about.strip(), who, acts_of(group), span(day, now))
        self.ask("fresh")

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
            self.take(answer.items, how)
            self.after = answer.after
            if self._file is not None:
                self.export(self._file)
        self.changed.emit()

    def ask(self, how: str) -> None:
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
        one: AuditLine = self.lines[place]
        who = self.names.get(one.who, one.who) or "系统"
        at = text.full_moment(one.at)
        thing, told = self.names.get(one.object) or thing_name(one.object), said(one.what, one.detail, self.posts)
        return str(one.n), at, who, act_name(one.what), thing, told


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
