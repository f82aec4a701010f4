"""What a person is told of updates: what comes by itself, whom to ask, and why an old desk may only look."""

from datetime import UTC, datetime, timedelta
from typing import Any

from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.room import Room

EVERY = timedelta(hours=1)
NEVER = datetime.min.replace(tzinfo=UTC)
MATTER = "update"


class Updating(Room):
    """`question` as in the annex."""

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass, self._due, self._read = glass, NEVER, ""
        self._link = ""
        self._news: Any = None
        glass.shell.banner_followed.connect(self._followed)

    def tick(self, now: datetime) -> None:
        """Ask as soon as the hub is there, and then every hour."""
        if self._link == "online" and now >= self._due:
            self._due = now + EVERY
            self.question.emit("release", [])

    def show_state(self, state: Any) -> None:
        """Whether the hub can be asked."""
        self._link = str(state.link)

    def answered(self, _what: str, answer: Any) -> None:
        """News, or trouble on the way, which the next hour mends."""
        if not isinstance(answer, Exception):
            self._news = answer
            self._say()

    def _say(self) -> None:
        kind, words = self._words(self._news)
        link = self.tr("知道了") if words and kind != "error" else ""
        self._glass.shell.banner.say(MATTER, kind, "" if words == self._read else words, link=link)

    def _words(self, news: Any) -> tuple[str, str]:
        if news.minimum:
            way = self.tr("退出后自动安装") if news.ready else self._way(news)
            return "error", self.tr("这个版本（{0}）太旧，至少要 {1}：现在只能查看，操作不会保存。{2}").format(
                news.running, news.minimum, way
            )
        if news.trouble:
            return "warning", news.trouble
        if not news.version:
            return "info", ""
        if news.ready:
            return "info", self.tr("新版本 {0} 已下载好，退出时自动安装。{1}").format(news.version, news.notes)
        return "info", self.tr("有新版本 {0}（现在是 {1}）。{2}").format(news.version, news.running, self._way(news))

    def _way(self, news: Any) -> str:
        if news.ask == "it":
            return self.tr("这台电脑的程序由 IT 统一安装，请联系 IT 更新")
        return self.tr("正在下载，连上中枢后自动继续")

    def _followed(self, matter: str) -> None:
        if matter == MATTER and self._news is not None and not self._news.minimum:
            self._read = self._words(self._news)[1]
            self._say()
