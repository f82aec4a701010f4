"""Questions that are on their way: one of a sort at a time, and of those that come meanwhile only the last."""

from collections.abc import Callable
from typing import Any

Ask = Callable[[str, list[Any]], None]


class Asks:
    """`ask` carries a question out; whoever brings an answer gets back what the question was about."""

    def __init__(self, ask: Ask) -> None:
        self._carry = ask
        self._about: dict[str, Any] = {}
        self._next: dict[str, tuple[list[Any], Any]] = {}

    def ask(self, what: str, *values: Any, about: Any = None) -> None:
        if what in self._about:
            self._next[what] = (list(values), about)
            return
        self._about[what] = about
        self._carry(what, list(values))

    def under_way(self, what: str) -> bool:
        return what in self._about

    def answered(self, what: str) -> Any:
        """What the answered question was about."""
        return self._about.pop(what, None)

    def go_on(self, what: str) -> None:
        """Ask what has been waiting for the answer."""
        if what in self._next and what not in self._about:
            values, about = self._next.pop(what)
            self.ask(what, *values, about=about)

    def forget(self) -> None:
        self._about.clear()
        self._next.clear()
