"""What of the wheels' files a program on Windows uses.

usage: tree.py SITE_PACKAGES     (removes all the rest, prints what is left in MB)
"""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

QT = "Core|Gui|Widgets|Network|Svg|PrintSupport|OpenGL|OpenGLWidgets|Test"
"""Of Qt's modules: ours, and those without which pyqtgraph does not import."""
PLUGINS = r"platforms/q(windows|offscreen)|styles/.*|imageformats/q(svg|jpeg|ico|gif)|iconengines/.*|tls/.*"
KEPT_OF_PYSIDE = re.compile(
    rf"""PySide6/(
        Qt({QT})\.pyd                       | Qt6({QT})\.dll        | (pyside6\.|msvcp140|vcruntime140)[^/]*\.dll | concrt140\.dll
      | plugins/({PLUGINS})\.dll            | translations/qtbase_zh_CN\.qm
      | [^/]+\.py                           | support/.*\.py
    )""",
    re.VERBOSE,
)
NEVER = re.compile(
    r"""(^|/)(tests?|testing|__pycache__|examples)/ | \.(pyi|pxd|pyx|c|cpp|h|hpp|lib|a|exe|pdb)$ | (^|/)py\.typed$
      | ^bin/ | ^pycparser | ^PySide6/opengl32sw | ^numpy/(f2py|distutils|_core/lib|_core/include)/ """,
    re.VERBOSE,
)
IMPORTED_FROM_TESTS = re.compile(r"^(numpy/testing/|sqlalchemy/testing/|alembic/testing/)")
"""Folders called `testing` that the library imports from its own working code."""


def kept(name: str) -> bool:
    """True for a file (its path under site-packages, with slashes) that goes along."""
    if ".dist-info/" in name:
        return not name.endswith("/RECORD")
    if name.startswith("PySide6/"):
        return bool(KEPT_OF_PYSIDE.fullmatch(name))
    return bool(IMPORTED_FROM_TESTS.match(name)) or not NEVER.search(name)


def trim(site: Path) -> Iterable[Path]:
    """Remove what is not kept, then the folders that became empty; gives what is left."""
    for path in sorted(site.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif not kept(path.relative_to(site).as_posix()):
            path.unlink()
    return (path for path in site.rglob("*") if path.is_file())


if __name__ == "__main__":
    left = list(trim(Path(sys.argv[1])))
    sys.stdout.write(f"{len(left)} files, {sum(path.stat().st_size for path in left) / 1e6:.1f} MB\n")
