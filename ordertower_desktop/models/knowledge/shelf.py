"""What the page of the knowledge base holds: what is looked for, what was found, and the article in hand."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ordertower_desktop.models.chain.asks import Asks
from ordertower_desktop.wire.articles import ArticleRow

QUIET_MS = 250


class KnowledgeShelf(QObject):
    """`question(what, with)`: articles | article_used; the composer brings the answers back.

    `changed`: something to be shown is different. `told(kind, words)`: a receipt or a trouble in words.
    """

    question = Signal(str, list)
    changed = Signal()
    told = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.found: Sequence[ArticleRow] = ()
        self.words, self.kind, self.cause, self.current, self.wanted = "", "", "", "", ""
        self.order, self.online, self.trouble, self.known = "", "", "", ""
        self._asks = Asks(self.question.emit)
        self._quiet = QTimer(self, interval=QUIET_MS, singleShot=True)
        self._quiet.timeout.connect(self.look)

    @property
    def article(self) -> ArticleRow | None:
        return next((one for one in self.found if one.id == self.current), None)

    def show_state(self, link: str) -> None:
        online = "" if link == "offline" else "yes"
        if online != self.online:
            self.online = online
            self.look()
            self.changed.emit()

    def forget(self) -> None:
        """Another hub: nothing of the old one stays."""
        self._asks.forget()
        self.found, self.current, self.order, self.known = (), "", "", ""
        self.changed.emit()

    def open(self, *, order: str = "", article: str = "") -> None:
        """From the page of an order, perhaps to one article; what is read may then be said to have helped it."""
        self.order = order
        if article:
            self.words, self.kind, self.cause, self.wanted = "", "", "", article
        self.look()
        self.changed.emit()

    def type(self, words: str) -> None:
        self.words = words
        self._quiet.start()

    def narrow(self, *, kind: str | None = None, cause: str | None = None) -> None:
        self.kind = self.kind if kind is None else kind
        self.cause = self.cause if cause is None else cause
        self.look()

    def look(self) -> None:
        """Ask for what is looked for now."""
        if self.online:
            said = {"q": self.words.strip(), "kind": self.kind, "cause": self.cause}
            self._asks.ask("articles", {key: value for key, value in said.items() if value})

    def choose(self, key: str) -> None:
        if key != self.current:
            self.current = key
            self.changed.emit()

    def helped(self) -> None:
        """The article in hand helped with the order that one came from."""
        if self.current and self.order and self.online:
            self._asks.ask("article_used", self.current, self.order)

    def answered(self, what: str, answer: Any) -> None:
        self._asks.answered(what)
        failed = isinstance(answer, Exception)
        match what:
            case "articles" if failed:
                self.trouble = str(answer)
            case "articles":
                self._take(answer)
            case "article_used":
                words = self.tr("没有记下：{0}").format(answer) if failed else self.tr("已记下，用过 {0} 次").format(answer.used)
                self.told.emit("warning" if failed else "ok", words)
                self.look()
            case _:
                pass
        self._asks.go_on(what)
        self.changed.emit()

    def _take(self, found: Sequence[ArticleRow]) -> None:
        self.found, self.trouble, self.known = found, "", "yes"
        ids = [one.id for one in found]
        if self.wanted in ids:
            self.current, self.wanted = self.wanted, ""
        elif self.current not in ids:
            self.current = ids[0] if ids else ""
