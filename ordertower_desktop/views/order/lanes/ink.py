"""What the lanes are painted with: sizes of the visual language, and the pens and brushes of the present colours."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPen

from ordertower_desktop.views.theme.tokens import Colors

LANE, AXIS, HEAD = 64, 32, 109
EVENT_R, ARRIVAL_R, GHOST_R, FAIL_R = 5.5, 4.0, 5.0, 7.0
GAP_BAND, PAUSE_BAND = 30, 18
RIGHT_MARGIN = 16
LATE_S = 300
ICONS = {"platform": "store", "erp": "database", "wms": "warehouse", "carrier": "truck", "desk": "headset", "crm": "contact"}
NAMES = {"platform": "平台", "erp": "ERP", "wms": "WMS", "carrier": "物流", "desk": "客服"}
"""The five lanes that are always there."""


def hue_of(kind: str, color: Colors) -> QColor:
    """The fill of a mark."""
    return {"chase": color.amberF, "failed": color.redF, "ghost": color.control}.get(kind, color.accent)


def words_of(kind: str, color: Colors) -> QColor:
    """The ink of a mark's label."""
    return {"chase": color.amber, "failed": color.red, "ghost": color.text3}.get(kind, color.text)


def ghost_pen(color: QColor, width: float = 1.5) -> QPen:
    pen = QPen(color, width)
    pen.setDashPattern([4 / width, 4 / width])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def ring_pen(color: QColor) -> QPen:
    """The dotted ring of something that should have been."""
    pen = QPen(color, 1.5)
    pen.setDashPattern([1.6, 1.6])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def due_pen(color: Colors) -> QPen:
    pen = QPen(color.redF, 2)
    pen.setDashPattern([3, 1.5])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def hatch(color: Colors) -> QBrush:
    return QBrush(color.redB, Qt.BrushStyle.BDiagPattern)
