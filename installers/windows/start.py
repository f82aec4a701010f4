"""Where the installed program starts."""

import multiprocessing
import os
import sys
from pathlib import Path

SAYS = 8
"""So many of the last lines fit a message box."""


def main() -> int:
    """The command line. The window's program has no console: what it says goes to a file, and to a box where it ends badly."""
    sys.frozen = True  # type: ignore[attr-defined]  # this program is its own interpreter, for a hub beside it and for workers
    multiprocessing.freeze_support()
    if sys.stderr is not None:
        return run()
    log = Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "OrderTower" / "desk.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8", buffering=1) as said:
        sys.stdout = sys.stderr = said
        before = log.stat().st_size
        code = run()
        if code:
            tell(log.read_bytes()[before:].decode("utf-8", "replace"))
    return code


def run() -> int:
    from ordertower_desktop.__main__ import main as command

    try:
        return command()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)


def tell(text: str) -> None:
    import ctypes

    ctypes.windll.user32.MessageBoxW(None, "\n".join(text.strip().splitlines()[-SAYS:]), "订单控制塔", 0x10)  # type: ignore[attr-defined]


if __name__ == "__main__":
    sys.exit(main())
