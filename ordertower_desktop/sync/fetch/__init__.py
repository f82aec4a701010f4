"""What a page asks the hub for, as values: each function of these rooms names a question; a `Client` answers it."""

from typing import Any

from ordertower_desktop.sync.fetch import crisis, goods, identity, past, rulebooks, unveiling, work

ROOMS = (work, rulebooks, past, crisis, identity, goods, unveiling)


def __getattr__(name: str) -> Any:
    """A question by its name alone, as a page asks it; the rooms share no name, and no room is called like a question."""
    for room in ROOMS:
        if not name.startswith("_") and name in vars(room):
            return vars(room)[name]
    raise AttributeError(name)
