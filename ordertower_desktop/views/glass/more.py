"""What the pool's verbs mean beyond one action on one case: whole clusters, previews, menus, files, guidance."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu

from ordertower_desktop.domain import actions as do
from ordertower_desktop.models import bulk, text
from ordertower_desktop.models.pool.sheet import write
from ordertower_desktop.models.script import script
from ordertower_desktop.views.bulk.flow import BulkFlow
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.pool.keys import ACTS, CHORDS
from ordertower_desktop.wire.rows import PersonRow, PoolRow
from ordertower_desktop.wire.sync import Result


class More(QObject):
    """Gives the glass the verbs that are no actions by themselves, and its batches."""

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass = glass
        self.flow = BulkFlow(glass.theme, glass.shell, glass.pool, look=glass.model.row, now=glass.now)
        self.flow.submitted.connect(glass.submitted)
        self.flow.began.connect(lambda _verb, _count: glass.pool.clear_marks())
        glass.batches = self
        glass.beyond |= {
            "undo": lambda _rows: self._undo(),
            "cluster": self._cluster,
            "menu": self._menu,
            "export": lambda _rows: self._export(),
            "guide": lambda _rows: self._guide(),
            "script": self._script,
            "distribute": lambda rows: self.preview("distribute", rows),
        }

    def take_result(self, action: str, result: Result) -> bool:
        return self.flow.take_result(action, result)

    def tick(self, now: datetime) -> None:
        self.flow.tick(now)

    def wants_preview(self, verb: str, rows: Sequence[PoolRow]) -> bool:
        """Many orders at once, or several that reach outside, are shown before they are done."""
        return verb in do.DO and verb not in ("report", "verdict", "waybill") and bulk.wants_preview(verb, len(rows))

    def preview(self, verb: str, rows: Sequence[PoolRow]) -> None:
        """What would happen to each; on consent the actions go out, and can be taken back for a minute."""
        glass = self._glass
        if self.flow.busy:
            glass.shell.toasts.show("info", self.tr("上一批还在发，发完再做这一批"))
            return
        said: dict[str, str] | None = {} if verb == "distribute" else glass.verbs.asked(verb, rows, me=glass.me)
        if said is None:
            return
        mine = glass.people.get(glass.me) or PersonRow(glass.me, self.tr("我"), "agent", "agent")
        checks = frozenset(key for key, on in said.items() if on) if verb == "resolve" else frozenset()
        ask = bulk.Ask(verb, mine, glass.now, tuple(glass.people.values()), to=said.get("to", ""), checks=checks)
        source = next((view.name for view in glass.model.views if view.filter == glass.model.filter), self.tr("当前筛选"))
        self.flow.begin(rows, ask, make=lambda able: self._made(verb, able, said), source=self.tr("来自“{0}”视图").format(source))

    def _made(self, verb: str, able: Sequence[PoolRow], said: dict[str, str]) -> list[do.Action]:
        glass = self._glass
        if verb != "distribute":
            return [glass.verbs.action(verb, row, said, glass.now) for row in able]
        to = bulk.distributed(able, glass.people.values())
        return [do.HandOver(id=uuid.uuid4().hex, case=row.case, version=row.version, to=to[row.case]) for row in able if row.case in to]

    def _script(self, rows: Sequence[PoolRow]) -> None:
        """What to say to the customer, ready to paste."""
        if rows:
            QGuiApplication.clipboard().setText(script(rows[0], self._glass.now))
            self._glass.shell.toasts.show("ok", self.tr("话术已复制，可直接粘贴给尾号 {0} 的客户").format(text.tail(rows[0].order)))

    def _undo(self) -> None:
        if not self.flow.undo():
            self._glass.receipts.undo()

    def _cluster(self, rows: Sequence[PoolRow]) -> None:
        """整簇: every open case of the same cause that matches the view."""
        if rows:
            model = self._glass.model
            self._glass.verb("acknowledge", [case for case in model.cases() if (row := model.row(case)) and row.cause == rows[0].cause])

    def _menu(self, rows: Sequence[PoolRow]) -> None:
        """Every verb that these rows can take."""
        if not rows:
            return
        menu = QMenu(self._glass.shell)
        cases = [row.case for row in rows]
        for group in (ACTS, CHORDS):
            for one in group:
                words = f"{one.name}\t{one.key}"
                menu.addAction(words).triggered.connect(lambda _on=False, verb=one.verb: self._glass.verb(verb, cases))
            menu.addSeparator()
        menu.exec(QCursor.pos())

    def _export(self) -> None:
        """The view as it is filtered and sorted, to a file that the person names."""
        glass = self._glass
        name = str(Path.home() / self.tr("延迟池_{0}.csv").format(text.moment(glass.now).replace(" ", "_").replace(":", "")))
        kinds = self.tr("CSV (*.csv);;Excel 工作簿 (*.xlsx);;PDF 报告 (*.pdf)")
        path, _ = QFileDialog.getSaveFileName(glass.shell, self.tr("导出名单或报告"), name, kinds)
        if not path:
            return
        rows = [row for case in glass.model.cases() if (row := glass.model.row(case))]
        try:
            self.write_view(Path(path), rows)
        except OSError as error:
            glass.shell.toasts.show("error", self.tr("没有写成：{0}，请换个地方").format(error.strerror or error))
            return
        glass.shell.toasts.show("ok", self.tr("已导出 {0} 单").format(text.count(len(rows))))

    def write_view(self, path: Path, rows: Sequence[PoolRow]) -> None:
        """As the ending of the file's name says."""
        if path.suffix.lower() == ".pdf":
            from ordertower_desktop.views.pool.report import write_report

            write_report(rows, path, title=self.tr("延迟池"), now=self._glass.now)
        else:
            write(path, rows, now=self._glass.now)

    def _guide(self) -> None:
        """The next order that wants somebody: the dearest that nobody has taken; else the next of mine."""
        model, pool = self._glass.model, self._glass.pool
        free = next((case for case in model.cases() if (row := model.row(case)) and row.state == "open" and not row.acknowledged), "")
        if free:
            pool.go_to(free)
            self._glass.open_order(free)
        else:
            self._glass.shell.toasts.show("ok", self.tr("这个视图里的单都有人接手了"))
