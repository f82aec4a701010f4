"""`ordertower support`: one file for whoever helps, made of numbers and words of our own; nothing that a person wrote or is."""

import argparse
import os
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.settings import Settings
from ordertower_desktop.sync.commands.checkup.finding import BAD, Finding
from ordertower_desktop.sync.commands.doctor import look
from ordertower_desktop.sync.commands.hub import folder_of, say, settings_of
from ordertower_desktop.sync.files import Files, look_into

KNOWN = ("outbox.db", "cache.db", "hub.db", "outbox.db-wal", "cache.db-wal", "hub.db-wal", "desk.json", "notifications.jsonl", "tls.crt")
README = """订单控制塔的支持包

findings.json  体检的每一项：代号、好坏、数字
settings.json  设置的样子：接了哪几类来源和渠道，密钥存在哪一类地方
files.json     数据文件夹里本程序的文件多大
outbox.json    还没送到的操作有几个

里面没有订单、客户、同事、店铺和单位的名字，没有电话、地址、备注、单号，没有密钥和令牌，没有网址、文件夹和别的系统的原话。
打开看过再发给帮您的人。
"""


def run(options: argparse.Namespace) -> int:
    """0 when the file was written, whatever the check-up found."""
    settings = settings_of(options)
    files = Files(folder_of(options, settings))
    out = Path(options.out or "ordertower-support.zip")
    found = list(look(options))
    try:
        write(out, bundle(found, settings, files))
    except FileExistsError as error:
        raise Refusal(f"{out} 已经有了，没有覆盖；用 --out 另起一个名字") from error
    except OSError as error:
        raise Refusal(f"没有写成 {out}：{error.strerror or error}") from error
    ill = sum(one.state == BAD for one in found)
    say(f"已写到 {out}，{out.stat().st_size / 1024:.0f} KB；体检 {len(found)} 项，{ill} 项要处理。里面没有个人信息，打开看过再发")
    return 0


def bundle(found: Sequence[Finding], settings: Settings, files: Files) -> dict[str, bytes]:
    """Name -> content. Each value is chosen here, field by field: what is not named does not go along."""
    parts: dict[str, Any] = {
        "findings.json": [{"code": one.code, "state": one.state, "facts": one.facts} for one in found],
        "settings.json": shape(settings),
        "files.json": sizes(files),
        "outbox.json": states(files),
    }
    return {"README.txt": README.encode(), **{name: msgspec.json.format(msgspec.json.encode(part)) for name, part in parts.items()}}


def write(out: Path, parts: Mapping[str, bytes]) -> None:
    """Readable by its owner only; an older file of this name is not overwritten."""
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw, zipfile.ZipFile(raw, "w") as made:
        for name, content in parts.items():
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def shape(settings: Settings) -> dict[str, Any]:
    """How the settings are built, without a single value that somebody made up."""
    hub = settings.hub
    return {
        "hub": {
            "url": urlsplit(hub.url).scheme,
            "db": urlsplit(hub.db).scheme,
            "everybody": hub.listen.split(":")[0] not in ("127.0.0.1", "localhost", "[::1]"),
            "token": _place(hub.token.reference),
            "own_certificate": bool(hub.cert),
            "own_authority": bool(hub.ca),
            "workers": hub.workers,
            "lease_s": hub.lease.total_seconds(),
        },
        "sources": [
            {
                "kind": str(one.platform or one.system or "mapping"),
                "every_s": one.every.total_seconds() if one.every else 0,
                "write_back": str(one.write_back),
                "own_address": bool(one.base_url),
                "secrets": [_place(secret.reference) for secret in (one.secret, one.token, one.refresh)],
            }
            for one in settings.source
        ],
        "channels": [{"kind": str(one.kind), "secret": _place(one.secret.reference)} for one in settings.channel],
    }


def _place(reference: str) -> str:
    """keyring | env | nowhere: where a secret lies, not what it is called."""
    kind = reference.partition(":")[0]
    return kind if kind in ("keyring", "env") else "nowhere"


def sizes(files: Files) -> dict[str, int]:
    """Of the files whose names are ours."""
    return {name: path.stat().st_size for name in KNOWN if (path := files.folder / name).is_file()}


def states(files: Files) -> dict[str, int]:
    """How many actions are in which state."""
    try:
        db = look_into(files.outbox)
        try:
            return {str(state): int(count) for state, count in db.execute("SELECT state, COUNT(*) FROM outbox GROUP BY state")}
        finally:
            db.close()
    except sqlite3.Error:
        return {}
