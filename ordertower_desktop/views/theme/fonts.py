"""Letters: Inter for Latin and digits, the system's Chinese after it, two weights, pixel sizes."""

import sys
from functools import lru_cache

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontDatabase

from ordertower_desktop.views.theme.resources import resource

OURS = "OrderTower Sans SC"
CHINESE = ("Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC")
BUNDLED = ("Inter-Regular.ttf", "Inter-SemiBold.ttf")
BUNDLED_FIGURES = ("InterDisplay-Regular.ttf", "InterDisplay-SemiBold.ttf")
BUNDLED_CHINESE = ("OrderTowerSansSC-Regular.ttf", "OrderTowerSansSC-Bold.ttf")


def load() -> None:
    """Make the faces known that the first words need. Call once, after QApplication.

    Windows and macOS have a good Chinese face. Elsewhere ours comes first: a bare system has none at all, and Qt paints the
    usual one (CFF outlines) with thickened stems, so that regular text on a dark ground looks bold. Rare characters that
    ours has not still come from the system's.
    """
    good = sys.platform in ("win32", "darwin") and set(CHINESE[:3]) & set(QFontDatabase.families())
    _add(BUNDLED if good else BUNDLED + BUNDLED_CHINESE)


def load_rest() -> None:
    """Large figures, and Qt's own words and dates in Chinese: Cancel is 取消. Call once, before the first of them is made."""
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

    _add(BUNDLED_FIGURES)
    QLocale.setDefault(QLocale("zh_CN"))
    app = QCoreApplication.instance()
    words = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if app is not None and words.load(QLocale("zh_CN"), "qtbase", "_", folder):
        app.installTranslator(words)


def _add(names: tuple[str, ...]) -> None:
    for name in names:
        QFontDatabase.addApplicationFont(str(resource(f"fonts/{name}")))
    _font.cache_clear()


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
    made.setFamilies((["Inter Display"] if "display" in style else []) + ["Inter", OURS, *CHINESE])
    made.setPixelSize(size)
    made.setWeight(QFont.Weight.DemiBold if "bold" in style else QFont.Weight.Normal)
    if "tabular" in style:
        made.setFeature(QFont.Tag("tnum"), 1)
    if "display" in style:
        made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 98.5)
    return made
