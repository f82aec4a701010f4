"""`ordertower crisis`: take the action packs out to edit them, check a file, put it in force."""

import argparse
from pathlib import Path
from typing import Any

from ordertower_desktop.domain.crisis import LEVEL_NAMES
from ordertower_desktop.domain.duration import in_chinese
from ordertower_desktop.domain.pack import PHASE_NAMES, Pack
from ordertower_desktop.domain.pack_reader import packs
from ordertower_desktop.domain.people import POSTS
from ordertower_desktop.domain.post_reader import UNASKED, PostWords, post_words
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.sync.commands import textfile
from ordertower_desktop.sync.commands.hub import hub, say
from ordertower_desktop.sync.commands.posts import posts
from ordertower_desktop.wire.codec import encode


def run(options: argparse.Namespace) -> int:
    if not options.file:
        raise Refusal(f"请写文件名：ordertower crisis {options.verb} 动作包.toml")
    return {"get": _get, "check": _check, "put": _put}[options.verb](options)


def _get(options: argparse.Namespace) -> int:
    """The text in force, into a file, which is never written over."""
    path = Path(options.file)
    with hub(options) as client:
        found = client.get("/v1/packs", dict[str, Any])
    textfile.write_new(path, str(found["text"]))
    say(f"第 {found['version']} 版已写到 {path}，改好后用 ordertower crisis check {path} 检查")
    return 0


def _check(options: argparse.Namespace) -> int:
    """Every pack as people will see it, or what is wrong; nothing is changed and no hub is asked."""
    for one in _packs(Path(options.file))[1]:
        _tell(one)
    say("没有问题。用 ordertower crisis put 生效；进行中的响应照旧，下一次启动用新的")
    return 0


def _put(options: argparse.Namespace) -> int:
    path = Path(options.file)
    textfile.read(path)
    with hub(options) as client:
        text, found = _packs(path, post_words(posts(client)))
        made = client.put("/v1/packs", dict[str, Any], body=encode({"text": text, "why": options.why or f"来自 {path.name}"}))
    say(f"第 {made['version']} 版已生效，共 {len(found)} 级；进行中的响应照旧，下一次启动用新的")
    return 0


def _packs(path: Path, words: PostWords = UNASKED) -> tuple[str, tuple[Pack, ...]]:
    text, table = textfile.read(path)
    return text, packs(table, file=path.name, posts=words)


def _tell(pack: Pack) -> None:
    money = f"本次上限 ¥{pack.budget.total_fen // 100:,}"
    say(f"{LEVEL_NAMES[pack.level]}动作包（{money}，话术 {len(pack.scripts)} 条，上报 {len(pack.path)} 级，补偿 {len(pack.remedies)} 种）")
    for place, task in enumerate(pack.tasks, 1):
        evidence = f"，要写{task.evidence}" if task.evidence else ""
        say(f"  {place}. {task.title}（{POSTS.get(task.post, task.post)}，{PHASE_NAMES[task.phase]}，{in_chinese(task.due)}内{evidence}）")
