"""Composes the desk: the one module that knows every part of it, owns the sync thread and reads the clock."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from ordertower_desktop import settings as setting
from ordertower_desktop.domain.refusal import Refusal
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

    from ordertower_desktop.views.glass.annex import Annex
    from ordertower_desktop.views.glass.start import application, opened

    app = application(sys.argv[:1])
    glass, bridge = opened(app, settings.desk.theme, now=now())
    annex = Annex(glass, bridge)
    desk = _desk(folder, hub, bridge)
    annex.leaving.where = "floor" if hub else "beside"
    annex.ringing.muted.connect(lambda cause, until: desk.mute(cause, until))
    glass.submitted.connect(lambda actions: desk.submit(*actions))
    glass.order_needed.connect(lambda order: _ask_order(desk, bridge, order))
    glass.search_needed.connect(lambda words: _ask_search(desk, bridge, words))
    annex.question.connect(lambda page, what, values: _ask(desk, bridge, page, what, values))
    glass.quit_asked.connect(app.quit)
    ticking = QTimer(interval=1000)
    ticking.timeout.connect(lambda: glass.tick(desk.now()))
    ticking.timeout.connect(lambda: annex.tick(desk.now()))
    ticking.start()
    signal.signal(signal.SIGINT, lambda *_: app.quit())
    signal.signal(signal.SIGTERM, lambda *_: app.quit())
    if not options.minimized:
        glass.shell.show()
    QTimer.singleShot(0, partial(desk.start, options.link or ""))
    QTimer.singleShot(0, annex.start)
    code = int(app.exec())
    annex.stop()
    desk.stop()
    if annex.leaving.for_good:
        desk.leave()
    return code


def run_wall(options: argparse.Namespace) -> int:
    """`ordertower wall`: the board on the whole screen; a token from a file that only its owner may read."""
    from PySide6.QtCore import QTimer

    from ordertower_desktop.views.glass.start import application, wall

    settings = setting.read(Path(options.config) if options.config else None, os.environ)
    folder = (Path(options.data_dir) if options.data_dir else settings.folder) / "wall"
    token = _token_file(Path(options.token_file)) if options.token_file else ""
    hub = options.hub or settings.hub.url
    app = application(sys.argv[:1])
    window, bridge = wall(app, settings.wall, now=now(), place="window" if options.window else "screen")
    desk = _desk(folder if hub else folder.parent, hub, bridge, token=token)
    ticking = QTimer(interval=1000)
    ticking.timeout.connect(lambda: window.tick(desk.now(), bridge.as_of))
    ticking.start()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: app.quit())
    QTimer.singleShot(0, desk.start)
    code = int(app.exec())
    desk.stop()
    return code


def _token_file(path: Path) -> str:
    if not path.is_file():
        raise Refusal(f"找不到令牌文件：{path}，请用 ordertower token create --role display 生成")
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise Refusal(f"令牌文件 {path} 别人也能读，请先 chmod 600")
    return path.read_text(encoding="utf-8").strip()


def _desk(folder: Path, hub: str, bridge: Any, *, token: str = "") -> Any:
    """The desk's memory with the bridge as its ears; a listener is called on the desk's thread, the bridge carries it over."""
    from ordertower_desktop.sync.clock import Clocks
    from ordertower_desktop.sync.desk import Desk
    from ordertower_desktop.sync.ears import Ears
    from ordertower_desktop.sync.files import Files
    from ordertower_desktop.sync.headless import TOKEN, login_of, source_of

    files = Files(folder).made()
    token = token or os.environ.get(TOKEN, "")
    ears = Ears(
        rows_changed=bridge.rows.emit,
        loaded=bridge.loaded.emit,
        outcome=bridge.outcome.emit,
        state=bridge.state.emit,
        decided=partial(_decided, bridge),
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


def _ask(desk: Any, bridge: Any, page: str, what: str, values: Sequence[Any]) -> None:
    """A page's question to the hub; the answer goes back to that page, trouble as a value."""
    from ordertower_desktop.sync import fetch

    desk.ask(getattr(fetch, what)(*values), partial(bridge.answered.emit, page, what))


def _decided(bridge: Any, decision: Any) -> None:
    """A decision in words that the glass knows; it has no part in the policy."""
    from ordertower_desktop.sync import notices

    match decision:
        case notices.Show(card=card):
            bridge.decided.emit("show", card)
        case notices.Update(card=card):
            bridge.decided.emit("update", card)
        case notices.Withdraw(card=card):
            bridge.decided.emit("withdraw", card)
        case _:
            pass
