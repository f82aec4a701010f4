"""A view as a file: CSV or a workbook, every cell plain text, nothing that a spreadsheet would run."""

import csv
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from ordertower_desktop.domain.stage import STAGE_NAMES, Stage
from ordertower_desktop.models import text, workbook
from ordertower_desktop.wire.inert import inert
from ordertower_desktop.wire.rows import PoolRow

HEADINGS = (
    "订单号",
    "平台",
    "店铺",
    "阶段",
    "延迟类型",
    "原因",
    "责任人",
    "到期",
    "超时",
    "金额",
    "元/小时",
    "VIP",
    "收货地",
    "仓库",
    "快递",
    "运单",
    "最近事件",
)


def write(path: Path, rows: Iterable[PoolRow], *, now: datetime) -> int:
    """One row a case, as a workbook where the file's name ends so, else as CSV; returns how many. A file that is half written is none."""
    lines = [cells(row, now) for row in rows]
    if path.suffix.lower() == ".xlsx":
        workbook.write(path, [("延迟池", [HEADINGS, *lines])])
    else:
        _csv(path, lines)
    return len(lines)


def _csv(path: Path, lines: Iterable[tuple[str, ...]]) -> None:
    """UTF-8 with a mark for the spreadsheet."""
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADINGS)
        writer.writerows([inert(cell) for cell in line] for line in lines)
    part.replace(path)


def cells(row: PoolRow, now: datetime) -> tuple[str, ...]:
    """A row in words, a cell for each of `HEADINGS`."""
    late = row.due_at is not None and row.due_at <= now
    return (
        row.order,
        row.platform,
        row.shop,
        STAGE_NAMES[Stage(row.stage)] if row.stage in Stage.__members__ else row.stage,
        row.kind_name,
        row.cause_detail or row.cause_name,
        row.owner_name,
        text.full_moment(row.due_at) if row.due_at else "",
        text.spoken(now - row.due_at) if late and row.due_at else "",
        f"{row.amount_fen / 100:.2f}" if row.amount_fen and not row.veiled else text.worth(row.amount_fen, row.veiled),
        str(row.loss_fen_per_hour // 100) if row.loss_fen_per_hour else text.worth(0, row.veiled),
        row.vip,
        " ".join(part for part in (row.province, row.city, row.district) if part),
        row.warehouse,
        row.carrier,
        row.waybill,
        row.last_event,
    )
