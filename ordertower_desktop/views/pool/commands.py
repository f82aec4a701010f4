"""The list's keys as commands, for palette, cheat sheet and menus."""

from collections.abc import Callable

from ordertower_desktop.models.palette.commands import Command
from ordertower_desktop.views.pool.keys import ACTS, CHORDS, MOVES, NAMES, ListKey

MOVING, ACTING = "移动与打开", "处理"


def commands(run: Callable[[str], None], *, acting: str = ACTING) -> tuple[Command, ...]:
    """One command a verb; `run` gets the verb, `acting` names the group of what is done to orders: 对订单 3901."""
    made: dict[str, Command] = {}
    for group, keys in ((MOVING, MOVES), (acting, (*ACTS, *CHORDS))):
        for key in keys:
            made.setdefault(key.verb, _command(key, group, run))
    return tuple(made.values())


def _command(key: ListKey, group: str, run: Callable[[str], None]) -> Command:
    shown = "+".join(NAMES.get(step, step) for step in key.key.split("+"))
    return Command(key.verb, key.name, shown, group, lambda: run(key.verb), icon=key.icon)
