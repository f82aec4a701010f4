"""成员与岗位: who is on the floor with the roles that are lent, what each post sees and may do, and who did what."""

from collections import Counter
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from ordertower_desktop.domain.post import Field, May, Post
from ordertower_desktop.models.members.auditbook import AuditBook
from ordertower_desktop.models.members.crew import Crew
from ordertower_desktop.models.members.lookbook import LookBook
from ordertower_desktop.views.members.audit import AuditPanel
from ordertower_desktop.views.members.looks import LooksPanel
from ordertower_desktop.views.members.matrix import PostMatrix, turned
from ordertower_desktop.views.members.people import PeopleCard
from ordertower_desktop.views.members.postform import PostForm
from ordertower_desktop.views.members.side import ChangesCard, LentCard
from ordertower_desktop.views.parts.area import column
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.card import Card, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.switch import Segmented
from ordertower_desktop.views.theme.theme import Theme

TABS = (("people", "成员"), ("posts", "岗位与权限"), ("audit", "审计"), ("looks", "看过明文"))
SIDE, NARROW = 300, 1100


class MembersPage(QWidget):
    """`titled(title, subtitle)`; `person_asked(verb, id)`, `lend_asked`."""

    titled = Signal(str, str)
    person_asked = Signal(str, str)
    lend_asked = Signal()

    def __init__(self, theme: Theme, crew: Crew, *, now: datetime) -> None:
        super().__init__()
        self._theme, self.crew, self._now = theme, crew, now
        self.tabs, self.note = Segmented(theme, TABS, "people"), PlainLabel(theme, role="amber")
        self.tabs.setAccessibleName(self.tr("成员或岗位"))
        self.people, self.lent, self.past = PeopleCard(theme), LentCard(theme), ChangesCard(theme)
        self.matrix, self.form, self.stack = PostMatrix(theme), PostForm(theme), QStackedWidget()
        self.new = Link(theme, self.tr("加岗位"), icon="plus")
        self.book = AuditBook()
        self.book.setParent(self)
        self.audit = AuditPanel(theme, self.book, now=now)
        self.looked = LookBook()
        self.looked.setParent(self)
        self.looks = LooksPanel(theme, self.looked)
        self._build()
        self._connect()
        self._show()

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 14)
        box.setSpacing(12)
        box.addLayout(row(self.tabs, self.note, 1, spacing=12))
        box.addWidget(self.stack, 1)
        self.stack.addWidget(self._of_people())
        self.stack.addWidget(column(self._of_posts()))
        self.stack.addWidget(self.audit)
        self.stack.addWidget(self.looks)

    def _of_people(self) -> QWidget:
        made = QWidget()
        self._grid = QGridLayout(made)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._place("wide")
        return made

    def _place(self, how: str) -> None:
        """Beside each other, or where there is little room under each other."""
        for card in (self.people, self.lent):
            self._grid.removeWidget(card)
        if how == "wide":
            self._grid.addWidget(self.people, 0, 0, 2, 1)
            self._grid.addWidget(self.lent, 0, 1)
        else:
            self._grid.addWidget(self.people, 0, 0)
            self._grid.addWidget(self.lent, 1, 0)
        self._grid.setRowStretch(0, 0 if how == "wide" else 1)
        self._grid.setRowStretch(1, 1 if how == "wide" else 0)
        self._grid.setColumnStretch(0, 1)
        self.lent.setMinimumWidth(SIDE if how == "wide" else 0)
        self.lent.setMaximumWidth(SIDE if how == "wide" else 16_777_215)

    def _of_posts(self) -> QWidget:
        table = Card(self._theme, self.tr("岗位"), self.tr("选一个岗位，点格子就改；下面看要保存什么"), padding=1)
        table.head.setContentsMargins(15, 0, 15, 0)
        table.head.addWidget(self.new)
        table.body.setSpacing(0)
        table.body.addWidget(self.matrix)
        made = QWidget()
        box = QVBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        for card in (table, self.form, self.past):
            box.addWidget(card)
        box.addStretch(1)
        return made

    def _connect(self) -> None:
        crew = self.crew
        crew.changed.connect(self._show)
        self.tabs.chosen.connect(self.turn)
        self.people.asked.connect(self.person_asked)
        self.people.sought.textEdited.connect(lambda _text: self.people.show_crew(crew))
        self.lent.lend_asked.connect(self.lend_asked)
        self.lent.take_back_asked.connect(crew.take_back)
        self.matrix.picked.connect(crew.pick)
        self.matrix.turned.connect(self._turn_cell)
        self.form.edited.connect(crew.edit)
        self.form.saved.connect(crew.save)
        self.form.discarded.connect(crew.discard)
        self.new.clicked.connect(self._new)
        QShortcut(QKeySequence.StandardKey.Save, self).activated.connect(lambda: crew.save(self.form.why.text().strip()))

    def turn(self, tab: str) -> None:
        """To the members, the posts or the audit log."""
        self.tabs.choose(tab)
        self.stack.setCurrentIndex([key for key, _ in TABS].index(tab))
        if tab == "posts":
            if self.crew.draft is None and self.crew.posts:
                self.crew.pick(next(iter(self.crew.posts)))
            self.matrix.setFocus()
        elif tab == "audit":
            self.audit.now = self._now
            self.audit.look()
            self.audit.about.setFocus()
        elif tab == "looks":
            self.looks.look()
            self.looks.order.setFocus()
        else:
            self.people.step(0)

    def tick(self, now: datetime) -> None:
        self._now = now

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.crew.open()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._place("wide" if self.width() >= NARROW else "narrow")

    def _turn_cell(self, cell: Field | May) -> None:
        if self.crew.draft is not None:
            self.crew.edit(turned(self.crew.draft, cell))

    def _new(self) -> None:
        self.crew.new()
        self.form.name.setFocus()
        self.form.name.selectAll()

    def _rows(self) -> list[Post]:
        """The posts in force, with the one in hand as it would be."""
        crew, draft = self.crew, self.crew.draft
        held = crew.posts | ({draft.id: draft} if draft else {})
        return list(held.values())

    def _show(self) -> None:
        crew = self.crew
        self.titled.emit(self.tr("成员与岗位"), "")
        self.note.setText(crew.locked)
        self.people.show_crew(crew)
        self.lent.show_crew(crew, self._now)
        self.past.show_crew(crew, self._now)
        counts = Counter(one.post for one in crew.people.values() if not one.disabled)
        self.matrix.show_posts(self._rows(), crew.draft.id if crew.draft else "", people=counts, locked=crew.locked)
        self.new.setEnabled(not crew.locked)
        self.form.show_crew(crew)
        self.audit.show_crew(crew)
        self.looks.show_crew(crew)
