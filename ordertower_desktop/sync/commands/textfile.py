"""Texts that people take out of the hub to edit: read with every fault named, written where nothing is yet."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from ordertower_desktop.domain.fault import BadFile, Fault
from ordertower_desktop.domain.refusal import Refusal

LARGEST = 1_000_000


def read(path: Path) -> tuple[str, Mapping[str, object]]:
    """The file's text and its tables; `BadFile` names what is wrong with it."""
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
    return text, table


def write_new(path: Path, text: str) -> None:
    """Never over a file that is there."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise Refusal(f"{path} 已经在了，请换个名字，免得盖掉改过的内容") from None
    except OSError as error:
        raise Refusal(f"写不了 {path}：{error.strerror or error}") from None


def _broken(path: Path, problem: str) -> BadFile:
    return BadFile((Fault("", "", problem, path.name),))
