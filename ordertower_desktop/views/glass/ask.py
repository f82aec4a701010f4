"""Small questions before an action: to whom, why, until when. Each says what will happen."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFormLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ordertower_desktop.domain.case import CLOSING_CHECKS
from ordertower_desktop.domain.people import POSTS
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rows import PersonRow

SPANS = (("10 分钟", 10), ("30 分钟", 30), ("1 小时", 60), ("2 小时", 120), ("4 小时", 240), ("到明天此时", 1440))


class Ask(QDialog):
    """A title, a line that says the effect, fields, one primary button. `values()` is what was said."""

    def __init__(self, theme: Theme, parent: QWidget, title: str, effect: str, verb: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(440)
        self._theme = theme
        self._fields: dict[str, QWidget] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(12)
        box.addWidget(PlainLabel(theme, title, size=16, strong="yes"))
        if effect:
            box.addWidget(PlainLabel(theme, effect, role="text2", wrap="yes"))
        self._form = QFormLayout()
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._form.setHorizontalSpacing(12)
        self._form.setVerticalSpacing(10)
        box.addLayout(self._form)
        self._hint = PlainLabel(theme, "", role="red", wrap="yes")
        self._hint.hide()
        box.addWidget(self._hint)
        cancel, go = Button(theme, self.tr("取消"), key="Esc"), Button(theme, verb, kind="primary", key="Ctrl Enter")
        cancel.clicked.connect(self.reject)
        go.clicked.connect(self.accept)
        box.addLayout(row(1, cancel, go))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.accept)
        self._needed: tuple[str, ...] = ()

    def need(self, *names: str) -> "Ask":
        """These fields must be filled."""
        self._needed = names
        return self

    def line(self, name: str, label: str, hint: str = "") -> "Ask":
        field = QLineEdit()
        field.setPlaceholderText(hint)
        field.setMaxLength(200)
        field.setAccessibleName(label)
        return self._add(name, label, field)

    def text(self, name: str, label: str, hint: str = "") -> "Ask":
        field = QPlainTextEdit()
        field.setPlaceholderText(hint)
        field.setFixedHeight(84)
        field.setTabChangesFocus(True)
        field.setAccessibleName(label)
        return self._add(name, label, field)

    def choice(self, name: str, label: str, options: list[tuple[str, str]]) -> "Ask":
        field = QComboBox()
        field.setAccessibleName(label)
        for key, words in options:
            field.addItem(words, key)
        return self._add(name, label, field)

    def check(self, name: str, label: str) -> "Ask":
        field = QCheckBox(label)
        self._fields[name] = field
        self._form.addRow("", field)
        return self

    def fill(self, values: dict[str, str]) -> "Ask":
        """What the fields say to begin with; a box is checked by any word."""
        for name, said in values.items():
            match self._fields.get(name):
                case QLineEdit() as line:
                    line.setText(said)
                case QComboBox() as box:
                    box.setCurrentIndex(max(0, box.findData(said)))
                case QCheckBox() as check:
                    check.setChecked(bool(said))
                case _:
                    pass
        return self

    def tick_all(self) -> "Ask":
        for field in self._fields.values():
            if isinstance(field, QCheckBox):
                field.setChecked(True)
        return self

    def _add(self, name: str, label: str, field: QWidget) -> "Ask":
        self._fields[name] = field
        caption = PlainLabel(self._theme, label, role="text2")
        self._form.addRow(caption, field)
        if len(self._fields) == 1:
            field.setFocus()
        return self

    def values(self) -> dict[str, str]:
        """What the fields say; a checked box says `yes`."""
        return {name: _said(field) for name, field in self._fields.items()}

    def accept(self) -> None:
        missing = [name for name in self._needed if not self.values()[name].strip()]
        if missing:
            self._hint.setText(self.tr("还有必填的没有写"))
            self._hint.show()
            self._fields[missing[0]].setFocus()
            return
        super().accept()


def _said(field: QWidget) -> str:
    match field:
        case QLineEdit():
            return field.text().strip()
        case QPlainTextEdit():
            return field.toPlainText().strip()
        case QComboBox():
            return str(field.currentData() or "")
        case QCheckBox():
            return "yes" if field.isChecked() else ""
        case _:
            return ""


def people(rows: Iterable[PersonRow], me: str) -> list[tuple[str, str]]:
    """Whom one can hand to: those on duty first, with their post."""
    ranks = {"on": 0, "break": 1, "off": 2}
    words = {"on": "", "break": " · 暂离", "off": " · 不在班"}
    here = sorted(
        (p for p in rows if not p.disabled and p.id != me and p.role != "display"), key=lambda p: (ranks.get(p.presence, 3), p.name)
    )
    return [(p.id, f"{p.name} · {p.post_name or POSTS.get(p.post, p.post)}{words.get(p.presence, '')}") for p in here]


def until(minutes: str, now: datetime) -> datetime:
    return now + timedelta(minutes=int(minutes))


def span_choice(ask: Ask, label: str) -> Ask:
    return ask.choice("minutes", label, [(str(minutes), words) for words, minutes in SPANS])


def checks(ask: Ask) -> Ask:
    for key, name in CLOSING_CHECKS.items():
        ask.check(key, name)
    return ask
