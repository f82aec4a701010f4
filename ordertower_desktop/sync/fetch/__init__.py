"""What a page asks the hub for, as values: each function of these rooms names a question; a `Client` answers it."""

from typing import Any

from ordertower_desktop.sync.fetch import crisis, customers, past, reveals, rulebooks, work

ROOMS = (work, rulebooks, past, crisis, customers, reveals)


def __getattr__(name: str) -> Any:
    """A question by its name alone, as a page asks it; the rooms share no name."""
    for room in ROOMS:
        if not name.startswith("_") and name in vars(room):
            return vars(room)[name]
    raise AttributeError(name)
