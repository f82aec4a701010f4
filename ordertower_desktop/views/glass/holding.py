"""The banner over every page while silent sources hold alarms: which, how many orders wait, and that nothing is lost."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject

from ordertower_desktop.models import text
from ordertower_desktop.views.glass.glass import Glass

MATTER = "held"


class Holding(QObject):
    """Cases come in as on the pool; the words change with them and with the age of the source."""

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass = glass
        self._held: dict[str, str] = {}
        glass.shell.banner_followed.connect(self._followed)

    def take(self, rows: Sequence[Any], gone: Sequence[str]) -> None:
        for case in gone:
            self._held.pop(case, None)
        for row in rows:
            if row.held and row.state == "open":
                self._held[row.case] = row.held
            else:
                self._held.pop(row.case, None)

    def forget(self) -> None:
        self._held.clear()

    def tick(self, now: datetime) -> None:
        names = sorted({name for held in self._held.values() for name in held.split("、")})
        said = ""
        if names:
            many = self.tr("{0}：{1} 单先不催，恢复后自动补判；严重的照常提醒")
            said = many.format("、".join(self._aged(name, now) for name in names), text.count(len(self._held)))
        self._glass.shell.banner.say(MATTER, "warning", said, link=self.tr("查看数据源") if said else "")

    def _aged(self, name: str, now: datetime) -> str:
        seen = next((one.seen_at for one in self._glass.sources.values() if one.name == name), None)
        return self.tr("{0} 停更 {1}").format(name, text.spoken(now - seen) if seen else "").strip()

    def _followed(self, matter: str) -> None:
        if matter == MATTER:
            self._glass.open_page("sources")
