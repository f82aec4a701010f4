"""How far a long piece of work is: a bar on a terminal, JSON lines for a program, nothing into a file."""

import sys

from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.pages import ImportView

WORDS = {"reading": "正在读", "committing": "正在写入"}


class Progress:
    """`mode`: words | json."""

    def __init__(self, name: str, mode: str) -> None:
        self._name, self._mode = name, mode
        self._live = mode == "words" and sys.stderr.isatty()
        self._last = (-1, "")

    def show(self, view: ImportView) -> None:
        if (view.rows_done, view.state) == self._last:
            return
        self._last = (view.rows_done, view.state)
        if self._mode == "json":
            line = {"file": self._name, "state": view.state, "rows_done": view.rows_done, "rows_total": view.rows_total}
            sys.stdout.write(encode(line).decode() + "\n")
            sys.stdout.flush()
        elif self._live:
            total = f" / {view.rows_total:,}" if view.rows_total else ""
            sys.stderr.write(f"\r{WORDS.get(view.state, view.state)} {self._name} {view.rows_done:,}{total} 行\033[K")
            sys.stderr.flush()

    def end(self) -> None:
        if self._live:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
