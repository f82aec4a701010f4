"""The wish to end the demo, from the terminal or from outside."""

import signal
import threading
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Ending:
    """Hears the signals and lets the work look, between two pieces of it, whether it is to end.

    An exception thrown by the signal itself would break in anywhere: inside a lock that then stays
    held, or in a callback of a library that swallows it and goes on.
    """

    def __init__(self) -> None:
        self._asked = threading.Event()

    def listen(self) -> None:
        """From the main thread; also where a shell that started it in the background would have it ignore Ctrl-C."""
        for number in SIGNALS:
            signal.signal(number, self._heard)

    @property
    def asked(self) -> bool:
        return self._asked.is_set()

    def check(self) -> None:
        """Raises KeyboardInterrupt once the end has been asked for."""
        if self.asked:
            raise KeyboardInterrupt

    def _heard(self, _number: int, _frame: FrameType | None) -> None:
        self._asked.set()
