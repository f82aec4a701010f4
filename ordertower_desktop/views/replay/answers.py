"""The three questions: drafted words to be edited, the evidence under each, and what is to be done about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.replay.drafting import Drafting
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.card import Card, Rule, clear, row
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.replay import Answer, Evidence

LOW, HIGH, ROOM = 62, 210, 38
NUMBERS = ("1", "2", "3", "4", "5")


class Question(QWidget):
    """One question; its evidence unfolds. `order_asked`, `moment_asked`: where a line of evidence leads."""

    order_asked = Signal(str)
    moment_asked = Signal(object)
    written = Signal(str, str)

    def __init__(self, theme: Theme, number: str, answer: Answer, words: str) -> None:
        super().__init__()
        self._theme, self.answer = theme, answer
        self.field = QPlainTextEdit(words)
        self.field.setAccessibleName(answer.question)
        self.field.setTabChangesFocus(True)
        self.field.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.field.textChanged.connect(self._fit)
        self.field.textChanged.connect(lambda: self.written.emit(answer.key, self.field.toPlainText()))
        self.more = Link(theme, self.tr("{0} 条证据").format(len(answer.evidence)), size=12)
        self.more.setVisible(bool(answer.evidence))
        self.more.clicked.connect(self._unfold)
        self.lines = QWidget()
        self._lines = QVBoxLayout(self.lines)
        self._lines.setContentsMargins(18, 0, 0, 0)
        self._lines.setSpacing(0)
        self.lines.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 4)
        box.setSpacing(4)
        box.addLayout(row(PlainLabel(theme, number, strong="yes"), PlainLabel(theme, answer.question, strong="yes"), 1, self.more))
        box.addWidget(self.field)
        box.addWidget(self.lines)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as its words, within reason; the document counts in lines."""
        lines = self.field.document().size().height()
        wanted = round(lines * self.field.fontMetrics().lineSpacing()) + ROOM
        self.field.setFixedHeight(max(LOW, min(HIGH, wanted)))

    def _unfold(self) -> None:
        if not self._lines.count():
            for one in self.answer.evidence:
                self._lines.addLayout(self._line(one))
        self.lines.setVisible(not self.lines.isVisibleTo(self))

    def _line(self, one: Evidence) -> QHBoxLayout:
        """When, as a link to that moment; what; and the order where there is one."""
        when, what = Link(self._theme, text.of_day(one.at), size=12), Elided(self._theme, one.text, size=12, role="text2")
        when.setToolTip(self.tr("把时间轴移到这一刻"))
        when.clicked.connect(lambda: self.moment_asked.emit(one.at))
        made = row(when, what)
        if one.order:
            order = Link(self._theme, self.tr("看订单"), size=12)
            order.setAccessibleName(self.tr("看订单 {0}").format(one.order))
            order.clicked.connect(lambda: self.order_asked.emit(one.order))
            made.addWidget(order, 0, Qt.AlignmentFlag.AlignVCenter)
        return made


class AnswersCard(Card):
    """Title, three questions, actions, and into the archive with them."""

    order_asked = Signal(str)
    moment_asked = Signal(object)
    report_asked = Signal()

    def __init__(self, theme: Theme, drafting: Drafting) -> None:
        super().__init__(theme, self.tr("复盘三问"), " ")
        self._theme, self.drafting = theme, drafting
        self.questions: list[Question] = []
        self.title_field, self.actions_field = QLineEdit(), QPlainTextEdit()
        self.clash, self.theirs = PlainLabel(theme, role="amber", wrap="yes"), Link(theme, self.tr("改看对方存的"))
        self.save, self.report = Button(theme, self.tr("存入档案"), kind="primary"), Button(theme, self.tr("导出报告"), icon="file-text")
        self._shown: tuple[object, ...] = ()
        self._places = QVBoxLayout()
        self._build()
        drafting.changed.connect(self._show)
        self.save.clicked.connect(drafting.save)
        self.report.clicked.connect(self.report_asked)
        self.theirs.clicked.connect(self._take_theirs)

    def _build(self) -> None:
        self.title_field.setPlaceholderText(self.tr("这次事件的标题，例如：ERP 断连 5 小时"))
        self.title_field.setAccessibleName(self.tr("事件标题"))
        self.title_field.setMaxLength(100)
        self.title_field.textEdited.connect(lambda words: self.drafting.write("title", words))
        self.actions_field.setAccessibleName(self.tr("改进项，一行一条"))
        self.actions_field.setPlaceholderText(self.tr("一行一条"))
        self.actions_field.setTabChangesFocus(True)
        self.actions_field.setFixedHeight(84)
        self.actions_field.textChanged.connect(lambda: self.drafting.write("actions", self.actions_field.toPlainText()))
        self.body.addWidget(self.title_field)
        self.body.addLayout(self._places)
        self.body.addWidget(Rule(self._theme))
        self.body.addWidget(PlainLabel(self._theme, self.tr("改进项"), strong="yes"))
        self.body.addWidget(self.actions_field)
        self.body.addWidget(self.clash)
        self.body.addLayout(row(self.save, self.report, self.theirs, 1))
        self.clash.hide()
        self.theirs.hide()

    def _show(self) -> None:
        """Fields are made anew only for other words: who types must not lose the cursor."""
        drafting = self.drafting
        page, saved = drafting.page, drafting.saved
        self.set_note(self.tr("{0} 第 {1} 版，{2}").format(saved.by_name, saved.version, text.moment(saved.at)) if saved
                      else self.tr("草稿由日志填写，可改"))  # fmt: skip
        self.save.setEnabled(page is not None and not drafting.saving)
        self.report.setEnabled(page is not None)
        self.clash.setText(drafting.clash + self.tr("。现在保存会盖过那一版") if drafting.clash else "")
        self.clash.setVisible(bool(drafting.clash))
        self.theirs.setVisible(bool(drafting.clash))
        shown = (page.day if page else None, saved.version if saved else 0, drafting.touched)
        if shown == self._shown or (drafting.touched and self._shown[:1] == shown[:1]):
            return
        self._shown = shown
        self._fill()

    def _fill(self) -> None:
        drafting = self.drafting
        self.title_field.setText(drafting.title)
        self.actions_field.setPlainText(drafting.actions)
        clear(self._places)
        self.questions = []
        for number, answer in zip(NUMBERS, drafting.evidence, strict=False):
            made = Question(self._theme, number, answer, drafting.answers.get(answer.key, answer.text))
            made.written.connect(drafting.write)
            made.order_asked.connect(self.order_asked)
            made.moment_asked.connect(self.moment_asked)
            self._places.addWidget(made)
            self.questions.append(made)

    def _take_theirs(self) -> None:
        self.drafting.begin()
        self._shown = ()
        self._show()
