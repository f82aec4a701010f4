"""The numbers of the visual language, read once from tokens.json."""

from functools import lru_cache
from typing import Any

import msgspec
from PySide6.QtGui import QColor

from ordertower_desktop.views.theme.resources import resource


class Colors(msgspec.Struct, frozen=True):
    """The roles of a desk theme; what each is for stands in tokens.json."""

    canvas: QColor
    surface: QColor
    sunken: QColor
    raised: QColor
    rail: QColor
    border: QColor
    border2: QColor
    line: QColor
    control: QColor
    text: QColor
    text2: QColor
    text3: QColor
    disabled: QColor
    accent: QColor
    onaccent: QColor
    sel: QColor
    selline: QColor
    hover: QColor
    focus: QColor
    red: QColor
    amber: QColor
    green: QColor
    blue: QColor
    purple: QColor
    redF: QColor
    amberF: QColor
    greenF: QColor
    blueF: QColor
    purpleF: QColor
    neutralF: QColor
    redT: QColor
    amberT: QColor
    greenT: QColor
    blueT: QColor
    purpleT: QColor
    neutralT: QColor
    redB: QColor
    amberB: QColor
    greenB: QColor
    blueB: QColor
    purpleB: QColor
    track: QColor
    ink: QColor
    onink: QColor
    h1: QColor
    h2: QColor
    h3: QColor
    h4: QColor
    h5: QColor

    @property
    def bar_fill(self) -> QColor:
        """The ground of the bulk bar: ink in the light, in the dark a raised slate instead of a white slab."""
        return self.ink if self._light else self.track

    @property
    def bar_edge(self) -> QColor:
        return self.ink if self._light else self.border2

    @property
    def bar_text(self) -> QColor:
        return self.onink if self._light else self.text

    @property
    def bar_faint(self) -> QColor:
        """Keycap edges, dividers and second words on the bulk bar."""
        faint = QColor(self.bar_text)
        faint.setAlpha(205)
        return faint

    @property
    def _light(self) -> bool:
        return self.canvas.lightness() > 127

    def hue(self, name: str) -> "Hue":
        """red | amber | green | blue | purple | neutral as text, shape, fill and edge."""
        if name == "neutral":
            return Hue(self.text2, self.neutralF, self.neutralT, self.border2)
        return Hue(*(getattr(self, name + part) for part in ("", "F", "T", "B")))


class WallColors(msgspec.Struct, frozen=True):
    """The roles of the wall, which is always dark."""

    bg: QColor
    tile: QColor
    tile2: QColor
    line: QColor
    text: QColor
    t2: QColor
    red: QColor
    amber: QColor
    green: QColor
    blue: QColor
    purple: QColor
    track: QColor
    h0: QColor
    h1: QColor
    h2: QColor
    h3: QColor
    h4: QColor
    levelBg: QColor
    levelBorder: QColor
    levelText: QColor
    levelLabel: QColor
    staleBg: QColor
    staleText: QColor
    staleValue: QColor
    staleTile: QColor
    alarmCellBg: QColor
    sparkFill: QColor


class Hue(msgspec.Struct, frozen=True):
    """One message in four strengths: text, shape, badge fill, badge edge."""

    text: QColor
    shape: QColor
    fill: QColor
    edge: QColor


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    return msgspec.json.decode(resource("tokens.json").read_bytes(), type=dict[str, Any])


def colors(mode: str) -> Colors:
    """The roles of `light` or `dark`."""
    return Colors(**{role: QColor(value) for role, value in _content()["color"][mode].items()})


def wall_colors() -> WallColors:
    return WallColors(**{role: QColor(value) for role, value in _content()["color"]["wall"].items()})


ROW_HEIGHTS = (28, 36, 44)
ZOOMS = (100, 125, 150, 200)
"""Percent of the usual size that a person can choose, over what the system says."""
SIZES = {"meta": 12, "table": 13, "body": 14, "title": 16, "heading": 20, "figure": 28, "hero": 40, "clock": 18, "count": 11}
POOL_COLUMNS = {
    "check": 38,
    "order": 182,
    "platform": 92,
    "stage": 64,
    "kind": 82,
    "cause": 124,
    "owner": 82,
    "clock": 106,
    "risk": 36,
    "loss": 62,
    "last": 0,
    "fresh": 70,
}
"""Column -> width in logical pixels; 0 takes what is left."""
