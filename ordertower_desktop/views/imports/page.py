"""The import wizard: files come in, questions to the hub go out, the answers move it from step to step."""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.imports import PRESETS, WORKING, Draft, read_as
from ordertower_desktop.views.imports.columns import Columns
from ordertower_desktop.views.imports.done import Done, Preview
from ordertower_desktop.views.imports.drop import Drop
from ordertower_desktop.views.imports.side import Side
from ordertower_desktop.views.imports.steps import Steps
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import Card, Surface, row
from ordertower_desktop.views.parts.combo import Combo
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.pages import ImportView

FILE, COLUMNS, PREVIEW, DONE = range(4)
AGAIN_MS, LATER_MS = 250, 2_000


class ImportPage(QWidget):
    """`question(what, with)`: upload | imported | replan | commit | withdraw; the composer brings `answered(what, answer)` back."""

    question = Signal(str, list)
    late_asked = Signal()
    titled = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self.step, self.draft, self.waiting = theme, FILE, Draft(ImportView("", "", "")), deque[Path]()
        self._aim = COLUMNS
        self._again = QTimer(self, interval=AGAIN_MS, singleShot=True)
        self._again.timeout.connect(lambda: self._ask("imported", self.draft.view.id))
        self._file: Path | None = None
        self._later = QTimer(self, interval=LATER_MS, singleShot=True)
        self._later.timeout.connect(lambda: self._ask("upload", self._file))
        self.steps = Steps(theme, (self.tr("选文件"), self.tr("核对列"), self.tr("预览差异"), self.tr("完成")))
        self.drop, self.columns, self.side = Drop(theme), Columns(theme), Side(theme)
        self.preview, self.done = Preview(theme), Done(theme)
        self._build()
        self._connect()
        self._go(FILE)

    def _build(self) -> None:
        theme = self._theme
        presets = tuple((key, name if key else self.tr("换模板：{0}").format(name)) for key, name in PRESETS.items())
        self.read_as = PlainLabel(theme, role="text2")
        self.preset, self.sheet = Combo(theme, self.tr("换模板"), presets), Combo(theme, self.tr("工作表"))
        head = Surface(theme, edge="bottom")
        head.setFixedHeight(64)
        top = QHBoxLayout(head)
        top.setContentsMargins(20, 0, 20, 0)
        top.addLayout(row(self.steps, 1, self.read_as, self.sheet, self.preset, spacing=10))
        self.table = Card(theme, self.tr("列对应"), padding=1)
        self.table.head.setContentsMargins(15, 0, 15, 0)
        self.first = PlainLabel(theme, size=12, role="text3")
        self.table.head.addWidget(self.first)
        self.table.body.addWidget(self.columns)
        self.left = QStackedWidget()
        for widget in (self.drop, self.table, self.preview, self.done):
            self.left.addWidget(widget)
        middle = QHBoxLayout()
        middle.setContentsMargins(16, 14, 16, 14)
        middle.setSpacing(12)
        middle.addWidget(self.left, 1)
        middle.addWidget(self.side)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(head)
        box.addLayout(middle, 1)
        box.addWidget(self._foot())

    def _foot(self) -> QWidget:
        theme, foot = self._theme, Surface(self._theme, edge="top")
        foot.setFixedHeight(60)
        self.back = Button(theme, self.tr("上一步"), kind="ghost", icon="chevron-left")
        self.hint = PlainLabel(theme, role="text2")
        self.remember = QCheckBox(self.tr("记住为模板"))
        self.remember.setAccessibleName(self.remember.text())
        self.remember.setChecked(True)
        self.remember.setToolTip(self.tr("下次同样表头的文件直接按这次的对应读"))
        self.go = Button(theme, self.tr("预览差异"), kind="primary", key="Ctrl Enter")
        line = QHBoxLayout(foot)
        line.setContentsMargins(20, 0, 20, 0)
        line.addLayout(row(self.back, 1, self.hint, self.remember, self.go, spacing=14))
        return foot

    def _connect(self) -> None:
        self.drop.chosen.connect(self.take)
        self.drop.cancelled.connect(self.cancel)
        self.columns.chosen.connect(lambda index, name: self._change(self.draft.choose(index, name)))
        self.side.called.connect(lambda word, stage: self._change(self.draft.call(word, stage)))
        self.preset.activated.connect(self._reread)
        self.sheet.activated.connect(self._reread)
        self.back.clicked.connect(self._back)
        self.go.clicked.connect(self._on)
        self.done.late_asked.connect(self.late_asked)
        self.done.undone.connect(lambda: self._ask("withdraw", self.draft.view.id))
        self.done.more_asked.connect(self._more)
        QShortcut(QKeySequence("Ctrl+O"), self).activated.connect(self.drop.open_dialog)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._on)
        QShortcut(QKeySequence("Escape"), self.drop).activated.connect(self.cancel)

    # what comes in

    def take(self, files: Sequence[Path]) -> None:
        """Files to bring in, one after another."""
        self.waiting.extend(files)
        if self.step in (FILE, DONE) and not self._busy:
            self._next()

    def answered(self, what: str, answer: Any) -> None:
        """The hub's word: an `ImportView`, or the trouble that came instead."""
        if isinstance(answer, Exception):
            self._trouble(what, str(answer), "passing" if hasattr(answer, "after") else "no")
        elif isinstance(answer, ImportView) and (what == "upload" or answer.id == self.draft.view.id):
            self._took(answer)

    def tick(self, now: datetime) -> None:
        self.done.tick(now)

    def cancel(self) -> None:
        """Stop the file that is being read or brought in."""
        if self.draft.view.id:
            self._ask("withdraw", self.draft.view.id)
        self._again.stop()
        self._later.stop()
        self.draft = Draft(ImportView("", "", ""))
        self._go(FILE)

    # inside

    @property
    def _busy(self) -> bool:
        return self.draft.view.state in WORKING

    def _took(self, view: ImportView) -> None:
        self.draft = self.draft.took(view)
        if view.state in WORKING:
            done = text.count(view.rows_done)
            words = {"reading": self.tr("正在试读，已看 {0} 行"), "committing": self.tr("正在导入，已进 {0} 行")}
            self.drop.work(view.name, words.get(view.state, self.tr("正在撤销…")).format(done), done=view.rows_done, total=view.rows_total)
            self._go(FILE)
            self._again.start()
        elif view.state == "ready":
            self._go(self._aim if not self.draft.missing else COLUMNS)
        elif view.state in ("done", "undone"):
            self.done.show_view(view, following=self.waiting[0].name if self.waiting else "")
            self._go(DONE)
        elif view.state == "failed":
            self._fail(self.tr("{0} 读不了：{1}").format(view.name, view.error))

    def _trouble(self, what: str, why: str, sort: str) -> None:
        """`passing` trouble is waited out: what the hub did receive it tells when asked how far the file is."""
        if sort == "passing" and what == "upload":
            self.drop.work(self.draft.view.name, self.tr("{0}，自动再试…").format(why))
            self._later.start()
        elif sort == "passing" and self.draft.view.id:
            self._again.start()
        elif what in ("commit", "replan"):
            self._go(self.step if self.step != FILE else COLUMNS)
            self.hint.setText(why)
            self.hint.set_role("red")
        elif what == "withdraw" and self.step == DONE:
            self.done.left.setText(why)
        elif what == "upload":
            self._fail(self.tr("没有传上去：{0}").format(why))

    def _fail(self, why: str) -> None:
        self.draft = Draft(ImportView("", "", ""))
        self._go(FILE)
        self.drop.rest(why)

    def _next(self) -> None:
        if not self.waiting:
            self.drop.rest()
            self._go(FILE)
            return
        file = self._file = self.waiting.popleft()
        self.draft = Draft(ImportView("", file.name, "reading"), remember="yes" if self.remember.isChecked() else "")
        self._aim = COLUMNS
        self.preset.setCurrentIndex(0)
        more = self.tr("后面还有 {0} 个文件").format(len(self.waiting)) if self.waiting else ""
        self.drop.work(file.name, self.tr("正在上传… {0}").format(more))
        self._go(FILE)
        self._ask("upload", file)

    def _more(self) -> None:
        if self.waiting:
            self._next()
            return
        self.drop.rest()
        self._go(FILE)
        self.drop.open_dialog()

    def _change(self, draft: Draft) -> None:
        self.draft = draft
        self._show()

    def _reread(self) -> None:
        """Another template or another sheet: what was chosen for the old one means nothing."""
        view = self.draft.view
        self.draft = replace(Draft(view), preset=self.preset.key(), sheet=self.sheet.currentText())
        self._aim = COLUMNS
        self._ask("replan", view.id, replace_columns(self.draft))

    def _on(self) -> None:
        """The one primary button."""
        if self.draft.missing or self._busy or not self.draft.view.id:
            return
        self.draft = replace(self.draft, remember="yes" if self.remember.isChecked() else "")
        if self.step == COLUMNS and self.draft.changed:
            self._aim = PREVIEW
            self._ask("replan", self.draft.view.id, self.draft.plan)
        elif self.step == COLUMNS:
            self._go(PREVIEW)
        elif self.step == PREVIEW and self.draft.changed:
            self._aim = PREVIEW
            self._ask("replan", self.draft.view.id, self.draft.plan)
        elif self.step == PREVIEW:
            self._ask("commit", self.draft.view.id, self.draft.plan if self.draft.view.columns else None)

    def _back(self) -> None:
        if self.step == PREVIEW:
            self._go(COLUMNS)
        else:
            self.cancel()
            self.drop.rest()

    def _ask(self, what: str, *values: object) -> None:
        self.question.emit(what, list(values))

    def _go(self, step: int) -> None:
        self.step = step
        self.steps.show_step(step)
        self.left.setCurrentIndex(step)
        self.side.setVisible(step in (COLUMNS, PREVIEW))
        self._show()

    def _show(self) -> None:
        draft, step = self.draft, self.step
        checking = step in (COLUMNS, PREVIEW)
        for widget in (self.back, self.go, self.read_as):
            widget.setVisible(checking)
        self.preset.setVisible(step == COLUMNS)
        self.sheet.setVisible(step == COLUMNS and len(draft.view.sheets) > 1)
        self.remember.setVisible(checking and bool(draft.view.columns))
        self.hint.setVisible(checking)
        if checking:
            self._show_draft()
        where = draft.view.name if draft.view.id or draft.view.state else ""
        self.titled.emit(self.tr("导入表格"), where)

    def _show_draft(self) -> None:
        draft, view = self.draft, self.draft.view
        known, open_ones = draft.known
        self.table.set_note(self.tr("{0} 列已识别，{1} 列没有对应").format(known, open_ones))
        self.first.setText(self.tr("前 {0} 行，共 {1} 行").format(len(view.head), text.count(view.rows_total or view.rows_done)))
        self.read_as.setText(self.tr("识别为 {0}").format(read_as(view)))
        if [self.sheet.itemText(i) for i in range(self.sheet.count())] != view.sheets:
            self.sheet.clear()
            self.sheet.addItems(view.sheets)
        self.sheet.setCurrentText(view.sheet)
        self.columns.show_draft(draft)
        self.preview.show_draft(draft)
        stale = self.tr("按新的对应重新试读后才知道") if draft.changed else self.tr("列对应齐了才知道") if draft.missing else ""
        self.side.show_draft(draft, stale=stale)
        self.hint.setText(draft.missing or self.tr("导入后 60 秒内可整批撤销"))
        self.hint.set_role("amber" if draft.missing else "text2")
        total = view.orders_new + view.orders_changed
        bring = self.tr("导入 {0} 单").format(text.count(total)) if not draft.changed else self.tr("重新试读")
        self.go.setText(bring if self.step == PREVIEW else self.tr("预览差异"))
        self.go.updateGeometry()
        self.go.setEnabled(not draft.missing and (self.step == COLUMNS or draft.changed or total + view.orders_same > 0))


def replace_columns(draft: Draft) -> Any:
    """The plan of a file that is to be guessed anew."""
    plan = draft.plan
    return type(plan)({}, dict(draft.stages), draft.preset, draft.sheet, remember=plan.remember)


__all__ = ["ImportPage"]
