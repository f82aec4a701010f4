"""Hubs and desks by forking: everything is imported once, so a life begins in a tenth of the time."""

import gc
import os
import sys
from pathlib import Path

import msgspec

import ordertower_desktop.hub.api.routes  # whatever a hub imports late is here already
from ordertower_desktop.__main__ import main
from ordertower_desktop.app import now
from ordertower_desktop.sync.headless import Streams, run_headless


class Wish(msgspec.Struct, frozen=True):
    """A `hub` beside a folder, or a `desk` that reads its lines from `folder/in` and writes to `folder/out`."""

    kind: str
    folder: str
    hub: str = ""
    token: str = ""


class Born(msgspec.Struct, frozen=True):
    """The process that lives now."""

    pid: int


def live(wish: Wish) -> int:
    folder = Path(wish.folder)
    if wish.kind == "hub":
        return main(["hub", "--beside", wish.folder])
    if wish.token:
        os.environ["ORDERTOWER__HUB__TOKEN"] = wish.token
    streams = Streams((folder / "in").open(), (folder / "out").open("w"), sys.stderr)
    return run_headless(folder, wish.hub or None, streams=streams, wall=now)


def tend() -> None:
    """One line a wish, one line an answer; an empty kind waits until the last one is gone."""
    assert ordertower_desktop.hub.api.routes
    gc.freeze()
    last = 0
    for line in sys.stdin.buffer:
        wish = msgspec.json.decode(line, type=Wish)
        if not wish.kind:
            os.waitpid(last, 0)
        else:
            last = os.fork()
            if not last:
                with (Path(wish.folder) / "log.txt").open("ab") as log:
                    os.dup2(log.fileno(), 2)
                    os.dup2(log.fileno(), 1)
                os._exit(live(wish))
        sys.stdout.buffer.write(msgspec.json.encode(Born(last)) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    tend()
