"""The page of the handbook: a chapter chosen above, its text and pictures below, a line to find a word in it."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QImage, QResizeEvent, QTextBlockFormat, QTextCursor, QTextDocument, QTextOption
from PySide6.QtWidgets import QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from ordertower_desktop.views.handbook.chapters import CHAPTERS, file_of
from ordertower_desktop.views.parts.card import Surface, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.switch import Segmented
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme

WIDEST, MARGIN = 920, 48


class Pages(QTextBrowser):
    """Reads our own files and nothing else; a picture is never wider than what shows it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path()
        self.setOpenLinks(False)
        self.setAccessibleName(self.tr("手册正文"))
        self.document().setDefaultFont(fonts.font(14))
        self.document().setDocumentMargin(MARGIN / 2)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._read: tuple[Path, int] = (Path(), 0)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)

    def read(self, path: Path) -> None:
        """This file from its beginning; a command that is too long goes on in the next line."""
        self.folder, self._read = path.parent.resolve(), (path, self.width())
        self.setMarkdown(path.read_text("utf-8"))
        block, cursor = self.document().begin(), QTextCursor(self.document())
        while block.isValid():
            whole = block.blockFormat()
            whole.setNonBreakableLines(False)
            whole.setLineHeight(6, QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value)
            whole.setTopMargin(20 if whole.headingLevel() > 1 else 6)
            cursor.setPosition(block.position())
            cursor.setBlockFormat(whole)
            block = block.next()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures were made for another width: read again, and stay where one was."""
        super().resizeEvent(event)
        path, width = self._read
        if width and width != self.width():
            bar = self.verticalScrollBar()
            at = bar.value() / max(1, bar.maximum())
            self.read(path)
            bar.setValue(round(at * bar.maximum()))

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        path = (self.folder / QUrl(name).path()).resolve()
        if kind != QTextDocument.ResourceType.ImageResource.value or not path.is_relative_to(self.folder):
            return None
        image, room = QImage(str(path)), max(320, min(WIDEST, self.viewport().width() - MARGIN))
        return image.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation) if image.width() > room else image


class HandbookPage(QWidget):
    """`opened(chapter)`: another chapter is read."""

    opened = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.chapter, self._theme = "", theme
        self.chapters = Segmented(theme, CHAPTERS, "")
        self.find_ = QLineEdit()
        self.find_.setAccessibleName(self.tr("在这一章里找"))
        self.find_.setPlaceholderText(self.tr("在这一章里找，回车下一处"))
        self.find_.setFixedWidth(240)
        self.said = PlainLabel(theme, size=12, role="text3")
        self.pages = Pages()
        head = Surface(theme, edge="bottom")
        top = QVBoxLayout(head)
        top.setContentsMargins(16, 10, 16, 10)
        top.addLayout(row(self.chapters, 1, self.said, self.find_))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(head)
        box.addWidget(self.pages, 1)
        self.chapters.chosen.connect(self.open)
        self.find_.returnPressed.connect(self._find)
        self.pages.anchorClicked.connect(self._follow)
        theme.changed.connect(self._again)

    def open(self, chapter: str) -> None:
        """Read this chapter from its beginning."""
        self.chapters.choose(chapter)
        self.chapter = chapter
        self.pages.read(file_of(chapter))
        self.said.setText("")
        self.opened.emit(chapter)

    def _again(self) -> None:
        """In the colours of another mode."""
        if self.chapter:
            self.open(self.chapter)

    def _find(self) -> None:
        """The next place of the word; after the last one from the beginning."""
        word = self.find_.text().strip()
        if not word or self.pages.find(word):
            self.said.setText("")
            return
        self.pages.moveCursor(QTextCursor.MoveOperation.Start)
        self.said.setText("" if self.pages.find(word) else self.tr("这一章里没有“{0}”").format(word))

    def _follow(self, link: QUrl) -> None:
        """To another chapter; the handbook leads nowhere else."""
        chapter = Path(link.path()).stem
        if chapter in dict(CHAPTERS):
            self.open(chapter)
