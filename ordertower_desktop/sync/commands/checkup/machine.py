"""This machine: versions, screen, keyring, disk, the files of this folder, and whether the program is too old."""

import importlib.util
import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ordertower_desktop.sync.commands.checkup.finding import BAD, OK, WARN, Finding
from ordertower_desktop.sync.files import Files
from ordertower_desktop.wire.release import News

WAL_FIXED = (3, 51, 3)
MEGABYTE = 1024 * 1024
LOW, FULL = 500 * MEGABYTE, 50 * MEGABYTE
Free = Callable[[Path], int]
"""Bytes that are left where a folder lies."""

DAMAGED = {
    "outbox.db": "里面是还没送到中枢的操作，不要删。打开工作台：它把能读的取回，坏的移进隔离区；少了哪几条会在通知里写明",
    "cache.db": "不丢东西：退出工作台，删掉这个文件，再打开时从中枢重建",
    "hub.db": "这是订单与处置的底账。先停下工作台和中枢，整个文件夹拷走一份，再用备份恢复（docs/handbook/it.md “备份与恢复”）",
}


def machine() -> Iterator[Finding]:
    """What needs no folder."""
    told = f"{_version('ordertower-desktop')}，Python {platform.python_version()}，{platform.system()} {platform.release()}"
    facts: dict[str, str | int | float] = {
        "version": _version("ordertower-desktop"),
        "python": platform.python_version(),
        "system": platform.system(),
        "sqlite": sqlite3.sqlite_version,
        "qt": _version("PySide6_Essentials"),
    }
    yield Finding("程序", OK, told, facts=facts)
    yield _sqlite()
    yield Finding("Qt", OK, _version("PySide6_Essentials"))
    if sys.platform.startswith("linux"):
        yield from _screen(os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or "", os.environ.get("DBUS_SESSION_BUS_ADDRESS"))
    yield keyring_found()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "未知"


def _sqlite() -> Finding:
    fixed = sqlite3.sqlite_version_info >= WAL_FIXED
    advice = "" if fixed else "3.51.3 之前有一个极少见的 WAL 缺陷；本程序每个文件只用一个连接做检查点来避开它"
    return Finding("SQLite", OK, sqlite3.sqlite_version, advice)


def _screen(shown: str, bus: str | None) -> Iterator[Finding]:
    if shown:
        yield Finding("屏幕", OK, shown)
    else:
        yield Finding("屏幕", WARN, "没有", "没有屏幕时可用 pool、import 和 desk --headless", "no-screen")
    if bus:
        yield Finding("系统通知", OK, "会话总线可用")
    else:
        yield Finding("系统通知", WARN, "没有会话总线", "提醒只在窗口内显示；从桌面登录后的终端启动就有", "no-bus")


def keyring_found() -> Finding:
    """Whether a login outlives this run."""
    advice = "登录只在本次有效，下次打开要新的邀请码；密钥从不写进文件。Linux 装上并解锁 gnome-keyring 或 KWallet，再登录一次"
    if importlib.util.find_spec("keyring") is None:
        return Finding("钥匙串", WARN, "没有装 keyring", advice, "keyring-absent")
    import keyring

    name = type(keyring.get_keyring()).__module__
    if name.endswith((".fail", ".null")):
        return Finding("钥匙串", WARN, "这台电脑没有可用的钥匙串", advice, "keyring-absent")
    return Finding("钥匙串", OK, name)


def folder(files: Files, free: Free = lambda path: shutil.disk_usage(path).free) -> Iterator[Finding]:
    """The disk under this folder, and each file in it."""
    place = files.folder
    if not place.exists():
        yield Finding("数据文件夹", OK, f"{place} 还没有，第一次启动时建立")
        return
    yield disk(place, free(place))
    for name, path in (("待发操作", files.outbox), ("本机缓存", files.cache), ("中枢数据", place / "hub.db")):
        if path.exists():
            yield database(name, path)
    if files.quarantine.exists():
        kept = len(list(files.quarantine.glob("*.db")))
        advice = "可读的内容已取回；看过通知里少了哪几条，确认无误后可以删除"
        yield Finding("隔离区", WARN, f"{files.quarantine} 里有损坏过的文件", advice, "quarantine", {"files": kept})


def disk(place: Path, left: int) -> Finding:
    """How much room is left."""
    told, facts = f"{place}，剩余 {left // MEGABYTE:,} MB", {"free_mb": left // MEGABYTE}
    if left < FULL:
        advice = "磁盘满了：新的操作存不下，工作台会当场说没有保存。先清出 500 MB（回收站、下载、旧日志），不要删这个文件夹里的 .db"
        return Finding("数据文件夹", BAD, told, advice, "disk-full", dict(facts))
    if left < LOW:
        return Finding(
            "数据文件夹", WARN, told, "磁盘快满了：现在还能用，请今天清出 500 MB 以上，满了就存不下操作", "disk-low", dict(facts)
        )
    return Finding("数据文件夹", OK, told, facts=dict(facts))


def database(name: str, path: Path) -> Finding:
    """Whether SQLite finds the file whole."""
    size = path.stat().st_size
    told, facts = f"{size / MEGABYTE:.1f} MB", {"bytes": size}
    try:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=2)
        try:
            answer = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
        finally:
            db.close()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        answer = str(error)
    if answer == "ok":
        return Finding(name, OK, told, facts=dict(facts))
    state = WARN if path.name == "cache.db" else BAD
    return Finding(name, state, f"{told}，文件有损坏：{answer}", DAMAGED.get(path.name, ""), f"damaged-{path.stem}", dict(facts))


def age(news: News) -> Finding:
    """What is known of newer versions without asking anybody."""
    if news.minimum:
        told = f"这一版（{news.running}）太旧，至少要 {news.minimum}：只能查看，不能操作"
        return Finding("版本", BAD, told, f"已存下的操作照常送到。{_how(news)}", "too-old")
    if news.version:
        return Finding("版本", WARN, f"有新版本 {news.version}，现在是 {news.running}", _how(news), "old")
    return Finding("版本", OK, f"{news.running}，没有听说更新的")


def _how(news: News) -> str:
    if news.ask:
        return "这台电脑的程序由 IT 装，请联系 IT 更新"
    return "退出工作台（不只是关窗口）就会装上" if news.ready else "工作台连着中枢时会自己下载，下载好后退出就装上"
