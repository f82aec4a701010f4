"""The strip of the job that was sent last: how far it has come, and the minute in which it can be taken back."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from ordertower_desktop.models import text
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import Surface
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.views.parts.words import Shares
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.warehouse import CommandJob


class JobStrip(Surface):
    """`undo_asked(job)`, `receipts_asked`."""

    undo_asked = Signal(str)
    receipts_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, edge="all", radius=10)
        self.job: CommandJob | None = None
        self.name, self.said = PlainLabel(theme, "", strong="yes"), Elided(theme, "", role="text2")
        self.shares = Shares(theme, height=8)
        self.undo = Button(theme, "", icon="undo-2", small="yes")
        self.undo.clicked.connect(self._undo)
        self.see = Button(theme, self.tr("看回执"), icon="list-checks", small="yes")
        self.see.clicked.connect(self.receipts_asked)
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 9, 12, 9)
        box.setSpacing(12)
        self.shares.setFixedWidth(160)
        for widget, stretch in ((self.name, 0), (self.shares, 0), (self.said, 1), (self.undo, 0), (self.see, 0)):
            box.addWidget(widget, stretch)
        self.hide()

    def _undo(self) -> None:
        if self.job is not None:
            self.undo_asked.emit(self.job.id)

    def show_job(self, job: CommandJob | None, now: datetime) -> None:
        self.job = job
        self.setVisible(job is not None)
        if job is None:
            return
        self.name.setText(f"{job.name} {text.count(job.total)} 单")
        self.shares.show_parts([(job.accepted, "accent"), (job.queued + job.unknown, "neutralF"), (job.refused, "redF")], whole=job.total)
        self.said.set_text("，".join([*told(job), f"{job.by_name} {text.near(job.at, now)}"]))
        self.tick(now)

    def tick(self, now: datetime) -> None:
        """The minute runs out."""
        until = self.job.undo_until if self.job else None
        left = int((until - now).total_seconds()) if until else 0
        self.undo.setVisible(left > 0)
        self.undo.setText(self.tr("撤回（{0} 秒）").format(left))


def told(job: CommandJob) -> list[str]:
    """How its orders stand, in words; nothing that is none."""
    if job.undone_at is not None:
        return [f"已撤回（{job.undone_by}）"]
    parts = (("仓库已收", job.accepted), ("排队", job.queued), ("待回读", job.unknown), ("没收", job.refused), ("撤回", job.cancelled))
    return [f"{name} {text.count(count)}" for name, count in parts if count]
