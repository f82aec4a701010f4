"""`ordertower export`: the hub's events, orders, cases or audit log as CSV, NDJSON or XLSX, streamed."""

import argparse
import contextlib
import csv
import gzip
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.sync.commands.hub import hub, say
from ordertower_desktop.wire.inert import inert

if TYPE_CHECKING:
    from ordertower_desktop.sync.http import Client

Line = dict[str, Any]
KINDS = (".csv", ".ndjson", ".xlsx")
MOST_SHEET_ROWS = 1_048_575


def run(options: argparse.Namespace) -> int:
    out = Path(options.out)
    kind = _kind(out)
    part = out.with_name(out.name + ".part")
    with hub(options) as client:
        lines = _audit(client) if options.what == "audit" else _stream(client, options)
        count = {".csv": _csv, ".ndjson": _ndjson, ".xlsx": _xlsx}[kind](part, lines, out.suffix == ".gz")
    part.replace(out)
    say(f"已导出 {count:,} 行到 {out}")
    return 0


def _kind(out: Path) -> str:
    plain = out.with_suffix("") if out.suffix == ".gz" else out
    kind = {".json": ".ndjson", ".jsonl": ".ndjson"}.get(plain.suffix.lower(), plain.suffix.lower())
    if kind not in KINDS or (kind == ".xlsx" and out.suffix == ".gz"):
        raise Refusal(f"不认识的文件类型：{out.name}，可用 .csv、.ndjson（可加 .gz）或 .xlsx")
    return kind


def _stream(client: "Client", options: argparse.Namespace) -> Iterator[Line]:
    span = {"since": options.start, "until": options.end}
    query = "&".join(f"{name}={_moment(value)}" for name, value in span.items() if value)
    response = client.stream(f"/v1/export/{options.what}{'?' + query if query else ''}")
    try:
        for line in response.iter_lines():
            if line:
                yield json.loads(line)
    finally:
        response.close()


def _moment(text: str) -> str:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise Refusal(f"时间要带时区，如 2025-11-12T14:32:08+08:00，现在是 {text[:40]}")
    return at.isoformat().replace("+", "%2B")


def _audit(client: "Client") -> Iterator[Line]:
    after = ""
    while True:
        page = client.get("/v1/audit", Line, params={"limit": "1000"} | ({"after": after} if after else {}))
        yield from page["items"]
        after = str(page.get("after") or "")
        if not after:
            return


@contextlib.contextmanager
def _opened(path: Path, packed: int) -> Iterator[IO[str]]:
    with gzip.open(path, "wt", encoding="utf-8", newline="") if packed else path.open("w", encoding="utf-8", newline="") as out:
        yield out


def _ndjson(path: Path, lines: Iterable[Line], packed: int) -> int:
    count = 0
    with _opened(path, packed) as out:
        for line in lines:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            count += 1
    return count


def _csv(path: Path, lines: Iterable[Line], packed: int) -> int:
    """The first line's names are the headings; what a later line has more goes into the last column as JSON."""
    count = 0
    with _opened(path, packed) as out:
        writer = csv.writer(out)
        names: list[str] = []
        for line in lines:
            if not names:
                names = list(line)
                out.write("\ufeff")
                writer.writerow(names)
            writer.writerow([inert(_cell(line.get(name))) for name in names])
            count += 1
    return count


def _xlsx(path: Path, lines: Iterable[Line], _packed: int) -> int:
    import xlsxwriter

    count = 0
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        names: list[str] = []
        for line in lines:
            if not names:
                names = list(line)
                sheet.write_row(0, 0, names)
            count += 1
            if count > MOST_SHEET_ROWS:
                raise Refusal("超过一张表能放的 1,048,575 行，请用 --from、--to 分段，或导出成 .csv")
            for column, name in enumerate(names):
                sheet.write_string(count, column, _cell(line.get(name)))
    return count


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
