"""The bytes of a file, openable again and again, unpacked when they are gzip."""

import gzip
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from ordertower_desktop.hub.connectors.sheets.table import Unreadable

UNPACKED_LIMIT = 2 << 30  # a bomb, not an export
_GZIP = b"\x1f\x8b"


class Origin:
    """Where the bytes come from: a path, or a seekable stream that is lent to us and never closed by us."""

    def __init__(self, source: Path | BinaryIO, name: str) -> None:
        self._source = source
        self.name = name
        with self._raw() as raw:
            self.packed = raw.read(2) == _GZIP

    @property
    def bare_name(self) -> str:
        return self.name.removesuffix(".gz")

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """The unpacked bytes from the start."""
        with self._raw() as raw:
            if not self.packed:
                yield raw
                return
            try:
                with gzip.GzipFile(fileobj=raw) as unpacked:
                    yield cast(BinaryIO, unpacked)
            except (gzip.BadGzipFile, EOFError) as error:
                raise Unreadable(f"{self.name} 的压缩包不完整，请重新导出或重新下载") from error

    def head(self, size: int) -> bytes:
        with self.opened() as stream:
            return stream.read(size)

    @contextmanager
    def _raw(self) -> Iterator[BinaryIO]:
        if isinstance(self._source, Path):
            try:
                stream = self._source.open("rb")
            except OSError as error:
                raise Unreadable(f"打不开 {self.name}：{error.strerror or error}，请确认文件还在、没有被其他程序占用") from error
            with stream:
                yield stream
        else:
            self._source.seek(0)
            yield self._source


def refuse_bomb(stream: BinaryIO, name: str) -> None:
    """Refuses a workbook that would unpack to more than any export."""
    try:
        with zipfile.ZipFile(stream) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise Unreadable(f"{name} 不是完整的 XLSX 文件，请在表格软件里另存一次再导入") from error
    if size > UNPACKED_LIMIT:
        raise Unreadable(f"{name} 解开后有 {size >> 20} MB，不像订单表，请拆成几个文件")
