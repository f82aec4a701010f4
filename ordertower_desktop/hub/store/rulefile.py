"""Reads rules files (TOML or JSON) and the default pack that ships with the product."""

import json
import re
import tomllib
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

from ordertower_desktop.domain.fault import BadFile, Fault
from ordertower_desktop.domain.rule import RuleBook
from ordertower_desktop.domain.rule_reader import rule_book

LARGEST = 4_000_000

_JSON = re.compile(r"\s*(\{|\[\s*\{)")

_QUOTED_OR_MIDNIGHT = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|\#[^\n]*'
    r"|(?P<day>\d{4}-\d{2}-\d{2})[T ]24:00:00(?:\.0+)?",
    re.DOTALL,
)


def read_rules(path: Path, *, calendars: Collection[str] = ()) -> RuleBook:
    """The rules of a file; `BadFile` says in Chinese what is wrong, and where."""
    return rule_book(read_table(path), file=path.name, calendars=calendars)


def read_table(path: Path) -> Mapping[str, object]:
    """The content of a TOML or JSON file, told apart by what stands in it."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _broken(path, f"打不开：{error.strerror or error}") from None
    if len(raw) > LARGEST:
        raise _broken(path, f"文件超过 {LARGEST // 1_000_000} MB")
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        found = json.loads(text) if _JSON.match(text) else tomllib.loads(midnight(text))
    except UnicodeDecodeError:
        raise _broken(path, "不是 UTF-8 编码，请另存为 UTF-8") from None
    except RecursionError:
        raise _broken(path, "嵌套太深") from None
    except ValueError as error:
        raise _broken(path, f"写法有误：{error}") from None
    return {"rule": found} if isinstance(found, list) else found


def midnight(text: str) -> str:
    """TOML with `24:00` told as `00:00` of the day after: people write it so, TOML's own clock ends at 23:59."""

    def told(match: re.Match[str]) -> str:
        try:
            return f"{date.fromisoformat(match['day'] or '') + timedelta(days=1)}T00:00:00"
        except (ValueError, OverflowError):
            return match[0]

    return _QUOTED_OR_MIDNIGHT.sub(told, text)


def default_pack() -> RuleBook:
    """The rules that ship with the product (R01 to R33, as far as they are about orders and rates)."""
    return read_rules(resource("rules/default.toml"))


def resource(name: str) -> Path:
    """A file of `resources/`, installed or in the source tree."""
    installed = Path(str(files("ordertower_desktop"))) / "_resources" / name
    return installed if installed.exists() else Path(str(files("ordertower_desktop"))).parent / "resources" / name


def _broken(path: Path, problem: str) -> BadFile:
    return BadFile((Fault("", "", problem, path.name),))
