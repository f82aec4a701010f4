"""成员: a line each with post, class, presence and backup; E changes, I invites, Del disables, Enter as E."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.models.members.crew import Crew, role_word
from ordertower_desktop.views.parts.area import scrolled
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.card import Card, Rule, clear
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.parts.minihead import Column, MiniHead
from ordertower_desktop.views.parts.state import StateView
from ordertower_desktop.views.rules.tree.inputs import Field
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.writeback.cells import GUTTER, lay
from ordertower_desktop.wire.rows import PersonRow

COLUMNS = (
    Column("姓名", 104), Column("岗位", 180), Column("权限类", 108), Column("在岗", 84), Column("备岗", 130), Column("上限", 52, "right"),
    Column("", 20), Column("", 168), Column("", 0),
)  # fmt: skip
HERE = {"on": ("在岗", "green", "circle"), "break": ("休息", "purple", "pause"), "off": ("离岗", "neutral", "dash")}
LINE = 38


class PersonLine(QWidget):
    """`asked(verb, id)`: change | invite | disable | enable."""

    asked = Signal(str, str)
    stepped = Signal(int)

    def __init__(self, theme: Theme, one: PersonRow, crew: Crew) -> None:
        super().__init__()
        self._theme, self.person, self._locked = theme, one, crew.locked
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        words, hue, glyph = ("已停用", "neutral", "dash") if one.disabled else HERE.get(one.presence, HERE["off"])
        post, backup = where(one, crew), crew.people.get(one.backup)
        role = "text3" if one.disabled else "text"
        lent = next((grant for grant in crew.grants if grant.person == one.id and grant.state == "running"), None)
        granted = self.tr("{0} · 借主管").format(role_word(one.role)) if lent else role_word(one.role)
        lay(
            self,
            COLUMNS,
            (
                Elided(theme, one.name, role=role), Elided(theme, post, role=role),
                PlainLabel(theme, granted, role="amber" if lent else "text2"), Badge(theme, words, hue, glyph=glyph),
                Elided(theme, backup.name if backup else "未设", role="text2" if backup else "text3"), PlainLabel(theme, str(one.limit)),
                QWidget(), self._buttons(), QWidget(),
            ),
            height=LINE,
        )  # fmt: skip
        keys = "" if self._locked else self.tr("，按 E 修改，I 发邀请码，Delete 停用")
        self.setAccessibleName(f"{one.name}，{post}，{granted}，{words}{keys}")

    def _buttons(self) -> QWidget:
        made = QWidget()
        box = QHBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        turn = ("enable", self.tr("启用")) if self.person.disabled else ("disable", self.tr("停用"))
        for verb, words in (("change", self.tr("修改")), ("invite", self.tr("邀请码")), turn):
            link = Link(self._theme, words)
            link.setAccessibleName(f"{words} {self.person.name}")
            link.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            link.setEnabled(not self._locked and not (verb == "invite" and self.person.disabled))
            link.setToolTip(self._locked)
            link.clicked.connect(lambda _on=False, verb=verb: self.asked.emit(verb, self.person.id))
            box.addWidget(link)
        box.addStretch(1)
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_K: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_J: 1}.get(key)
        verb = {Qt.Key.Key_E: "change", Qt.Key.Key_Return: "change", Qt.Key.Key_I: "invite", Qt.Key.Key_Delete: "disable"}.get(key)
        if step is not None:
            self.stepped.emit(step)
        elif verb and not self._locked:
            self.asked.emit("enable" if verb == "disable" and self.person.disabled else verb, self.person.id)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.color.focus, 1))
            painter.setBrush(self._theme.color.sel)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3.5, 1.5, -3.5, -1.5), 6, 6)
            painter.end()


def where(one: PersonRow, crew: Crew) -> str:
    """The post, and whose orders alone are seen from it."""
    post = crew.names.get(one.post, one.post)
    return f"{post} · {'、'.join(one.warehouses)}" if one.warehouses else post


class PeopleCard(Card):
    """`asked(verb, id)`; an empty id with `change` is somebody new."""

    asked = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("成员"), padding=1)
        self.lines: list[PersonLine] = []
        self._shown: tuple[object, ...] = ()
        self.sought = Field(self.tr("找成员"), wide=170, hint=self.tr("姓名、岗位"))
        self.new = Button(theme, self.tr("加成员"), icon="user-round-plus", small="yes")
        self.head.setContentsMargins(15, 0, 15, 0)
        self.head.addWidget(self.sought)
        self.head.addWidget(self.new)
        self.body.setSpacing(0)
        self.body.addWidget(MiniHead(theme, COLUMNS, gutter=GUTTER))
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.empty = StateView(theme)
        self.body.addWidget(scrolled(self._list, self.empty), 1)
        self.new.clicked.connect(lambda: self.asked.emit("change", ""))

    def show_crew(self, crew: Crew) -> None:
        found = crew.listed(self.sought.text().strip())
        shown = (*found, tuple(crew.names.items()), tuple(crew.grants), crew.locked)
        if shown == self._shown:
            return
        self._shown = shown
        here = sum(one.presence == "on" and not one.disabled for one in crew.people.values())
        self.set_note(self.tr("{0} 人，{1} 人在岗").format(sum(not one.disabled for one in crew.people.values()), here))
        self.new.setEnabled(not crew.locked)
        self.new.setToolTip(crew.locked)
        self._fill(crew, found)

    def _fill(self, crew: Crew, found: Sequence[PersonRow]) -> None:
        held = next((line.person.id for line in self.lines if line.hasFocus()), "")
        clear(self._list)
        self.lines = []
        for place, one in enumerate(found):
            line = PersonLine(self._theme, one, crew)
            line.asked.connect(self.asked)
            line.stepped.connect(lambda by, place=place: self.step(place + by))
            self.lines.append(line)
            self._list.addWidget(line)
            self._list.addWidget(Rule(self._theme))
            if one.id == held:
                line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.empty.setVisible(not found)
        words = self.tr("没有叫这个的成员") if crew.people else self.tr("还没有成员，点“加成员”开始")
        self.empty.show_state("empty", words)

    def step(self, place: int) -> None:
        if 0 <= place < len(self.lines):
            self.lines[place].setFocus(Qt.FocusReason.OtherFocusReason)
