"""回传: each shop's queue above, the ledger below."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.writeback.ledger import LedgerCard
from ordertower_desktop.views.writeback.queue import QueueCard


class WriteBackPage(QWidget):
    """Shows what it is given; what somebody wants goes up by the cards' signals."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.queue, self.ledger = QueueCard(theme), LedgerCard(theme)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 14)
        box.setSpacing(12)
        box.addWidget(self.queue)
        box.addWidget(self.ledger, 1)

    def show_may(self, may: str) -> None:
        """`yes` for whom the hub lets stop and begin anew."""
        self.ledger.show_may(may)
        for button in (self.queue.stop, self.queue.go):
            button.setEnabled(bool(may))
