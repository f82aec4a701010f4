"""Steps three and four: what will happen, what has happened, and the way back while there is one."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from ordertower_desktop.models import text
from ordertower_desktop.models.imports import Draft
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.card import Card, Rule, clear, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.pages import ImportView


class Preview(Card):
    """预览差异: sentences with numbers; nothing has changed yet."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "预览差异", "还没有改动任何订单")

    def show_draft(self, draft: Draft) -> None:
        clear(self.body)
        view = draft.view
        if draft.changed:
            self.body.addWidget(PlainLabel(self._theme, "对应改过了：重新试读后，这里才是真的数", role="amber"))
            self.body.addStretch(1)
            return
        for number, words, role in (
            (view.orders_new, "单是新的，导入后进入跟踪", "accent"),
            (view.orders_changed, "单已在系统里，用这份文件补充或更新", "text"),
            (view.orders_same, "单与系统里一样，不动", "text2"),
            (view.problem_count, "行有问题，先不导入（见右侧），其余照进", "red"),
            (len(view.gaps), "个状态词不认识，这些单先不判断阶段（见右侧）", "amber"),
            (view.late, "单现在就已经晚了，导入后会出现在延迟池", "red"),
        ):
            if number:
                self.body.addWidget(Rule(self._theme))
                figure = PlainLabel(self._theme, text.count(number), size=20, strong="yes", role=role)
                figure.setMinimumWidth(110)
                figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.body.addLayout(row(figure, PlainLabel(self._theme, words, size=14), 1, spacing=14))
        if not (view.orders_new or view.orders_changed or view.orders_same):
            self.body.addWidget(PlainLabel(self._theme, "没有读到可以导入的订单，请回上一步核对订单号和时间列", role="red", wrap="yes"))
        self.body.addStretch(1)


class Done(Card):
    """`late_asked`: to the pool; `undone`: take it all back; `more_asked`: the next file."""

    late_asked = Signal()
    undone = Signal()
    more_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.line = PlainLabel(theme, size=20, strong="yes")
        self.detail = PlainLabel(theme, size=14, role="text2", wrap="yes")
        self.left = PlainLabel(theme, role="text2")
        self.late = Button(theme, "看延迟池", kind="primary", icon="inbox")
        self.more = Button(theme, "再导入一个文件", icon="file-up")
        self.undo = Link(theme, "撤销这次导入", icon="undo-2")
        self.late.clicked.connect(self.late_asked)
        self.more.clicked.connect(self.more_asked)
        self.undo.clicked.connect(self.undone)
        inner = QVBoxLayout()
        inner.setSpacing(12)
        inner.addStretch(2)
        for line in (row(1, self.line, 1), row(1, self.detail, 1), row(1, self.late, self.more, 1), row(1, self.undo, self.left, 1)):
            inner.addLayout(line)
        inner.addStretch(3)
        self.body.addLayout(inner, 1)
        self._until: datetime | None = None

    def show_view(self, view: ImportView, *, following: str) -> None:
        """The end of an import, or of its undoing; `following` is the next file's name."""
        self._until = view.undo_until if view.state == "done" else None
        undone = view.state == "undone"
        self.line.setText("已撤销，这份文件带来的改动都已收回" if undone else f"已导入 {view.name}")
        brought = f"新增 {text.count(view.orders_new)} 单，更新 {text.count(view.orders_changed)} 单"
        aside = f"；{text.count(view.problem_count)} 行没有进来" if view.problem_count else ""
        self.detail.setText("" if undone else brought + aside)
        self.late.setText(f"现在晚的 {text.count(view.late)} 单 → 看延迟池" if view.late else "没有已晚的订单 → 看延迟池")
        self.late.setVisible(not undone)
        self.late.updateGeometry()
        self.more.setText(f"下一个文件：{following}" if following else "再导入一个文件")
        self.more.updateGeometry()
        self.undo.setVisible(self._until is not None)
        self.left.setVisible(self._until is not None)

    def tick(self, now: datetime) -> None:
        """Count the seconds down in which it can be taken back."""
        if self._until is None:
            return
        seconds = int((self._until - now).total_seconds())
        self.left.setText(f"{max(0, seconds)} 秒内可整批撤销")
        if seconds <= 0:
            self._until = None
            self.undo.hide()
            self.left.hide()
