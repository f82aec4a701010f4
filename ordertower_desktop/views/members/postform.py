"""The post in hand: its name, its class, the orders that come to it; what saving would change, and the buttons."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ordertower_desktop.domain.people import Role
from ordertower_desktop.domain.post import CEILING, ROLE_NAMES, Post
from ordertower_desktop.domain.triage import TRIAGE_NAMES, Triage
from ordertower_desktop.models.members.crew import Crew
from ordertower_desktop.views.parts.button import Button, Chip
from ordertower_desktop.views.parts.card import Card
from ordertower_desktop.views.parts.combo import Combo
from ordertower_desktop.views.parts.flow import Flow
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.rules.tree.inputs import Field
from ordertower_desktop.views.theme.theme import Theme

CLASSES = tuple((str(role), f"{ROLE_NAMES[role]}类") for role in (Role.AGENT, Role.SUPERVISOR, Role.ADMIN))


class PostForm(Card):
    """`edited(post)`, `saved(why)`, `discarded`."""

    edited = Signal(object)
    saved = Signal(str)
    discarded = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("岗位"))
        self._post: Post | None = None
        self.name = Field(self.tr("岗位名称"), wide=130, hint=self.tr("岗位名称"))
        self.role = Combo(theme, self.tr("权限类"), CLASSES)
        self.lanes = {lane: Chip(theme, name) for lane, name in TRIAGE_NAMES.items()}
        self.words, self.wrong = PlainLabel(theme, wrap="yes"), PlainLabel(theme, role="red", wrap="yes")
        self.why = Field(self.tr("修改原因"), wide=220, hint=self.tr("为什么改（可不填）"))
        self.discard = Button(theme, self.tr("放弃"))
        self.save = Button(theme, self.tr("保存，立即生效"), kind="primary", key="Ctrl S")
        asks = [PlainLabel(theme, words, role="text2") for words in (self.tr("名称"), self.tr("权限"), self.tr("新单里接"))]
        self._strip((asks[0], self.name, asks[1], self.role, asks[2], *self.lanes.values()))
        self.body.addWidget(self.words)
        self.body.addWidget(self.wrong)
        self.saving = self._strip((self.why, self.discard, self.save))
        self._connect()

    def _strip(self, widgets: tuple[QWidget, ...]) -> QWidget:
        made = QWidget()
        box = Flow(made, gap=8)
        for widget in widgets:
            box.addWidget(widget)
        self.body.addWidget(made)
        return made

    def _connect(self) -> None:
        self.name.textEdited.connect(lambda words: self._changed(name=words))
        self.role.activated.connect(lambda _row: self._classed(Role(self.role.key())))
        for lane, chip in self.lanes.items():
            chip.setCheckable(True)
            chip.setAccessibleName(self.tr("接{0}").format(TRIAGE_NAMES[lane]))
            chip.clicked.connect(lambda _on=False, lane=lane: self._lane(lane))
        self.why.returnPressed.connect(lambda: self.saved.emit(self.why.text().strip()))
        self.save.clicked.connect(lambda: self.saved.emit(self.why.text().strip()))
        self.discard.clicked.connect(self.discarded)

    def show_crew(self, crew: Crew) -> None:
        post, changes = crew.draft, crew.changes()
        self._post = post
        self.setVisible(post is not None)
        if post is None:
            return
        self.title.setText(post.name or self.tr("没有名称"))
        self.set_note(self.tr("用方向键在表里走，空格改一格") if not crew.locked else crew.locked)
        if self.name.text().strip() != post.name:
            self.name.setText(post.name)
        self.role.choose(str(post.role))
        for lane, chip in self.lanes.items():
            chip.setChecked(lane in post.lanes)
        for widget in (self.name, self.role, *self.lanes.values()):
            widget.setEnabled(not crew.locked)
        wrong = crew.wrong() if changes else ""
        self.words.setText("；".join(changes))
        self.wrong.setText(wrong)
        self.words.setVisible(bool(changes))
        self.wrong.setVisible(bool(wrong))
        self.saving.setVisible(bool(changes) and not crew.locked)
        self.save.setEnabled(not wrong and not crew.saving)
        if not changes:
            self.why.clear()

    def _changed(self, **new: object) -> None:
        if self._post is not None:
            self.edited.emit(replace(self._post, **new))  # type: ignore[arg-type]

    def _classed(self, role: Role) -> None:
        """On a lower class some of what it did is no more."""
        if self._post is not None:
            self.edited.emit(replace(self._post, role=role, may=self._post.may & CEILING[role]))

    def _lane(self, lane: Triage) -> None:
        if self._post is not None:
            self.edited.emit(replace(self._post, lanes=self._post.lanes ^ {lane}))
