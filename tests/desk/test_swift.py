"""Qt's own Python modules are compiled at the first start only, and whatever became of what was kept, Qt is imported as ever."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

START = """
import builtins, sys
plainly, compiled = builtins.compile, []
def counted(source, filename, *more, **options):
    if str(filename).startswith(("shibokensupport/", "signature_bootstrap")):
        compiled.append(filename)
    return plainly(source, filename, *more, **options)
builtins.compile = counted
from ordertower_desktop.views.glass.swift import compiled_once
with compiled_once():
    import PySide6.QtCore
assert builtins.compile is counted
from PySide6.QtCore import QObject
from shibokensupport.signature import get_signature
print(len(compiled), get_signature(QObject.setObjectName))
"""
Start = Callable[..., tuple[int, str]]


@pytest.fixture
def bytecode(tmp_path: Path) -> Path:
    return tmp_path / "bytecode"


@pytest.fixture
def start(bytecode: Path) -> Start:
    """A new process that imports Qt: (how many of Qt's modules it compiled, what Qt's signatures say)."""

    def begin(**environment: str) -> tuple[int, str]:
        environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environ |= {"PYTHONPYCACHEPREFIX": str(bytecode), **environment}
        done = subprocess.run([sys.executable, "-c", START], env=environ, capture_output=True, text=True, timeout=60, check=True)
        count, _, told = done.stdout.strip().partition(" ")
        return int(count), told

    return begin


def kept(bytecode: Path) -> Path:
    (found,) = bytecode.rglob("*.own")
    return found


def test_only_the_first_start_compiles(start: Start) -> None:
    first, told = start()
    assert first > 5
    assert "name: str" in told
    assert start() == (0, told)


def test_what_was_kept_and_is_damaged_is_made_again(start: Start, bytecode: Path) -> None:
    first, told = start()
    file = kept(bytecode)
    whole = file.read_bytes()
    for damaged in (whole[:-100], whole[:30] + b"\0" + whole[31:], b"", b"another"):
        file.write_bytes(damaged)
        assert start() == (first, told)
        assert start() == (0, told)


def test_another_source_is_compiled_and_the_rest_is_kept(start: Start, bytecode: Path) -> None:
    import marshal

    from ordertower_desktop.views.glass import swift

    _, told = start()
    file = kept(bytecode)
    known = swift._read(file)
    name = next(iter(known))
    swift._write(file, known | {name: (b"outdated", marshal.dumps(compile("raise AssertionError", name, "exec")))})
    assert start() == (1, told)
    assert start() == (0, told)


def test_where_no_bytecode_is_wanted_none_is_left(start: Start, bytecode: Path) -> None:
    first, told = start(PYTHONDONTWRITEBYTECODE="1")
    assert start(PYTHONDONTWRITEBYTECODE="1") == (first, told)
    assert not list(bytecode.rglob("*.own"))
