"""Cells that a spreadsheet shows and never runs."""

TRIGGERS = frozenset("=+-@\t\r＝＋－＠")


def inert(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula: an apostrophe before whatever would begin one."""
    bare = cell.lstrip(" '\"\u3000")
    return f"'{cell}" if bare[:1] in TRIGGERS or cell[:1] in TRIGGERS else cell
