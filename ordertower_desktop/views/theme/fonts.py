"""Letters: Inter for Latin and digits, the system's Chinese after it, two weights, pixel sizes."""

from functools import lru_cache

from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QFontDatabase

from ordertower_desktop.views.theme.resources import resource

FAMILIES = ["Inter", "Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC"]
DISPLAY = ["Inter Display", *FAMILIES]
CHINESE = frozenset({"Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC"})
BUNDLED = ("Inter-Regular.ttf", "Inter-SemiBold.ttf", "InterDisplay-Regular.ttf", "InterDisplay-SemiBold.ttf")


def load() -> None:
    """Make the bundled faces known; the Chinese one only where the system has none. Call once, after QApplication."""
    QLocale.setDefault(QLocale("zh_CN"))
    for name in BUNDLED:
        QFontDatabase.addApplicationFont(str(resource(f"fonts/{name}")))
    if not CHINESE & set(QFontDatabase.families()):
        number = QFontDatabase.addApplicationFont(str(resource("fonts/NotoSansSC-GB2312.otf")))
        FAMILIES.extend(f for f in QFontDatabase.applicationFontFamilies(number) if f not in FAMILIES)
        DISPLAY[1:] = FAMILIES


def font(size: int) -> QFont:
    """Text at a pixel size."""
    return _font(size, "text")


def bold(size: int) -> QFont:
    return _font(size, "bold")


def tabular(size: int) -> QFont:
    """Digits of equal width, for tables and clocks."""
    return _font(size, "tabular")


def tabular_bold(size: int) -> QFont:
    return _font(size, "tabular bold")


def display(size: int) -> QFont:
    """Figures from 26 px up."""
    return _font(size, "display bold")


@lru_cache(maxsize=256)
def _font(size: int, style: str) -> QFont:
    made = QFont()
    made.setFamilies(DISPLAY if "display" in style else FAMILIES)
    made.setPixelSize(size)
    made.setWeight(QFont.Weight.DemiBold if "bold" in style else QFont.Weight.Normal)
    if "tabular" in style:
        made.setFeature(QFont.Tag("tnum"), 1)
    if "display" in style:
        made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 98.5)
    return made
