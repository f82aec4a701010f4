"""`ordertower playbook`: take the templates out to edit them, check a file, put it in force."""

import argparse
from pathlib import Path
from typing import Any

from ordertower_desktop.domain.duration import in_chinese
from ordertower_desktop.domain.playbook import POST_NAMES
from ordertower_desktop.domain.playbook_reader import playbooks
from ordertower_desktop.domain.post_reader import UNASKED, PostWords, post_words
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.domain.step_check import check_of
from ordertower_desktop.domain.step_check import words as check_words
from ordertower_desktop.domain.template import Template
from ordertower_desktop.sync.commands import textfile
from ordertower_desktop.sync.commands.hub import hub, say
from ordertower_desktop.sync.commands.posts import posts
from ordertower_desktop.wire.codec import encode


def run(options: argparse.Namespace) -> int:
    return {"get": _get, "check": _check, "put": _put}[options.verb](options)


def _get(options: argparse.Namespace) -> int:
    """The text in force, into a file, which is never written over."""
    path = _path(options)
    with hub(options) as client:
        found = client.get("/v1/playbooks", dict[str, Any])
    textfile.write_new(path, str(found["text"]))
    say(f"第 {found['version']} 版已写到 {path}，改好后用 ordertower playbook check {path} 检查")
    return 0


def _check(options: argparse.Namespace) -> int:
    """Every template as people will see it, or what is wrong; nothing is changed and no hub is asked."""
    for one in _templates(_path(options))[1]:
        _tell(one)
    say("没有问题。用 ordertower playbook put 生效；在办的单照旧走完，新接手的单用新的")
    return 0


def _put(options: argparse.Namespace) -> int:
    path = _path(options)
    textfile.read(path)
    with hub(options) as client:
        text, found = _templates(path, post_words(posts(client)))
        made = client.put("/v1/playbooks", dict[str, Any], body=encode({"text": text, "why": options.why or f"来自 {path.name}"}))
    say(f"第 {made['version']} 版已生效，共 {len(found)} 套；在办的单照旧走完，新接手的单用新的")
    return 0


def _path(options: argparse.Namespace) -> Path:
    if not options.file:
        raise Refusal(f"请写文件名：ordertower playbook {options.verb} 步骤.toml")
    return Path(options.file)


def _templates(path: Path, words: PostWords = UNASKED) -> tuple[str, tuple[Template, ...]]:
    """The file's text with what it means; `BadFile` names file, entry, key and reason."""
    text, table = textfile.read(path)
    return text, playbooks(table, file=path.name, posts=words)


def _tell(template: Template) -> None:
    book = template.playbook
    say(f"{book.name}（{'、'.join((*template.causes, *template.kinds))}）")
    for place, step in enumerate(book.steps, 1):
        more = [f"机器核对：{check_words(check_of(step.check))}"] if step.check else []
        more += [f"留证：{step.evidence}"] if step.evidence else []
        said = "，".join((f"{POST_NAMES.get(step.post, step.post)}，{in_chinese(step.expected)}", *more))
        say(f"  {place}. {step.title}（{said}）")
