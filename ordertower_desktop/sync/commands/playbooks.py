"""`ordertower playbook`: take the templates out to edit them, check a file, put it in force."""

import argparse
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ordertower_desktop.domain.duration import in_chinese
from ordertower_desktop.domain.fault import BadFile, Fault
from ordertower_desktop.domain.playbook import POST_NAMES
from ordertower_desktop.domain.playbook_reader import playbooks
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.domain.step_check import check_of, words
from ordertower_desktop.domain.template import Template
from ordertower_desktop.sync.commands.hub import hub, say
from ordertower_desktop.wire.codec import encode

LARGEST = 1_000_000


def run(options: argparse.Namespace) -> int:
    return {"get": _get, "check": _check, "put": _put}[options.verb](options)


def _get(options: argparse.Namespace) -> int:
    """The text in force, into a file, which is never written over."""
    path = _path(options)
    with hub(options) as client:
        found = client.get("/v1/playbooks", dict[str, Any])
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(str(found["text"]))
    except FileExistsError:
        raise Refusal(f"{path} 已经在了，请换个名字，免得盖掉改过的内容") from None
    except OSError as error:
        raise Refusal(f"写不了 {path}：{error.strerror or error}") from None
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
    text, found = _templates(path)
    with hub(options) as client:
        made = client.put("/v1/playbooks", dict[str, Any], body=encode({"text": text, "why": options.why or f"来自 {path.name}"}))
    say(f"第 {made['version']} 版已生效，共 {len(found)} 套；在办的单照旧走完，新接手的单用新的")
    return 0


def _path(options: argparse.Namespace) -> Path:
    if not options.file:
        raise Refusal(f"请写文件名：ordertower playbook {options.verb} 步骤.toml")
    return Path(options.file)


def _templates(path: Path) -> tuple[str, tuple[Template, ...]]:
    """The file's text with what it means; `BadFile` names file, entry, key and reason."""
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        table: Mapping[str, object] = tomllib.loads(text) if len(raw) <= LARGEST else {}
    except OSError as error:
        raise _broken(path, f"打不开：{error.strerror or error}") from None
    except UnicodeDecodeError:
        raise _broken(path, "不是 UTF-8 编码，请另存为 UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _broken(path, f"写法有误：{error}") from None
    if len(raw) > LARGEST:
        raise _broken(path, f"文件超过 {LARGEST // 1_000_000} MB")
    return text, playbooks(table, file=path.name)


def _broken(path: Path, problem: str) -> BadFile:
    return BadFile((Fault("", "", problem, path.name),))


def _tell(template: Template) -> None:
    book = template.playbook
    say(f"{book.name}（{'、'.join((*template.causes, *template.kinds))}）")
    for place, step in enumerate(book.steps, 1):
        more = [f"机器核对：{words(check_of(step.check))}"] if step.check else []
        more += [f"留证：{step.evidence}"] if step.evidence else []
        said = "，".join((f"{POST_NAMES[step.post]}，{in_chinese(step.expected)}", *more))
        say(f"  {place}. {step.title}（{said}）")
