"""Paper: a document that is built from text, so that nothing a system or a person sent is ever read as markup, and its PDF."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF, QUrl
from PySide6.QtGui import (
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextTableCellFormat,
    QTextTableFormat,
)

from ordertower_desktop.views.parts.paint import plain
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.tokens import colors

DPI, MARGIN_MM, HEADING_ROOM = 144, 16.0, 28.0


def blank() -> QTextDocument:
    """A document in our faces, with nothing in it."""
    made = QTextDocument()
    made.setDocumentMargin(0)
    base = QFont()
    base.setFamilies(fonts.font(13).families())
    base.setPointSizeF(9.5)
    made.setDefaultFont(base)
    return made


def picture(at: QTextCursor, image: QImage, *, wide: int) -> None:
    """A picture on a line of its own, `wide` points wide."""
    at.movePosition(QTextCursor.MoveOperation.End)
    shape = QTextImageFormat()
    name = f"picture-{at.position()}"
    at.document().addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), image)
    shape.setName(name)
    shape.setWidth(wide)
    shape.setHeight(wide * image.height() / image.width())
    at.insertImage(shape)
    at.insertBlock()


def paragraphs(made: QTextDocument) -> list[str]:
    """What stands outside tables, line by line."""
    found, block = [], made.begin()
    while block.isValid():
        if block.text() and QTextCursor(block).currentTable() is None:
            found.append(block.text())
        block = block.next()
    return found


def write_pdf(made: QTextDocument, path: Path, *, title: str) -> None:
    """On A4; raises OSError when the file cannot be written."""
    with path.open("wb"):
        pass  # says why at once: QPdfWriter would stay silent
    writer = QPdfWriter(str(path))
    writer.setResolution(DPI)
    writer.setTitle(plain(title))
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    size = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter))
    made.documentLayout().setPaintDevice(writer)
    made.setPageSize(QSizeF(writer.width(), writer.height()))
    made.print_(writer)


def form(*, size: float = 9.5, bold: str = "", grey: str = "") -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFontPointSize(size)
    made.setFontWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    light = colors("light")
    made.setForeground(light.text3 if grey else light.text)
    return made


def line(at: QTextCursor, words: str, shape: QTextCharFormat | None = None) -> None:
    """A paragraph."""
    at.movePosition(QTextCursor.MoveOperation.End)
    at.insertText(plain(words), shape or form())
    at.insertBlock()


def heading(at: QTextCursor, words: str) -> None:
    at.movePosition(QTextCursor.MoveOperation.End)
    spaced, plain_block = QTextBlockFormat(), QTextBlockFormat()
    spaced.setTopMargin(HEADING_ROOM)
    spaced.setBottomMargin(HEADING_ROOM / 4)
    at.setBlockFormat(spaced)
    at.insertText(plain(words), form(size=12, bold="yes"))
    at.insertBlock(plain_block)


def table(at: QTextCursor, rows: list[list[str]]) -> None:
    at.movePosition(QTextCursor.MoveOperation.End)
    frame = QTextTableFormat()
    frame.setBorder(1)
    frame.setBorderBrush(colors("light").border2)
    frame.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    frame.setBorderCollapse(True)
    frame.setCellPadding(4)
    frame.setHeaderRowCount(1)
    frame.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    grid = at.insertTable(len(rows), len(rows[0]), frame)
    for i, row in enumerate(rows):
        for j, words in enumerate(row):
            cell = grid.cellAt(i, j)
            level = QTextTableCellFormat()
            level.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
            cell.setFormat(level)
            cell.firstCursorPosition().insertText(plain(words), form(size=8.5, bold="yes" if i == 0 else ""))
    at.movePosition(QTextCursor.MoveOperation.End)
    at.insertBlock()
