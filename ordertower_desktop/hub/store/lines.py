"""The lines of a text file as people and systems really save them: plain or gzip, UTF-8 or GBK, with or without a byte order mark."""

import csv
import gzip
import zlib
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast


class Line(NamedTuple):
    number: int
    text: str


class Damaged(ValueError):
    """A packed file that breaks off, or holds something else, at line `line`."""

    def __init__(self, line: int) -> None:
        super().__init__("压缩包不完整，从这里起读不出来，请重新导出或重新下载")
        self.line = line


class Record(NamedTuple):
    """A row of a CSV file and the physical lines that it was read from; `cells` is empty where CSV itself gave up."""

    lines: tuple[Line, ...]
    cells: list[str]


def lines(path: Path) -> Iterator[Line]:
    """Every line, numbered from 1, without its end. A line that is not UTF-8 is taken for GBK; what is neither keeps marks of doubt.

    Raises `Damaged` where a packed file cannot be read any further.
    """
    number = 0
    with _opened(path) as file:
        try:
            for number, raw in enumerate(file, 1):
                if number == 1:
                    raw = raw.removeprefix(b"\xef\xbb\xbf")
                yield Line(number, _decoded(raw).rstrip("\r\n"))
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise Damaged(number + 1) from error


def _opened(path: Path) -> BinaryIO:
    with path.open("rb") as peek:
        packed = peek.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(path)) if packed else path.open("rb")


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


class Records:
    """The rows of a CSV file, one at a time; `again` gives lines back, so that a stray quote costs one line, not the rest of the file."""

    def __init__(self, source: Iterator[Line], delimiter: str = ",") -> None:
        self._source = source
        self._given_back: deque[Line] = deque()
        self._taken: list[Line] = []
        self._reader = csv.reader(self._feed(), delimiter=delimiter)
        self._delimiter = delimiter

    def __iter__(self) -> Iterator[Record]:
        return self

    def __next__(self) -> Record:
        self._taken = []
        try:
            cells = next(self._reader)
        except csv.Error:
            return Record(tuple(self._taken), [])
        return Record(tuple(self._taken), cells)

    def again(self, given_back: tuple[Line, ...]) -> None:
        """Read these lines anew, each as the beginning of a row."""
        self._given_back.extendleft(reversed(given_back))
        self._reader = csv.reader(self._feed(), delimiter=self._delimiter)

    def _feed(self) -> Iterator[str]:
        while True:
            line = self._given_back.popleft() if self._given_back else next(self._source, None)
            if line is None:
                return
            self._taken.append(line)
            yield line.text + "\n"
