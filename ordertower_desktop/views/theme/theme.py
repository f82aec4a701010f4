"""The look that is chosen now; everything that paints is handed the one Theme and repaints on `changed`."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.sheet import sheet as sheet_in
from ordertower_desktop.views.theme.tokens import Colors, colors

MODES = ("system", "light", "dark")


class Theme(QObject):
    """`color` holds the roles of the present mode. The system decides until a person chooses.

    With `sheet="later"` the style sheet waits for `wear`: widgets are polished once, not at each step of their making.
    """

    changed = Signal()

    def __init__(self, app: QApplication, mode: str = "system", *, sheet: str = "now") -> None:
        super().__init__(app)
        self._app = app
        self._choice = mode
        self.dark = self._wants_dark()
        self.color: Colors = colors("dark" if self.dark else "light")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._dress()
        if sheet == "now":
            self.wear()

    @property
    def choice(self) -> str:
        return self._choice

    def choose(self, mode: str) -> None:
        """Switch to system, light or dark at once."""
        self._choice = mode
        self._apply()

    def toggle(self) -> None:
        self.choose("light" if self.dark else "dark")

    def _wants_dark(self) -> bool:
        if self._choice == "system":
            return bool(QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark)
        return self._choice == "dark"

    def _system_changed(self) -> None:
        if self._choice == "system":
            self._apply()

    def _apply(self) -> None:
        self.dark = self._wants_dark()
        self.color = colors("dark" if self.dark else "light")
        self._dress()
        self.wear()
        self.changed.emit()

    def _dress(self) -> None:
        self._app.setPalette(_palette(self.color))
        self._app.setFont(fonts.font(13))

    def wear(self) -> None:
        """Put the style sheet on every widget."""
        self._app.setStyleSheet(sheet_in(self.color))


def _palette(color: Colors) -> QPalette:
    role = QPalette.ColorRole
    made = QPalette()
    for which, value in {
        role.Window: color.canvas,
        role.WindowText: color.text,
        role.Base: color.surface,
        role.AlternateBase: color.surface,
        role.Text: color.text,
        role.Button: color.surface,
        role.ButtonText: color.text,
        role.Highlight: color.sel,
        role.HighlightedText: color.text,
        role.ToolTipBase: color.raised,
        role.ToolTipText: color.text,
        role.PlaceholderText: color.text3,
        role.Link: color.accent,
        role.Accent: color.accent,
    }.items():
        made.setColor(which, value)
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, color.disabled)
    return made
