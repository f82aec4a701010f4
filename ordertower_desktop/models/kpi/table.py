"""A table as the page paints it, the report prints it and the workbook holds it: one cell, three ways to show it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from ordertower_desktop.models import text
from ordertower_desktop.models.workbook import Cell as Value

NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Cell:
    """`words` as people read them, `value` as a workbook reckons with it. `earlier` stands under it, in the hue of better or worse."""

    words: str
    value: Value | None = None
    earlier: str = ""
    before: Value | None = None
    hue: str = ""
    role: str = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """`shares` is how the columns share the room; `keys` what a click on a row means (empty: nothing); `summed`: the first row is all.

    `left`: so many columns hold words and stand on the left; 0: as the page says.
    """

    title: str
    heads: tuple[str, ...]
    shares: tuple[float, ...]
    rows: list[list[Cell]]
    note: str = ""
    keys: list[str] = field(default_factory=list)
    summed: bool = False
    left: int = 0

    def lines(self) -> list[list[str]]:
        """For paper: the earlier value in brackets."""
        rows = ([f"{cell.words}（{cell.earlier}）" if cell.earlier else cell.words for cell in row] for row in self.rows)
        return [list(self.heads), *rows]

    def sheet(self) -> list[Sequence[Value]]:
        """For a workbook: a column of its own for what was earlier, where a column has that."""
        double = [any(row[place].before is not None or row[place].earlier for row in self.rows) for place in range(len(self.heads))]
        heads = [name for place, head in enumerate(self.heads) for name in ([head, f"{head}（之前）"] if double[place] else [head])]
        return [heads, *([value for place, cell in enumerate(row) for value in _values(cell, double[place])] for row in self.rows)]


def _values(cell: Cell, double: object) -> Iterable[Value]:
    yield cell.words if cell.value is None else cell.value
    if double:
        yield cell.before if cell.before is not None else cell.earlier.lstrip("↑↓ ")


def plain(words: str, role: str = "text") -> Cell:
    return Cell(words, role=role)


def counted(now: int | None, before: int | None = None, *, good: str = "") -> Cell:
    """A count beside the earlier one. `good`: less | more, or empty where neither is better."""
    words = NOTHING if now is None else text.count(now)
    earlier = "" if before is None else _was(now, before, text.count(before))
    return Cell(words, now, earlier, before, _hue(now, before, good), "text3" if not now else "text")


def spent(now: int | None, before: int | None = None) -> Cell:
    """Seconds, as people say them; less is better."""
    words, earlier = (NOTHING if one is None else text.spoken(timedelta(seconds=one)) for one in (now, before))
    role = "text3" if now is None else "text"
    return Cell(words, now, "" if before is None else _was(now, before, earlier), before, _hue(now, before, "less"), role)


def share(part: int | None, whole: int | None, was: tuple[int, int] | None = None, *, good: str = "less") -> Cell:
    """A share in percent; without a whole there is none."""
    now = part / whole if whole and part is not None else None
    before = was[0] / was[1] if was and was[1] else None
    return Cell(
        NOTHING if now is None else percent(now), earlier="" if before is None else _was(now, before, percent(before)),
        hue=_hue(now, before, good), role="text3" if now is None else "text",
    )  # fmt: skip


def percent(one: float) -> str:
    """`98.2%`, never rounded up to what it is not."""
    told = f"{one * 100:.1f}"
    return "100%" if one == 1 else "99.9%" if told == "100.0" else f"{told}%"


def _hue(now: float | None, before: float | None, good: str) -> str:
    if not good or now is None or before is None or now == before:
        return ""
    return "green" if (now < before) == (good == "less") else "red"


def _was(now: float | None, before: float, words: str) -> str:
    """With an arrow for where it went: a hue alone is not seen by everybody."""
    arrow = "" if now is None or now == before else "↑ " if now > before else "↓ "
    return f"{arrow}{words}"
