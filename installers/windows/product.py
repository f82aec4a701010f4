"""Writes the source of the MSI: one component a file, grouped by folder.

usage: product.py product.wxs.in VERSION <FILES     (FILES: paths below the tree, one a line)
"""

import sys
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from xml.sax.saxutils import quoteattr

SPACE = uuid.UUID("6f0e3a0a-3c1e-4d2b-9a55-0d3f5b8b7c11")
"""A component keeps its identity from release to release: it is made from its path, never drawn."""


def named(prefix: str, path: PurePosixPath) -> str:
    return f"{prefix}_{uuid.uuid5(SPACE, str(path)).hex}"


def folder(path: PurePosixPath, files: Sequence[PurePosixPath], depth: int) -> Iterator[str]:
    """The components of one folder and of those below it."""
    pad = "  " * depth
    for file in files:
        if file.parent == path:
            guid = uuid.uuid5(SPACE, f"component {file}")
            yield f'{pad}<Component Id="{named("c", file)}" Guid="{guid}" Win64="yes">'
            yield f'{pad}  <File Id="{named("f", file)}" KeyPath="yes" Source={quoteattr(str(file))}/>'
            yield f"{pad}</Component>"
    below = sorted({path / file.relative_to(path).parts[0] for file in files if path in file.parents and file.parent != path})
    for one in below:
        yield f'{pad}<Directory Id="{named("d", one)}" Name={quoteattr(one.name)}>'
        yield from folder(one, [file for file in files if one in file.parents], depth + 1)
        yield f"{pad}</Directory>"


def source(template: str, version: str, files: Sequence[PurePosixPath]) -> str:
    references = "\n".join(f'      <ComponentRef Id="{named("c", file)}"/>' for file in files)
    held = "\n".join(folder(PurePosixPath(), files, 5))
    return template.replace("@VERSION@", version).replace("@FILES@", held).replace("@REFERENCES@", references)


if __name__ == "__main__":
    listed = [PurePosixPath(line) for line in sys.stdin.read().splitlines()]
    sys.stdout.write(source(Path(sys.argv[1]).read_text(encoding="utf-8"), sys.argv[2], listed))
