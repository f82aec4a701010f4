"""`ordertower field`: take the floor's own fields out to edit them, check a file, put it in force."""

import argparse
from pathlib import Path
from typing import Any

from ordertower_desktop.domain.ownfield import SORT_NAMES, OwnField, Sort
from ordertower_desktop.domain.ownfield_reader import own_fields
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.sync.commands import textfile
from ordertower_desktop.sync.commands.hub import hub, say
from ordertower_desktop.wire.codec import encode


def run(options: argparse.Namespace) -> int:
    return {"get": _get, "check": _check, "put": _put}[options.verb](options)


def _get(options: argparse.Namespace) -> int:
    """The text in force, into a file, which is never written over."""
    path = _path(options)
    with hub(options) as client:
        found = client.get("/v1/fields", dict[str, Any])
    textfile.write_new(path, str(found["text"]))
    say(f"第 {found['version']} 版已写到 {path}，改好后用 ordertower field check {path} 检查")
    return 0


def _check(options: argparse.Namespace) -> int:
    """Every field as people will see it, or what is wrong; nothing is changed and no hub is asked."""
    for one in _fields(_path(options))[1]:
        say(_told(one))
    say("没有问题。用 ordertower field put 生效；订单页马上按新的显示")
    return 0


def _put(options: argparse.Namespace) -> int:
    path = _path(options)
    text, found = _fields(path)
    with hub(options) as client:
        made = client.put("/v1/fields", dict[str, Any], body=encode({"text": text, "why": options.why or f"来自 {path.name}"}))
    say(f"第 {made['version']} 版已生效，共 {len(found)} 个自定义字段；订单页马上按新的显示")
    return 0


def _path(options: argparse.Namespace) -> Path:
    if not options.file:
        raise Refusal(f"请写文件名：ordertower field {options.verb} 字段.toml")
    return Path(options.file)


def _fields(path: Path) -> tuple[str, tuple[OwnField, ...]]:
    """The file's text with what it means; `BadFile` names file, entry, key and reason."""
    text, table = textfile.read(path)
    return text, own_fields(table, file=path.name)


def _told(one: OwnField) -> str:
    sort = f"{SORT_NAMES[one.sort]}：{'、'.join(one.choices)}" if one.sort is Sort.LIST else f"{SORT_NAMES[one.sort]} {one.unit}".strip()
    who = "，所有岗位可见" if one.plain else ""
    return f"{one.name}（{one.key}，{sort}{who}）"
