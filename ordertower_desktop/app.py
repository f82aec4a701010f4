"""Composes the desk: the one module that knows every part of it, owns the sync thread and reads the clock."""

import argparse
import os
import signal
import sys
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from ordertower_desktop import settings as setting
from ordertower_desktop.settings import Settings


def now() -> datetime:
    """This machine's wall clock; the hub's is better as soon as it is known."""
    return datetime.now(UTC)


def run_desk(options: argparse.Namespace) -> int:
    """`ordertower desk`."""
    settings = setting.read(Path(options.config) if options.config else None, os.environ)
    folder = Path(options.data_dir) if options.data_dir else settings.folder
    hub = options.hub or settings.hub.url
    if options.headless:
        from ordertower_desktop.sync.headless import Streams, run_headless

        return run_headless(folder, hub or None, streams=Streams(sys.stdin, sys.stdout, sys.stderr), wall=now)
    return _glass(settings, folder, hub, options)


def _glass(settings: Settings, folder: Path, hub: str, options: argparse.Namespace) -> int:
    from PySide6.QtCore import QTimer

    from ordertower_desktop.views.glass.start import application, opened

    app = application(sys.argv[:1])
    glass, bridge = opened(app, settings.desk.theme, now=now())
    desk = _desk(folder, hub, bridge)
    glass.submitted.connect(lambda actions: desk.submit(*actions))
    glass.order_needed.connect(lambda order: _ask_order(desk, bridge, order))
    glass.search_needed.connect(lambda words: _ask_search(desk, bridge, words))
    glass.quit_asked.connect(app.quit)
    ticking = QTimer(interval=1000)
    ticking.timeout.connect(lambda: glass.tick(desk.now()))
    ticking.start()
    signal.signal(signal.SIGINT, lambda *_: app.quit())
    signal.signal(signal.SIGTERM, lambda *_: app.quit())
    if not options.minimized:
        glass.shell.show()
    QTimer.singleShot(0, partial(desk.start, options.link or ""))
    code = int(app.exec())
    desk.stop()
    return code


def _desk(folder: Path, hub: str, bridge: Any) -> Any:
    """The desk's memory with the bridge as its ears; a listener is called on the desk's thread, the bridge carries it over."""
    from ordertower_desktop.sync.clock import Clocks
    from ordertower_desktop.sync.desk import Desk
    from ordertower_desktop.sync.ears import Ears
    from ordertower_desktop.sync.files import Files
    from ordertower_desktop.sync.headless import TOKEN, login_of, source_of

    files = Files(folder).made()
    token = os.environ.get(TOKEN, "")
    ears = Ears(
        rows_changed=bridge.rows.emit,
        loaded=bridge.loaded.emit,
        outcome=bridge.outcome.emit,
        state=bridge.state.emit,
        decided=bridge.decided.emit,
        second=bridge.second.emit,
        raised=bridge.raised.emit,
    )
    return Desk(files, login_of(hub, token), source_of(files, hub or None, token), ears=ears, clocks=Clocks(now, time.monotonic))


def _ask_order(desk: Any, bridge: Any, order: str) -> None:
    from ordertower_desktop.sync import fetch

    desk.ask(fetch.order(order), bridge.page.emit)


def _ask_search(desk: Any, bridge: Any, words: str) -> None:
    from ordertower_desktop.sync import fetch

    desk.ask(fetch.search({"q": words, "limit": "50"}), bridge.found.emit)
