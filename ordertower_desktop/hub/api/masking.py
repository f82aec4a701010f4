"""What a wall may show: aggregates, an order's tail, and staff names; nothing of a customer."""

from dataclasses import replace

import msgspec

from ordertower_desktop.wire.board import Board, Overdue
from ordertower_desktop.wire.codec import decode, encode
from ordertower_desktop.wire.rows import Change


def for_wall(change: Change) -> Change:
    """The change as a wall gets it; its version stays, so the digest still proves it."""
    if change.topic != "board" or change.gone:
        return change
    board = masked(decode(bytes(change.body), Board))
    return msgspec.structs.replace(change, body=msgspec.Raw(encode(board)))


def masked(board: Board) -> Board:
    """Order numbers down to their last four digits; nothing that waits for a person's decision."""
    return replace(board, overdue_list=[_masked(line) for line in board.overdue_list], decisions=[])


def _masked(line: Overdue) -> Overdue:
    return replace(line, case="", order=f"…{line.order[-4:]}")
