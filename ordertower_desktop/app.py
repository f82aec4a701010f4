"""Composes the desk: the one module that knows every part of it, owns the sync thread and reads the clock."""

import argparse
import contextlib
import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from ordertower_desktop import settings as setting
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.settings import Settings

FIRST = 80
"""How many rows are read for the first paint: more than any screen shows."""


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

        streams = Streams(sys.stdin, sys.stdout, sys.stderr)
        return run_headless(folder, hub or None, streams=streams, wall=now, ca=settings.hub.ca)
    return _glass(settings, folder, hub, options)


def _glass(settings: Settings, folder: Path, hub: str, options: argparse.Namespace) -> int:
    """The cached rows are read while the window is made; everything else is made when they have been painted."""
    from ordertower_desktop.sync import preferences
    from ordertower_desktop.sync.files import Files
    from ordertower_desktop.sync.peek import Peek
    from ordertower_desktop.views.glass import swift

    gc.disable()  # nothing that the start makes is garbage
    known = Peek(Files(folder).cache, FIRST)
    chosen = preferences.read(folder)
    preferences.enlarge(chosen, os.environ)
    swift.import_qt()

    from ordertower_desktop.views.glass.start import application, opened, show

    app = application(sys.argv[:1])
    glass, bridge = opened(app, chosen.theme or settings.desk.theme, known.rows(), now=now())
    rest: list[tuple[Seat, Any]] = []

    def begin() -> None:
        rest.append(_furnish(app, glass, Seat(folder, bridge, hub, settings.hub.ca), options))

    if options.minimized:
        begin()
    else:
        show(glass.shell, begin)
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: app.exit(0))
    code = int(app.exec())
    for seat, annex in rest:
        annex.stop()
        seat.desk.stop()
        if annex.leaving.for_good or seat.updates.news().ready:  # an update waits until the hub beside us is gone, too
            seat.desk.leave()
        seat.updates.install()
    return code


def _furnish(app: Any, glass: Any, seat: "Seat", options: argparse.Namespace) -> tuple["Seat", Any]:
    """After the first paint: the other pages, the tray, the toasts, the clock's beat, and the hub."""
    from PySide6.QtCore import QTimer

    from ordertower_desktop.views.glass.annex import Annex
    from ordertower_desktop.views.glass.start import furnish

    furnish(glass)
    annex = Annex(glass, seat.bridge)
    annex.welcome.seen = "yes" if seat.chosen.welcomed or seat.hub else ""
    _wire(glass, annex, seat)
    glass.quit_asked.connect(lambda: app.exit(0))  # quit() would ask the window, which only hides
    ticking = QTimer(app, interval=1000)
    ticking.timeout.connect(lambda: glass.tick(seat.desk.now()))
    ticking.timeout.connect(lambda: annex.tick(seat.desk.now()))
    ticking.start()
    seat.desk.start(options.link or "")
    annex.start()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)  # the glass stands still while every row is walked, and rows form no cycles
    gc.enable()
    return seat, annex


def _wire(glass: Any, annex: Any, seat: "Seat") -> None:
    """What the glass wishes goes to whatever desk is seated when it does."""
    annex.seated(seat.hub)
    glass.submitted.connect(lambda actions: seat.desk.submit(*actions))
    glass.order_needed.connect(lambda order: seat.tell("page", "order", order))
    glass.search_needed.connect(lambda words: seat.tell("found", "search", {"q": words, "limit": "50"}))
    annex.ringing.muted.connect(lambda cause, until: seat.desk.mute(cause, until))
    annex.question.connect(seat.ask)
    annex.welcome.remembered.connect(lambda: seat.remember(welcomed=True))
    page = annex.settings
    for signal_, name in ((page.theme_chosen, "theme"), (page.height_chosen, "row_height"), (page.zoom_chosen, "zoom")):
        signal_.connect(lambda value, name=name: seat.remember(**{name: value}))
    annex.settings.facts_needed.connect(lambda: annex.settings.show_facts(seat.facts()))
    _arranged(glass, seat)
    if seat.chosen.row_height:
        annex.set_height(seat.chosen.row_height)

    def move(hub: str, person: str) -> None:
        annex.forget_rows()
        seat.move(hub, person)
        annex.seated(hub)

    annex.welcome.moved.connect(move)


def _arranged(glass: Any, seat: "Seat") -> None:
    """The person's own views and tiles: given back, and kept when they change."""
    from ordertower_desktop.models.pool.filters import View
    from ordertower_desktop.wire.codec import Malformed, decode, encode

    with contextlib.suppress(Malformed):
        if seat.chosen.views:
            glass.model.set_views(tuple(decode(seat.chosen.views, list[View])))
    if seat.chosen.tiles:
        glass.board.arrange_as(seat.chosen.tiles)
    glass.pool.views.changed.connect(lambda views: seat.remember(views=encode(views).decode()))
    glass.board.arranged.connect(lambda tiles: seat.remember(tiles=tiles))


