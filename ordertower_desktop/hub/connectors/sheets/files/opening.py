"""Opens an exported file, whatever it is inside; the name's ending is only a hint."""

from pathlib import Path
from typing import BinaryIO

from ordertower_desktop.hub.connectors.sheets.files.lines import open_lines
from ordertower_desktop.hub.connectors.sheets.files.origin import Origin
from ordertower_desktop.hub.connectors.sheets.files.text import open_text
from ordertower_desktop.hub.connectors.sheets.files.workbook import open_workbook
from ordertower_desktop.hub.connectors.sheets.table import Table, Unreadable

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def open_table(source: Path | BinaryIO, name: str = "", *, sheet: str | None = None) -> Table:
    """The table of a file or of a seekable stream that stays open; a file that cannot be read at all is `Unreadable`."""
    origin = Origin(source, name or (source.name if isinstance(source, Path) else "上传的文件"))
    head = origin.head(512)
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if not head.strip():
        raise Unreadable(f"{origin.name} 是空文件，请重新导出")
    if head.startswith((_ZIP, _OLE)):
        return open_workbook(origin, sheet)
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta")):
        raise Unreadable(f"{origin.name} 其实是网页格式，请用表格软件打开后另存为 XLSX 再导入")
    if start.startswith(b"{"):
        return open_lines(origin)
    return open_text(origin)
