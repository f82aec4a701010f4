"""Gathers the licence texts of all that the package carries: Python's parts, the libraries of Debian, Python itself, our own notices.

usage: licences.py SOURCES.txt DOC_FOLDER     (SOURCES.txt: the origin of every bundled library, one a line)
"""

import re
import shutil
import subprocess
import sys
import sysconfig
from importlib.metadata import Distribution, distributions
from pathlib import Path

TOOLS = {"altgraph", "ordertower-desktop", "pip", "pyinstaller", "pyinstaller-hooks-contrib", "setuptools", "uv"}
TEXT = re.compile(r"(^|/)(licen[cs]es?|copying|notice|authors)[^/]*$|/licenses?/", re.IGNORECASE)


def parts() -> list[Distribution]:
    """The installed distributions that end up in the program."""
    return sorted((one for one in distributions() if one.name.lower() not in TOOLS), key=lambda one: one.name.lower())


def licence(part: Distribution) -> str:
    """What the distribution says about itself, in a few words."""
    said = part.metadata.get("License-Expression") or next(
        (line.rpartition(":: ")[2] for line in part.metadata.get_all("Classifier", []) if line.startswith("License ::")), ""
    )
    return said or (part.metadata.get("License") or "see its own text").splitlines()[0]


def texts(part: Distribution, folder: Path) -> None:
    for file in part.files or ():
        if ".dist-info/" in str(file) and TEXT.search(str(file)) and (found := Path(str(part.locate_file(file)))).is_file():
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(found, folder / found.name)


def debian(sources: list[str], folder: Path) -> list[str]:
    """Copy the copyright files of the Debian packages that bundled libraries were taken from; returns their names."""
    taken = sorted({path for line in sources for path in (line, str(Path(line).resolve())) if path.startswith(("/usr/lib", "/lib"))})
    if not taken:
        return []
    asked = subprocess.run(["dpkg-query", "-S", *taken, *(f"/usr{path}" for path in taken)], capture_output=True, text=True, check=False)
    names = sorted({line.split(":", 1)[0] for line in asked.stdout.splitlines()})
    for name in names:
        if (own := Path("/usr/share/doc", name, "copyright")).is_file():
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(own, folder / name)
    return names


def main(sources: Path, doc: Path) -> None:
    top = Path(__file__).resolve().parents[2]
    doc.mkdir(parents=True, exist_ok=True)
    carried = parts()
    for part in carried:
        texts(part, doc / "third-party" / part.name)
    libraries = debian(sources.read_text(encoding="utf-8").splitlines(), doc / "third-party" / "debian")
    python = Path(sysconfig.get_paths()["stdlib"]) / "LICENSE.txt"
    if python.is_file():
        shutil.copyfile(python, doc / "third-party" / "Python-LICENSE.txt")
    shutil.copyfile(top / "resources/fonts/OFL.txt", doc / "third-party" / "OFL.txt")
    shutil.copyfile(top / "THIRD_PARTY.md", doc / "THIRD_PARTY.md")
    lines = [
        (top / "LICENSE").read_text(encoding="utf-8"),
        "This package carries the following parts; their texts lie in third-party/ beside this file.",
        f"Python {sys.version.split()[0]}: Python Software Foundation License",
        *(f"{part.name} {part.version}: {licence(part)}" for part in carried),
        *(f"{name}: from Debian, third-party/debian/{name}" for name in libraries),
        "",
        "Qt and PySide6 are used under the GNU Lesser General Public License 3 (/usr/share/common-licenses/LGPL-3).",
        "Their libraries are separate files under /usr/lib/ordertower and may be replaced by other builds of them.",
    ]
    (doc / "copyright").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
