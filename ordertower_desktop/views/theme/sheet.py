"""The one style sheet: radius, border and padding; never the colour of an item."""

from string import Template

from ordertower_desktop.views.theme.tokens import Colors

_SHEET = Template("""
QToolTip { background: $raised; color: $text; border: 1px solid $border2; padding: 4px 6px; }
QLineEdit, QPlainTextEdit, QTextEdit, QDateTimeEdit, QSpinBox { background: $surface; color: $text; border: 1px solid $border2;
  border-radius: 6px; padding: 4px 8px; selection-background-color: $accent; selection-color: $onaccent;
  placeholder-text-color: $text3; }
QLineEdit:focus, QPlainTextEdit:focus, QDateTimeEdit:focus, QSpinBox:focus { border: 1px solid $accent; }
QAbstractSpinBox QLineEdit { background: transparent; border: 0; padding: 0 8px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: 0; }
QLineEdit#search { background: $canvas; border: 1px solid $border; }
QLineEdit#search:focus { background: $surface; border: 1px solid $accent; }
QComboBox { background: $surface; border: 1px solid $border2; border-radius: 6px; padding: 3px 8px; min-height: 22px; }
QComboBox:focus { border: 1px solid $accent; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $border2; outline: 0; selection-background-color: $sel; }
QMenu { background: $raised; border: 1px solid $border2; border-radius: 8px; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 5px; color: $text; }
QMenu::item:selected { background: $sel; color: $text; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: 0; }
QTableView, QListView, QTreeView { background: $surface; border: 0; outline: 0; gridline-color: $line; }
QHeaderView { background: $canvas; border: 0; }
QHeaderView::section { background: $canvas; color: $text2; border: 0; border-bottom: 1px solid $border; padding: 0 8px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: $border2; border-radius: 4px; min-height: 32px; margin: 1px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle:horizontal { background: $border2; border-radius: 4px; min-width: 32px; margin: 1px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $border; }
QCheckBox { spacing: 8px; color: $text; }
QDialog { background: $surface; }
QProgressBar { background: $track; border: 0; border-radius: 2px; height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
""")


def sheet(color: Colors) -> str:
    """The style sheet in the colours of a mode."""
    return _SHEET.substitute({name: getattr(color, name).name() for name in color.__struct_fields__})
