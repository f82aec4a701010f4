"""An input for a moment, in Shanghai's time, to the minute."""

from datetime import UTC, datetime

from PySide6.QtCore import QDateTime, QTimeZone
from PySide6.QtWidgets import QDateTimeEdit

from ordertower_desktop.domain.moment import SHANGHAI


class MomentEdit(QDateTimeEdit):
    """Shows and gives instants; what is typed is what the clocks of Shanghai say."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.lineEdit().setTextMargins(6, 0, 6, 0)  # Qt leaves the padding of the style sheet out here
        self.setTimeZone(QTimeZone.utc())  # a zone without summer time: what is typed stays what it says
        self.setDisplayFormat("yyyy-MM-dd HH:mm")
        self.setAccessibleName(name)
        self.setFixedSize(170, 30)

    def show_moment(self, at: datetime) -> None:
        here = at.astimezone(SHANGHAI)
        self.setDateTime(QDateTime(here.year, here.month, here.day, here.hour, here.minute, 0, 0, QTimeZone.utc()))

    def moment(self) -> datetime:
        day, time = self.date(), self.time()
        return datetime(day.year(), day.month(), day.day(), time.hour(), time.minute(), tzinfo=SHANGHAI).astimezone(UTC)
