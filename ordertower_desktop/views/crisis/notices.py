"""平台通报: what platforms have told us off for and is not settled yet."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.crisis.war import War
from ordertower_desktop.views.crisis.lines import line, pair
from ordertower_desktop.views.crisis.side import Section
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.labels import Elided
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.crisis import PlatformNoticeRow


class NoticeCard(Section):
    """`enter_asked`: one has come; `settle_asked(notice)`: a supervisor says how it was settled."""

    enter_asked = Signal()
    settle_asked = Signal(object)

    def __init__(self, theme: Theme, war: War) -> None:
        super().__init__(theme, war, self.tr("平台通报"), self.tr("未处理的算三级"))
        self.new = Link(theme, self.tr("登记"), icon="plus")
        self.new.setAccessibleName(self.tr("登记平台通报或扣分"))
        self.head.addWidget(self.new)
        self.new.clicked.connect(self.enter_asked)
        self._show()

    def _show(self) -> None:
        row = self._war.row
        notices = row.notices if row is not None else []
        self.say("" if notices else self.tr("没有未处理的通报"))
        self.lines.show_lines(notices, self._line, also=self._war.may)

    def _line(self, notice: PlatformNoticeRow) -> QWidget:
        what = self.tr("{0} 扣 {1} 分").format(notice.where, notice.points) if notice.points else notice.where
        over = Elided(self._theme, what, role="red", strong="yes")
        over.setToolTip(notice.text)
        words = self.tr("{0} · {1} {2}").format(notice.text, notice.by_name, text.of_day(notice.at))
        under = Elided(self._theme, words, size=12, role="text2")
        done = Link(self._theme, self.tr("处理完"))
        done.setVisible(self._war.may)
        done.clicked.connect(lambda: self.settle_asked.emit(notice))
        return line(pair(over, under), done, height=46)
