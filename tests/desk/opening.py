"""Opens what a script `show_*.py` opens, inside the application of the tests: every page with the floor of the pictures on it."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

PAGES: dict[str, tuple[str, ...]] = {
    "welcome": ("show_welcome", "light"),
    "import": ("show_import", "light", "columns"),
    "import preview": ("show_import", "light", "preview"),
    "pool": ("show_pool", "light"),
    "bulk preview": ("show_bulk", "light", "preview"),
    "bulk conflict": ("show_bulk", "light", "conflict"),
    "palette": ("show_palette", "light", "jies"),
    "keys": ("show_palette", "light", "?"),
    "mine": ("show_mine", "light"),
    "order": ("show_order", "light"),
    "overview": ("show_board", "light"),
    "rules": ("show_rules", "light", "edit"),
    "terms": ("show_terms", "light"),
    "stakes": ("show_stakes", "light"),
    "chain": ("show_chain", "light", "edit"),
    "rota": ("show_rota", "light"),
    "playbooks": ("show_book", "light"),
    "rates": ("show_rates", "light"),
    "crisis": ("show_crisis", "light"),
    "crisis scripts": ("show_crisis", "light", "scripts"),
    "replay": ("show_replay", "light"),
    "knowledge": ("show_knowledge", "light"),
    "kpi": ("show_kpi", "light"),
    "release": ("show_release", "light", "hand"),
    "release preview": ("show_release", "light", "preview"),
    "customers": ("show_customers", "light"),
    "sources": ("show_sources", "light"),
    "write-backs": ("show_writebacks", "light", "all"),
    "conflicts": ("show_conflicts", "light"),
    "nights": ("show_nights", "light"),
    "stock": ("show_stock", "light"),
    "calls": ("show_calls", "light"),
    "calls, each": ("show_calls", "light", "calls"),
    "members": ("show_members", "light", "people"),
    "posts": ("show_members", "light", "posts"),
    "settings": ("show_settings", "light"),
    "handbook": ("show_handbook", "light", "it"),
    "bulk running": ("show_bulk", "light", "running"),
    "bulk receipt": ("show_bulk", "light", "receipt"),
    "back-test": ("show_pasts", "light", "done"),
    "terms, week": ("show_terms", "light", "week"),
    "chain, clash": ("show_chain", "light", "clash"),
    "rota, edit": ("show_rota", "light", "edit"),
    "playbooks, edit": ("show_book", "light", "edit"),
    "rates, alarm": ("show_rates", "light", "alarm"),
    "replay, evidence": ("show_replay", "light", "evidence"),
    "replay, pool": ("show_replay", "light", "pool"),
    "article": ("show_knowledge", "light", "filing"),
    "scores": ("show_kpi", "light", "scores"),
    "drill": ("show_kpi", "light", "drill"),
    "alarms": ("show_kpi", "light", "alarms"),
    "release, sampled": ("show_release", "light", "sampled"),
    "release, address": ("show_release", "light", "address"),
    "customers, questions": ("show_customers", "light", "questions"),
    "write-backs, stopped": ("show_writebacks", "light", "stopped"),
    "member": ("show_members", "light", "edit"),
    "audit": ("show_members", "light", "audit"),
    "mine, nothing": ("show_mine", "light", "nothing"),
}
"""Every page and sheet that people work with: a script, and what it is told."""


@contextmanager
def opened(app: QApplication, patch: pytest.MonkeyPatch, name: str) -> Iterator[QWidget]:
    """The window of this page; it is gone when the block is left."""
    module, *words = PAGES[name]
    before = set(app.topLevelWidgets())
    script = importlib.import_module(f"tests.desk.{module}")
    shown: list[QWidget] = []

    def looked(*_: object) -> int:
        QTest.qWait(60)
        while not up(app.topLevelWidgets(), name):
            QTest.qWait(30)
        shown.extend(one for one in app.topLevelWidgets() if one not in before and one.isVisible())
        raise Looked

    with patch.context() as told:
        told.setattr(script, "QApplication", lambda _words: app)
        told.setattr(app, "exec", looked)
        told.setattr("sys.argv", [module, *words])
        with suppress(Looked):
            script.main()
        try:
            yield max(shown, key=lambda one: one.width() * one.height())
        finally:
            for one in set(app.topLevelWidgets()) - before:
                one.hide()
                one.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


LATE = {
    "pool": "BulkBar",
    "bulk preview": "Preview",
    "bulk conflict": "ConflictCard",
    "bulk running": "RunningBar",
    "bulk receipt": "ReceiptCard",
    "palette": "Palette",
    "keys": "CheatSheet",
}
"""What a script puts up only after a while."""


def up(windows: list[QWidget], name: str) -> bool:
    """Whether what this page is about can be seen."""
    wanted = LATE.get(name, "")
    return not wanted or any(type(one).__name__ == wanted and one.isVisible() for window in windows for one in window.findChildren(QWidget))


class Looked(Exception):
    """The script would wait for a person now."""
