"""The ways to people outside, as the hub has them, on the settings page: asked for whenever somebody looks."""

from typing import Any

from ordertower_desktop.models.chain.lines import ways
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.room import Room
from ordertower_desktop.views.settings.page import SettingsPage


class Waying(Room):
    """`question` as in the annex."""

    def __init__(self, glass: Glass, page: SettingsPage) -> None:
        super().__init__(glass)
        self._glass, self._page = glass, page
        page.facts_needed.connect(lambda: self.question.emit("channels", []))

    def answered(self, _what: str, answer: Any) -> None:
        if isinstance(answer, Exception):
            self._page.ways.show_trouble(self.tr("渠道没有取到：{0}").format(answer))
        else:
            self._page.ways.show_ways(ways(answer, self._glass.now))
