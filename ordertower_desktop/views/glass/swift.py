"""Imports Qt without two delays of its own at every start."""

import builtins
import marshal
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import MAGIC_NUMBER, cache_from_source, find_spec, source_hash
from pathlib import Path
from typing import Any

OWN = ("shibokensupport/", "signature_bootstrap")
"""How the names of the modules begin that lie as source inside Qt's library, where Python finds no place for bytecode."""
_HEAD = len(MAGIC_NUMBER) + 8

Kept = dict[str, tuple[bytes, bytes]]
"""Name of a module -> hash of its source, its code."""


def import_qt() -> None:
    """Load Qt, and take its hand off `import`: it reads the source of every later module, for a switch of naming that nobody here uses."""
    with compiled_once():
        import PySide6.QtCore  # noqa: F401

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


@contextmanager
def compiled_once() -> Iterator[None]:
    """While Qt is imported: what it compiles is taken from beside its other bytecode, and put there where it is new.

    PySide carries a dozen Python modules as source inside its library and compiles them at each start, a sixth of the way to a window.
    """
    plainly, place = builtins.compile, _place()
    kept = _read(place) if place else {}
    fresh: Kept = {}

    def compile_once(source: Any, filename: Any, mode: str, *more: Any, **options: Any) -> Any:
        if more or options or not isinstance(source, bytes) or not str(filename).startswith(OWN):
            return plainly(source, filename, mode, *more, **options)
        stamp = source_hash(source)
        known = kept.get(filename)
        if known is not None and known[0] == stamp:
            return marshal.loads(known[1])
        code = plainly(source, filename, mode)
        fresh[filename] = stamp, marshal.dumps(code)
        return code

    builtins.compile = compile_once
    try:
        yield
    finally:
        builtins.compile = plainly
    if fresh and place and not sys.dont_write_bytecode:
        _write(place, kept | fresh)


def _place() -> Path | None:
    """Where Python keeps the bytecode of Qt's package."""
    found = find_spec("PySide6")
    if found is None or not found.origin:
        return None
    return Path(cache_from_source(found.origin)).with_suffix(".own")


def _read(place: Path) -> Kept:
    """Nothing where the file is missing, damaged, or another Python's."""
    with suppress(OSError):
        told = place.read_bytes()
        body = told[_HEAD:]
        if told[:_HEAD] == MAGIC_NUMBER + source_hash(body):
            kept: Kept = marshal.loads(body)
            return kept
    return {}


def _write(place: Path, kept: Kept) -> None:
    """Whole or not at all; a folder that may not be written stays as it is."""
    body = marshal.dumps(kept)
    half = place.with_name(f"{place.name}.{os.getpid()}")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(MAGIC_NUMBER + source_hash(body) + body)
        half.replace(place)
