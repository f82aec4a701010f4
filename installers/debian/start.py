"""Where the packaged program starts."""

import multiprocessing
import os
import sys


def main() -> int:
    """The command line, with the system's own libraries for what we start: the starter pointed the loader at ours."""
    multiprocessing.freeze_support()
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", "")
    os.environ.pop("LD_LIBRARY_PATH", None)
    if before:
        os.environ["LD_LIBRARY_PATH"] = before
    from ordertower_desktop.__main__ import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
