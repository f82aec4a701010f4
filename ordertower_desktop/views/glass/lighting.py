"""The pill of the top bar as the one light of the watch: green with its age while everything is on time, else the gravest trouble."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject

from ordertower_desktop.domain.light import Hue
from ordertower_desktop.models import text
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.sourcing import pill
from ordertower_desktop.wire.light import LightRow, age, seen
from ordertower_desktop.wire.rows import SourceRow


class Lighting(QObject):
    """Holds the last word of the hub's audit; a light that is not renewed goes out on this desk's own clock."""

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass = glass
        self._row: LightRow | None = None
        glass.lit = self.words

    def take(self, rows: Sequence[LightRow], gone: Sequence[str] = ()) -> None:
        self._row = rows[-1] if rows else self._row

    def forget(self) -> None:
        """Another hub."""
        self._row = None

    def words(self, sources: Iterable[SourceRow]) -> tuple[str, str]:
        """(words, hue). Sources that are silent are told of by name, unless the watch itself is in trouble."""
        told, hue = pill(sources)
        if self._row is None:
            return told, hue
        now = self._glass.now
        found = seen(self._row, now)
        if found.hue is Hue.GREEN and hue == "green":
            return self.tr("全部在看 · {0}前").format(text.spoken(age(self._row, now))), "green"
        if found.hue is Hue.GREEN or (hue == "amber" and found.hue is Hue.AMBER and len(found.says) == 1 and "停更" in found.says[0]):
            return told, hue
        more = self.tr("等 {0} 件").format(len(found.says)) if len(found.says) > 1 else ""
        return found.says[0].partition("，")[0] + more, str(found.hue)