def run_wall(options: argparse.Namespace) -> int:
    """`ordertower wall`: the board on the whole screen; a token from a file that only its owner may read."""
    from PySide6.QtCore import QTimer

    from ordertower_desktop.views.glass.start import application
    from ordertower_desktop.views.glass.walled import wall

    settings = setting.read(Path(options.config) if options.config else None, os.environ)
    folder = (Path(options.data_dir) if options.data_dir else settings.folder) / "wall"
    token = _token_file(Path(options.token_file)) if options.token_file else ""
    hub = options.hub or settings.hub.url
    app = application(sys.argv[:1])
    window, bridge = wall(app, settings.wall, now=now(), place="window" if options.window else "screen")
    desk = _desk(folder if hub else folder.parent, hub, bridge, token=token, ca=settings.hub.ca)
    ticking = QTimer(interval=1000)
    ticking.timeout.connect(lambda: window.tick(desk.now(), bridge.as_of))
    ticking.start()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: app.exit(0))
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


class Seat:
    """Whose desk this is and at which hub; it may move to another one while the glass stays."""

    def __init__(self, folder: Path, bridge: Any, hub: str, ca: str = "") -> None:
        from ordertower_desktop.sync import preferences
        from ordertower_desktop.sync.tokens import Tokens
        from ordertower_desktop.sync.update import Updates, program

        self.updates = Updates(folder, program())
        self._folder, self.bridge, self._tokens, self._ca = folder, bridge, Tokens(), ca
        self.chosen = preferences.read(folder)
        self.hub = hub or self.chosen.hub
        self.desk = self._made()

    def _made(self) -> Any:
        from ordertower_desktop.sync.tokens import account

        person = self.chosen.person if self.hub and self.hub == self.chosen.hub else ""
        kept = (lambda: self._tokens.load(account(self.hub, person)) or "") if person else None
        return _desk(self._folder, self.hub, self.bridge, person=person, kept=kept, ca=self._ca)

    def move(self, hub: str, person: str) -> None:
        """To a floor's hub; the one that was started beside this desk ends."""
        self.desk.stop()
        self.desk.leave()
        self.remember(hub=hub, person=person, welcomed=True)
        self.hub = hub
        self.desk = self._made()
        self.desk.start()

    def facts(self) -> Any:
        """What can be said of this machine without asking anybody."""
        from importlib.metadata import PackageNotFoundError, version

        from ordertower_desktop.sync.files import Files
        from ordertower_desktop.views.settings.facts import Facts

        files = Files(self._folder)
        sizes = [path.stat().st_size if path.exists() else -1 for path in (files.cache, files.outbox)]
        keep = str(self._tokens.keep) if self.hub and self.chosen.person else "none"
        try:
            told = version("ordertower-desktop")
        except PackageNotFoundError:
            told = ""
        return Facts(str(self._folder), sizes[0], sizes[1], keep, self.hub, told, self.chosen.zoom)

    def remember(self, **choices: Any) -> None:
        from msgspec.structs import replace

        from ordertower_desktop.sync import preferences

        self.chosen = replace(self.chosen, **choices)
        preferences.write(self._folder, self.chosen)

    def tell(self, signal_: str, what: str, *values: Any) -> None:
        """A question whose answer goes out by a signal of the bridge."""
        from ordertower_desktop.sync import fetch

        self.desk.ask(getattr(fetch, what)(*values), getattr(self.bridge, signal_).emit)

    def ask(self, page: str, what: str, values: Sequence[Any]) -> None:
        """A page's question to the hub; the answer goes back to that page, trouble as a value."""
        from ordertower_desktop.sync import fetch

        own: dict[str, Any] = {"enrol": self._enrolment, "release": lambda: self.updates.ask}
        question = (own.get(what) or getattr(fetch, what))(*values)
        self.desk.ask(question, partial(self.bridge.answered.emit, page, what))

    def _enrolment(self, hub: str, code: str) -> Any:
        """An invitation for a token, and the token into the keyring: both on a thread that may wait."""
        import socket

        from ordertower_desktop.sync.http import enrol
        from ordertower_desktop.sync.tokens import account

        def done(_client: Any) -> tuple[str, str, str]:
            token = enrol(hub, code, device=socket.gethostname(), folder=self._folder, ca=self._ca)
            return hub, token.person, str(self._tokens.save(account(hub, token.person), token.token))

        return done


def _desk(
    folder: Path, hub: str, bridge: Any, *, token: str = "", person: str = "", kept: Callable[[], str] | None = None, ca: str = ""
) -> Any:
    """The desk's memory with the bridge as its ears; a listener is called on the desk's thread, the bridge carries it over."""
    from ordertower_desktop.sync.clock import Clocks
    from ordertower_desktop.sync.desk import Desk
    from ordertower_desktop.sync.ears import Ears
    from ordertower_desktop.sync.files import Files
    from ordertower_desktop.sync.headless import login_of
    from ordertower_desktop.sync.memory import Login
    from ordertower_desktop.sync.source import TOKEN, FixedHub, source_of
    from ordertower_desktop.sync.trust import authority

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
    login, source = login_of(hub, token), source_of(files, hub or None, token, ca=ca)
    if kept is not None and not token:
        login, source = Login(person, hub), FixedHub(hub, kept, ca=authority(folder, ca))
    return Desk(files, login, source, ears=ears, clocks=Clocks(now, time.monotonic))


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
