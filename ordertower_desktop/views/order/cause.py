"""Why the order is late, how sure we are, what speaks for it, and how many share the fate."""

from collections.abc import Iterator

from PySide6.QtCore import Signal

from ordertower_desktop.models import text
from ordertower_desktop.models.pool.ahead import BANDS
from ordertower_desktop.views.order.panel import Panel
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.card import clear, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.rows import PoolRow

MOST_EVIDENCE = 5


class CausePanel(Panel):
    """原因与证据. `cluster_asked`: everything of the same cause; `raw_asked`: what the systems literally said."""

    cluster_asked = Signal()
    raw_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("原因与证据"))
        self.body.setSpacing(4)
        self._page: OrderPage | None = None
        self._same = 0, 0

    def show_row(self, shown: PoolRow) -> None:
        """What the row alone knows."""
        clear(self.body)
        self._page, self._same = None, (0, 0)
        self.set_note(self._sure(shown.confidence))
        self._head(shown.cause_name, shown.cause_detail)

    def show_page(self, page: OrderPage) -> None:
        clear(self.body)
        self._page = page
        if page.same_cause:
            self._same = page.same_cause, page.same_cause_fen
        count, fen = self._same
        self.set_note(self._sure(page.confidence))
        self._head(page.cause_name, page.cause_detail)
        same = self.tr("同因 {0} 单，涉及 {1}。").format(text.count(count), text.worth_sum(fen, page.veiled)) if count > 1 else ""
        if page.cause_text or same:
            self.say(page.cause_text + same)
        for line in [line for line in page.evidence if line not in page.cause_text][:MOST_EVIDENCE]:
            self.say(f"· {line}", role="text3")
        for line, role in self._ahead(page):
            self.say(line, role=role)
        self._links(page)

    def show_same(self, count: int, fen: int) -> None:
        """How many open cases share the cause, as the list counts them; the hub's own count goes before it."""
        if (count, fen) != self._same and not (self._page and self._page.same_cause):
            self._same = count, fen
            if self._page is not None:
                self.show_page(self._page)

    def _ahead(self, page: OrderPage) -> Iterator[tuple[str, str]]:
        """Will it be late: the band, when it will be there, and why we think so."""
        risk = page.risk
        if risk is None:
            return
        word = BANDS.get(risk.band, (self.tr("低"), 0))[0]
        does = self.tr("发出") if risk.aim == "ship" else self.tr("签收")
        times = self.tr("时限 {0}").format(text.dated(risk.due_at, page.now))
        if risk.half_at is not None and risk.half_at > page.now:
            times = self.tr("预计 {0} 前后{1}，{2}").format(text.dated(risk.half_at, page.now), does, times)
        yield self.tr("超期风险{0}：{1}").format(word, times), {"high": "red", "middle": "amber"}.get(risk.band, "text2")
        for reason in risk.reasons:
            yield f"· {reason}", "text2"

    def _head(self, name: str, detail: str) -> None:
        if name:
            self.say("：".join(part for part in (name, detail) if part), role="text", strong="yes")
        else:
            self.say(self.tr("原因未明"), role="text", strong="yes")

    def _sure(self, confidence: int) -> str:
        return self.tr("把握 {0}%").format(confidence) if confidence else ""

    def _links(self, page: OrderPage) -> None:
        links: list[Link | int] = []
        if self._same[0] > 1:
            cluster = Link(self._theme, self.tr("整簇处理 {0} 单").format(text.count(self._same[0])), icon="layers")
            cluster.clicked.connect(self.cluster_asked)
            links.append(cluster)
        if page.raw:
            raw = Link(self._theme, self.tr("原始记录"), icon="scroll-text")
            raw.clicked.connect(self.raw_asked)
            links.append(raw)
        if links:
            self.body.addLayout(row(*links, 1, spacing=10))
        elif not page.cause_name:
            self.body.addWidget(PlainLabel(self._theme, self.tr("还没有线索，请看下方各系统的说法"), role="text3", size=12))
