"""Line icons (Lucide, ISC), tinted and kept per name, size, colour and screen density."""

from functools import lru_cache

import msgspec
from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ordertower_desktop.views.theme.resources import resource

_FRAME = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="{colour}" stroke-width="1.75" '
    'stroke-linecap="round" stroke-linejoin="round">{body}</svg>'
)


class _Icons(msgspec.Struct):
    """The file: what an icon draws, by its name."""

    icons: dict[str, str]


@lru_cache(maxsize=1)
def _bodies() -> dict[str, str]:
    return msgspec.json.decode(resource("icons.json").read_bytes(), type=_Icons).icons


def pixmap(name: str, size: int, colour: QColor, *, density: float = 1.0) -> QPixmap:
    """An icon as pixels; raises KeyError for an unknown name."""
    return _pixmap(name, size, colour.name(), density)


def icon(name: str, size: int, colour: QColor) -> QIcon:
    """An icon for a Qt button, sharp at 100 and 200 %."""
    made = QIcon(_pixmap(name, size, colour.name(), 1.0))
    made.addPixmap(_pixmap(name, size, colour.name(), 2.0))
    return made


@lru_cache(maxsize=2048)
def _pixmap(name: str, size: int, colour: str, density: float) -> QPixmap:
    return _drawn(_FRAME.format(colour=colour, body=_bodies()[name].replace("currentColor", colour)), size, density)


@lru_cache(maxsize=8)
def logo(size: int, density: float = 1.0, *, ground: str = "#1B2530", figure: str = "#FFFFFF") -> QPixmap:
    """The mark; on a dark rail ground and figure change places."""
    svg = resource("logo.svg").read_text(encoding="utf-8")
    return _drawn(svg.replace("#1B2530", "GROUND").replace("#FFFFFF", figure).replace("GROUND", ground), size, density)


def _drawn(svg: str, size: int, density: float) -> QPixmap:
    made = QPixmap(round(size * density), round(size * density))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(made.rect()))
    painter.end()
    made.setDevicePixelRatio(density)
    return made
