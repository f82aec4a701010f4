"""`ordertower doctor`: versions, files and their health, the hub, its clock and sources, and what to do about each trouble."""

import argparse
import importlib.util
import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ordertower_desktop.domain.light import Hue
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.sync.commands.hub import folder_of, hub, say, settings_of
from ordertower_desktop.sync.files import Files
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.light import LightRow
from ordertower_desktop.wire.rows import SourceRow

WAL_FIXED = (3, 51, 3)
SMALL_DISK = 500 * 1024 * 1024
STATES = {"fresh": "正常", "unknown": "导入的文件，不会自己更新", "late": "迟到", "refused": "拒绝访问", "silent": "停更"}
MARKS = {"ok": "✓", "warn": "！", "bad": "✗"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `state`: ok | warn | bad; `advice` says what to do."""

    what: str
    state: str
    told: str
    advice: str = ""


def run(options: argparse.Namespace) -> int:
    """0 when nothing is broken, 1 otherwise."""
    found = list(_look(options))
    if options.json:
        say(encode([asdict(one) for one in found]).decode())
    else:
        for one in found:
            say(f"{MARKS[one.state]} {one.what}：{one.told}{'。' + one.advice if one.advice else ''}")
    return 1 if any(one.state == "bad" for one in found) else 0


def _look(options: argparse.Namespace) -> Iterator[Finding]:
    yield Finding(
        "程序", "ok", f"{version('ordertower-desktop')}，Python {platform.python_version()}，{platform.system()} {platform.release()}"
    )
    yield _sqlite()
    yield from _screen()
    yield _keyring()
    settings = settings_of(options)
    yield from _files(Files(folder_of(options, settings)))
    yield from _hub(options)


def _sqlite() -> Finding:
    fixed = sqlite3.sqlite_version_info >= WAL_FIXED
    advice = "" if fixed else "3.51.3 之前有一个极少见的 WAL 缺陷；本程序每个文件只用一个连接做检查点来避开它"
    return Finding("SQLite", "ok", sqlite3.sqlite_version, advice)


def _screen() -> Iterator[Finding]:
    yield Finding("Qt", "ok", version("PySide6_Essentials"))
    if sys.platform.startswith("linux"):
        shown = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
        yield Finding("屏幕", "ok" if shown else "warn", shown or "没有", "" if shown else "没有屏幕时可用 pool、import 和 desk --headless")
        bus = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
        yield Finding("系统通知", "ok" if bus else "warn", "会话总线可用" if bus else "没有会话总线", "" if bus else "提醒只在窗口内显示")


def _keyring() -> Finding:
    if importlib.util.find_spec("keyring") is None:
        return Finding("钥匙串", "warn", "没有装 keyring", "令牌只在本次运行中保留")
    import keyring

    name = type(keyring.get_keyring()).__module__
    bad = name.endswith((".fail", ".null"))
    return Finding("钥匙串", "warn" if bad else "ok", "不可用" if bad else name, "令牌只在本次运行中保留，下次要重新登录" if bad else "")


def _files(files: Files) -> Iterator[Finding]:
    folder = files.folder
    if not folder.exists():
        yield Finding("数据文件夹", "ok", f"{folder} 还没有，第一次启动时建立")
        return
    free = shutil.disk_usage(folder).free
    yield Finding(
        "数据文件夹",
        "ok" if free > SMALL_DISK else "bad",
        f"{folder}，剩余 {free // 1024**2:,} MB",
        "" if free > SMALL_DISK else "磁盘快满了，请清理",
    )
    for name, path in (("待发操作", files.outbox), ("本机缓存", files.cache), ("中枢数据", folder / "hub.db")):
        if path.exists():
            yield _database(name, path)
    if files.quarantine.exists():
        yield Finding("隔离区", "warn", f"{files.quarantine} 里有损坏过的文件", "可读的内容已取回；确认无误后可以删除")


def _database(name: str, path: Path) -> Finding:
    size = f"{path.stat().st_size / 1024**2:.1f} MB"
    try:
        db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=2)
        try:
            answer = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
        finally:
            db.close()
    except sqlite3.Error as error:
        return Finding(name, "warn", f"{size}，打不开：{error}", "工作台启动时会自己修复或重建")
    return Finding(
        name, "ok" if answer == "ok" else "bad", size, "" if answer == "ok" else f"文件有损坏：{answer}，工作台启动时会自己修复或重建"
    )


def _hub(options: argparse.Namespace) -> Iterator[Finding]:
    try:
        with hub(options) as client:
            ready = client.get("/readyz", dict[str, Any])
            sources = client.get("/v1/sources", list[SourceRow])
            channels = client.get("/v1/channels", list[dict[str, Any]])
            light = client.get("/v1/light", LightRow)
            yield Finding("中枢", "ok", f"{client.url}，{'能服务' if ready else ''}")
            told = client.get("/v1/pool", dict[str, Any], params={"limit": "1"})
            after = datetime.now(UTC)
    except Refusal as refusal:
        yield Finding("中枢", "bad", str(refusal))
        return
    skew = (after - datetime.fromisoformat(told["now"])).total_seconds()
    yield Finding("时钟", "ok" if abs(skew) < 5 else "warn", f"与中枢相差 {abs(skew):.1f} 秒", "" if abs(skew) < 5 else "请校准本机时间")
    for source in sources:
        well = source.state in ("fresh", "unknown")
        told_state = STATES.get(source.state, source.state)
        yield Finding(
            f"来源 {source.name}", "ok" if well else "warn", told_state, "" if well else source.reason or "请检查来源，或重新导入"
        )
    yield _light(light, after)
    yield from map(_channel, channels)


def _light(row: LightRow, now: datetime) -> Finding:
    """Whether everything is being watched, and how old that word is."""
    age = max(0.0, (now - row.at).total_seconds())
    told = f"全部在看，{row.watched} 单，{age:.0f} 秒前核对" if row.hue is Hue.GREEN else "；".join(row.says)
    return Finding("看守", {Hue.GREEN: "ok", Hue.AMBER: "warn", Hue.RED: "bad"}[row.hue], told)


def _channel(line: dict[str, Any]) -> Finding:
    """Only a channel that has been set up can be ill; one that never sent anything has not been tested."""
    name = f"渠道 {line['name']}{' ' + line['id'] if line.get('id') else ''}"
    if not line.get("id"):
        return Finding(name, "ok", "可用" if line["connected"] else str(line.get("why", "")))
    test = f"请试发一次：POST /v1/channels/{line['id']}/test"
    if not line.get("last_ok") and not line.get("last_error"):
        return Finding(name, "warn", "还没有发过", test)
    told = f"上次成功 {line.get('last_ok', '从来没有')}，上次试发 {line.get('tested_at', '从来没有')}，现在还能发 {line.get('left', 0)} 条"
    if not line.get("silent"):
        return Finding(name, "ok", told)
    failed = str(line.get("last_error_at", "")) > str(line.get("last_ok", ""))
    return Finding(name, "warn", told, str(line["last_error"]) if failed else f"超过 7 天没有成功发过，{test}")
