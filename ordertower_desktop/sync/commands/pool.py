"""`ordertower pool`: the delay pool on a terminal: order, clock, cause, owner."""

import argparse
import sys
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.domain.stage import STAGE_NAMES, Stage
from ordertower_desktop.sync.commands.hub import hub, say
from ordertower_desktop.wire.codec import convert, encode, utc
from ordertower_desktop.wire.rows import PoolRow

if TYPE_CHECKING:
    from ordertower_desktop.sync.http import Client

PAGE, WIDE = 1000, 132
HOUR = timedelta(hours=1)


def run(options: argparse.Namespace) -> int:
    with hub(options) as client:
        answer = client.get("/v1/pool", dict[str, Any], params=_params(options, limit=1))
        now = utc(str(answer["now"])) if answer.get("now") else None
        total = int(answer.get("total", 0))
        rows = list(_rows(client, options))
    if options.json:
        for row in rows:
            say(encode(row).decode())
        return 0
    _print(rows, total, now or max((row.opened_at for row in rows), default=datetime.min.replace(tzinfo=UTC)))
    return 0


def _params(options: argparse.Namespace, *, limit: int) -> dict[str, str]:
    params = {"view": options.view, "limit": str(limit)}
    if options.at:
        at = datetime.fromisoformat(options.at) if _is_time(options.at) else None
        if at is None or at.tzinfo is None:
            raise Refusal(f"--at 要写成带时区的时间，如 2025-11-12T14:32:08+08:00，现在是 {options.at[:40]}")
        params["at"] = at.isoformat()
    return params


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _rows(client: "Client", options: argparse.Namespace) -> Iterator[PoolRow]:
    """The rows page by page, at most as many as are wanted."""
    wanted, after = options.limit or sys.maxsize, ""
    while wanted > 0:
        params = _params(options, limit=min(PAGE, wanted)) | ({"after": after} if after else {})
        answer = client.get("/v1/pool", dict[str, Any], params=params)
        items = [convert(item, PoolRow) for item in answer["items"]]
        yield from items
        wanted -= len(items)
        after = str(answer.get("after") or "")
        if not items or not after:
            return


def _print(rows: list[PoolRow], total: int, now: datetime) -> None:
    console = Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=WIDE)
    if not rows:
        console.print(Text("没有延迟订单。用 ordertower import 文件… 导入订单，或 ordertower desk 打开工作台"))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title, justify in (("订单号", "left"), ("平台", "left"), ("阶段", "left"), ("延迟类型", "left"), ("时效钟", "right")):
        table.add_column(title, justify=justify, no_wrap=True)  # type: ignore[arg-type]
    table.add_column("原因", overflow="ellipsis", no_wrap=True)
    table.add_column("责任人", no_wrap=True)
    for row in rows:
        words, style = _clock(row, now)
        cause = row.cause_detail or row.cause_name or "原因未明"
        cells = (row.order, row.shop or row.platform, _stage(row.stage), row.kind_name, words, cause, row.owner_name or "待认领")
        table.add_row(*(Text(_plain(cell), style=style if place == 4 else "") for place, cell in enumerate(cells)))
    console.print(table)
    late = sum(row.due_at is not None and row.due_at <= now for row in rows)
    shown = f"显示 {len(rows):,} 单（其中超时 {late:,}），" if len(rows) < total else f"其中超时 {late:,}，"
    console.print(Text(f"共 {total:,} 单，{shown}--limit 0 看全部"))


def _stage(stage: str) -> str:
    return STAGE_NAMES[Stage(stage)] if stage in Stage.__members__ else stage


def _clock(row: PoolRow, now: datetime) -> tuple[str, str]:
    if row.clock_state == "paused" and row.left_s is not None:
        return f"暂停 {_span(timedelta(seconds=row.left_s))}", "magenta"
    if row.due_at is None:
        return "未计时", ""
    left = row.due_at - now
    if left <= timedelta():
        return f"超 {_span(-left)}", "bold red"
    return f"剩 {_span(left)}", "bold yellow" if left <= HOUR else ""


def _span(length: timedelta) -> str:
    seconds = int(length.total_seconds())
    days = f"{seconds // 86400} 天 " if seconds >= 86400 else ""
    return f"{days}{seconds % 86400 // 3600}:{seconds % 3600 // 60:02}:{seconds % 60:02}"


def _plain(text: str) -> str:
    """Without anything that a terminal would obey."""
    return "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")
