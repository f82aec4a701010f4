"""Walks every widget below another: what has no name, what would read markup, what a screen reader could not say."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

INPUTS = (QLineEdit, QAbstractButton, QComboBox, QPlainTextEdit, QTextEdit, QAbstractSpinBox)


def below(root: QWidget) -> Iterator[QWidget]:
    yield root
    yield from root.findChildren(QWidget)


def nameless(root: QWidget) -> list[str]:
    """Inputs and buttons that a screen reader would call by their class; a hidden one gets its words when it is needed."""
    return [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for widget in below(root)
        if isinstance(widget, INPUTS) and not widget.accessibleName() and not widget.isHidden() and not inner(widget)
    ]


def markup(root: QWidget) -> list[str]:
    """Labels that would read their text as markup."""
    return [label.text() for label in root.findChildren(QLabel) if label.textFormat() != Qt.TextFormat.PlainText]


def lettered(root: QWidget) -> list[str]:
    """Buttons to which an & in their words gave a shortcut."""
    return [button.text() for button in root.findChildren(QAbstractButton) if not button.shortcut().isEmpty()]


def inner(widget: QWidget) -> bool:
    """Qt's own pieces inside a spin box, a combo box or a scroll bar, and the clear button of a line edit."""
    parent = widget.parentWidget()
    return widget.objectName().startswith("qt_") or isinstance(parent, QAbstractSpinBox | QComboBox | QLineEdit)
