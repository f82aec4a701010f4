"""`ordertower import FILE…`: bring exported orders or events into the hub, and say what became of every row."""

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.sync import fetch
from ordertower_desktop.sync.commands.hub import elapsed, hub, say, wait
from ordertower_desktop.sync.commands.progress import Progress
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.pages import ImportPlan, ImportView, RowProblem

if TYPE_CHECKING:
    from ordertower_desktop.sync.http import Client

WORKING = ("reading", "committing")
SHOWN_PROBLEMS = 12


def run(options: argparse.Namespace) -> int:
    """0 when every file came in (rows that were set aside are named), 1 when one could not be read at all."""
    files = [Path(name) for name in options.files]
    missing = [str(file) for file in files if not file.is_file()]
    if missing:
        raise Refusal(f"找不到文件：{'、'.join(missing)}，请检查路径")
    plan = ImportPlan(
        preset="" if options.preset == "auto" else options.preset,
        map=Path(options.mapping).read_text(encoding="utf-8") if options.mapping else "",
        timezone=options.tz,
    )
    failed = 0
    with hub(options) as client:
        for file in files:
            failed += not _bring(client, file, plan, options)
    return 1 if failed else 0


def _bring(client: "Client", file: Path, plan: ImportPlan, options: argparse.Namespace) -> bool:
    """The file waits at the hub for the plan, so that it is read once, whatever is asked of it."""
    start = time.monotonic()
    progress = Progress(file.name, "json" if options.json else "words")
    held = fetch.upload(file, {"hold": "true"})(client)
    asked = fetch.replan(held.id, plan) if options.dry_run else fetch.commit(held.id, plan)
    view = _settled(client, asked(client), progress)
    progress.end()
    if options.json:
        say(encode(view).decode())
    else:
        _tell(file, view, options, seconds=elapsed(start))
    return view.state in ("done", "ready") and not view.error


def _settled(client: "Client", view: ImportView, progress: Progress) -> ImportView:
    """The import once the hub has finished what it is at."""
    pause = 0.05
    while view.state in WORKING:
        progress.show(view)
        wait(pause)
        pause = min(0.2, pause * 1.3)
        view = fetch.imported(view.id)(client)
    return view


def _tell(file: Path, view: ImportView, options: argparse.Namespace, *, seconds: float) -> None:
    if view.state in ("failed", "cancelled") or view.error:
        say(f"✗ {file.name}：{view.error or '没有读成'}")
    else:
        kind = " · ".join(part for part in (view.preset_name or view.preset, view.sheet, view.encoding) if part)
        word = "试读" if options.dry_run else "导入"
        say(f"✓ {file.name}（{kind}）：{word} {view.rows_done:,} 行，用时 {seconds:.1f} 秒")
        counts = f"  新订单 {view.orders_new:,}，更新 {view.orders_changed:,}，没有变化 {view.orders_same:,}"
        merged = f"，同单合并 {view.merged_rows:,} 行" if view.merged_rows else ""
        late = f"；现在晚的 {view.late:,} 单" if view.late else ""
        say(counts + merged + late)
    _name(view.problems, view.problem_count, "行没有进来，其余照进")
    _name(view.gaps, len(view.gaps), "个状态词还没有对应，订单已进来，请在映射里补上")


def _name(problems: list[RowProblem], total: int, what: str) -> None:
    if not total:
        return
    say(f"  {total:,} {what}：")
    for problem in problems[:SHOWN_PROBLEMS]:
        place = " ".join(part for part in (problem.sheet, f"第 {problem.row:,} 行", problem.column) if part)
        value = f"「{problem.value}」" if problem.value else ""
        advice = f"（{problem.proposal}）" if problem.proposal else ""
        say(f"    {place}：{value}{problem.reason}{advice}")
    if total > SHOWN_PROBLEMS:
        say(f"    ……另有 {total - SHOWN_PROBLEMS:,} 处，加 --json 看全部")
