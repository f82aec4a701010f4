"""放行: how the pre-audit stands above, the job that was sent last, the orders below."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.views.release.jobs import JobStrip
from ordertower_desktop.views.release.orders import OrdersCard
from ordertower_desktop.views.release.standing import StandingCard
from ordertower_desktop.views.theme.theme import Theme


class ReleasePage(QWidget):
    """Shows what it is given; what somebody wants goes up by the cards' signals."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.standing, self.job, self.orders = StandingCard(theme), JobStrip(theme), OrdersCard(theme)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 14)
        box.setSpacing(12)
        box.addWidget(self.standing)
        box.addWidget(self.job)
        box.addWidget(self.orders, 1)
